import type { IExecuteFunctions } from 'n8n-workflow';
import { IdentifyFailure } from '../../../nodes/Identify/client/failure';
import { Pace } from '../../../nodes/Identify/client/pace';
import { Session } from '../../../nodes/Identify/client/session';

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

const settle = async () => await jest.advanceTimersByTimeAsync(0);

/** Work that ends when the test says so. */
class Jobs {
	readonly started: number[] = [];
	private readonly ends = new Map<number, () => void>();
	private readonly marks = new Map<number, number>();

	constructor(private readonly pace: Pace) {}

	/** Hands over `count` jobs, numbered on from the last. */
	private count = 0;

	add(count: number): Array<Promise<number>> {
		return Array.from({ length: count }, async () => {
			const number = this.count++;
			return await this.pace.run(async (mark) => {
				this.started.push(number);
				this.marks.set(number, mark);
				return await new Promise<number>((resolve) => {
					this.ends.set(number, () => resolve(number));
				});
			});
		});
	}

	get underWay(): number {
		return this.ends.size;
	}

	async end(...numbers: number[]): Promise<void> {
		for (const number of numbers) {
			this.ends.get(number)?.();
			this.ends.delete(number);
		}
		await settle();
	}

	/** One of the jobs under way is answered 429. */
	refuse(number: number, retryAfterMs?: number): void {
		this.pace.refused(retryAfterMs, this.marks.get(number) ?? Number.NaN);
	}

	async endAll(): Promise<void> {
		await this.end(...this.ends.keys());
	}
}

function start(most: number, { random = () => 1, signal }: Partial<Settings> = {}) {
	const pace = new Pace(most, signal, random);
	return { pace, jobs: new Jobs(pace) };
}

/** A request on its own that is answered 429. */
async function refuse(pace: Pace, retryAfterMs?: number): Promise<void> {
	await pace.run(async (mark) => await Promise.resolve(pace.refused(retryAfterMs, mark)));
}

interface Settings {
	random: () => number;
	signal: AbortSignal;
}

describe('the limit', () => {
	it.each([1, 3, 10])('%i at once, and a place is given on at once', async (most) => {
		const { jobs } = start(most);
		void jobs.add(most + 2);
		await settle();
		expect(jobs.underWay).toBe(most);
		await jobs.end(0);
		expect(jobs.underWay).toBe(most);
		expect(jobs.started).toHaveLength(most + 1);
	});

	it('no limit where none is given', async () => {
		const { jobs } = start(Number.POSITIVE_INFINITY);
		void jobs.add(500);
		await settle();
		expect(jobs.underWay).toBe(500);
	});

	it('starts in order of arrival, whichever place becomes free', async () => {
		const { jobs } = start(3);
		void jobs.add(8);
		await settle();
		await jobs.end(2);
		await jobs.end(0, 1);
		await jobs.endAll();
		await jobs.endAll();
		expect(jobs.started).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
	});

	it('returns results and passes errors on; a failed job frees its place', async () => {
		const { pace } = start(1);
		const fault = new Error('fault');
		await expect(pace.run(async () => await Promise.reject(fault))).rejects.toBe(fault);
		await expect(pace.run(async () => await Promise.resolve('done'))).resolves.toBe('done');
	});

	it('nobody overtakes those who wait', async () => {
		const { jobs } = start(1);
		void jobs.add(2);
		await settle();
		const ending = jobs.end(0);
		void jobs.add(1);
		await ending;
		await jobs.endAll();
		await jobs.endAll();
		expect(jobs.started).toEqual([0, 1, 2]);
	});
});

describe('a 429', () => {
	it('holds the whole run back, then goes on with half as many', async () => {
		const { pace, jobs } = start(8);
		void jobs.add(20);
		await settle();
		jobs.refuse(0, 7000);
		await jobs.endAll();
		await jest.advanceTimersByTimeAsync(6999);
		expect(jobs.underWay).toBe(0);
		await jest.advanceTimersByTimeAsync(1);
		expect(jobs.underWay).toBe(4);
		expect(pace.allowed).toBe(4);
	});

	it('in company: all refused together count as one', async () => {
		const { pace, jobs } = start(8);
		void jobs.add(8);
		await settle();
		for (let number = 0; number < 8; number++) jobs.refuse(number);
		await jobs.endAll();
		expect(pace.allowed).toBe(4);
		await jest.advanceTimersByTimeAsync(500);
		void jobs.add(8);
		await settle();
		expect(jobs.underWay).toBe(4);
	});

	it.each([
		// Of 16, so many are refused: goes on with so many.
		[1, 8],
		[8, 8],
		[10, 6],
		[12, 4],
		[13, 8],
		[16, 8],
	])('in company: %i of 16 refused, goes on with %i', async (refused, allowed) => {
		const { pace, jobs } = start(16);
		void jobs.add(16);
		await settle();
		for (let number = 0; number < refused; number++) jobs.refuse(number);
		await jobs.endAll();
		expect(pace.allowed).toBe(allowed);
	});

	it('of several in company is not soon risked again', async () => {
		const { pace, jobs } = start(16);
		void jobs.add(16);
		await settle();
		for (let number = 0; number < 10; number++) jobs.refuse(number);
		await jobs.endAll();
		for (let count = 0; count < 6 * 29; count++) pace.succeeded();
		expect(pace.allowed).toBe(6);
		for (let count = 0; count < 6; count++) pace.succeeded();
		expect(pace.allowed).toBe(7);
		// Once it has proved to be no limit, growth is quick again up to what was refused.
		for (let count = 0; count < 7 + 8 + 9 + 10 + 11 + 12 + 13 + 14; count++) pace.succeeded();
		expect(pace.allowed).toBe(15);
	});

	it('for a request sent before the pause, but refused after it, says nothing new', async () => {
		const { pace, jobs } = start(8, { random: () => 0 });
		void jobs.add(8);
		await settle();
		jobs.refuse(0);
		await jobs.end(0, 1, 2, 3, 4, 5, 6);
		expect(pace.allowed).toBe(4);
		await jest.advanceTimersByTimeAsync(400);
		jobs.refuse(7);
		expect(pace.allowed).toBe(4);
		void jobs.add(1);
		await settle();
		expect(jobs.started).toContain(8);
	});

	it('during the pause that asks for a longer one is obeyed', async () => {
		const { jobs } = start(4);
		void jobs.add(8);
		await settle();
		jobs.refuse(0, 1000);
		await jest.advanceTimersByTimeAsync(100);
		jobs.refuse(1, 5000);
		await jobs.endAll();
		await jest.advanceTimersByTimeAsync(4999);
		expect(jobs.underWay).toBe(0);
		await jest.advanceTimersByTimeAsync(1);
		expect(jobs.underWay).toBe(2);
	});

	it('of one who is alone leaves the level at 1', async () => {
		const { pace, jobs } = start(1);
		await refuse(pace, 10);
		await jest.advanceTimersByTimeAsync(10);
		void jobs.add(2);
		await settle();
		expect(pace.allowed).toBe(1);
		expect(jobs.underWay).toBe(1);
	});

	it.each([0, 1, 250])('Retry-After of %i ms is kept to, without jitter', async (wait) => {
		const { pace, jobs } = start(2, { random: () => 0 });
		await refuse(pace, wait);
		void jobs.add(1);
		if (wait > 0) {
			await jest.advanceTimersByTimeAsync(wait - 1);
			expect(jobs.underWay).toBe(0);
		}
		await jest.advanceTimersByTimeAsync(1);
		expect(jobs.underWay).toBe(1);
	});

	it('an absurd Retry-After is cut', async () => {
		const { pace, jobs } = start(2);
		await refuse(pace, 24 * 3600 * 1000);
		void jobs.add(1);
		await jest.advanceTimersByTimeAsync(10 * 60 * 1000);
		expect(jobs.underWay).toBe(1);
	});
});

describe('pauses without Retry-After', () => {
	/** How long a 429 holds the run back now. */
	async function pauseOf(pace: Pace): Promise<number> {
		const from = Date.now();
		await refuse(pace);
		const started = pace.run(async () => await Promise.resolve(Date.now()));
		await jest.advanceTimersByTimeAsync(60_000);
		return (await started) - from;
	}

	async function pauses(pace: Pace, count: number): Promise<number[]> {
		const all: number[] = [];
		while (all.length < count) all.push(await pauseOf(pace));
		return all;
	}

	it('double with every 429 in a row, up to 30 s', async () => {
		const { pace } = start(4);
		expect(await pauses(pace, 9)).toEqual([
			500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
		]);
	});

	it('have full jitter: any length from 0 on', async () => {
		const values = [0, 0.25, 0.5, 0.75];
		const { pace } = start(4, { random: () => values.shift() ?? 1 });
		expect(await pauses(pace, 5)).toEqual([0, 250, 1000, 3000, 8000]);
	});

	it('are a quarter as long in company: half the requests are a remedy of their own', async () => {
		const { jobs } = start(4);
		void jobs.add(6);
		await settle();
		jobs.refuse(0);
		await jobs.endAll();
		await jest.advanceTimersByTimeAsync(124);
		expect(jobs.underWay).toBe(0);
		await jest.advanceTimersByTimeAsync(1);
		expect(jobs.underWay).toBe(2);
	});

	it('start short again after a success', async () => {
		const { pace } = start(4);
		expect(await pauses(pace, 3)).toEqual([500, 1000, 2000]);
		pace.succeeded();
		expect(await pauses(pace, 2)).toEqual([500, 1000]);
	});

	it('vary by themselves', async () => {
		const lengths = new Set<number>();
		for (let count = 0; count < 20; count++) {
			const pace = new Pace(4, undefined);
			for (const length of await pauses(pace, 3)) lengths.add(length);
		}
		expect(lengths.size).toBeGreaterThan(20);
	});
});

describe('growing back', () => {
	const succeed = (pace: Pace, times: number) => {
		for (let count = 0; count < times; count++) pace.succeeded();
	};

	const congest = async (pace: Pace) => {
		await refuse(pace, 0);
		await jest.advanceTimersByTimeAsync(1);
	};

	it('does not begin before all of a level have succeeded', async () => {
		const { pace } = start(16);
		await congest(pace);
		expect(pace.allowed).toBe(8);
		succeed(pace, 7);
		expect(pace.allowed).toBe(8);
		succeed(pace, 1);
		expect(pace.allowed).toBe(9);
	});

	it('is quick to just below the level that was too much, and slow from there', async () => {
		const { pace } = start(16);
		await congest(pace);
		// One round of successes for each more.
		succeed(pace, 8 + 9 + 10 + 11 + 12 + 13 + 14);
		expect(pace.allowed).toBe(15);
		succeed(pace, 5 * 15);
		expect(pace.allowed).toBe(15);
		succeed(pace, 100 * 15);
		expect(pace.allowed).toBe(16);
	});

	it('takes twice as long each time that a level turns out to be too much again', async () => {
		const { pace } = start(16);
		await congest(pace);
		const roundsUntilTooMuch = async () => {
			succeed(pace, 8 + 9 + 10 + 11 + 12 + 13 + 14);
			let rounds = 0;
			for (; pace.allowed < 16; rounds++) succeed(pace, 15);
			await congest(pace);
			return rounds;
		};
		const first = await roundsUntilTooMuch();
		expect(await roundsUntilTooMuch()).toBe(2 * first);
		expect(await roundsUntilTooMuch()).toBe(4 * first);
	});

	it('never exceeds Concurrency', async () => {
		const { pace } = start(4);
		await congest(pace);
		succeed(pace, 10_000);
		expect(pace.allowed).toBe(4);
	});

	it('starts waiting requests as places come', async () => {
		const { pace, jobs } = start(4);
		await congest(pace);
		void jobs.add(10);
		await settle();
		expect(jobs.underWay).toBe(2);
		succeed(pace, 2);
		await settle();
		expect(jobs.underWay).toBe(3);
	});

	it('begins anew after another 429', async () => {
		const { pace } = start(16);
		await congest(pace);
		succeed(pace, 8);
		await congest(pace);
		expect(pace.allowed).toBe(4);
		succeed(pace, 3);
		expect(pace.allowed).toBe(4);
	});

	it('settles: few refusals by a server that takes 10 at once', async () => {
		const { pace } = start(30);
		let refusals = 0;
		for (let round = 0; round < 100; round++) {
			const { allowed } = pace;
			succeed(pace, Math.min(10, allowed));
			if (allowed <= 10) continue;
			refusals += allowed - 10;
			await congest(pace);
		}
		expect(pace.allowed).toBeGreaterThan(5);
		expect(pace.allowed).toBeLessThanOrEqual(11);
		expect(refusals).toBeLessThan(60);
	});
});

describe('a stopped execution', () => {
	const reason = new Error('stopped');

	it('ends all waiting, in the queue and in a pause, and leaves no timer', async () => {
		const stop = new AbortController();
		const { jobs } = start(2, { signal: stop.signal });
		const all = jobs.add(6);
		await settle();
		jobs.refuse(0, 60_000);
		const outcomes = Promise.allSettled(all.slice(2));
		stop.abort(reason);
		expect(await outcomes).toEqual(all.slice(2).map(() => ({ status: 'rejected', reason })));
		await settle();
		expect(jobs.started).toEqual([0, 1]);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('starts nothing afterwards', async () => {
		const stop = new AbortController();
		const { pace, jobs } = start(2, { signal: stop.signal });
		stop.abort(reason);
		const work = jest.fn();
		await expect(pace.run(work)).rejects.toBe(reason);
		expect(work).not.toHaveBeenCalled();
		expect(jobs.started).toEqual([]);
	});

	it('starts nothing when work under way ends', async () => {
		const stop = new AbortController();
		const { jobs } = start(1, { signal: stop.signal });
		const [first, second] = jobs.add(2);
		const outcome = expect(second).rejects.toBe(reason);
		await settle();
		stop.abort(reason);
		await jobs.endAll();
		await outcome;
		await expect(first).resolves.toBe(0);
		expect(jobs.started).toEqual([0]);
	});
});

describe('which 429 uses up a try', () => {
	const busy = () =>
		new IdentifyFailure({
			fate: 'refused',
			passing: true,
			answered: true,
			message: 'busy',
			advice: 'wait',
			httpCode: 429,
			messages: [],
			retryAfterMs: 10,
		});

	async function open(concurrency: number): Promise<Session> {
		const context: Partial<IExecuteFunctions> = {
			getCredentials: async <Data extends object>() => {
				const data = { gatewayHost: 'https://x.example', partner: 'p', apiKey: 'k', token: '' };
				return await Promise.resolve(data as object as Data);
			},
			getExecutionCancelSignal: () => undefined,
		};
		return await Session.open(context as IExecuteFunctions, concurrency);
	}

	it('one that is alone', async () => {
		const session = await open(5);
		const attempt = jest.fn(async () => await Promise.reject(busy()));
		const outcome = expect(session.paced(attempt, true, 3)).rejects.toThrow('busy');
		await jest.advanceTimersByTimeAsync(1000);
		await outcome;
		expect(attempt).toHaveBeenCalledTimes(3);
	});

	it('not one in company', async () => {
		const session = await open(5);
		const company = session.paced(
			async () => await new Promise((resolve) => setTimeout(resolve, 95)),
			true,
			1,
		);
		const attempt = jest.fn(async () => await Promise.reject(busy()));
		const outcome = expect(session.paced(attempt, true, 2)).rejects.toThrow('busy');
		await jest.advanceTimersByTimeAsync(85);
		// One at once, then one every 10 ms: far more than two tries.
		expect(attempt.mock.calls.length).toBeGreaterThan(1);
		await jest.advanceTimersByTimeAsync(1000);
		await company;
		await outcome;
	});
});

describe('a call with a signal of its own', () => {
	test('waits no longer than that allows, and takes nobody’s place', async () => {
		const pace = new Pace(1, undefined);
		const jobs = new Jobs(pace);
		const [first, last] = [jobs.add(1), new AbortController()];
		const work = jest.fn(async () => await Promise.resolve());
		const given = pace.run(work, last.signal);
		const next = jobs.add(1);
		last.abort(new Error('too late'));
		await expect(given).rejects.toThrow('too late');
		await expect(pace.run(work, last.signal)).rejects.toThrow('too late');
		await jobs.end(0);
		expect(jobs.started).toEqual([0, 1]);
		await jobs.endAll();
		await Promise.all([...first, ...next]);
		expect(work).not.toHaveBeenCalled();
	});
});
