import { EFFECT, oncePerEvent } from '../e2e/onceWorkflow';
import type { TriggerOptions } from '../e2e/triggerSupport';
import { useCluster } from './cluster';
import { report } from './figures';
import { onceByRedis } from './onceByRedis';
import { identsOf, QueuedTrigger } from './queuedTrigger';

const ROUNDS = 20;

// One execution at a time, in each worker: what docs/callbacks.md says of Remove Duplicates.
const bench = useCluster({ env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' } });

beforeEach(() => bench.sandbox.reset());

const publish = async (then: TriggerOptions['then'] = []) =>
	await QueuedTrigger.publish(bench.cluster, bench.sandbox, then);

const newIdent = () => bench.sandbox.seedIdent({ statusCode: '5' }).id;

test('callbacks through both webhook processors: a worker executes each, once', async () => {
	const { cluster } = bench;
	const trigger = await publish();
	const idents: string[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		const pair = [newIdent(), newIdent()];
		const replies = await Promise.all(
			pair.map(async (id, webhook) => await trigger.call(webhook, id)),
		);
		expect(replies.map(({ status, body }) => [status, body.status])).toEqual([
			[200, 'accepted'],
			[200, 'accepted'],
		]);
		idents.push(...pair);
	}
	const events = await trigger.events(idents.length);
	expect(identsOf(events)).toEqual([...idents].sort());
	expect(events.every(({ confirmed }) => confirmed === true)).toBe(true);
	const begun = cluster.workers.flatMap((worker) => worker.begun);
	for (const id of await trigger.ended(idents.length)) {
		expect(begun.filter((other) => other === id)).toHaveLength(1);
	}
	expect(cluster.workers.every((worker) => worker.begun.length > 0)).toBe(true);
});

test('a repeat at the same webhook processor is ignored, one at the other passes', async () => {
	const trigger = await publish();
	const id = newIdent();
	const statuses: Array<string | undefined> = [];
	for (const webhook of [0, 0, 1, 1]) {
		statuses.push((await trigger.call(webhook, id)).body.status);
	}
	expect(statuses).toEqual(['accepted', 'ignored', 'accepted', 'ignored']);
	expect(await trigger.events(2)).toHaveLength(2);
});

describe('the same callback at both webhook processors at the same moment', () => {
	/** Gives how many executions there were, and whom the node at the end got, over all rounds. */
	async function meet(then: TriggerOptions['then']) {
		const trigger = await publish(then);
		const idents: string[] = [];
		let accepted = 0;
		for (let round = 0; round < ROUNDS; round += 1) {
			const id = newIdent();
			const replies = await Promise.all([trigger.call(0, id), trigger.call(1, id)]);
			expect(replies.map(({ status }) => status)).toEqual([200, 200]);
			accepted += replies.filter(({ body }) => body.status === 'accepted').length;
			idents.push(id);
		}
		const executions = await trigger.ended(accepted);
		const followed = identsOf(await trigger.itemsAt(EFFECT, accepted));
		report(
			`${executions.length} executions of ${ROUNDS} events that came twice, ${followed.length} of them went on`,
		);
		return { idents: idents.sort(), followed, executions: executions.length };
	}

	test('Redis counts: each event goes on once, though two workers execute it', async () => {
		const { idents, followed } = await meet(await onceByRedis(bench.cluster));
		expect(followed).toEqual(idents);
	});

	test('Remove Duplicates and two workers: no event is lost to it', async () => {
		const { idents, followed } = await meet(oncePerEvent);
		expect([...new Set(followed)]).toEqual(idents);
	});

	test('Remove Duplicates and a single worker that executes one by one: each event goes on once', async () => {
		const [, second] = bench.cluster.workers;
		await second?.stop();
		const { idents, followed } = await meet(oncePerEvent);
		expect(followed).toEqual(idents);
		await second?.start();
	});
});
