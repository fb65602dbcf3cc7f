import { createHash } from 'node:crypto';

/** The last event of an ident. */
export interface LastEvent {
	/** The key of the callback as it came. */
	said: string;
	/** The key of the event as it was emitted. */
	emitted: string;
	/** Whether Identify said the same as the callback. */
	agrees: boolean;
}

interface Remembered extends LastEvent {
	/** When n8n took it, in ms. */
	at: number;
}

/** Idents remembered at most, over all workflows of the process: about 10 MB. */
const REMEMBERED_MAX = 20_000;

/** Keys hold names; what is kept for long must not. */
function digest(key: string): string {
	return createHash('sha256').update(key).digest('base64');
}

/**
 * Remembers the last event of each ident, in the memory of the process that receives callbacks.
 * n8n does not save what a trigger stores while it starts an execution, and a database would be
 * asked too late: repeats come within milliseconds. Repeats days apart, or after a restart, are for
 * n8n's Remove Duplicates node.
 */
export class RepeatMemory {
	private readonly last = new Map<string, Remembered>();

	constructor(
		private readonly now: () => number = () => performance.now(),
		private readonly max: number = REMEMBERED_MAX,
	) {}

	/** How many idents are remembered. */
	get size(): number {
		return this.last.size;
	}

	/**
	 * Whether a callback needs no confirmation, because the last event of its ident is it. Where
	 * Identify disagreed, it does: a forged callback must not keep out the real one, which may follow.
	 *
	 * @param windowMs - how long an event is remembered
	 */
	isRepeatedCallback(ident: string, said: string, windowMs: number): boolean {
		return this.recall(ident, windowMs)?.agrees === true && this.wasSaid(ident, said, windowMs);
	}

	/** Whether the last event of an ident came of an equal callback, whatever Identify said. */
	wasSaid(ident: string, said: string, windowMs: number): boolean {
		return this.recall(ident, windowMs)?.said === digest(said);
	}

	/** Whether an event equals the last one of its ident. */
	isRepeatedEvent(ident: string, emitted: string, windowMs: number): boolean {
		return this.recall(ident, windowMs)?.emitted === digest(emitted);
	}

	/** Notes an event that n8n has taken. */
	remember(ident: string, { said, emitted, agrees }: LastEvent): void {
		this.last.delete(ident);
		this.last.set(ident, {
			said: digest(said),
			emitted: digest(emitted),
			agrees,
			at: this.now(),
		});
		const oldest = this.last.keys().next();
		if (this.last.size > this.max && !oldest.done) this.last.delete(oldest.value);
	}

	/**
	 * Forgets an ident's last event, because the ident has had another status since, which a filter
	 * dropped or n8n did not take: whatever comes next is no repeat.
	 */
	forget(ident: string): void {
		this.last.delete(ident);
	}

	private recall(ident: string, windowMs: number): Remembered | undefined {
		const remembered = this.last.get(ident);
		return remembered && this.now() - remembered.at < windowMs ? remembered : undefined;
	}
}
