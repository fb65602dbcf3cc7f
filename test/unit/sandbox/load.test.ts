import { Agent } from 'node:http';
import { PENDING_IDENT_ID, startSandbox } from '../../sandbox';
import { ask, Bench, type Answer } from './support';
import { MINIMAL_CREATE } from './samples';

const getPath = `/ident/get/${PENDING_IDENT_ID}`;

describe('load, log and lifetime', () => {
	let bench: Bench;

	beforeAll(async () => {
		bench = await Bench.start();
	});
	beforeEach(async () => await bench.renew());
	afterAll(async () => await bench.sandbox.stop());

	const many = async (count: number): Promise<Answer[]> =>
		await Promise.all(Array.from({ length: count }, async () => await bench.get(getPath)));

	it('takes its time', async () => {
		await bench.sandbox.configure({ latencyMs: 40 });
		const started = performance.now();
		await bench.get(getPath);
		expect(performance.now() - started).toBeGreaterThan(38);
	});

	it('refuses more in flight than it may have, with Retry-After', async () => {
		await bench.sandbox.configure({ latencyMs: 60, maxInFlight: 3, retryAfter: 2 });
		const answers = await many(5);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
		const refused = answers.filter(({ status }) => status === 429);
		expect(refused.map(({ headers }) => headers['retry-after'])).toEqual(['2', '2']);
		expect(await many(3)).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }]);
	});

	it('counts nothing as in flight once it is answered', async () => {
		await bench.sandbox.configure({ maxInFlight: 1 });
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		for (let turn = 0; turn < 200; turn++) {
			expect((await bench.get(getPath, { agent })).status).toBe(200);
		}
		agent.destroy();
	});

	it('queues beyond its capacity', async () => {
		await bench.sandbox.configure({ latencyMs: 30, capacity: 2 });
		const started = performance.now();
		const answers = await many(6);
		expect(answers.every(({ status }) => status === 200)).toBe(true);
		expect(performance.now() - started).toBeGreaterThan(85);
	});

	it('carries out what a client no longer waits for', async () => {
		await bench.sandbox.configure({ latencyMs: 80 });
		const asking = bench.post('/ident/create', MINIMAL_CREATE, { timeoutMs: 20 });
		await expect(asking).rejects.toThrow('client timeout');
		await bench.sandbox.waitForRequest(({ carriedOut }) => carriedOut);
		expect(bench.sandbox.created).toHaveLength(1);
	});

	it('logs what came in', async () => {
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		await bench.post('/ident/create?x=1', MINIMAL_CREATE, { agent });
		await bench.get('/project/getAll', { agent });
		await bench.get('/project/getAll');
		agent.destroy();
		const [create, first, second] = bench.sandbox.requests.entries;
		expect(create).toMatchObject({
			seq: 1,
			method: 'POST',
			path: '/ident/create',
			query: { x: '1' },
			headers: {
				'content-type': 'application/json',
				'x-api-partner': 'sandbox-partner',
				'x-api-token': expect.any(String),
			},
			parsedBody: MINIMAL_CREATE,
			status: 200,
			carriedOut: true,
			bodyRead: true,
			inFlight: 1,
			faults: [],
		});
		expect(create?.body.toString()).toBe(JSON.stringify(MINIMAL_CREATE));
		expect(first?.socketId).toBe(create?.socketId);
		expect(second?.socketId).not.toBe(create?.socketId);
		expect(bench.sandbox.requests.to('GET', '/project/')).toHaveLength(2);
		expect(bench.sandbox.requests.to('GET', '/project')).toHaveLength(0);
	});

	it('lets one wait for a request', async () => {
		const later = bench.sandbox.waitForRequest(({ path }) => path === '/project/getAll');
		await bench.get('/project/getAll');
		expect((await later).seq).toBe(1);
		expect((await bench.sandbox.waitForRequest(({ seq }) => seq === 1)).method).toBe('GET');
		const never = bench.sandbox.waitForRequest(() => false, 10);
		await expect(never).rejects.toThrow('No such request within 10 ms');
	});

	it('ends what is under way on reset, without carrying it out', async () => {
		await bench.sandbox.configure({ latencyMs: 60_000, capacity: 1 });
		const asking = Promise.allSettled([
			bench.post('/ident/create', MINIMAL_CREATE),
			bench.post('/ident/create', MINIMAL_CREATE),
		]);
		await bench.sandbox.waitForRequest(({ seq, bodyRead }) => seq === 2 && bodyRead);
		bench.sandbox.reset();
		expect((await asking).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect(bench.sandbox.created).toEqual([]);
		expect(bench.sandbox.settings).toMatchObject({ latencyMs: 0, capacity: null });
		expect([...bench.sandbox.idents.keys()]).toContain(PENDING_IDENT_ID);
	});

	it('refuses settings that do not exist or cannot be', async () => {
		const wrong = { latency: 5 } as object;
		await expect(bench.sandbox.configure(wrong)).rejects.toThrow('no option "latency"');
		await expect(bench.sandbox.configure({ latencyMs: -1 })).rejects.toThrow('"latencyMs"');
		await expect(startSandbox({ timeZone: 'Mars/Base' })).rejects.toThrow('"timeZone"');
	});

	it('stops with hanging requests, waiters and idle connections, and says when a port is busy', async () => {
		const other = await Bench.start({ accounts: [{ name: 'me', apiKey: 'k' }], seed: false });
		expect(other.sandbox.idents.size).toBe(0);
		await expect(startSandbox({ port: other.sandbox.port })).rejects.toMatchObject({
			code: 'EADDRINUSE',
		});
		const agent = new Agent({ keepAlive: true });
		expect((await other.get('/project/getAll', { agent })).status).toBe(200);
		other.sandbox.faults.add({ kind: 'hang' });
		await other.sandbox.configure({ filesFrom: 'otherOrigin' });
		const hanging = expect(other.get('/project/getAll')).rejects.toThrow();
		const waiting = expect(other.sandbox.waitForRequest(() => false)).rejects.toThrow('stopped');
		await other.sandbox.waitForRequest(({ faults }) => faults.includes('hang'));
		await other.sandbox.stop();
		await other.sandbox.stop();
		await Promise.all([hanging, waiting]);
		await expect(ask('GET', other.sandbox.url)).rejects.toThrow('ECONNREFUSED');
		agent.destroy();
	});
});
