import { RESTRICTED_API_KEY, RESTRICTED_PARTNER } from '../../sandbox';
import { ask, Bench, without } from './support';

describe('POST /auth and tokens', () => {
	let bench: Bench;

	beforeAll(async () => {
		bench = await Bench.start();
	});
	beforeEach(async () => await bench.renew());
	afterAll(async () => await bench.sandbox.stop());

	it('answers the documented sample with a JWT', async () => {
		const answer = await bench.post(
			'/auth',
			'{ "PARTNER":"sandbox-partner", "APIKEY":"sandbox-api-key-0123456789" }',
		);
		const { token, ...rest } = answer.json();
		expect(rest).toEqual({ result: true, response_status: 200, messages: ['Successful..'] });
		expect(String(token)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
	});

	it('refuses a wrong key and an unknown partner alike', async () => {
		for (const [PARTNER, APIKEY] of [
			[bench.sandbox.partner, 'wrong'],
			['nobody', bench.sandbox.apiKey],
		]) {
			const answer = await bench.post('/auth', { PARTNER, APIKEY });
			expect(answer.status).toBe(401);
			expect(answer.json()).toEqual({
				result: false,
				response_status: 401,
				messages: ['No valid API key provided.'],
			});
		}
		expect(bench.sandbox.auth).toEqual({ attempts: 3, granted: 1, rejected: 2 });
	});

	it.each([
		['no body', ''],
		['an empty object', '{}'],
		['lower-case keys', '{"partner":"a","apikey":"b"}'],
		['a list', '[]'],
		['broken JSON', '{"PARTNER":'],
	])('answers 400 to %s', async (_name, body) => {
		expect((await bench.post('/auth', body)).status).toBe(400);
	});

	it('answers 400 without the JSON media type', async () => {
		const answer = await bench.post('/auth', '{}', { headers: {} });
		expect(answer.status).toBe(400);
		expect(answer.text).toContain('Content-Type');
		const others = without('Content-Type', bench.headers);
		expect((await bench.get('/project/getAll', { headers: others })).status).toBe(400);
	});

	it.each(['http', 'body'] as const)('answers 401 in the form "%s"', async (unauthorizedForm) => {
		await bench.sandbox.configure({ unauthorizedForm });
		expect(bench.sandbox.expireTokens()).toBe(1);
		const answer = await bench.get('/project/getAll');
		expect(answer.status).toBe(unauthorizedForm === 'http' ? 401 : 200);
		expect(answer.json()).toMatchObject({ result: false, response_status: 401 });
		expect(bench.sandbox.requests.entries[0]?.carriedOut).toBe(false);
	});

	it('ends a token 30 minutes after its last use', async () => {
		const minutes = 60_000;
		bench.sandbox.clock.advance(29 * minutes);
		expect((await bench.get('/project/getAll')).status).toBe(200);
		bench.sandbox.clock.advance(29 * minutes);
		expect((await bench.get('/project/getAll')).status).toBe(200);
		bench.sandbox.clock.advance(30 * minutes);
		expect((await bench.get('/project/getAll')).status).toBe(401);
	});

	it('ends a token after so many uses', async () => {
		await bench.sandbox.configure({ maxUsesPerToken: 2 });
		const statuses = [];
		for (let use = 0; use < 3; use++) statuses.push((await bench.get('/project/getAll')).status);
		expect(statuses).toEqual([200, 200, 401]);
		await bench.login();
		expect((await bench.get('/project/getAll')).status).toBe(200);
	});

	it('wants both headers and a token of the same partner', async () => {
		const token = bench.headers['X-API-TOKEN'] ?? '';
		for (const headers of [
			without('X-API-TOKEN', bench.headers),
			without('X-API-PARTNER', bench.headers),
			{ ...bench.headers, 'X-API-PARTNER': RESTRICTED_PARTNER },
			{ ...bench.headers, 'X-API-TOKEN': `${token}x` },
		]) {
			expect((await bench.get('/project/getAll', { headers })).status).toBe(401);
		}
	});

	it('answers 403 to an account without permissions', async () => {
		const token = await bench.login(RESTRICTED_PARTNER, RESTRICTED_API_KEY);
		const answer = await ask('GET', `${bench.sandbox.url}/project/getAll`, {
			headers: {
				'X-API-PARTNER': RESTRICTED_PARTNER,
				'X-API-TOKEN': token,
				'Content-Type': 'application/json',
			},
		});
		expect(answer.status).toBe(403);
		expect(answer.json()).toMatchObject({ result: false, response_status: 403 });
	});

	it('answers 404 to a path or method that does not exist', async () => {
		expect((await bench.get('/ident/nothing')).status).toBe(404);
		expect((await bench.post('/project/getAll', {})).status).toBe(404);
		expect((await bench.get('/Project/getAll')).status).toBe(404);
	});
});
