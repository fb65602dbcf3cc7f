import type { IDataObject } from 'n8n-workflow';
import { emailOf, PERSON_SENT } from '../../support/person';
import type { N8nView } from '../../support/n8nServer';
import { processorTime } from '../processorTime';
import { Listener, webhookNode } from '../scale/listener';
import type { Stage } from '../stage';
import { ratioOf, valuesOf } from '../statistics';
import { node } from '../workflow';
import type { Contestant, Run, Runs, Verdict, Workload } from '../workload';
import { createNode } from './create';

/** More than four workers have room for at once. */
const CALLS = 24;

const PEOPLE = 200;

/**
 * Each worker has a compiler of its own. The same for all, as each execution is slower the more people
 * the node has noted in n8n's database.
 */
const WARM_UP_CALLS = 20;

/** Then the node has noted as many people as it ever does. */
const CALLS_BEFORE_FULL = 10_000 / PEOPLE;

/** Nobody twice, in all runs: who has been invited may count as invited. */
let people = 0;

function call(): IDataObject {
	const list = Array.from({ length: PEOPLE }, () => {
		people += 1;
		return { ...PERSON_SENT, email: emailOf(people), custom_id: `person ${people}` };
	});
	return { people: list };
}

/** Bodies of so many calls, each with people of its own. */
export const calls = (count: number) => Array.from({ length: count }, call);

/** A workflow that creates an ident for each person of a call. */
export async function publishCreates(n8n: N8nView, credentialId: string): Promise<Listener> {
	const { path, node: webhook } = webhookNode();
	const split = { fieldToSplitOut: 'body.people', options: {} };
	return await Listener.publishChain(n8n, path, [
		webhook,
		node('Split', 'n8n-nodes-base.splitOut', 1, split),
		createNode(credentialId),
	]);
}

/** What carries out the calls of one run. */
interface Executors {
	n8n: N8nView;
	credentialId: string;
	urls: readonly string[];
	/** Processor time used so far, in ms, by kind of process. */
	processorTimes: () => Record<string, number>;
}

async function measure({ sandbox }: Stage, executors: Executors, warmUp: number): Promise<Run> {
	const { n8n, credentialId, urls, processorTimes } = executors;
	await sandbox.renew({ trailingCommas: 'none' });
	// What a node has noted belongs to its workflow: each run begins without any.
	const listener = await publishCreates(n8n, credentialId);
	await listener.post(urls, calls(warmUp));
	await listener.untilSucceeded(warmUp);
	const known = (await sandbox.created()).length;
	const used = processorTimes();
	const sandboxUsed = processorTime(sandbox.pid);
	const start = performance.now();
	await listener.post(urls, calls(CALLS));
	await listener.untilSucceeded(warmUp + CALLS);
	const seconds = (performance.now() - start) / 1000;
	const count = CALLS * PEOPLE;
	const each = Object.entries(processorTimes()).map(([kind, time]): [string, number] => [
		kind,
		(time - (used[kind] ?? 0)) / count,
	]);
	const sum = each.reduce((all, [, time]) => all + time, 0);
	const missing = known + count - (await sandbox.created()).length;
	const own = (processorTime(sandbox.pid) - sandboxUsed) / count;
	return {
		figures: { created: count / seconds, missing, ...Object.fromEntries(each), sum, sandbox: own },
	};
}

const SIZES = [1, 2, 4];
const sizeName = (size: number) => `1 webhook + ${size} worker`;
const ONE = sizeName(1);
const MAIN = 'main alone (SQLite)';
const FULL = `${ONE}, 10,000 noted`;

function contestants(stage: Stage): Contestant[] {
	const alone = async () => {
		const { n8n, credentialId } = stage;
		const processorTimes = () => ({ main: processorTime(n8n.pid) });
		const executors = { n8n, credentialId, urls: [n8n.url], processorTimes };
		return await measure(stage, executors, WARM_UP_CALLS);
	};
	const queue = async (workers: number, warmUp = WARM_UP_CALLS) => {
		const { fleet, credentialId } = await stage.fleet();
		const formed = await fleet.form({ webhooks: 1, workers });
		const urls = formed.webhooks.map(({ url }) => url);
		const processorTimes = () => fleet.processorTimes(formed);
		const executors = { n8n: fleet.main, credentialId, urls, processorTimes };
		return await measure(stage, executors, warmUp);
	};
	return [
		{ name: MAIN, run: alone },
		...SIZES.map((size) => ({ name: sizeName(size), run: async () => await queue(size) })),
		{ name: FULL, run: async () => await queue(1, CALLS_BEFORE_FULL) },
	];
}

function judge(runs: Runs): Verdict[] {
	const compare = (over: string, under: string): Verdict[] =>
		['created', 'sum'].map((figure) => ({
			what: `${figure === 'sum' ? 'CPU ms each' : 'created/s'}: ${over} ÷ ${under}`,
			value: ratioOf(runs, figure, [over, under]),
		}));
	const missing = Object.keys(runs).flatMap((name) => valuesOf(runs, name, 'missing'));
	return [
		...SIZES.slice(1).flatMap((size) => compare(sizeName(size), ONE)),
		...compare(ONE, MAIN),
		...compare(FULL, ONE),
		{ what: 'idents missing', value: Math.max(...missing), limit: 0 },
	];
}

export const scaleCreates: Workload = {
	name: 'scale-creates',
	title: `${CALLS} calls with ${PEOPLE} × ident:create each, server latency 0 ms`,
	onlyByName: true,
	rounds: 1,
	columns: [
		{ figure: 'created', title: 'created/s' },
		...['webhook', 'worker', 'main', 'redis', 'postgres'].map((kind) => ({
			figure: kind,
			title: `${kind} CPU ms each`,
		})),
		{ figure: 'sum', title: 'in all' },
		{ figure: 'sandbox', title: 'sandbox' },
	],
	open: async (stage) => await Promise.resolve(contestants(stage)),
	judge,
};
