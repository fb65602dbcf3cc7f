import { LONGEST_RETRY_AFTER_MS } from './retry';
import { pause } from './waiting';

const FIRST_PAUSE_MS = 500;
/** Shorter, because half the requests are a remedy of their own. */
const FIRST_PAUSE_IN_COMPANY_MS = 125;
const LONGEST_PAUSE_MS = 30_000;
/**
 * Successes, as a multiple of the level, after which one more request is tried at once. Twice as
 * many each time that this turns out to be too much again: every such probe costs a pause.
 */
const PROBE_AFTER_ROUNDS = 30;

interface Waiter {
	start: () => void;
	fail: (reason: unknown) => void;
}

/**
 * How many requests of one run are under way at once. When Identify answers 429, the whole run
 * holds back together: for as long as Identify says, else with growing pauses of random length,
 * then with at most half the requests. It grows back quickly to just below the level that was too
 * much, and tries more only now and then.
 */
export class Pace {
	/** Requests that may be under way at once now. */
	private level: number;

	/** The level that was too much last time; growth slows down below it. */
	private ceiling: number;

	/** The level at which the run last held back. */
	private refusedAt = 0;

	/** 429s among the requests that were under way then. */
	private refusedTogether = 0;

	/** How many rounds of successes it takes before the ceiling is tried. */
	private patience = PROBE_AFTER_ROUNDS;

	private underWay = 0;

	private successes = 0;

	/** 429 answers in a row, for the length of the next pause. */
	private refusals = 0;

	/** When the pause ends, on the clock of `performance.now()`; undefined when there is none. */
	private pausedUntil: number | undefined;

	/** How often the run has held back. */
	private congestions = 0;

	private readonly waiting: Waiter[] = [];

	/**
	 * @param most - the option Concurrency
	 * @param signal - ends all waiting when the execution is stopped
	 * @param random - 0 to 1, for the pauses' jitter
	 */
	constructor(
		private readonly most: number,
		private readonly signal: AbortSignal | undefined,
		private readonly random: () => number = Math.random,
	) {
		this.level = most;
		this.ceiling = most + 1;
		signal?.addEventListener('abort', () => this.abandon(signal.reason), { once: true });
	}

	/** Requests that may be under way at once now. */
	get allowed(): number {
		return this.level;
	}

	/** Whether a request now under way is the only one. */
	get isAlone(): boolean {
		return this.underWay === 1;
	}

	/**
	 * Runs `work` when there is room for it.
	 *
	 * @param work - gets a mark of the moment, to be handed to `refused`
	 * @param signal - ends the waiting of this one
	 * @throws the signal's reason when the execution is stopped meanwhile, or `signal` fires
	 */
	async run<Result>(
		work: (mark: number) => Promise<Result>,
		signal?: AbortSignal,
	): Promise<Result> {
		await this.room(signal);
		try {
			return await work(this.congestions);
		} finally {
			this.underWay -= 1;
			this.startNext();
		}
	}

	/** Notes a request that Identify took: pauses start short again, and the level may grow. */
	succeeded(): void {
		this.refusals = 0;
		if (this.level >= this.most) return;
		this.successes += 1;
		const nearCeiling = this.level + 1 >= this.ceiling;
		if (this.successes < this.level * (nearCeiling ? this.patience : 1)) return;
		this.successes = 0;
		this.level += 1;
		if (nearCeiling) this.ceiling = Math.max(this.level + 1, this.refusedAt);
		if (this.level > this.refusedAt) this.patience = PROBE_AFTER_ROUNDS;
		this.startNext();
	}

	/**
	 * Notes a 429. Requests that were under way together are refused together: only the first of
	 * them makes the run hold back; the others can make it wait longer, and tell how many are taken.
	 *
	 * @param retryAfterMs - how long Identify asks to wait, if it does
	 * @param mark - what `run` gave to the request
	 */
	refused(retryAfterMs: number | undefined, mark: number): void {
		const isNew = mark === this.congestions;
		if (isNew) this.holdBack();
		// Under way when the run last held back, which may just have been for this one.
		if (mark === this.congestions - 1) this.learn();
		const first = this.isAlone ? FIRST_PAUSE_MS : FIRST_PAUSE_IN_COMPANY_MS;
		const backoff = Math.min(LONGEST_PAUSE_MS, first * 2 ** (this.refusals - 1));
		const jittered = isNew ? backoff * this.random() : 0;
		this.pauseFor(Math.min(LONGEST_RETRY_AFTER_MS, retryAfterMs ?? jittered));
	}

	private holdBack(): void {
		this.congestions += 1;
		this.refusals += 1;
		this.patience = this.level === this.refusedAt ? this.patience * 2 : PROBE_AFTER_ROUNDS;
		this.refusedAt = this.level;
		this.refusedTogether = 0;
		this.successes = 0;
	}

	/**
	 * Sets the level to half. If Identify took less than that, but a good part of the requests under
	 * way, then these are what it takes at once; few or none, e.g. where it counts requests a minute,
	 * say nothing of that.
	 */
	private learn(): void {
		this.refusedTogether += 1;
		const half = Math.max(1, Math.floor(this.refusedAt / 2));
		const taken = this.refusedAt - this.refusedTogether;
		const isTelling = taken >= half / 2;
		this.level = isTelling ? Math.min(half, taken) : half;
		this.ceiling = Math.max(2, isTelling ? taken + 1 : this.refusedAt);
	}

	/** Begins a pause, or makes the one under way longer. */
	private pauseFor(wait: number): void {
		const until = performance.now() + wait;
		const isPaused = this.pausedUntil !== undefined;
		this.pausedUntil = Math.max(until, this.pausedUntil ?? 0);
		if (!isPaused) void this.sleepThrough();
	}

	private async sleepThrough(): Promise<void> {
		while (this.pausedUntil !== undefined && !this.signal?.aborted) {
			const left = this.pausedUntil - performance.now();
			if (left <= 0) this.pausedUntil = undefined;
			else await pause(left, this.signal).catch(() => undefined);
		}
		this.startNext();
	}

	private async room(signal: AbortSignal | undefined): Promise<void> {
		this.signal?.throwIfAborted();
		signal?.throwIfAborted();
		if (this.hasRoom() && this.waiting.length === 0) {
			this.underWay += 1;
			return;
		}
		const served = new AbortController();
		const waiting = new Promise<void>((start, fail) => {
			const waiter = { start, fail };
			this.waiting.push(waiter);
			const leave = () => this.leave(waiter, signal?.reason);
			// Thousands may wait, one after the other, on the one signal of an execution.
			if (signal !== this.signal)
				signal?.addEventListener('abort', leave, { signal: served.signal });
		});
		await waiting.finally(() => served.abort());
	}

	private leave(waiter: Waiter, reason: unknown): void {
		const place = this.waiting.indexOf(waiter);
		if (place < 0) return;
		this.waiting.splice(place, 1);
		waiter.fail(reason);
	}

	private hasRoom(): boolean {
		return this.pausedUntil === undefined && this.underWay < this.level;
	}

	private startNext(): void {
		while (this.hasRoom()) {
			const next = this.waiting.shift();
			if (!next) return;
			this.underWay += 1;
			next.start();
		}
	}

	private abandon(reason: unknown): void {
		for (const { fail } of this.waiting.splice(0)) fail(reason);
	}
}
