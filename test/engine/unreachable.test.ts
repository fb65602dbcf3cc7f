import { startSandbox, type Sandbox } from '../sandbox';
import {
	createParameters,
	credentialFor,
	identFromItem,
	identParameters,
	seedItems,
	useBench,
	withoutBackoff,
} from './support';
import { expectNoSecrets } from './secrets';
import { EXPIRED, OTHER_HOST, trustAuthority } from '../support/authority';
import { UNTRUSTED } from '../support/untrustedCertificate';

const bench = useBench();
withoutBackoff();

describe('redirects are not followed', () => {
	let elsewhere: Sandbox;
	beforeAll(async () => {
		elsewhere = await startSandbox();
	});
	afterAll(async () => await elsewhere.stop());

	test.each([
		['/auth', 302],
		['/auth', 307],
		['/ident/get/', 302],
		['/ident/create', 307],
		['/ident/create', 308],
	])('%s, HTTP %i', async (path, code) => {
		const location = `${elsewhere.url}${path}`;
		bench().sandbox.faults.add({ kind: 'redirect', location, status: code, match: { path } });
		const isCreate = path === '/ident/create';
		const parameters = isCreate ? createParameters() : identParameters();
		const result = await bench().run('ident', isCreate ? 'create' : 'get', parameters);
		expect(result.error?.message).toMatch(/redirects to another address, which was not followed/);
		expect(result.error?.httpCode).toBe(String(code));
		expect(elsewhere.requests.count).toBe(0);
		expectNoSecrets(result, bench().secrets);
	});
});

describe('Identify cannot be reached', () => {
	const NOTHING_SENT = /Nothing was sent\. Check Gateway Host/;

	async function freePort(): Promise<number> {
		const taken = await startSandbox();
		await taken.stop();
		return taken.port;
	}

	test('a port where nobody listens', async () => {
		const gatewayHost = `http://127.0.0.1:${await freePort()}`;
		const credential = credentialFor(bench().sandbox, { gatewayHost });
		for (const [operation, parameters] of [
			['get', identParameters()],
			['create', createParameters()],
		] as const) {
			const result = await bench().run('ident', operation, parameters, { credential });
			expect(result.error?.message).toBe(
				`Could not reach ${gatewayHost}: the connection was refused`,
			);
			expect(result.error?.description).toMatch(NOTHING_SENT);
			expect(result.error?.context).toMatchObject({ itemIndex: 0 });
			expect(result.error?.httpCode ?? null).toBeNull();
			expectNoSecrets(result, [bench().sandbox.apiKey]);
		}
	});

	test('the gateway stops in the middle of a run: reads end, with what is to be done', async () => {
		const own = await startSandbox();
		const credential = credentialFor(own);
		const items = seedItems(own, 4);
		const options = { concurrency: 1, maxTries: 2 };
		const run = bench().run('ident', 'get', identFromItem({ options }), { credential, items });
		const last = await own.waitForRequest(({ path }) => path.endsWith(String(items[1]?.json.id)));
		expect(last.method).toBe('GET');
		await own.stop();
		const { error } = await run;
		expect(error?.message).toMatch(/Could not reach|connection broke/);
	});

	test('a host name that does not exist', async () => {
		const credential = credentialFor(bench().sandbox, {
			gatewayHost: 'https://does-not-exist.invalid',
		});
		const options = { maxTries: 1 };
		const result = await bench().run('ident', 'get', identParameters(undefined, { options }), {
			credential,
		});
		expect(result.error?.message).toMatch(
			/^Could not reach https:\/\/does-not-exist\.invalid: the host name (is unknown|could not be)/,
		);
		expect(result.error?.description).toMatch(NOTHING_SENT);
		expectNoSecrets(result, [bench().sandbox.apiKey]);
	});

	test.each([
		['that nobody trusts', UNTRUSTED],
		['for another host', OTHER_HOST],
		['that is no longer valid', EXPIRED],
	])('a certificate %s', async (_what, tls) => {
		const secure = await startSandbox({ tls });
		const distrust = trustAuthority();
		const credential = credentialFor(secure);
		const result = await bench().run('ident', 'create', createParameters(), { credential });
		distrust();
		await secure.stop();
		expect(result.error?.message).toMatch(/^Could not reach https:.*certificate is not trusted/);
		expect(result.error?.description).toMatch(NOTHING_SENT);
		expect(secure.requests.count).toBe(0);
		expectNoSecrets(result, [secure.apiKey]);
	});

	test('https where plain http is spoken', async () => {
		const gatewayHost = bench().sandbox.url.replace('http:', 'https:');
		const credential = credentialFor(bench().sandbox, { gatewayHost });
		const result = await bench().run('ident', 'get', identParameters(), { credential });
		expect(result.error?.message).toMatch(/^Could not reach https:.*no secure connection/);
		expect(bench().sandbox.requests.count).toBe(0);
	});
});

describe('plain http to anything but loopback is refused before a byte is sent', () => {
	test.each([
		// Linux connects this one to the sandbox, which would see a request.
		['0.0.0.0', true],
		['api.identify24.de', false],
		['127.0.0.1.example.com', false],
		['10.0.0.1', false],
	])('%s', async (host, reachesSandbox) => {
		const { sandbox } = bench();
		const gatewayHost = `http://${host}:${sandbox.port}`;
		if (reachesSandbox) {
			await fetch(`${gatewayHost}/project/getAll`);
			expect(sandbox.requests.count).toBe(1);
			sandbox.requests.clear();
		}
		const credential = credentialFor(sandbox, { gatewayHost });
		for (const [resource, operation, parameters] of [
			['auth', 'getToken', {}],
			['project', 'getMany', {}],
			['ident', 'create', createParameters()],
		] as const) {
			const result = await bench().run(resource, operation, parameters, { credential });
			expect(result.error?.message).toMatch(/Gateway Host must start with https:\/\//);
			expect(result.error?.description).toMatch(/Open the Identify API credential/);
			expectNoSecrets(result, [sandbox.apiKey]);
		}
		expect(sandbox.requests.count).toBe(0);
	});

	test.each(['localhost', '127.0.0.1', '127.1'])('%s is loopback', async (host) => {
		const gatewayHost = `http://${host}:${bench().sandbox.port}`;
		const credential = credentialFor(bench().sandbox, { gatewayHost });
		const { error } = await bench().run('project', 'getMany', {}, { credential });
		expect(error?.message).toBeUndefined();
	});
});
