import { useCluster } from './cluster';
import { emailsOf, Invitations } from './invitations';

const bench = useCluster();

test('four times 500 creates over both workers with an expired token: nobody twice, no storm of logins', async () => {
	const { cluster, sandbox } = bench;
	const invitations = await Invitations.publish(cluster, sandbox);
	await cluster.main.waitForExecution(await invitations.invite({ from: 0, count: 1 }));
	sandbox.expireTokens();
	sandbox.requests.clear();
	const before = sandbox.auth.granted;
	await sandbox.configure({ latencyMs: 20 });

	const ids: string[] = [];
	for (const number of [0, 1, 2, 3]) {
		ids.push(await invitations.invite({ from: 1 + number * 500, count: 500 }, number));
	}
	for (const id of ids) {
		expect((await cluster.main.waitForExecution(id)).errorMessage).toBeUndefined();
	}

	expect(invitations.invited).toEqual(emailsOf({ from: 0, count: 2001 }));
	const workers = new Set(ids.map((id) => cluster.workerOf(id)?.index));
	expect(workers).toEqual(new Set([0, 1]));
	// n8n has one copy of the token for all; an execution that read it before another stored the new
	// one finds out by itself that it has expired.
	expect(sandbox.auth.granted - before).toBeLessThanOrEqual(ids.length);
	await sandbox.configure({ latencyMs: 0 });
});

test('a worker ended by SIGTERM in the middle of 500 creates finishes them first', async () => {
	const { cluster, sandbox } = bench;
	sandbox.reset();
	await sandbox.configure({ latencyMs: 50 });
	const invitations = await Invitations.publish(cluster, sandbox);
	const id = await invitations.invite({ from: 0, count: 500 });
	await invitations.untilCreated(150);
	const worker = cluster.workerOf(id)?.worker;
	const ending = worker?.stop();
	// The signal is sent: there must be something left to finish.
	expect(sandbox.created.length).toBeLessThan(500);
	expect(await ending).toBe('ended with code 0');
	expect(sandbox.created).toHaveLength(500);

	const execution = await cluster.main.waitForExecution(id);
	expect(execution.status).toBe('success');
	expect(invitations.invited).toEqual(emailsOf({ from: 0, count: 500 }));
	await worker?.start();
});
