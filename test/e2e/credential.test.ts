import { randomUUID } from 'node:crypto';
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { n8nIs } from '../support/n8nVersion';
import { UNTRUSTED } from '../support/untrustedCertificate';
import {
	PENDING_IDENT_ID,
	RESTRICTED_API_KEY,
	RESTRICTED_PARTNER,
	startSandbox,
	type Fault,
} from '../sandbox';
import { freePort } from '../support/waiting';
import { locator, useAction } from './actionSupport';
import { Stranger } from './strangers';

const bench = useAction();
const strangers: Stranger[] = [];

async function stranger(status?: number): Promise<Stranger> {
	const started = await Stranger.start(status);
	strangers.push(started);
	return started;
}

afterEach(async () => {
	await Promise.all(strangers.splice(0).map(async (server) => await server.stop()));
});

/** Saves a credential and tests it, as the editor does. */
async function check(changes: IDataObject = {}) {
	return await bench.n8n.testCredential(await bench.createCredential(changes));
}

const OK = { status: 'OK', message: 'Connection successful!' };
const LIST = '/project/getAll';

// Where a credential signs by a function, n8n before 2.41 tells HTTP codes in words of its own.
const NAMES_THE_LIST = n8nIs('>=2.41');

/** Lets the sandbox answer like this while a good credential is tested. */
async function checkDuring(fault: Fault) {
	bench.sandbox.faults.add(fault);
	return await check();
}

const WRONG_HOST = /(?:does not come from the|is no) Identify API.*Gateway Host/;

/** Failures that a person must be able to tell apart: what happens, and what the message says. */
const failures: Record<string, [RegExp, () => Promise<{ status: string; message: string }>]> = {
	'a wrong API key': [
		/refused the partner name or API key: No valid API key provided/,
		async () => await check({ apiKey: 'wrong-key-0815' }),
	],
	'a server without the API': [
		WRONG_HOST,
		async () => await check({ gatewayHost: (await stranger(404)).url }),
	],
	'a server with web pages': [
		WRONG_HOST,
		async () => await check({ gatewayHost: (await stranger(200)).url }),
	],
	'an unreachable host': [
		/Could not reach http:\/\/127\.0\.0\.1:\d+: the connection was refused/,
		async () => await check({ gatewayHost: `http://127.0.0.1:${await freePort()}` }),
	],
	'an unknown host name': [
		/Could not reach https:\/\/identify\.invalid: the host name (?:is unknown|could not be)/,
		async () => await check({ gatewayHost: 'https://identify.invalid' }),
	],
	'no address': [
		/Gateway Host .*is not a web address that starts with https:\/\//,
		async () => await check({ gatewayHost: 'api.identify24.de' }),
	],
	'no API key': [
		// n8n 1.x does not even keep such a credential.
		n8nIs('>=2') ? /API Key is empty/ : /\\?"apiKey\\?" is mandatory/,
		async () =>
			await check({ apiKey: '' }).catch(({ message }: Error) => ({ status: 'Error', message })),
	],
	'plain http to another machine': [
		/Gateway Host must start with https:\/\/ \(nothing was sent/,
		async () => await check({ gatewayHost: 'http://192.0.2.1' }),
	],
	'a certificate nobody trusts': [
		/Could not reach https:\/\/127\.0\.0\.1:\d+: its TLS certificate is not trusted/,
		async () => {
			const untrusted = await startSandbox({ tls: UNTRUSTED });
			try {
				const result = await check({ gatewayHost: untrusted.url });
				expect(untrusted.requests.count).toBe(0);
				return result;
			} finally {
				await untrusted.stop();
			}
		},
	],
	'an account that may not list projects': [
		NAMES_THE_LIST
			? /refuses to list projects\. Ask Identify to allow project\/getAll/
			: /Forbidden - perhaps check your credentials\?/,
		async () => await check({ partner: RESTRICTED_PARTNER, apiKey: RESTRICTED_API_KEY }),
	],
	'a redirect of the login': [
		/redirects to another address.*\(auth, HTTP 302\)/,
		async () => {
			const { url } = await stranger();
			return await checkDuring({ kind: 'redirect', location: url, match: { path: '/auth' } });
		},
	],
	'a problem of Identify': [
		/Identify has a problem of its own/,
		async () => await checkDuring({ kind: 'status', status: 503, match: { path: '/auth' } }),
	],
};

test('success', async () => {
	expect(await check()).toEqual(OK);
	expect(await check({ gatewayHost: `${bench.sandbox.url}///` })).toEqual(OK);
	const own = bench.calls.map(({ path, status, headers }) => ({
		path,
		status,
		headers: Object.keys(headers).filter((name) => name.startsWith('x-')),
	}));
	const call = { path: LIST, status: 200, headers: ['x-api-partner', 'x-api-token'] };
	expect(own).toEqual([call, call]);
});

test.each(Object.keys(failures))('%s: has a message of its own', async (name) => {
	const [pattern, run] = failures[name]!;
	const { status, message } = await run();
	expect(status).toBe('Error');
	expect(message).toMatch(pattern);
	const others = Object.entries(failures).filter(([, [other]]) => other !== pattern);
	expect(others.filter(([, [other]]) => other.test(message)).map(([other]) => other)).toEqual([]);
	expect(message).not.toContain('wrong-key-0815');
});

test('a wrong partner: Identify does not say which of the two is wrong, the message names both', async () => {
	const { status, message } = await check({ partner: 'nobody' });
	expect(status).toBe('Error');
	expect(message).toMatch(/refused the partner name or API key/);
});

// What Identify answers to the list, after it has accepted the login.
test.each<[string, Fault]>([
	['403', { kind: 'status', status: 403 }],
	['403 in a 200', { kind: 'status', status: 403, inBody: true }],
	['401', { kind: 'status', status: 401 }],
	['401 in a 200', { kind: 'status', status: 401, inBody: true }],
	['result false', { kind: 'resultFalse' }],
	['429', { kind: 'status', status: 429 }],
	['500', { kind: 'status', status: 500 }],
	['503', { kind: 'status', status: 503 }],
])('project/getAll answers %s: a sentence, not a code', async (_name, fault) => {
	const { status, message } = await checkDuring({ ...fault, match: { path: LIST } });
	expect(status).toBe('Error');
	expect(message).toMatch(NAMES_THE_LIST ? /Identify(?: \S+){4}/ : /^(?:\S+ ){2,}/);
});

test.each(['http', 'body'] as const)('a wrong key, 401 as %s', async (unauthorizedForm) => {
	await bench.sandbox.configure({ unauthorizedForm });
	const { status, message } = await check({ apiKey: 'wrong' });
	expect(status).toBe('Error');
	expect(message).toMatch(/refused the partner name or API key/);
	expect(bench.calls).toEqual([]);
});

test('plain http: not a byte is sent', async () => {
	const server = await stranger();
	// Leads here, though its name does not say that it is this machine.
	const gatewayHost = `http://0.0.0.0:${server.port}`;
	await axios.get(gatewayHost, { proxy: false });
	expect(server.connections).toBe(1);
	const { status, message } = await check({ gatewayHost });
	expect(status).toBe('Error');
	expect(message).toMatch(/must start with https/);
	expect(server.connections).toBe(1);
});

test.each(['/auth', LIST])('a redirect of %s is not followed', async (path) => {
	const server = await stranger();
	const { status, message } = await checkDuring({
		kind: 'redirect',
		location: `${server.url}/elsewhere`,
		match: { path },
	});
	expect(status).toBe('Error');
	expect(message).toMatch(path === '/auth' || NAMES_THE_LIST ? /redirect/ : /302/);
	expect(server.connections).toBe(0);
});

test('a wrong key fails although the stored token is still good', async () => {
	const id = await bench.createCredential();
	expect(await bench.n8n.testCredential(id)).toEqual(OK);
	const { name, type, data } = z
		.object({ name: z.string(), type: z.string(), data: z.record(z.unknown()) })
		.parse(await bench.n8n.rest('GET', `/credentials/${id}?includeData=true`));
	// The editor sends back what it got: a placeholder for the token.
	expect(data.token).toMatch(/BLANK/);
	await bench.n8n.updateCredential(id, { name, type, data: { ...data, apiKey: 'wrong' } });
	const { status, message } = await bench.n8n.testCredential(id);
	expect(status).toBe('Error');
	expect(message).toMatch(/refused the partner name or API key/);
	await bench.n8n.updateCredential(id, {
		name,
		type,
		data: { ...data, apiKey: bench.sandbox.apiKey },
	});
	expect(await bench.n8n.testCredential(id)).toEqual(OK);
});

test('the token of a successful test is kept, encrypted, and used by workflows', async () => {
	const apiKey = `key-${randomUUID()}`;
	const callbackSecret = `callback-${randomUUID()}`;
	const own = await startSandbox({ accounts: [{ name: 'own-partner', apiKey }] });
	try {
		const id = await bench.createCredential({
			gatewayHost: own.url,
			partner: own.partner,
			apiKey,
			callbackSecret,
		});
		expect(await bench.n8n.testCredential(id)).toEqual(OK);
		const parameters = { ident_id: locator(PENDING_IDENT_ID) };
		const credentials = { identifyApi: { id, name: 'Own' } };
		const execution = await bench.run('ident', 'get', parameters, { settings: { credentials } });
		expect(execution.items('Identify')).toHaveLength(1);
		expect(own.auth.attempts).toBe(1);
		const tokens = own.requests.to('GET', '/').map(({ headers }) => headers['x-api-token'] ?? '');
		expect(tokens).toHaveLength(2);
		expect(new Set(tokens).size).toBe(1);
		const saved = await bench.n8n.rest('GET', `/credentials/${id}?includeData=true`);
		expect(JSON.stringify(saved)).not.toContain(tokens[0]);
		const secrets = [apiKey, callbackSecret, ...new Set(tokens)];
		expect(await bench.n8n.searchSecrets(secrets)).toEqual([]);
	} finally {
		await own.stop();
	}
});

test('a credential imported by n8n’s command line works', async () => {
	const { url, partner, apiKey } = bench.sandbox;
	const id = randomUUID().slice(0, 16);
	await bench.n8n.importCredentials([
		{
			id,
			name: 'Imported',
			type: 'identifyApi',
			data: { gatewayHost: url, partner, apiKey },
		},
	]);
	const credentials = { identifyApi: { id, name: 'Imported' } };
	const parameters = { ident_id: locator(PENDING_IDENT_ID) };
	const execution = await bench.run('ident', 'get', parameters, { settings: { credentials } });
	expect(execution.json('Identify')).toMatchObject([{ ident_id: PENDING_IDENT_ID }]);
	expect(await bench.n8n.testCredential(id)).toEqual(OK);
});
