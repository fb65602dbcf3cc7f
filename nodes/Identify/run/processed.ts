import type { IExecuteFunctions } from 'n8n-workflow';
import { property } from '../client/failure';
import { outcomeOf } from '../client/outcome';
import { Turns } from './turns';

/** n8n reads all entries of a node, changes them, and writes them back, without a lock. */
const turns = new Turns();

const MODE = { mode: 'entries' } as const;

/** Two processes may both find that the node has no entries yet, and only one can begin them. */
const TRIES = 3;

/**
 * What a node noted in n8n's database, across executions: nothing else that n8n offers to a node
 * is stored at once, and so outlives a process that is killed. It is the memory of n8n's Remove
 * Duplicates: a list of hashes for each node, which can be added, found when added again, and
 * removed. Within a process, writers of one node take turns; two processes may undo one another's
 * writes.
 */
export class Processed {
	private constructor(
		private readonly context: IExecuteFunctions,
		private readonly row: string,
	) {}

	/** @returns undefined where n8n offers no such memory */
	static of(context: IExecuteFunctions): Processed | undefined {
		if (typeof property(context.helpers, 'checkProcessedAndRecord') !== 'function')
			return undefined;
		return new Processed(context, `${context.getWorkflow().id} ${context.getNode().id}`);
	}

	/**
	 * Adds entries.
	 *
	 * @param atMost - how many of the node's entries n8n keeps, the newest
	 * @returns those that were there already
	 * @throws whatever n8n's database or its absence causes
	 */
	async add(entries: readonly string[], atMost: number): Promise<Set<string>> {
		const { helpers } = this.context;
		const options = { ...MODE, maxEntries: atMost };
		const { processed } = await this.inTurn(
			async () => await helpers.checkProcessedAndRecord([...entries], 'node', options),
		);
		return new Set(processed.map(String));
	}

	/** @throws as `add` */
	async remove(entries: readonly string[]): Promise<void> {
		const { helpers } = this.context;
		await this.inTurn(async () => await helpers.removeProcessed([...entries], 'node', MODE));
	}

	private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
		return await turns.take(this.row, async () => {
			for (let left = TRIES - 1; left > 0; left--) {
				const outcome = await outcomeOf(work());
				if ('result' in outcome) return outcome.result;
			}
			return await work();
		});
	}
}
