import { INVITE } from '../e2e/invitingNodes';
import { fatesOf } from '../support/retriedCreates';
import { useCluster } from './cluster';
import { report } from './figures';
import { emailsOf, Invitations } from './invitations';

const EVERYONE = { from: 0, count: 500 };

/** `N8N_IDENTIFY24_KILLS=20` for a thorough run; some 45 seconds each. */
const KILLS = Number(process.env.N8N_IDENTIFY24_KILLS ?? 1);

/** After how many creates the kills come: from 150 to 449, the same in each run. */
const moments = Array.from({ length: KILLS }, (_, seed) => 150 + ((seed * 197) % 300));

const bench = useCluster({
	env: {
		// That a worker is gone shall be noticed within seconds, not a minute and a half.
		QUEUE_WORKER_LOCK_DURATION: '8000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
		QUEUE_WORKER_STALLED_INTERVAL: '3000',
	},
});

beforeEach(async () => {
	bench.sandbox.reset();
	await bench.sandbox.configure({ latencyMs: 50 });
});

/** Begins everyone's invitation by one of the webhook processors, and waits for so many idents. */
async function inviteUntil(after: number) {
	const { cluster, sandbox } = bench;
	const invitations = await Invitations.publish(cluster, sandbox);
	const id = await invitations.invite(EVERYONE, after);
	await invitations.untilCreated(after);
	const worker = cluster.workerOf(id)?.worker;
	if (!worker) throw new Error(`No worker has begun execution ${id}`);
	return { invitations, id, worker, webhook: cluster.webhook(after) };
}

test.each(moments)(
	'a worker killed after %i of 500 creates: n8n ends the execution, and neither it nor Retry invites anybody twice',
	async (after) => {
		const { main } = bench.cluster;
		const { invitations, id, worker } = await inviteUntil(after);
		expect(await worker.kill()).toBe('ended by SIGKILL');
		const ended = await main.waitForExecution(id, { timeout: 120_000, interval: 250 });
		await worker.start();
		const before = invitations.invited;
		expect(before.length).toBeLessThan(EVERYONE.count);

		const retried = await main.waitForExecution(await main.retryExecution(id));

		report(
			`killed after ${after}: ${ended.status} (${ended.errorMessage}), ${before.length} invited; Retry: ${retried.status} (${retried.errorMessage}), ${invitations.invited.length} invited`,
		);
		expect(invitations.twice).toEqual([]);
		// n8n has thrown away what the execution was given, so there is nothing for Retry to send.
		expect(ended.status).toBe('error');
		expect(retried.runData).toEqual({});
		expect(invitations.invited).toEqual(before);
	},
);

test.each(moments)(
	'a worker and the webhook processor that called it killed after %i of 500 creates: Retry invites the missing, nobody twice, and tells whom it leaves out',
	async (after) => {
		const { main } = bench.cluster;
		const { invitations, id, worker, webhook } = await inviteUntil(after);
		await Promise.all([worker.kill(), webhook.kill()]);
		const before = new Set(invitations.invited);
		expect(before.size).toBeLessThan(EVERYONE.count);
		await Promise.all([worker.start(), webhook.start()]);
		const ended = await main.waitForExecution(id, { timeout: 120_000, interval: 250 });

		const retried = await main.waitForExecution(await main.retryExecution(id));

		const { wrong, ...fates } = fatesOf({
			emails: emailsOf(EVERYONE),
			before,
			after: new Set(invitations.invited),
			messages: retried.json(INVITE).map(({ error }) => String(error ?? '')),
		});
		report(
			`killed after ${after}: ${ended.status}, ${before.size} invited; Retry: ${JSON.stringify(fates)}`,
		);
		expect(invitations.twice).toEqual([]);
		expect(wrong).toEqual([]);
		expect(retried.json(INVITE)).toHaveLength(EVERYONE.count);
		// Those under way, and those that were to follow.
		expect(fates.open).toBeLessThanOrEqual(40);
	},
);
