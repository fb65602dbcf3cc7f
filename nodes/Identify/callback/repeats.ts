/** What became of a callback. */
export interface Fate<Event> {
	kind: 'emitted' | 'filtered' | 'repeated';
	/** What to start the workflow with, when emitted. */
	event?: Event;
	/** Whether Identify says the same as the callback, so that the fate holds for equal ones. */
	agrees: boolean;
}

interface Remembered {
	/** The callback as it came, when Identify agreed with it; see `recall`. */
	callbackKey: string | undefined;
	/** The event as it was emitted. */
	eventKey: string;
	/** When it was emitted, in ms. */
	at: number;
}

/** Idents remembered at most, over all workflows of the process: about 10 MB. */
const REMEMBERED_MAX = 20_000;

/**
 * Remembers the last event emitted for each ident, in the memory of the process that receives
 * callbacks. n8n does not save what a trigger stores while it starts an execution, and a database
 * would be asked too late: repeats come within milliseconds. Repeats days apart, or after a
 * restart, are for n8n's Remove Duplicates node.
 */
export class RepeatMemory {
	private readonly last = new Map<string, Remembered>();

	private readonly inFlight = new Map<string, Promise<Fate<unknown>>>();

	constructor(
		private readonly now: () => number = () => performance.now(),
		private readonly max: number = REMEMBERED_MAX,
	) {}

	/** How many idents are remembered. */
	get size(): number {
		return this.last.size;
	}

	/**
	 * Lets equal callbacks that arrive while the first is being confirmed wait for it: they share
	 * its failure, or are repeats of it.
	 *
	 * @param key - workflow, node and the whole callback
	 * @param work - confirms and emits
	 * @param waited - whether the caller has already waited for another
	 * @throws whatever `work` throws, for all of them
	 */
	async share<Event>(
		key: string,
		work: () => Promise<Fate<Event>>,
		waited = false,
	): Promise<Fate<Event>> {
		const leader = this.inFlight.get(key);
		if (leader) {
			const { kind, agrees } = await leader;
			if (agrees || waited) return { kind: kind === 'filtered' ? 'filtered' : 'repeated', agrees };
			// The first may have been forged, and Identify asked before the status really changed:
			// those that waited ask once more, together. That answer is younger than their callbacks.
			return await this.share(key, work, true);
		}
		const mine = work();
		this.inFlight.set(key, mine);
		try {
			return await mine;
		} finally {
			if (this.inFlight.get(key) === mine) this.inFlight.delete(key);
		}
	}

	/**
	 * Whether a callback needs no confirmation, because the last event of its ident is it.
	 *
	 * @param windowMs - how long an event is remembered
	 */
	isRepeatedCallback(ident: string, callbackKey: string, windowMs: number): boolean {
		return this.recall(ident, windowMs)?.callbackKey === callbackKey;
	}

	/** Whether an event equals the last one of its ident. */
	isRepeatedEvent(ident: string, eventKey: string, windowMs: number): boolean {
		return this.recall(ident, windowMs)?.eventKey === eventKey;
	}

	/**
	 * Notes an event that is being emitted.
	 *
	 * @param callbackKey - undefined when Identify disagreed: a forged callback must not keep the
	 *   real one, which may follow, from being confirmed
	 */
	remember(ident: string, callbackKey: string | undefined, eventKey: string): void {
		this.last.delete(ident);
		this.last.set(ident, { callbackKey, eventKey, at: this.now() });
		const oldest = this.last.keys().next();
		if (this.last.size > this.max && !oldest.done) this.last.delete(oldest.value);
	}

	/** Forgets every ident whose key begins so, e.g. those of a node that was switched off. */
	forget(prefix: string): void {
		for (const key of this.last.keys()) if (key.startsWith(prefix)) this.last.delete(key);
	}

	private recall(ident: string, windowMs: number): Remembered | undefined {
		const remembered = this.last.get(ident);
		return remembered && this.now() - remembered.at < windowMs ? remembered : undefined;
	}
}
