import { stopped } from '../../../nodes/Identify/client/describeTransport';
import {
	AuthFailure,
	IdentifyFailure,
	ownFailure,
	type FailureDetails,
} from '../../../nodes/Identify/client/failure';
import { SharedToken } from '../../../nodes/Identify/client/sharedToken';
import { GET } from './subjects';

interface Credential {
	token: string;
}

/** A server that issues tokens and accepts some of them, and what it has seen. */
class Server {
	issued = 0;

	/** Tokens with which requests came. */
	readonly seen: string[] = [];

	accepts: (token: string, name: string) => boolean = () => true;

	/** What becomes of the next requests for a token. */
	authFaults: FailureDetails[] = [];

	/** Awaited before a token is issued. */
	beforeToken: Promise<unknown> = Promise.resolve();

	/** Awaited before a request is answered. */
	beforeAnswer: Promise<unknown> = Promise.resolve();

	async send(credential: Credential, name: string): Promise<string | undefined> {
		if (credential.token === '') {
			await this.beforeToken;
			const fault = this.authFaults.shift();
			if (fault) throw new AuthFailure(new IdentifyFailure(fault));
			credential.token = `token-${++this.issued}`;
		}
		this.seen.push(credential.token);
		await this.beforeAnswer;
		return this.accepts(credential.token, name) ? name : undefined;
	}
}

const refused = ownFailure('refused', { message: 'refused', advice: 'none' });
const busy: FailureDetails = {
	fate: 'unknown',
	passing: true,
	answered: true,
	message: 'busy',
	advice: 'wait',
	httpCode: 503,
	messages: [],
	retryAfterMs: 0,
};

let server: Server;
let clock: number;
let known: string[];
let token: SharedToken<Credential>;

function begin(stored = ''): void {
	server = new Server();
	clock = 0;
	known = [];
	token = new SharedToken(
		{ token: stored },
		(credential) => known.push(credential.token),
		() => clock,
	);
}
beforeEach(() => begin());

async function use(name: string, signal?: AbortSignal): Promise<string | undefined> {
	return await token.use({
		send: async (credential: Credential) => await server.send(credential, name),
		refusal: (result) => (result === undefined ? refused : undefined),
		givenUp: () => stopped(GET, 'unsent'),
		maxTries: 3,
		signal,
	});
}

/** Uses the token for each name in turn; a failure is its result. */
async function useAll(...names: string[]): Promise<unknown[]> {
	const results: unknown[] = [];
	for (const name of names) results.push(await use(name).catch((error: unknown) => error));
	return results;
}

const many = (count: number, name = 'good') => Array.from({ length: count }, () => name);

test('the first request fetches the token, all others share it', async () => {
	expect(await Promise.all(['a', 'b', 'c'].map(async (name) => await use(name)))).toEqual([
		'a',
		'b',
		'c',
	]);
	expect(server.issued).toBe(1);
	expect(known).toEqual(['token-1']);
});

test('a stored token is used, and replaced once when it has expired', async () => {
	begin('stored');
	server.accepts = (used) => used !== 'stored';
	expect(await Promise.all(many(20).map(async (name) => await use(name)))).toEqual(many(20));
	expect(server.issued).toBe(1);
});

test('tokens that are good for one request each', async () => {
	const used = new Set<string>();
	server.accepts = (given) => used.size < used.add(given).size;
	expect(await Promise.all(many(12).map(async (name) => await use(name)))).toEqual(many(12));
	expect(server.issued).toBe(12);
});

describe('a request that is always refused', () => {
	beforeEach(() => {
		server.accepts = (_token, name) => name !== 'bad';
	});

	test('fails alone, after one token of its own', async () => {
		const results = await useAll('good', 'bad', ...many(30));
		expect(results).toEqual(['good', refused, ...many(30)]);
		expect(server.issued).toBe(2);
	});

	test.each([2, 10])('fails alone among %i at once', async (concurrency) => {
		const names = ['good', 'bad', ...many(40)];
		const results: unknown[] = [];
		const queue = names.entries();
		const worker = async () => {
			for (const [index, name] of queue) {
				results[index] = await use(name).catch((error: unknown) => error);
			}
		};
		await Promise.all(Array.from({ length: concurrency }, worker));
		expect(results).toEqual(['good', refused, ...many(40)]);
		expect(server.issued).toBeLessThanOrEqual(3);
	});

	test('and many of them fetch no more than two tokens between good ones', async () => {
		const results = await useAll('good', ...many(50).flatMap((name) => ['bad', name]));
		expect(results.filter((result) => result === 'good')).toHaveLength(51);
		expect(server.issued).toBeLessThanOrEqual(3);
	});

	test('at the beginning ends nothing', async () => {
		expect(await useAll('bad', 'bad', 'bad', 'good')).toEqual([refused, refused, refused, 'good']);
	});

	test('does not hide a token that expires later', async () => {
		await useAll('good', 'bad', 'bad', 'bad');
		const { issued } = server;
		clock += 31 * 60_000;
		server.accepts = (used) => used !== `token-${issued}`;
		expect(await useAll('good', 'good')).toEqual(['good', 'good']);
		expect(server.issued).toBe(issued + 1);
	});
});

test('when Identify accepts no token at all, it is soon left alone', async () => {
	server.accepts = () => false;
	const results = await useAll(...many(100));
	expect(new Set(results)).toEqual(new Set([refused]));
	expect(server.issued).toBe(2);
	expect(server.seen.length).toBeLessThanOrEqual(12);
});

describe('when no token is to be had', () => {
	test('a passing fault is tried again, for all that wait', async () => {
		server.authFaults = [busy, busy];
		expect(await Promise.all(many(5).map(async (name) => await use(name)))).toEqual(many(5));
		expect(server.issued).toBe(1);
	});

	test('they fail together after Max Tries, and nothing was sent', async () => {
		server.authFaults = [busy, busy, busy, busy];
		const results = await Promise.all(
			many(5).map(async (name) => await use(name).catch((error: unknown) => error)),
		);
		expect(new Set(results).size).toBe(1);
		const [failure] = results;
		expect(failure).toBeInstanceOf(AuthFailure);
		expect(failure instanceof AuthFailure && failure.details.fate).toBe('unsent');
		expect([server.seen, server.authFaults.length]).toEqual([[], 1]);
	});

	test('a refusal is not tried again', async () => {
		server.authFaults = [{ ...busy, fate: 'refused', passing: false, httpCode: 401 }];
		await expect(use('a')).rejects.toThrow(AuthFailure);
		await expect(use('b')).rejects.toThrow(AuthFailure);
		expect([server.seen, server.issued]).toEqual([[], 0]);
	});
});

describe('a stopped execution', () => {
	const reason = new Error('stopped');

	test('leaves a request that waits for its token unsent', async () => {
		const stop = new AbortController();
		server.beforeToken = new Promise(() => undefined);
		const result = use('a', stop.signal);
		stop.abort(reason);
		await expect(result).rejects.toMatchObject({ details: { fate: 'unsent' } });
		expect(server.seen).toEqual([]);
	});

	test('lets the request that fetched the token say itself what became of it', async () => {
		const stop = new AbortController();
		const lost = stopped(GET, 'unknown');
		server.beforeAnswer = new Promise((_resolve, reject) => {
			stop.signal.addEventListener('abort', () => reject(lost));
		});
		const result = use('a', stop.signal);
		while (server.seen.length === 0) await Promise.resolve();
		stop.abort(reason);
		await expect(result).rejects.toBe(lost);
	});

	test('ends those that wait for another one’s token', async () => {
		const stop = new AbortController();
		server.beforeToken = new Promise(() => undefined);
		const first = use('a', stop.signal);
		const second = use('b', stop.signal);
		stop.abort(reason);
		await expect(second).rejects.toBe(reason);
		await expect(first).rejects.toBeInstanceOf(IdentifyFailure);
	});
});
