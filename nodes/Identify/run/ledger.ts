import type { IExecuteFunctions } from 'n8n-workflow';
import type { Session } from '../client/session';
import { entriesOf, type Entries, type Plan } from './ledgerEntries';
import { lineageOf } from './lineage';
import { hasOccurrences } from './occurrences';
import { Processed } from './processed';
import { isToolCall } from './toolCall';

/**
 * What is known of an item that is about to be sent: nothing; that it was carried out, though its
 * result is lost; or that it may have been.
 */
export type Claim = 'new' | 'done' | 'open';

/** What became of an item that was sent; `released` is as if it had not been. */
export type Outcome = 'done' | 'released';

/** How many entries n8n keeps at least for a node; with 10,000 a write costs some milliseconds. */
const KEPT = 10_000;

/** How many writes a run takes at most, however many items it has. */
const WRITES = 500;

/** How many of a run's entries are written again each time, should another process undo them. */
const REWRITTEN = 2_000;

/**
 * Notes in n8n's database what is about to be sent, so that an execution that begins anew after n8n
 * was killed does not send it again. The node's context, which holds the results, is stored only
 * when an execution ends.
 *
 * It holds hashes only, keyed with a secret: those who read n8n's database cannot try out people.
 * Without a database that takes them (an unsaved workflow, n8n's database away), items are sent
 * nevertheless: it takes a kill besides for harm to be done.
 */
export class Ledger {
	private readonly claims = new Map<number, Promise<Claim>>();

	/** Claimed, but not asked for yet. */
	private readonly ahead = new Set<number>();

	/** What should stand in the database, in the order of writing. */
	private readonly held = new Set<string>();

	/** What should not. */
	private obsolete: string[] = [];

	private removal = Promise.resolve();

	private isBroken = false;

	private readonly block: number;

	private readonly queue: Iterator<number>;

	private constructor(
		private readonly context: IExecuteFunctions,
		private readonly processed: Processed | undefined,
		private readonly entries: ReadonlyMap<number, Entries>,
		concurrency: number,
		/** Whether what any execution sent may be what the one that is retried sent. */
		private readonly isBlindRetry: boolean,
	) {
		const { size } = entries;
		this.block = Math.max(1, Math.ceil(Math.min(concurrency, size) / 2), Math.ceil(size / WRITES));
		this.queue = entries.keys();
	}

	/** Opens the ledger of one run of the node, before any item is sent. */
	static open(context: IExecuteFunctions, session: Session, plan: Plan): Ledger {
		const lineage = lineageOf(context);
		// Without a lineage, the calls of a tool may be those of several executions.
		const isKept = lineage !== undefined || !isToolCall(context);
		const processed = isKept ? Processed.of(context) : undefined;
		const isBlindRetry =
			lineage === undefined &&
			context.getMode() === 'retry' &&
			!hasOccurrences(context.getContext('node'));
		const entries = processed
			? entriesOf(context, session, lineage, plan)
			: new Map<number, Entries>();
		return new Ledger(context, processed, entries, plan.concurrency, isBlindRetry);
	}

	/**
	 * Notes that an item is about to be sent; items are to be claimed in the order of the plan. Some
	 * are noted together, ahead of their turn, since each write costs time.
	 *
	 * @returns what was known of it before; if anything, it must not be sent
	 */
	async claim(index: number): Promise<Claim> {
		if (!this.claims.has(index)) this.claimBlock(index);
		this.ahead.delete(index);
		return (await this.claims.get(index)) ?? 'new';
	}

	/** Notes, soon, what became of an item that was claimed; nothing while it is not known. */
	settle(index: number, outcome: Outcome): void {
		const entries = this.entries.get(index);
		if (!entries) return;
		const { begun, open, ever } = entries;
		this.drop(open);
		if (outcome === 'done') return;
		this.drop(begun);
		if (ever !== undefined) this.drop(ever);
		// It may be sent again.
		this.claims.delete(index);
	}

	/** Notes what is not noted yet; nothing may be under way. */
	async close(): Promise<void> {
		await Promise.all(this.claims.values());
		for (const index of this.ahead) this.settle(index, 'released');
		this.ahead.clear();
		await this.removal;
		if (this.held.size > 0) await this.write([]);
		await this.removeObsolete();
	}

	private drop(entry: string): void {
		if (this.held.delete(entry)) this.obsolete.push(entry);
	}

	private claimBlock(first: number): void {
		const block = [first];
		while (block.length < this.block) {
			const next = this.queue.next();
			if (next.done === true) break;
			if (next.value !== first && !this.claims.has(next.value)) block.push(next.value);
		}
		const written = this.writeBlock(block);
		for (const index of block) {
			this.ahead.add(index);
			this.claims.set(
				index,
				written.then((claims) => claims.get(index) ?? 'new'),
			);
		}
	}

	private async writeBlock(block: readonly number[]): Promise<Map<number, Claim>> {
		const mine = block.flatMap((index): Array<[number, Entries]> => {
			const entries = this.entries.get(index);
			return entries ? [[index, entries]] : [];
		});
		const wanted = mine.flatMap(([, { begun, open, ever }]) =>
			ever === undefined ? [begun, open] : [begun, open, ever],
		);
		const found = await this.write(wanted);
		const claims = new Map<number, Claim>();
		for (const [index, { begun, open, ever }] of mine) {
			const wasBegun = found.has(begun);
			const wasEver = ever !== undefined && found.has(ever);
			const claim = wasBegun && !found.has(open) ? 'done' : 'open';
			const isKnown = wasBegun || (this.isBlindRetry && wasEver);
			claims.set(index, isKnown ? claim : 'new');
			// What this run did not add is not its own to remove.
			if (!isKnown || !wasBegun) this.held.add(begun);
			if (!found.has(open)) this.held.add(open);
			if (ever !== undefined && !wasEver) this.held.add(ever);
			if (!isKnown) continue;
			this.ahead.delete(index);
			if (!wasBegun) this.drop(begun);
			this.drop(open);
		}
		// Nobody waits for it: what is not removed yet tells less than is known.
		if (this.obsolete.length >= this.block) this.removal = this.removeObsolete();
		return claims;
	}

	/** @returns the entries that were there already */
	private async write(entries: readonly string[]): Promise<Set<string>> {
		const rewritten = [...this.held].slice(-REWRITTEN);
		const atMost = Math.max(KEPT, 3 * this.entries.size);
		return await this.attempt(
			async (processed) => await processed.add([...rewritten, ...entries], atMost),
			new Set<string>(),
		);
	}

	private async removeObsolete(): Promise<void> {
		const obsolete = this.obsolete.splice(0);
		if (obsolete.length === 0) return;
		await this.attempt(async (processed) => await processed.remove(obsolete), undefined);
	}

	/** Goes on without the database when it fails: nothing is written to it any more in this run. */
	private async attempt<Result>(
		work: (processed: Processed) => Promise<Result>,
		otherwise: Result,
	): Promise<Result> {
		if (!this.processed || this.isBroken) return otherwise;
		try {
			return await work(this.processed);
		} catch (error) {
			this.isBroken = true;
			const why = error instanceof Error ? error.message : String(error);
			this.context.logger.warn(
				`n8n's database does not keep what this run sends (${why}). Should n8n be killed meanwhile, look in the partner portal before you retry`,
			);
			return otherwise;
		}
	}
}
