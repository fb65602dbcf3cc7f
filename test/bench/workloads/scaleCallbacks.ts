import type { IDataObject } from 'n8n-workflow';
import { inParallel } from '../../support/inParallel';
import type { N8nView } from '../../support/n8nServer';
import { processorTime } from '../processorTime';
import type { SandboxIdent } from '../sandboxProcess';
import type { Formation } from '../scale/fleet';
import { identifyTrigger, Listener, webhookNode, type Starter } from '../scale/listener';
import type { Stage } from '../stage';
import { medianOf, ratioOf } from '../statistics';
import type { Contestant, Run, Runs, Verdict, Workload } from '../workload';

const CALLBACKS = 400;

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
	return { figures: { ...rates, ...Object.fromEntries(each) } };
}

/** Publishes in an n8n, the first time. */
function publishOnce(starter: (credentialId: string) => Starter) {
	const published = new Map<N8nView, Promise<Listener>>();
	return async (n8n: N8nView, credentialId: string): Promise<Listener> => {
		const { path, node } = starter(credentialId);
		const listener = published.get(n8n) ?? Listener.publish(n8n, path, [node]);
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
const LEGACY = `${ONE}, engine legacy`;
const PLAIN = `${ONE}, Webhook node`;
const MAIN_PLAIN = 'main alone, Webhook node';

function contestants(stage: Stage): Contestant[] {
	const trigger = publishOnce(identifyTrigger);
	const plain = publishOnce(webhookNode);
	const one = { webhooks: 1, workers: 1 };
	const legacy = { ...one, env: { N8N_EXPRESSION_ENGINE: 'legacy' } };
	return [
		mainAlone(MAIN, stage, trigger),
		mainAlone(MAIN_PLAIN, stage, plain),
		...SIZES.map((size) =>
			queue(sizeName(size), stage, trigger, { webhooks: size, workers: size }),
		),
		queue(PLAIN, stage, plain, one),
		queue(LEGACY, stage, trigger, legacy),
	];
}

function judge(runs: Runs): Verdict[] {
	const compare = (over: string, under: string) =>
		['answered', 'executed'].map((figure) => ({
			what: `${figure}: ${over} ÷ ${under}`,
			value: ratioOf(runs, figure, [over, under]),
		}));
	return [
		...SIZES.slice(1).flatMap((size) => compare(sizeName(size), ONE)),
		...compare(ONE, MAIN),
		...compare(MAIN, MAIN_PLAIN),
		...compare(ONE, PLAIN),
		...compare(LEGACY, ONE),
		...['webhook', 'worker'].map((kind) => ({
			what: `callbacks a second that one processor carries in ${kind} processes`,
			value: 1000 / medianOf(runs, ONE, kind),
		})),
	];
}

export const scaleCallbacks: Workload = {
	name: 'scale-callbacks',
	title: `${CALLBACKS} callbacks, confirmed with Identify, server latency 0 ms`,
	onlyByName: true,
	rounds: 2,
	columns: [
		{ figure: 'answered', title: 'answered/s' },
		{ figure: 'executed', title: 'executed/s' },
		...['webhook', 'worker', 'main', 'redis', 'postgres'].map((kind) => ({
			figure: kind,
			title: `${kind} CPU ms each`,
		})),
	],
	open: async (stage) => await Promise.resolve(contestants(stage)),
	judge,
};
