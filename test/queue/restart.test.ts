import { TRIGGER } from '../e2e/triggerSupport';
import { waitFor } from '../support/waiting';
import { useCluster } from './cluster';
import { report } from './figures';
import { identsOf, QueuedTrigger } from './queuedTrigger';

const bench = useCluster();

beforeEach(() => bench.sandbox.reset());

/** What `identsOf` gives of an event without data. */
const HIDDEN = 'undefined';

/** How many callbacks have to be accepted before the trouble, and again after it. */
const ENOUGH = 20;

/**
 * Callbacks, of an ident each, to both webhook processors, from before the trouble until after it.
 * Gives what n8n answered and what became of what it accepted.
 */
async function callThrough(trouble: () => Promise<void>) {
	const { cluster, sandbox } = bench;
	const trigger = await QueuedTrigger.publish(cluster, sandbox);
	const accepted: string[] = [];
	let refused = 0;
	let going = true;
	const lines = [0, 1].map(async (webhook) => {
		while (going) {
			const { id } = sandbox.seedIdent({ statusCode: '5' });
			const reply = await trigger.call(webhook, id).catch(() => undefined);
			if (reply?.status === 200) accepted.push(id);
			else refused += 1;
		}
	});
	const more = async (what: string) => {
		const wanted = accepted.length + ENOUGH;
		await waitFor(what, () => (accepted.length >= wanted ? true : undefined), {
			timeout: 90_000,
		});
	};
	try {
		await more('Callbacks accepted before the trouble');
		await trouble();
		await more('Callbacks accepted after it');
	} finally {
		going = false;
		await Promise.all(lines);
	}
	return { trigger, accepted: accepted.sort(), refused };
}

/**
 * The idents whose executions have ended well, as soon as `count` have; fewer after a while without
 * news. n8n hides the data of an execution about which it could not read everything when it began,
 * PostgreSQL being away ("redacted", "dynamic_credentials"): that one's ident is `HIDDEN`.
 */
async function executed({ workflowId }: QueuedTrigger, count: number) {
	const { main } = bench.cluster;
	let successes: string[] = [];
	let quietSince = Date.now();
	await waitFor(
		'The executions',
		async () => {
			const all = await main.listExecutions(workflowId);
			const ended = all.filter(({ status }) => status === 'success').map(({ id }) => id);
			if (ended.length !== successes.length) quietSince = Date.now();
			successes = ended;
			return ended.length >= count || Date.now() - quietSince > 20_000 ? true : undefined;
		},
		{ timeout: 120_000, interval: 500 },
	);
	const events = [];
	for (const id of successes) events.push(...(await main.getExecution(id)).json(TRIGGER));
	return identsOf(events);
}

test('Redis restarts under load: every callback that was answered 200 is executed, once', async () => {
	const { redis } = bench.cluster.servers;
	const { trigger, accepted, refused } = await callThrough(async () => await redis.restart());
	const done = await executed(trigger, accepted.length);
	report(`Redis: ${accepted.length} answered 200, ${refused} not; ${done.length} executed`);
	expect(done).toEqual(accepted);
});

test('main, the leader, is killed under load: every callback that was answered 200 is executed, once', async () => {
	const { main } = bench.cluster;
	const { trigger, accepted, refused } = await callThrough(async () => {
		await main.kill();
		await main.restart();
	});
	const done = await executed(trigger, accepted.length);
	report(`main: ${accepted.length} answered 200, ${refused} not; ${done.length} executed`);
	expect(done).toEqual(accepted);
});

test('PostgreSQL restarts under load: what was answered 200 is executed once or stands in the list of executions as not done', async () => {
	const { main, servers } = bench.cluster;
	const { trigger, accepted, refused } = await callThrough(
		async () => await servers.postgres.restart(),
	);
	const done = await executed(trigger, accepted.length);
	const open = (await main.listExecutions(trigger.workflowId)).filter(
		({ status }) => status !== 'success',
	);
	report(
		`PostgreSQL: ${accepted.length} answered 200, ${refused} not; ${done.length} executed, ${open.map(({ status }) => status).join(' ')}`,
	);
	const shown = done.filter((id) => id !== HIDDEN);
	expect(new Set(shown).size).toBe(shown.length);
	const missing = accepted.filter((id) => !shown.includes(id));
	const hidden = done.length - shown.length;
	expect(missing.length).toBeLessThanOrEqual(open.length + hidden);
});
