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

/** For each worker, which has a compiler of its own. */
const WARM_UP_CALLS = 5;

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
	listener: Listener;
	urls: readonly string[];
	workers: number;
	/** Processor time used so far, in ms, by kind of process. */
	processorTimes: () => Record<string, number>;
}

async function measure({ sandbox }: Stage, executors: Executors): Promise<Run> {
	const { listener, urls, workers, processorTimes } = executors;
	await sandbox.renew({ trailingCommas: 'none' });
	const before = await listener.succeeded();
	const warmUp = WARM_UP_CALLS * workers;
	await listener.post(urls, calls(warmUp));
	await listener.untilSucceeded(before + warmUp);
	const known = (await sandbox.created()).length;
	const used = processorTimes();
	const start = performance.now();
	await listener.post(urls, calls(CALLS));
	await listener.untilSucceeded(before + warmUp + CALLS);
	const seconds = (performance.now() - start) / 1000;
	const count = CALLS * PEOPLE;
	const each = Object.entries(processorTimes()).map(([kind, time]): [string, number] => [
		kind,
		(time - (used[kind] ?? 0)) / count,
	]);
	const missing = known + count - (await sandbox.created()).length;
	return { figures: { created: count / seconds, missing, ...Object.fromEntries(each) } };
}

const SIZES = [1, 2, 4];
const sizeName = (size: number) => `1 webhook + ${size} worker`;
const MAIN = 'main alone (SQLite)';

function contestants(stage: Stage): Contestant[] {
	const published = new Map<N8nView, Promise<Listener>>();
	const listenerOf = async (n8n: N8nView, credentialId: string) => {
		const listener = published.get(n8n) ?? publishCreates(n8n, credentialId);
		published.set(n8n, listener);
		return await listener;
	};
	const sandbox = () => processorTime(stage.sandbox.pid);
	const alone = async () => {
		const { n8n, credentialId } = stage;
		return await measure(stage, {
			listener: await listenerOf(n8n, credentialId),
			urls: [n8n.url],
			workers: 1,
			processorTimes: () => ({ main: processorTime(n8n.pid), sandbox: sandbox() }),
		});
	};
	const queue = async (workers: number) => {
		const { fleet, credentialId } = await stage.fleet();
		const formed = await fleet.form({ webhooks: 1, workers });
		return await measure(stage, {
			listener: await listenerOf(fleet.main, credentialId),
			urls: formed.webhooks.map(({ url }) => url),
			workers,
			processorTimes: () => ({ ...fleet.processorTimes(formed), sandbox: sandbox() }),
		});
	};
	return [
		{ name: MAIN, run: alone },
		...SIZES.map((size) => ({ name: sizeName(size), run: async () => await queue(size) })),
	];
}

function judge(runs: Runs): Verdict[] {
	const compare = (over: string, under: string): Verdict => ({
		what: `created: ${over} ÷ ${under}`,
		value: ratioOf(runs, 'created', [over, under]),
	});
	const missing = Object.keys(runs).flatMap((name) => valuesOf(runs, name, 'missing'));
	return [
		...SIZES.slice(1).map((size) => compare(sizeName(size), sizeName(1))),
		compare(sizeName(1), MAIN),
		{ what: 'idents missing', value: Math.max(...missing), limit: 0 },
	];
}

export const scaleCreates: Workload = {
	name: 'scale-creates',
	title: `${CALLS} calls with ${PEOPLE} × ident:create each, server latency 0 ms`,
	onlyByName: true,
	rounds: 2,
	columns: [
		{ figure: 'created', title: 'created/s' },
		...['webhook', 'worker', 'main', 'redis', 'postgres', 'sandbox'].map((kind) => ({
			figure: kind,
			title: `${kind} CPU ms each`,
		})),
	],
	open: async (stage) => await Promise.resolve(contestants(stage)),
	judge,
};
