import { describeAnswer } from '../../../nodes/Identify/client/describeAnswer';
import { describeTransport, stopped } from '../../../nodes/Identify/client/describeTransport';
import {
	IdentifyFailure,
	ownFailure,
	type FailureDetails,
} from '../../../nodes/Identify/client/failure';
import { mayRepeat, waitMs, withRetries } from '../../../nodes/Identify/client/retry';
import { answerWith, CREATE } from './subjects';

function failure(details: Partial<FailureDetails> = {}): IdentifyFailure {
	return new IdentifyFailure({
		fate: 'refused',
		passing: false,
		answered: true,
		message: 'failed',
		advice: 'none',
		httpCode: null,
		messages: [],
		...details,
	});
}

type Case = [string, IdentifyFailure, { reading: boolean; changing: boolean }];
const always = { reading: true, changing: true };
const readingOnly = { reading: true, changing: false };
const never = { reading: false, changing: false };

const answered = (status: number, body: object | string = {}) =>
	describeAnswer(answerWith(status, body), CREATE);
const broken = (error: object) => describeTransport(error, CREATE, 'https://x.example');

/** The whole policy, as docs/sending.md has it. */
const POLICY: Case[] = [
	['429', answered(429), always],
	['429 of a proxy', answered(429, '<html>'), always],
	['not a byte sent', broken({ code: 'ECONNREFUSED', syscall: 'connect' }), always],
	['500', answered(500), readingOnly],
	['502', answered(502), readingOnly],
	['503', answered(503), readingOnly],
	['504', answered(504, '<html>'), readingOnly],
	['500 in the body of a 200', answered(200, { response_status: 500 }), readingOnly],
	['reset', broken({ code: 'ECONNRESET', syscall: 'read' }), readingOnly],
	['timeout', broken({ code: 'ECONNABORTED' }), readingOnly],
	['unreadable 200', answered(200, '<html>'), readingOnly],
	['400', answered(400), never],
	['401 after a refresh', answered(401), never],
	['402', answered(402), never],
	['403', answered(403), never],
	['404', answered(404), never],
	['409', answered(409), never],
	['404 of a web server', answered(404, '<html>'), never],
	['redirect', answered(302), never],
	['result: false in a 200', answered(200, { result: false }), never],
	['faulty credential', ownFailure('unsent', { message: 'm', advice: 'a' }), never],
	['stopped execution', stopped(CREATE, 'unknown'), never],
	['stopped before it was sent', stopped(CREATE, 'unsent'), never],
];

describe('mayRepeat', () => {
	it.each(POLICY)('%s', (_what, what, { reading, changing }) => {
		expect(mayRepeat(what, false)).toBe(reading);
		expect(mayRepeat(what, true)).toBe(changing);
	});
});

describe('waitMs', () => {
	it.each([
		[1, 500],
		[2, 1000],
		[3, 2000],
		[6, 16_000],
		[7, 30_000],
		[20, 30_000],
		[2000, 30_000],
	])('after try %i, backs off up to %i ms, with full jitter', (tryNumber, longest) => {
		expect(waitMs(failure(), tryNumber, () => 1)).toBe(longest);
		expect(waitMs(failure(), tryNumber, () => 0.5)).toBe(longest / 2);
		expect(waitMs(failure(), tryNumber, () => 0)).toBe(0);
	});

	it('varies by itself', () => {
		const waits = Array.from({ length: 50 }, () => waitMs(failure(), 5));
		expect(new Set(waits).size).toBeGreaterThan(40);
	});

	it.each([
		[0, 0],
		[7000, 7000],
		[3_600_000, 120_000],
	])('obeys a Retry-After of %i ms: %i ms', (retryAfterMs, expected) => {
		expect(waitMs(failure({ httpCode: 429, retryAfterMs }), 3, () => 1)).toBe(expected);
	});
});

describe('withRetries', () => {
	const busy = () => failure({ httpCode: 429, retryAfterMs: 0 });
	const settings = { may: () => true, maxTries: 3, signal: undefined };

	/** Fails with each of `failures` in turn, then succeeds. */
	function attempts(...failures: Error[]) {
		return jest.fn(async () => {
			const next = failures.shift();
			if (next) throw next;
			return await Promise.resolve('done');
		});
	}

	it('returns the first success', async () => {
		const attempt = attempts(busy(), busy());
		await expect(withRetries(attempt, settings)).resolves.toBe('done');
		expect(attempt).toHaveBeenCalledTimes(3);
	});

	it('returns undefined and falsy results', async () => {
		await expect(withRetries(async () => await Promise.resolve(undefined), settings)).resolves.toBe(
			undefined,
		);
	});

	it('throws the last failure after maxTries', async () => {
		const last = busy();
		const attempt = attempts(busy(), busy(), last, busy());
		await expect(withRetries(attempt, settings)).rejects.toBe(last);
		expect(attempt).toHaveBeenCalledTimes(3);
	});

	it('tries once when maxTries is 1', async () => {
		const attempt = attempts(busy());
		await expect(withRetries(attempt, { ...settings, maxTries: 1 })).rejects.toThrow('failed');
		expect(attempt).toHaveBeenCalledTimes(1);
	});

	it('asks after each failure whether to go on', async () => {
		const [first, second] = [busy(), busy()];
		const attempt = attempts(first, second);
		const may = jest.fn((reason: IdentifyFailure) => reason === first);
		await expect(withRetries(attempt, { ...settings, may, maxTries: 9 })).rejects.toBe(second);
		expect(may.mock.calls).toEqual([[first], [second]]);
		expect(attempt).toHaveBeenCalledTimes(2);
	});

	it('does not repeat what is not a failure of the client', async () => {
		const bug = new TypeError('bug');
		const attempt = attempts(bug);
		await expect(withRetries(attempt, settings)).rejects.toBe(bug);
		expect(attempt).toHaveBeenCalledTimes(1);
	});

	describe('waits', () => {
		beforeEach(() => {
			jest.useFakeTimers();
		});
		afterEach(() => {
			jest.useRealTimers();
			jest.restoreAllMocks();
		});

		it('as long as Identify asks', async () => {
			const attempt = attempts(failure({ httpCode: 429, retryAfterMs: 7000 }));
			const result = withRetries(attempt, settings);
			await jest.advanceTimersByTimeAsync(6999);
			expect(attempt).toHaveBeenCalledTimes(1);
			await jest.advanceTimersByTimeAsync(1);
			await expect(result).resolves.toBe('done');
			expect(attempt).toHaveBeenCalledTimes(2);
		});

		it('longer after every try', async () => {
			jest.spyOn(Math, 'random').mockReturnValue(1);
			const attempt = attempts(failure(), failure());
			const result = withRetries(attempt, settings);
			await jest.advanceTimersByTimeAsync(500);
			expect(attempt).toHaveBeenCalledTimes(2);
			await jest.advanceTimersByTimeAsync(999);
			expect(attempt).toHaveBeenCalledTimes(2);
			await jest.advanceTimersByTimeAsync(1);
			await expect(result).resolves.toBe('done');
		});

		it('no longer than until the execution is stopped', async () => {
			const stop = new AbortController();
			const reason = new Error('stopped');
			const attempt = attempts(failure({ httpCode: 429, retryAfterMs: 30_000 }));
			const result = withRetries(attempt, { ...settings, signal: stop.signal });
			const outcome = expect(result).rejects.toBe(reason);
			await jest.advanceTimersByTimeAsync(10);
			stop.abort(reason);
			await outcome;
			expect(attempt).toHaveBeenCalledTimes(1);
			expect(jest.getTimerCount()).toBe(0);
		});
	});
});
