import type { INode, INodeExecutionData } from 'n8n-workflow';
import { AuthFailure, IdentifyFailure } from '../client/failure';
import type { IdentifyContext } from '../client/n8nRequest';
import { outcomeOf } from '../client/outcome';
import { Session } from '../client/session';
import { InvalidItem } from '../input/invalidItem';
import { Item } from '../input/item';
import type { ParameterSource } from '../input/parameters';
import { errorItem } from '../run/nodeErrors';
import type { Wait, WaitOperation } from '../run/operation';
import { faultsIn, prepareAll } from '../run/preparation';
import { untilOneFails } from '../run/untilOneFails';

/** What a look at an item came to; without an entry it is open. */
type Seen = { item: INodeExecutionData } | { error: Error };

/** Why an item keeps the node from going on. */
export interface Trouble {
	index: number;
	error: Error;
}

/** Who watches, and what for. */
export interface Watcher {
	context: IdentifyContext & { getNode: () => INode };
	source: ParameterSource;
	/** Whether items that fail are passed on as such (On Error: Continue). */
	goesOn: boolean;
	/** Throws when the execution has been stopped. */
	requireRunning: () => void;
}

/**
 * Whether it says something about the item itself. What Identify, the network or the credential
 * causes does not: it may pass, or be mended while the node waits.
 */
function isOfItem(error: Error): boolean {
	if (!(error instanceof IdentifyFailure)) return false;
	const { answered, passing, httpCode } = error.details;
	return answered && !passing && httpCode !== 401 && !(error instanceof AuthFailure);
}

function inOneWait(waits: ReadonlyArray<Wait | Error>): Array<Wait | Error> {
	const first = waits.find((wait) => !(wait instanceof Error));
	return waits.map((wait, index) => {
		if (wait instanceof Error || first === undefined || first instanceof Error) return wait;
		if (wait.limitMs === first.limitMs) return wait;
		const problem = `differs from that of item ${waits.indexOf(first)}: there is one wait for all items`;
		return new InvalidItem(index, [{ path: 'limitAmount', label: 'Limit', problem }]);
	});
}

/** The items of a run of the node, and which of them are final by now. */
export class Watch {
	private readonly seen = new Map<number, Seen>();

	private constructor(
		private readonly watcher: Watcher,
		private readonly waits: ReadonlyArray<Wait | Error>,
		private readonly concurrency: number,
	) {}

	/**
	 * Reads and checks all items, sending nothing.
	 *
	 * @throws NodeOperationError naming what is wrong with which item, unless the node goes on
	 */
	static async prepare(watcher: Watcher, operation: WaitOperation): Promise<Watch> {
		const { source, context, goesOn, requireRunning } = watcher;
		const { properties } = operation;
		const waits = inOneWait(
			await prepareAll(source, properties, (item) => operation.wait(item), requireRunning),
		);
		const invalid = faultsIn(context.getNode(), properties, waits);
		if (invalid && !goesOn) throw invalid;
		return new Watch(watcher, waits, new Item(source, 0, properties).concurrency());
	}

	/** The longest wait, in ms; 0 where there is nothing to wait for. */
	get limitMs(): number {
		const wait = this.waits.find((entry) => !(entry instanceof Error));
		return wait === undefined || wait instanceof Error ? 0 : wait.limitMs;
	}

	/** How many items there are. */
	get count(): number {
		return this.waits.length;
	}

	/** How many of them a later look may find final. */
	get open(): number {
		return this.waits.filter((wait, index) => {
			if (wait instanceof Error) return false;
			const seen = this.seen.get(index);
			if (seen === undefined) return true;
			return 'error' in seen && this.isTrouble(seen.error);
		}).length;
	}

	/**
	 * One item for each of the input, in its order and linked to it; undefined while one is open. With
	 * `goesOn`, those that failed are passed on as such: see `trouble` for whether they should.
	 */
	get outputs(): INodeExecutionData[] | undefined {
		const settled = this.waits.map((_wait, index) => this.settled(index));
		const outputs = settled.filter((item) => item !== undefined);
		return outputs.length === settled.length ? outputs : undefined;
	}

	/** The first item that Identify could not be asked about; with `goesOn`, not for its own sake. */
	get trouble(): Trouble | undefined {
		return [...this.seen]
			.flatMap(([index, seen]) => ('error' in seen ? [{ index, error: seen.error }] : []))
			.find(({ error }) => this.isTrouble(error));
	}

	/**
	 * Looks at all items that are not final yet. Without `goesOn` the first failure ends it.
	 *
	 * @param signal - ends the look, in place of the execution's signal
	 * @throws what `requireRunning` throws
	 */
	async look(signal?: AbortSignal): Promise<void> {
		const indexes = [...this.waits.keys()].filter((index) => !this.isFinal(index));
		if (indexes.length === 0) return;
		const opened = await outcomeOf(Session.open(this.watcher.context, this.concurrency));
		const lookAt = async (index: number) => {
			const wait = this.waits[index];
			this.watcher.requireRunning();
			if (!wait || wait instanceof Error) return;
			this.seen.delete(index);
			try {
				if ('error' in opened) throw opened.error;
				const output = await wait.look(opened.result, signal);
				if (output) this.seen.set(index, { item: { ...output, pairedItem: { item: index } } });
			} catch (error) {
				const failure = error instanceof Error ? error : new Error(String(error));
				this.seen.set(index, { error: failure });
				if (!this.watcher.goesOn) throw failure;
			}
		};
		await outcomeOf(untilOneFails(indexes, this.concurrency, lookAt));
		this.watcher.requireRunning();
	}

	private isTrouble(error: Error): boolean {
		return !this.watcher.goesOn || !isOfItem(error);
	}

	private isFinal(index: number): boolean {
		const seen = this.seen.get(index);
		return seen !== undefined && 'item' in seen;
	}

	/** What an item comes to, as far as that is known. */
	private settled(index: number): INodeExecutionData | undefined {
		const wait = this.waits[index];
		const seen = wait instanceof Error ? { error: wait } : this.seen.get(index);
		if (seen === undefined || 'item' in seen) return seen?.item;
		return this.watcher.goesOn
			? errorItem(this.watcher.context.getNode(), seen.error, index)
			: undefined;
	}
}
