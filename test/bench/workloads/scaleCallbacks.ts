import type { IDataObject } from 'n8n-workflow';
import { inParallel } from '../../support/inParallel';
import type { N8nView } from '../../support/n8nServer';
import { processorTime } from '../processorTime';
import type { SandboxIdent } from '../sandboxProcess';
import type { Formation } from '../scale/fleet';
import { identifyTrigger, Listener, webhookNode, type Starter } from '../scale/listener';
import type { Stage } from '../stage';
import { medianOf, ratioOf } from '../statistics';
import type { Column, Contestant, Run, Runs, Verdict, Workload } from '../workload';

const CALLBACKS = 300;

/** For each process, which has a compiler of its own. */
const WARM_UP = 50;

/** What Identify posts about an ident. */
function payloadOf({ id, fields }: SandboxIdent): IDataObject {
	return {
		ident_id: id,
		status: 'Successful',
		status_code: '5',
		project_id: fields.project_id ?? '',
		custom_id: fields.custom_id ?? '',
		company_name: 'Example Ltd',
		first_name: fields.person_first_name ?? '',
		last_name: fields.person_last_name ?? '',
		custom1: '',
		custom2: '',
		custom3: '',
		custom4: '',
	};
}

/** Callbacks of so many idents, which the sandbox has, since each is confirmed. */
export async function callbacks({ sandbox }: Stage, count: number): Promise<IDataObject[]> {
	await sandbox.renew({});
	const places = Array.from({ length: count }, (_value, index) => index);
	return await inParallel(places, 16, async () => payloadOf(await sandbox.seedIdent('5')));
}

/** What takes the callbacks of one run. */
interface Takers {
	listener: Listener;
	urls: readonly string[];
	processes: number;
	/** Processor time used so far, in ms, by kind of process. */
	processorTimes: () => Record<string, number>;
}

async function measure(stage: Stage, takers: Takers): Promise<Run> {
	const { listener, urls, processes, processorTimes } = takers;
	const before = await listener.succeeded();
	const warmUp = WARM_UP * processes;
	const all = await callbacks(stage, warmUp + CALLBACKS);
	await listener.post(urls, all.slice(0, warmUp));
	await listener.untilSucceeded(before + warmUp);
	const used = processorTimes();
	const start = performance.now();
	const seconds = await listener.post(urls, all.slice(warmUp));
	await listener.untilSucceeded(before + warmUp + CALLBACKS);
	const total = (performance.now() - start) / 1000;
	const each = Object.entries(processorTimes()).map(([kind, time]): [string, number] => [
		kind,
		(time - (used[kind] ?? 0)) / CALLBACKS,
	]);
	const rates = { answered: CALLBACKS / seconds, executed: CALLBACKS / total };
	const sum = each.reduce((all, [, time]) => all + time, 0);
	return { figures: { ...rates, ...Object.fromEntries(each), sum } };
}

/** Publishes in an n8n, the first time. */
function publishOnce(starter: (credentialId: string) => Starter) {
	const published = new Map<N8nView, Promise<Listener>>();
	return async (n8n: N8nView, credentialId: string): Promise<Listener> => {
		const { path, node } = starter(credentialId);
		const listener = published.get(n8n) ?? Listener.publishChain(n8n, path, [node]);
		published.set(n8n, listener);
		return await listener;
	};
}

type Publish = ReturnType<typeof publishOnce>;

function mainAlone(name: string, stage: Stage, publish: Publish): Contestant {
	const run = async () => {
		const { n8n, credentialId } = stage;
		const listener = await publish(n8n, credentialId);
		const processorTimes = () => ({ main: processorTime(n8n.pid) });
		return await measure(stage, { listener, urls: [n8n.url], processes: 1, processorTimes });
	};
	return { name, run };
}

function queue(name: string, stage: Stage, publish: Publish, formation: Formation): Contestant {
	const run = async () => {
		const { fleet, credentialId } = await stage.fleet();
		const formed = await fleet.form(formation);
		return await measure(stage, {
			listener: await publish(fleet.main, credentialId),
			urls: formed.webhooks.map(({ url }) => url),
			processes: formation.webhooks,
			processorTimes: () => fleet.processorTimes(formed),
		});
	};
	return { name, run };
}

const SIZES = [1, 2, 4];
const sizeName = (size: number) => `${size} webhook + ${size} worker`;
const ONE = sizeName(1);
const MAIN = 'main alone (SQLite)';
const MAIN_PLAIN = 'main alone, Webhook node';

const KINDS = ['webhook', 'worker', 'main', 'redis', 'postgres'];

const columns: readonly Column[] = [
	{ figure: 'answered', title: 'answered/s' },
	{ figure: 'executed', title: 'executed/s' },
	...KINDS.map((kind) => ({ figure: kind, title: `${kind} CPU ms each` })),
	{ figure: 'sum', title: 'in all' },
];

/** Rates, and the processor time that one takes: the processors of this machine hardly count there. */
function compare(runs: Runs, over: string, under: string): Verdict[] {
	return ['answered', 'executed', 'sum'].map((figure) => ({
		what: `${figure === 'sum' ? 'CPU ms each' : `${figure}/s`}: ${over} ÷ ${under}`,
		value: ratioOf(runs, figure, [over, under]),
	}));
}

export const scaleCallbacks: Workload = {
	name: 'scale-callbacks',
	title: `${CALLBACKS} callbacks, confirmed with Identify, server latency 0 ms`,
	onlyByName: true,
	rounds: 1,
	columns,
	open: async (stage) => {
		const trigger = publishOnce(identifyTrigger);
		return await Promise.resolve([
			mainAlone(MAIN, stage, trigger),
			mainAlone(
				MAIN_PLAIN,
				stage,
				publishOnce(() => webhookNode()),
			),
			...SIZES.map((size) =>
				queue(sizeName(size), stage, trigger, { webhooks: size, workers: size }),
			),
		]);
	},
	judge: (runs) => [
		...SIZES.slice(1).flatMap((size) => compare(runs, sizeName(size), ONE)),
		...compare(runs, ONE, MAIN),
		...compare(runs, MAIN, MAIN_PLAIN),
		...['webhook', 'worker'].map((kind) => ({
			what: `callbacks a second that one processor carries in ${kind} processes`,
			value: 1000 / medianOf(runs, ONE, kind),
		})),
	],
};

const AS_IT_IS = 'Identify Trigger';
const PLAIN = 'Webhook node';

/** n8n's own settings of how it evaluates expressions. */
const ENGINES: Readonly<Record<string, Record<string, string>>> = {
	'lazy acquire': { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
	'compile cache': { N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true' },
	'both of them': {
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true',
	},
	'engine legacy': { N8N_EXPRESSION_ENGINE: 'legacy' },
};
const variantName = (engine: string) => `${AS_IT_IS}, ${engine}`;

/** What n8n's expression engine has to do with it. */
export const scaleEngines: Workload = {
	name: 'scale-engines',
	title: `${CALLBACKS} callbacks by n8n's settings of expressions, ${ONE}, server latency 0 ms`,
	onlyByName: true,
	rounds: 1,
	columns,
	open: async (stage) => {
		const trigger = publishOnce(identifyTrigger);
		const plain = publishOnce(() => webhookNode());
		const one = { webhooks: 1, workers: 1 };
		return await Promise.resolve([
			queue(AS_IT_IS, stage, trigger, one),
			queue(PLAIN, stage, plain, one),
			...Object.entries(ENGINES).map(([engine, env]) =>
				queue(variantName(engine), stage, trigger, { ...one, env }),
			),
		]);
	},
	judge: (runs) => [
		...compare(runs, AS_IT_IS, PLAIN),
		...Object.keys(ENGINES).flatMap((engine) => compare(runs, variantName(engine), AS_IT_IS)),
	],
};
