import dns from 'node:dns';
import type { INodeParameters } from 'n8n-workflow';
import { startSandbox } from '../sandbox';
import { Front } from '../sandbox/fronts/front';
import { createParameters, credentialFor, useBench, withoutBackoff } from './support';
import { expectNoSecrets } from './secrets';

type Callback = (error: Error | null, addresses: unknown, family?: number) => void;

/** What a name is resolved to, lookup after lookup; the last one stays. */
type Resolution = Error | readonly string[];

const bench = useBench();
withoutBackoff();

/** A name server of the test's own, for `localhost` only: plain HTTP may go nowhere else. */
function resolve(...resolutions: Resolution[]): jest.SpyInstance {
	const answers = [...resolutions];
	const lookup = (_host: string, options: { all?: boolean } | Callback, callback?: Callback) => {
		const answer = answers.length > 1 ? answers.shift() : answers[0];
		const done = typeof options === 'function' ? options : callback;
		if (!done || !answer) throw new Error('unexpected lookup');
		process.nextTick(() => {
			if (answer instanceof Error) return done(answer, undefined);
			const list = answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
			if (typeof options === 'object' && options.all) return done(null, list);
			return done(null, list[0]?.address, list[0]?.family);
		});
	};
	return jest.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup);
}

const BOTH = ['::1', '127.0.0.1'];

/** What Node.js reports when it has tried every address of a name in vain. */
function inVain(...codes: string[]): AggregateError {
	const errors = codes.map((code, index) =>
		Object.assign(new Error(`connect ${code} ${BOTH[index]}:443`), {
			code,
			syscall: 'connect',
			address: BOTH[index],
			port: 443,
		}),
	);
	return Object.assign(new AggregateError(errors), { code: codes[0] });
}

async function freePort(): Promise<number> {
	const taken = await startSandbox();
	await taken.stop();
	return taken.port;
}

async function create(port: number, options: INodeParameters = {}) {
	const credential = credentialFor(bench().sandbox, { gatewayHost: `http://localhost:${port}` });
	// With a token, so that the request itself is what cannot be sent.
	const direct = await bench().run('auth', 'getToken');
	credential.data.token = String(direct.json[0]?.token);
	return await bench().run('ident', 'create', createParameters({ options }), { credential });
}

test('neither listens: nothing was sent, and it was tried again', async () => {
	const port = await freePort();
	const lookup = resolve(BOTH);
	const result = await create(port, { maxTries: 3 });
	expect(result.error?.message).toMatch(/^Could not reach http:\/\/localhost:\d+/);
	expect(result.error?.description).toMatch(/Nothing was sent/);
	expect(lookup).toHaveBeenCalledTimes(3);
	expectNoSecrets(result, bench().secrets);
});

test.each([
	['both refuse', ['ECONNREFUSED', 'ECONNREFUSED']],
	['one is a black hole', ['ETIMEDOUT', 'ECONNREFUSED']],
	['both are black holes', ['ETIMEDOUT', 'ETIMEDOUT']],
	['no route to one, the other resets', ['ENETUNREACH', 'ECONNRESET']],
	['one resets, no route to the other', ['ECONNRESET', 'EHOSTUNREACH']],
	['one has no address here', ['EADDRNOTAVAIL', 'EHOSTUNREACH']],
])('%s, then the gateway answers: created once', async (_what, codes) => {
	const lookup = resolve(inVain(...codes), BOTH);
	const { error, json } = await create(bench().sandbox.port, { maxTries: 2 });
	expect(error?.message).toBeUndefined();
	expect(json).toHaveLength(1);
	expect(lookup).toHaveBeenCalledTimes(2);
	expect(bench().sandbox.created).toHaveLength(1);
});

test.each([['ETIMEDOUT'], ['ECONNRESET'], ['EHOSTUNREACH']])(
	'%s of every address, for good: nothing was sent',
	async (code) => {
		resolve(inVain(code, code));
		const { error } = await create(bench().sandbox.port, { maxTries: 2 });
		expect(error?.message).toMatch(/^Could not reach/);
		expect(error?.description).toMatch(/Nothing was sent/);
		expect(error?.description).not.toMatch(/may have been carried out/);
	},
);

describe('one of both listens', () => {
	let front: Front;
	beforeEach(async () => {
		front = await Front.open(bench().sandbox.port);
		resolve(BOTH);
	});
	afterEach(async () => await front.close());

	test('created once', async () => {
		const { error } = await create(front.port);
		expect(error?.message).toBeUndefined();
		expect(bench().sandbox.created).toHaveLength(1);
	});

	test('and breaks off after the request: unknown, sent once', async () => {
		const match = { path: '/ident/create' };
		bench().sandbox.faults.add({ kind: 'hang', moment: 'afterCarriedOut', match });
		const run = create(front.port);
		await bench().sandbox.waitForRequest(
			({ path, carriedOut }) => path === match.path && carriedOut,
		);
		front.breakNow('reset');
		const { error } = await run;
		expect(error?.description).toMatch(/may have been carried out/);
		expect(bench().sandbox.created).toHaveLength(1);
	});
});

test.each(['ENOTFOUND', 'EAI_AGAIN'])('%s, then the name is known: created once', async (code) => {
	const unknown = Object.assign(new Error(`getaddrinfo ${code} localhost`), {
		code,
		syscall: 'getaddrinfo',
	});
	resolve(unknown, BOTH);
	const { error } = await create(bench().sandbox.port, { maxTries: 2 });
	expect(error?.message).toBeUndefined();
	expect(bench().sandbox.created).toHaveLength(1);
});
