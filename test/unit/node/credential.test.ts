import type { IHttpRequestOptions } from 'n8n-workflow';
import { IdentifyApi } from '../../../credentials/IdentifyApi.credentials';
import { IdentifyFailure } from '../../../nodes/Identify/client/failure';

const credential = new IdentifyApi();
const field = (name: string) => credential.properties.find((property) => property.name === name);

const ENTERED = {
	gatewayHost: 'https://api.identify24.de/',
	partner: '911-internet',
	apiKey: 'k3y-of-911-internet',
	token: 'jwt-of-911',
};

describe('the fields', () => {
	it('are those of the interface', () => {
		expect(credential.name).toBe('identifyApi');
		expect(credential.displayName).toBe('Identify API');
		expect(credential.properties.map(({ name }) => name).sort()).toEqual(
			['gatewayHost', 'partner', 'apiKey', 'callbackSecret', 'token'].sort(),
		);
	});

	it.each([
		['gatewayHost', { displayName: 'Gateway Host', default: 'https://api.identify24.de' }],
		['partner', { displayName: 'Partner Name', required: true, default: '' }],
		['apiKey', { displayName: 'API Key', required: true, typeOptions: { password: true } }],
		['callbackSecret', { displayName: 'Callback Secret', typeOptions: { password: true } }],
		['token', { type: 'hidden', default: '', typeOptions: { expirable: true } }],
	])('%s is as in the interface', (name, expected) => {
		expect(field(name)).toMatchObject(expected);
	});

	it('callbackSecret is optional', () => {
		expect(field('callbackSecret')?.required ?? false).toBe(false);
		expect(field('callbackSecret')?.default).toBe('');
	});

	it('hide every secret', () => {
		const open = credential.properties.filter(({ typeOptions }) => typeOptions?.password !== true);
		expect(open.map(({ name }) => name).sort()).toEqual(['gatewayHost', 'partner']);
	});
});

describe('authenticate', () => {
	async function authenticate(request: IHttpRequestOptions, entered: object = {}) {
		if (typeof credential.authenticate !== 'function') throw new Error('is not a function');
		return await credential.authenticate({ ...ENTERED, ...entered }, request);
	}

	it('sends the three documented headers and keeps the rest of the request', async () => {
		const request: IHttpRequestOptions = {
			url: 'https://api.identify24.de/project/get',
			body: { project_id: 6 },
			headers: { Accept: 'application/json' },
		};
		const before = structuredClone(request);
		const sent = await authenticate(request);
		expect(sent).toMatchObject(before);
		expect(sent.headers).toEqual({
			Accept: 'application/json',
			'X-API-PARTNER': '911-internet',
			'X-API-TOKEN': 'jwt-of-911',
			'Content-Type': 'application/json',
		});
		expect(JSON.stringify(sent)).not.toContain(ENTERED.apiKey);
		expect(request).toEqual(before);
	});

	it.each<[string, object]>([
		['ident/create', { method: 'POST', url: 'https://api.identify24.de/ident/create' }],
		[
			'by an older node',
			{ method: 'POST', url: undefined, uri: 'https://api.identify24.de/ident/create' },
		],
		['with a slash', { method: 'POST', url: 'https://api.identify24.de/ident/create/?a=1' }],
		['by GET', { url: 'https://api.identify24.de/IDENT/CREATE' }],
		[
			'from a base',
			{
				method: 'POST',
				baseURL: 'https://api.identify24.de',
				url: '/ident/setOnboardifyAppointment',
			},
		],
		['an endpoint that nobody knows', { method: 'POST', url: 'https://api.identify24.de/x' }],
		['PUT', { method: 'put', url: 'https://api.identify24.de/ident/get/1' }],
	])('makes n8n log in before another node changes something: %s', async (_what, foreign) => {
		const request = Object.assign<IHttpRequestOptions, object>({ url: '' }, foreign);
		// n8n takes this for a token that has expired, and signs the same request once more.
		await expect(authenticate(request)).rejects.toMatchObject({ response: { status: 401 } });
		expect((await authenticate(request)).headers).toMatchObject({ 'X-API-TOKEN': 'jwt-of-911' });
	});

	it.each(['GET', undefined, 'head'])('lets other nodes read at once (%s)', async (method) => {
		const request = { method, url: 'https://api.identify24.de/ident/get/1' };
		const sent = await authenticate(request as IHttpRequestOptions);
		expect(sent.headers).toMatchObject({ 'X-API-TOKEN': 'jwt-of-911' });
	});

	it('follows no redirect, however the request says it', async () => {
		const url = 'https://api.identify24.de/project/getAll';
		expect(await authenticate({ url, disableFollowRedirect: false })).toMatchObject({
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
	});

	it.each([
		['another host', { url: 'https://elsewhere.example/' }, {}],
		['plain http', { url: 'http://api.identify24.de/' }, {}],
		['a host that is not https', { url: 'http://x.de/' }, { gatewayHost: 'http://x.de' }],
		['a host that is none', { url: 'https://api.identify24.de/' }, { gatewayHost: 'x' }],
		['no partner', { url: 'https://api.identify24.de/' }, { partner: '' }],
	])('refuses %s', async (_what, request, entered) => {
		await expect(authenticate(request, entered)).rejects.toThrow(IdentifyFailure);
	});
});

describe('preAuthentication', () => {
	/** Runs it against an answer, and returns what was sent. */
	async function issue(entered: object, answer: object) {
		const sent: IHttpRequestOptions[] = [];
		const helpers = {
			httpRequest: async (request: IHttpRequestOptions) => {
				sent.push(request);
				return await Promise.resolve(answer);
			},
		};
		const run = credential.preAuthentication.call({ helpers }, { ...ENTERED, ...entered });
		return { sent, result: await run.catch((error: unknown) => error) };
	}

	const success = {
		statusCode: 200,
		headers: {},
		body: '{ "result": true, "response_status": 200, "token": "xxx", "messages": [ "Successful.." ] }',
	};

	it('posts partner and key to /auth and returns the token alone', async () => {
		const { sent, result } = await issue({}, success);
		expect(result).toEqual({ token: 'xxx' });
		expect(sent).toHaveLength(1);
		expect(sent[0]).toMatchObject({
			method: 'POST',
			url: 'https://api.identify24.de/auth',
			body: { PARTNER: '911-internet', APIKEY: 'k3y-of-911-internet' },
			headers: { 'Content-Type': 'application/json' },
			disableFollowRedirect: true,
		});
	});

	it.each([
		['plain http', { gatewayHost: 'http://api.identify24.de' }],
		['no address', { gatewayHost: 'api.identify24.de' }],
		['no API key', { apiKey: '' }],
		['no partner', { partner: ' ' }],
	])('sends nothing with %s', async (_what, entered) => {
		const { sent, result } = await issue(entered, success);
		expect(sent).toEqual([]);
		expect(result).toBeInstanceOf(IdentifyFailure);
	});

	it.each([
		['a wrong key', { statusCode: 401, body: '{"result":false}' }, /partner name or API key/],
		['a wrong key, in a 200', { statusCode: 200, body: '{"response_status":401}' }, /API key/],
		['a wrong host', { statusCode: 404, body: '<html></html>' }, /does not come from the Identify/],
		['a web page', { statusCode: 200, body: '<html></html>' }, /does not come from the Identify/],
		['no token', { statusCode: 200, body: '{"result":true}' }, /has no token/],
		['a redirect', { statusCode: 302, body: '' }, /redirects/],
		['a broken server', { statusCode: 503, body: '' }, /problem of its own/],
	])('tells %s apart', async (_what, answer, message) => {
		const { result } = await issue({}, { headers: {}, ...answer });
		expect(result).toBeInstanceOf(IdentifyFailure);
		expect(String(result)).toMatch(message);
		expect(String(result)).not.toContain(ENTERED.apiKey);
	});

	it('points at Gateway Host when something else answers', async () => {
		for (const statusCode of [200, 302, 404]) {
			const { result } = await issue({}, { statusCode, headers: {}, body: '<html></html>' });
			const advice = result instanceof IdentifyFailure ? result.details.advice : '';
			expect(advice).toMatch(/Gateway Host/);
		}
	});
});

it('the test asks for the projects, at the gateway without its trailing slashes', () => {
	const { request, rules } = credential.test;
	expect(request.url).toBe('/project/getAll');
	expect(request.baseURL).toContain('$credentials.gatewayHost');
	expect(request.disableFollowRedirect).toBe(true);
	expect(rules?.length).toBeGreaterThan(0);
});
