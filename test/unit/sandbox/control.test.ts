import { PENDING_IDENT_ID, type JsonObject } from '../../sandbox';
import { ask, Bench, Receiver } from './support';
import { MINIMAL_CREATE } from './samples';

describe('controls over HTTP', () => {
	let bench: Bench;

	beforeAll(async () => {
		bench = await Bench.start();
	});
	beforeEach(async () => await bench.renew());
	afterAll(async () => await bench.sandbox.stop());

	const get = async (path: string): Promise<JsonObject> =>
		(await bench.control('GET', path)).json();

	it('shows state, requests and idents, with large bodies cut', async () => {
		const pdf_content = `data:application/pdf;base64,${'A'.repeat(50_000)}`;
		await bench.post('/ident/create', { ...MINIMAL_CREATE, pdf_content });
		expect(await get('state')).toMatchObject({
			partner: 'sandbox-partner',
			auth: { attempts: 1, granted: 1, rejected: 0 },
			requests: 1,
			created: 1,
			liveTokens: 1,
		});
		const logged = await bench.control('GET', 'requests');
		expect(logged.body.length).toBeLessThan(12_000);
		expect(logged.json()).toMatchObject({
			count: 1,
			requests: [{ seq: 1, path: '/ident/create', status: 200, parsedBody: { city: 'NÜRNBERG' } }],
		});
		expect(bench.sandbox.requests.entries[0]?.body.length).toBeGreaterThan(50_000);
		const { idents } = await get('idents');
		expect(idents).toMatchObject([{ origin: 'seed' }, { origin: 'seed' }, { origin: 'api' }]);
	});

	it('filters the requests', async () => {
		await bench.get('/project/getAll');
		await bench.get('/webhook/getAll');
		await bench.get('/project/getAll');
		const seqs = async (query: string) => {
			const { requests } = await get(`requests?${query}`);
			return (requests as JsonObject[]).map(({ seq }) => seq);
		};
		expect(await seqs('path=/project/getAll')).toEqual([1, 3]);
		expect(await seqs('since=1&limit=1')).toEqual([2]);
		expect(await seqs('method=POST')).toEqual([]);
	});

	it('never logs itself', async () => {
		await get('state');
		await bench.control('GET', 'nothing');
		await bench.control('POST', 'tokens/expire');
		expect(bench.sandbox.requests.count).toBe(0);
	});

	it('switches faults on and off', async () => {
		const fault = {
			kind: 'status',
			status: 429,
			retryAfter: { date: 3 },
			match: { pathPattern: '^/project/', nth: [1, 2] },
		};
		const { id } = (await bench.control('POST', 'faults', fault)).json();
		expect((await bench.get('/project/getAll')).status).toBe(429);
		expect((await bench.get('/webhook/getAll')).status).toBe(200);
		expect(await get('faults')).toMatchObject({
			faults: [{ id, seen: 1, struck: 1, match: { path: '/^\\/project\\//', nth: [1, 2] } }],
		});
		expect((await bench.control('DELETE', `faults/${String(id)}`)).status).toBe(200);
		expect((await bench.control('DELETE', `faults/${String(id)}`)).status).toBe(404);
		await bench.control('POST', 'faults', { kind: 'reset', moment: 'beforeRead' });
		await bench.control('DELETE', 'faults');
		expect((await bench.get('/project/getAll')).status).toBe(200);
	});

	it.each([
		[{}, 'kind is one of'],
		[{ kind: 'explode' }, 'kind is one of'],
		[{ kind: 'status' }, 'status is required'],
		[{ kind: 'status', status: 99 }, 'status cannot be 99'],
		[{ kind: 'reset', speed: 1 }, 'speed cannot be 1'],
		[{ kind: 'reset', moment: 'later' }, 'moment is one of'],
		[{ kind: 'reset', match: { nth: 0 } }, 'nth cannot be 0'],
		[{ kind: 'reset', match: { pathPattern: '(' } }, 'Invalid regular expression'],
		[{ kind: 'html', moment: 'midBody' }, 'middle of a body'],
	])('refuses the fault %j', async (fault, message) => {
		const answer = await bench.control('POST', 'faults', fault);
		expect(answer.status).toBe(400);
		expect(answer.json().error).toContain(message);
		expect(bench.sandbox.faults.active).toEqual([]);
	});

	it('changes options and refuses unknown ones', async () => {
		const answer = await bench.control('POST', 'options', { latencyMs: 5, maxInFlight: null });
		expect(answer.json()).toMatchObject({ latencyMs: 5, maxInFlight: null });
		expect(await get('options')).toMatchObject({ latencyMs: 5 });
		expect((await bench.control('POST', 'options', { speed: 1 })).status).toBe(400);
		expect((await bench.control('POST', 'options', [])).status).toBe(400);
	});

	it('expires tokens, moves the clock and resets', async () => {
		expect((await bench.control('POST', 'tokens/expire')).json()).toEqual({ expired: 1 });
		expect((await bench.get('/project/getAll')).status).toBe(401);
		await bench.login();
		await bench.control('POST', 'clock', { advanceMs: 30 * 60_000 });
		expect((await bench.get('/project/getAll')).status).toBe(401);
		await bench.control('POST', 'options', { latencyMs: 5 });
		await bench.control('POST', 'reset');
		expect(bench.sandbox.requests.count).toBe(0);
		expect(bench.sandbox.settings.latencyMs).toBe(0);
		expect(Math.abs(bench.sandbox.clock.now() - Date.now())).toBeLessThan(1_000);
	});

	it('seeds idents, changes their status, and lists and sends callbacks', async () => {
		const receiver = await Receiver.start();
		const webhook = (await bench.control('POST', 'webhooks', { url: receiver.url })).json();
		expect(await get('webhooks')).toMatchObject({ webhooks: [{ id: webhook.id, state: '1' }] });
		const seed = { statusCode: 2, fields: { custom_id: 'c-1' } };
		const { id } = (await bench.control('POST', 'idents', seed)).json();
		const path = `idents/${String(id)}/status`;
		const changed = await bench.control('POST', path, { status_code: 5 });
		expect(changed.json()).toEqual({ deliveries: [{ id: '1', state: '3' }] });
		await bench.control('POST', 'deliveries/repeat', { id: '1', times: 2 });
		await bench.control('POST', 'deliveries/replay', { ids: ['1'] });
		const fields = { status_code: '4' };
		await bench.control('POST', 'deliveries/forge', { ident_id: id, fields });
		await bench.control('POST', 'deliveries/break', { ident_id: id, how: 'empty' });
		await bench.control('POST', 'deliveries/raw', { base64: 'AP8=', headers: { 'x-a': '1' } });
		await bench.control('POST', 'options', { callbackMode: 'hold' });
		await bench.control('POST', path, { status_code: '1', status: 'Anew' });
		await bench.control('POST', 'deliveries/send');
		expect(await get('deliveries')).toMatchObject({
			deliveries: [
				{ kind: 'status', state: '3', payload: { custom_id: 'c-1', status_code: '5' } },
				{ kind: 'repeat' },
				{ kind: 'repeat' },
				{ kind: 'repeat' },
				{ kind: 'forged', payload: { status_code: '4', custom_id: 'c-1' } },
				{ kind: 'broken', body: '' },
				{ kind: 'raw', headers: { 'x-a': '1' } },
				{ kind: 'status', state: '3', payload: { status: 'Anew' } },
			],
		});
		expect(receiver.received).toHaveLength(8);
		const removed = await bench.control('DELETE', `webhooks/${String(webhook.id)}`);
		expect(removed.json()).toEqual({ removed: true });
		expect((await bench.control('DELETE', 'webhooks')).json()).toEqual({ webhooks: [] });
		await receiver.stop();
	});

	it.each([
		['idents/unknown/status', { status_code: 5 }, 'no ident "unknown"'],
		[`idents/${PENDING_IDENT_ID}/status`, {}, 'status_code is required'],
		['webhooks', { url: 'nonsense' }, 'http(s) URL'],
		['deliveries/repeat', { id: '9' }, 'no delivery "9"'],
		['deliveries/break', { ident_id: PENDING_IDENT_ID, how: 'gently' }, 'how must be one of'],
		['deliveries/raw', {}, 'body or base64'],
		['deliveries/forge', { fields: {}, format: 'xml' }, 'format must be one of'],
		['clock', { advanceMs: 'soon' }, 'advanceMs must be a number'],
	])('says what is wrong with POST %s %j', async (path, body, message) => {
		const answer = await bench.control('POST', path, body);
		expect(answer.status).toBe(400);
		expect(answer.json().error).toContain(message);
	});

	it('refuses forms and other sites, so no web page elsewhere can use it', async () => {
		const url = `${bench.sandbox.url}/__sandbox/webhooks`;
		const form = { 'content-type': 'text/plain' };
		expect((await ask('POST', url, { body: '{"url":"http://a"}', headers: form })).status).toBe(
			415,
		);
		const foreign = { 'sec-fetch-site': 'cross-site' };
		expect((await ask('DELETE', url, { headers: foreign })).status).toBe(415);
	});

	it('serves the portal page by itself', async () => {
		const answer = await bench.control('GET', 'portal');
		expect(answer.headers['content-type']).toContain('text/html');
		expect(answer.text).toContain('Merchant details');
		expect(answer.text).not.toMatch(/(src|href)="(https?:)?\/\//);
	});
});
