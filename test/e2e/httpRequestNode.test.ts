import axios from 'axios';
import { z } from 'zod';
import { SUCCESSFUL_IDENT_ID } from '../sandbox';
import { chain, useAction } from './actionSupport';
import { PERSON_SENT } from '../support/person';
import { Stranger } from './strangers';
import { n8nIs } from '../support/n8nVersion';

const bench = useAction();
let stranger: Stranger;

beforeEach(async () => {
	stranger = await Stranger.start();
});
afterEach(async () => await stranger.stop());

const NODE = 'HTTP Request';
const NEWEST = n8nIs('>=2.41') ? 4.5 : 4.3;

async function request(url: string, typeVersion = NEWEST, parameters = {}) {
	const node = bench.httpRequest(url, parameters, { typeVersion });
	return await bench.n8n.runWorkflow(chain([node]));
}

const DATE = {
	ident_id: SUCCESSFUL_IDENT_ID,
	termin_date: '2030-06-30T15:20+02:00',
	termin_user: '1',
};

async function post(path: string, body: object, typeVersion = NEWEST) {
	const parameters = {
		method: 'POST',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: JSON.stringify(body),
	};
	return await request(`${bench.sandbox.url}${path}`, typeVersion, parameters);
}

describe.each([NEWEST, 4.2, 3])('HTTP Request node %s', (typeVersion) => {
	test('project/getAll', async () => {
		const execution = await request(`${bench.sandbox.url}/project/getAll`, typeVersion);
		expect(execution.errorMessage).toBeUndefined();
		expect(execution.json(NODE)).toMatchObject([
			{ result: true, data: expect.arrayContaining([expect.objectContaining({ id: '6' })]) },
		]);
		bench.expectCalls({ method: 'GET', path: '/project/getAll' });
	});

	test('ident/get, twice with one token', async () => {
		await bench.sandbox.configure({ trailingCommas: 'none' });
		const path = `/ident/get/${SUCCESSFUL_IDENT_ID}`;
		const run = async () => await request(`${bench.sandbox.url}${path}`, typeVersion);
		for (const execution of [await run(), await run()]) {
			expect(execution.json(NODE)).toMatchObject([
				{ result: true, data: { id: SUCCESSFUL_IDENT_ID, status_code: '5' } },
			]);
		}
		bench.expectCalls({ method: 'GET', path }, { method: 'GET', path });
	});

	test('an expired token is replaced', async () => {
		const url = `${bench.sandbox.url}/project/getAll`;
		await request(url, typeVersion);
		bench.sandbox.expireTokens();
		const execution = await request(url, typeVersion);
		expect(execution.errorMessage).toBeUndefined();
		expect(bench.sandbox.auth.granted).toBe(2);
	});

	test.each([
		['/ident/create', 'answered with 500', { kind: 'status', status: 500 }],
		['/ident/create', 'answered with 409', { kind: 'status', status: 409 }],
		['/ident/create', 'carried out, then broken off', { kind: 'reset' }],
		['/ident/setOnboardifyAppointment', 'carried out, then broken off', { kind: 'close' }],
	] as const)('POST %s, %s: arrives once', async (path, _what, action) => {
		bench.sandbox.faults.add({ ...action, moment: 'afterCarriedOut', match: { path } });
		const execution = await post(path, path === '/ident/create' ? PERSON_SENT : DATE, typeVersion);
		expect(execution.status).toBe('error');
		expect(bench.sandbox.requests.to('POST', path)).toHaveLength(1);
	});

	test('another origin is refused and sees nothing', async () => {
		const execution = await request(`${stranger.url}/project/getAll`, typeVersion);
		expect(execution.status).toBe('error');
		expect(execution.errorMessage).toMatch(
			/credential is only sent to its own Gateway Host \(http:\/\/127\.0\.0\.1:\d+\)/,
		);
		expect(stranger.connections).toBe(0);
	});

	test('a redirect is not followed', async () => {
		bench.sandbox.faults.add({
			kind: 'redirect',
			location: `${stranger.url}/elsewhere`,
			match: { path: '/project/getAll' },
		});
		const execution = await request(`${bench.sandbox.url}/project/getAll`, typeVersion, {
			options: { redirect: { redirect: { followRedirects: true } } },
		});
		expect(execution.status).toBe('error');
		expect(execution.errorMessage).toMatch(/302/);
		expect(stranger.connections).toBe(0);
	});
});

test('a POST with a body', async () => {
	const path = '/ident/setOnboardifyAppointment';
	const execution = await post(path, DATE);
	expect(execution.json(NODE)).toMatchObject([{ result: true, insert_id: '1000001' }]);
	expect(bench.calls.map(({ parsedBody }) => parsedBody)).toEqual([DATE]);
});

test('a POST with a token that has expired', async () => {
	await post('/ident/create', PERSON_SENT);
	bench.sandbox.expireTokens();
	const execution = await post('/ident/create', PERSON_SENT);
	expect(execution.errorMessage).toBeUndefined();
	expect(bench.sandbox.created).toHaveLength(2);
});

test('a wrong API key: says so, as the Identify node does', async () => {
	await bench.renew({ apiKey: 'a-wrong-key' });
	const execution = await request(`${bench.sandbox.url}/project/getAll`);
	expect(execution.status).toBe('error');
	expect(execution.errorMessage).toMatch(/refused the partner name or API key/);
	expect(JSON.stringify(execution)).not.toContain('a-wrong-key');
});

test('the editor offers the credential in the HTTP Request node', async () => {
	const { data } = await axios.get<unknown>(`${bench.n8n.url}/types/credentials.json`, {
		headers: { cookie: bench.n8n.session, 'browser-id': 'identify24-tests' },
		proxy: false,
	});
	// It lists the types that can authenticate a request.
	const types = z.array(z.object({ name: z.string(), authenticate: z.unknown() })).parse(data);
	expect(types.find(({ name }) => name === 'identifyApi')?.authenticate).toBeDefined();
});
