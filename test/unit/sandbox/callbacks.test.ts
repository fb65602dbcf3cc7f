import { gunzipSync } from 'node:zlib';
import { PENDING_IDENT_ID, type SandboxSettings } from '../../sandbox';
import { Bench, Receiver } from './support';
import { CALLBACK_FIELDS } from './samples';

describe('callbacks', () => {
	let bench: Bench;
	let receiver: Receiver;

	beforeAll(async () => {
		bench = await Bench.start();
	});
	beforeEach(async () => {
		await bench.renew();
		receiver = await Receiver.start();
	});
	afterEach(async () => await receiver.stop());
	afterAll(async () => await bench.sandbox.stop());

	const register = () => bench.sandbox.webhooks.register(receiver.url);
	const bodies = () => receiver.received.map(({ body }) => body.toString());
	const states = async () => {
		const { data } = (await bench.get('/webhook/getAll')).json();
		return (data as Array<{ status: string }>).map(({ status }) => status);
	};

	it('posts the documented payload to every URL on a change of status', async () => {
		register();
		register();
		const deliveries = await bench.sandbox.setStatus(PENDING_IDENT_ID, 5);
		expect(deliveries).toMatchObject([
			{ kind: 'status', webhookId: '1', state: '3', httpStatus: 200, answer: 'noted', error: null },
			{ kind: 'status', webhookId: '2', state: '3', identId: PENDING_IDENT_ID },
		]);
		expect(receiver.received).toHaveLength(2);
		expect(receiver.received[0]?.headers['content-type']).toBe('application/json');
		const payload = JSON.parse(bodies()[0] ?? '');
		expect(Object.keys(payload)).toEqual(CALLBACK_FIELDS);
		expect(payload).toMatchObject({
			ident_id: PENDING_IDENT_ID,
			status: 'Successful',
			status_code: '5',
			project_id: '6',
			custom_id: 'pending-sample',
			first_name: 'JANE',
			last_name: 'DOE',
			custom1: '',
		});
		expect(await states()).toEqual(['3', '3']);
		const ident = (await bench.get(`/ident/get/${PENDING_IDENT_ID}`)).text;
		expect(ident).toContain('"status":"Successful","status_code":"5"');
	});

	it('shows a delivery through PENDING, RUNNING and SUCCESS', async () => {
		register();
		expect(await states()).toEqual(['1']);
		let during: string[] = [];
		receiver.beforeAnswer = async () => {
			during = await states();
		};
		await bench.sandbox.setStatus(PENDING_IDENT_ID, 2);
		expect(during).toEqual(['2']);
		expect(await states()).toEqual(['3']);
	});

	it.each([302, 400, 503])('fails on %d without following or repeating', async (status) => {
		register();
		receiver.status = status;
		const [delivery] = await bench.sandbox.setStatus(PENDING_IDENT_ID, 2);
		expect(delivery).toMatchObject({ state: '4', httpStatus: status, error: `HTTP ${status}` });
		expect(receiver.received).toHaveLength(1);
		expect(await states()).toEqual(['4']);
	});

	it('fails on a receiver that is gone or silent', async () => {
		const silent = await Receiver.start();
		let release = () => undefined as void;
		silent.beforeAnswer = async () => await new Promise<void>((resolve) => (release = resolve));
		bench.sandbox.webhooks.register(silent.url);
		await bench.sandbox.configure({ callbackTimeoutMs: 50 });
		const [timedOut] = await bench.sandbox.setStatus(PENDING_IDENT_ID, 2);
		expect(timedOut).toMatchObject({ state: '4', httpStatus: null });
		release();
		await silent.stop();
		const [refused] = await bench.sandbox.setStatus(PENDING_IDENT_ID, 3);
		expect(refused?.error).toContain('ECONNREFUSED');
	});

	it('keeps the order of one ident without being awaited', async () => {
		register();
		const codes = ['1', '2', '5', '2', '4'];
		await Promise.all(codes.map((code) => bench.sandbox.setStatus(PENDING_IDENT_ID, code)));
		expect(bodies().map((body) => JSON.parse(body).status_code)).toEqual(codes);
	});

	it('takes other statuses, with a text of their own or from the settings', async () => {
		register();
		await bench.sandbox.setStatus(PENDING_IDENT_ID, 9, 'On hold');
		await bench.sandbox.configure({ statusTexts: { 8: 'Parked' } });
		await bench.sandbox.setStatus(PENDING_IDENT_ID, 8);
		expect(bodies().map((body) => JSON.parse(body).status)).toEqual(['On hold', 'Parked']);
		await expect(bench.sandbox.setStatus('unknown', 5)).rejects.toThrow('no ident "unknown"');
	});

	const formats: Array<[Partial<SandboxSettings>, string, RegExp]> = [
		[{ callbackFormat: 'json' }, 'application/json', /^\{"ident_id":.*"custom4":""\}$/],
		[{ callbackFormat: 'jsonTrailingComma' }, 'application/json', /"custom4":"",\}$/],
		[
			{ callbackFormat: 'form' },
			'application/x-www-form-urlencoded',
			/^ident_id=1{8}-.*&custom4=$/,
		],
		[{ callbackFormat: 'text' }, 'text/plain; charset=utf-8', /^\{"ident_id":.*\}$/],
		[{ callbackGzip: true }, 'application/json', /^\{"ident_id":.*\}$/],
	];
	it.each(formats)('writes %j', async (settings, type, pattern) => {
		register();
		await bench.sandbox.configure(settings);
		await bench.sandbox.setStatus(PENDING_IDENT_ID, 2);
		const [{ headers, body } = { headers: {}, body: Buffer.alloc(0) }] = receiver.received;
		expect(headers['content-type']).toBe(type);
		expect(headers['content-encoding']).toBe(settings.callbackGzip ? 'gzip' : undefined);
		expect((settings.callbackGzip ? gunzipSync(body) : body).toString()).toMatch(pattern);
	});

	it('holds deliveries and sends them in another order', async () => {
		register();
		await bench.sandbox.configure({ callbackMode: 'hold' });
		for (const code of [1, 2, 5]) await bench.sandbox.setStatus(PENDING_IDENT_ID, code);
		expect(receiver.received).toEqual([]);
		expect(await states()).toEqual(['1']);
		await bench.sandbox.callbacks.send(['3', '1']);
		await bench.sandbox.callbacks.send();
		expect(bodies().map((body) => JSON.parse(body).status_code)).toEqual(['5', '1', '2']);
	});

	it('repeats a delivery, many at once, and replays several in order', async () => {
		register();
		const { callbacks } = bench.sandbox;
		await bench.sandbox.setStatus(PENDING_IDENT_ID, 2);
		await bench.sandbox.setStatus(PENDING_IDENT_ID, 5);
		const repeats = await callbacks.repeat('1', 10);
		expect(repeats).toHaveLength(10);
		expect(new Set(bodies().filter((_body, index) => index !== 1)).size).toBe(1);
		receiver.received.length = 0;
		await callbacks.replay(['2', '1']);
		expect(bodies().map((body) => JSON.parse(body).status_code)).toEqual(['5', '2']);
		await expect(callbacks.repeat('99')).rejects.toThrow('no delivery "99"');
	});

	it('forges: a status that is not so, an ident that is none', async () => {
		register();
		const ident = bench.sandbox.idents.get(PENDING_IDENT_ID);
		const { callbacks } = bench.sandbox;
		await callbacks.forge({ status: 'Successful', status_code: '5' }, ident);
		await callbacks.forge({ ident_id: 'made-up', status_code: 5 }, undefined, { format: 'form' });
		expect(JSON.parse(bodies()[0] ?? '')).toMatchObject({
			ident_id: PENDING_IDENT_ID,
			status_code: '5',
			first_name: 'JANE',
		});
		expect(bodies()[1]).toBe('ident_id=made-up&status_code=5');
		expect(ident?.statusCode).toBe('1');
	});

	it('breaks callbacks and sends any bytes', async () => {
		register();
		const ident = bench.sandbox.idents.get(PENDING_IDENT_ID);
		if (!ident) throw new Error('The seed is missing.');
		const { callbacks } = bench.sandbox;
		await callbacks.breakOne(ident, 'truncated');
		await callbacks.breakOne(ident, 'empty');
		await callbacks.breakOne(ident, 'badUtf8');
		for (const body of bodies()) expect(() => JSON.parse(body)).toThrow();
		receiver.received.length = 0;
		for (const how of ['wrongTypes', 'missingFields', 'array', 'nested'] as const) {
			await callbacks.breakOne(ident, how);
		}
		const [types, missing, array, nested] = bodies().map((body) => JSON.parse(body));
		expect(types).toMatchObject({ ident_id: 12345, status_code: [5] });
		expect(missing).not.toHaveProperty('ident_id');
		expect(array).toMatchObject([{ ident_id: PENDING_IDENT_ID }]);
		expect(nested).toMatchObject({ data: { ident_id: PENDING_IDENT_ID } });
		await callbacks.raw(Buffer.from([0, 255]), { 'content-type': 'application/x-odd' });
		expect(receiver.received.at(-1)).toMatchObject({
			headers: { 'content-type': 'application/x-odd' },
			body: Buffer.from([0, 255]),
		});
	});

	it('can be aimed at one webhook, and leaves other partners alone', async () => {
		register();
		const second = register();
		bench.sandbox.webhooks.register(receiver.url, 'someone-else');
		await bench.sandbox.callbacks.forge({ ident_id: 'x' }, undefined, { webhookId: second.id });
		expect(bench.sandbox.callbacks.deliveries).toMatchObject([{ webhookId: second.id }]);
		await bench.sandbox.setStatus(PENDING_IDENT_ID, 2);
		expect(receiver.received).toHaveLength(3);
		expect(() => bench.sandbox.webhooks.register('javascript:alert(1)')).toThrow('http(s)');
	});

	it('gives up what is under way on reset', async () => {
		register();
		let arrived = () => undefined as void;
		const arrival = new Promise<void>((resolve) => (arrived = resolve));
		receiver.beforeAnswer = async () => {
			arrived();
			await new Promise(() => undefined);
		};
		const changing = bench.sandbox.setStatus(PENDING_IDENT_ID, 2);
		await arrival;
		bench.sandbox.reset();
		expect(await changing).toMatchObject([{ state: '4' }]);
		expect(bench.sandbox.webhooks.all).toEqual([]);
	});
});
