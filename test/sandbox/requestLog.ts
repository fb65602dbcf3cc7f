import type { Json } from './json';

/** What the sandbox's own validation found. `errors` made the request fail, the others did not. */
export interface ValidationNotes {
	errors: string[];
	warnings: string[];
	uppercaseViolations: string[];
	undocumentedFields: string[];
	emptyOptionalFields: string[];
}

export interface RequestEntry {
	readonly seq: number;
	readonly time: string;
	readonly method: string;
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** Lower-cased names; repeated headers joined by a comma. */
	readonly headers: Readonly<Record<string, string>>;
	/** Requests with the same number came over the same connection. */
	readonly socketId: number;
	/** Requests being handled when this one arrived, itself included. */
	readonly inFlight: number;
	bodyRead: boolean;
	body: Buffer;
	parsedBody: Json | undefined;
	readonly validation: ValidationNotes;
	/** The status answered, null while (or if never) answered. */
	status: number | null;
	/** The operation was done, whether or not its answer arrived. */
	carriedOut: boolean;
	/** The kinds of the faults that struck this request. */
	readonly faults: string[];
	/** The answer has been sent completely or the connection has ended. */
	finished: boolean;
}

interface Waiter {
	predicate: (entry: RequestEntry) => boolean;
	resolve: (entry: RequestEntry) => void;
	reject: (error: Error) => void;
}

/** Every request to the API, oldest first. Control requests never appear here. */
export class RequestLog {
	private readonly list: RequestEntry[] = [];
	private readonly waiters = new Set<Waiter>();
	private readonly timers = new Map<Waiter, NodeJS.Timeout>();
	private lastSeq = 0;

	constructor(private readonly maxEntries = 50_000) {}

	get entries(): readonly RequestEntry[] {
		return this.list;
	}

	get count(): number {
		return this.list.length;
	}

	/** Requests to one endpoint; `path` may be a prefix ending in `/`. */
	to(method: string, path: string): RequestEntry[] {
		const matches = (actual: string) =>
			path.endsWith('/') ? actual.startsWith(path) : actual === path;
		return this.list.filter((entry) => entry.method === method && matches(entry.path));
	}

	nextSeq(): number {
		return ++this.lastSeq;
	}

	add(entry: RequestEntry): void {
		this.list.push(entry);
		if (this.list.length > this.maxEntries) this.list.shift();
		this.changed(entry);
	}

	/** Waiters look again: the entry arrived, was read, was answered or has finished. */
	changed(entry: RequestEntry): void {
		for (const waiter of [...this.waiters]) {
			if (!waiter.predicate(entry)) continue;
			this.forget(waiter);
			waiter.resolve(entry);
		}
	}

	/** A request, past or future, that fulfils the predicate. */
	async waitForRequest(
		predicate: (entry: RequestEntry) => boolean,
		timeoutMs = 5_000,
	): Promise<RequestEntry> {
		const known = this.list.find(predicate);
		if (known) return known;
		return await new Promise((resolve, reject) => {
			const waiter: Waiter = { predicate, resolve, reject };
			this.waiters.add(waiter);
			const expire = () => {
				this.forget(waiter);
				reject(new Error(`No such request within ${timeoutMs} ms (${this.count} logged).`));
			};
			this.timers.set(waiter, setTimeout(expire, timeoutMs));
		});
	}

	clear(): void {
		this.list.length = 0;
		this.lastSeq = 0;
	}

	/** Nobody shall wait for requests to a sandbox that has stopped. */
	abandonWaiters(): void {
		for (const waiter of [...this.waiters]) {
			this.forget(waiter);
			waiter.reject(new Error('The sandbox has stopped.'));
		}
	}

	private forget(waiter: Waiter): void {
		clearTimeout(this.timers.get(waiter));
		this.timers.delete(waiter);
		this.waiters.delete(waiter);
	}
}
