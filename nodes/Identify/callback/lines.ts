import { Refusal } from './reply';

/** Callbacks that may stand in one line, and in all lines of a process together. */
const BOUNDS = { each: 30, all: 1_000 };

interface Waiter {
	start: () => void;
	fail: (reason: unknown) => void;
}

/** A line before a counter: who came first is served first, so many at once. */
export class Line<Note> {
	/** What those served leave for those behind them. */
	note: Note | undefined;

	/** Those who wait, are served, or mean to come again. */
	members = 0;

	private readonly waiting: Waiter[] = [];

	constructor(private free: number) {}

	/**
	 * Waits for a turn.
	 *
	 * @returns what ends the turn; to call it again does nothing
	 * @throws the signal's reason when it fires before
	 */
	async turn(signal: AbortSignal): Promise<() => void> {
		signal.throwIfAborted();
		if (this.free > 0) this.free -= 1;
		else await this.wait(signal);
		let isOver = false;
		return () => {
			if (isOver) return;
			isOver = true;
			const next = this.waiting.shift();
			if (next) next.start();
			else this.free += 1;
		};
	}

	private async wait(signal: AbortSignal): Promise<void> {
		await new Promise<void>((start, fail) => {
			const waiter = { start, fail };
			this.waiting.push(waiter);
			const leave = () => {
				const place = this.waiting.indexOf(waiter);
				if (place < 0) return;
				this.waiting.splice(place, 1);
				fail(signal.reason);
			};
			signal.addEventListener('abort', leave, { once: true });
		});
	}
}

/** The lines of a process, one for each key that somebody stands for. */
export class Lines<Note = undefined> {
	private readonly lines = new Map<string, Line<Note>>();

	private members = 0;

	/**
	 * @param atOnce - how many of a line are served at once
	 * @param bounds - the rest is sent away, so that a flood can neither fill the memory nor make
	 *   others wait
	 */
	constructor(
		private readonly atOnce: number,
		private readonly bounds = BOUNDS,
	) {}

	/** How many lines there are. */
	get size(): number {
		return this.lines.size;
	}

	/**
	 * Joins a line, or opens one; whoever joins must leave.
	 *
	 * @throws Refusal 503 when too many stand there
	 */
	join(key: string): Line<Note> {
		const line = this.lines.get(key) ?? new Line<Note>(this.atOnce);
		if (line.members >= this.bounds.each || this.members >= this.bounds.all) {
			throw new Refusal(503, 'Too many callbacks wait to be dealt with.');
		}
		this.lines.set(key, line);
		line.members += 1;
		this.members += 1;
		return line;
	}

	/** Leaves a line; the last one closes it. */
	leave(key: string): void {
		const line = this.lines.get(key);
		if (!line) return;
		line.members -= 1;
		this.members -= 1;
		if (line.members === 0) this.lines.delete(key);
	}
}
