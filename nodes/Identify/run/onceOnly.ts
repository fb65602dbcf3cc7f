import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, Logger } from 'n8n-workflow';
import { IdentifyFailure, ownFailure } from '../client/failure';
import { toJson } from '../output/json';
import { Journal } from './journal';
import type { Output } from './operation';

const RESUME =
	"Nothing is lost: Retry On Fail (in the node's settings), or Retry of this execution, returns those and sends only the items that are missing.";

const GO_ON =
	'An item that may have been carried out is never sent again: to go on without it, set On Error to Continue before you retry.';

/** What the result of one item is called, that of several, and what is done to get it. */
interface Words {
	one: string;
	many: string;
	done: string;
	/** Whether what was done stays done, so that it is never wanted a second time. */
	isLasting: boolean;
}

/**
 * Keeps an item from being carried out twice when n8n runs the node again: what was carried out is
 * returned as it was, and what may have been carried out is not sent again.
 */
export class OnceOnly {
	private constructor(
		private readonly journal: Journal,
		private readonly words: Words,
	) {}

	/** @param scope - operation and account */
	static open(context: IExecuteFunctions, words: Words, scope: string): OnceOnly {
		return new OnceOnly(Journal.open(context, scope), words);
	}

	/**
	 * Puts the items that an earlier try left with an unknown fate last: they fail again, which must
	 * not keep the missing ones from being sent.
	 */
	unsettledLast(indexes: readonly number[]): number[] {
		const isUnsettled = (index: number) => this.journal.recall(index)?.state === 'unknown';
		return [...indexes.filter((index) => !isUnsettled(index)), ...indexes.filter(isUnsettled)];
	}

	/**
	 * Sends an item, unless an earlier try of this run did.
	 *
	 * @throws whatever `send` throws; the earlier failure when that left the item's fate unknown
	 */
	async run(index: number, send: () => Promise<Output[]>): Promise<Output[]> {
		return await this.journal.inTurn(index, async () => await this.runAlone(index, send));
	}

	private async runAlone(index: number, send: () => Promise<Output[]>): Promise<Output[]> {
		const known = this.journal.recall(index);
		if (known?.state === 'done') return [{ json: toJson(known.json) }];
		if (known) throw ownFailure('unknown', known);
		try {
			const outputs = await send();
			const [output] = outputs;
			if (output && this.isKept) this.journal.note(index, { state: 'done', json: output.json });
			return outputs;
		} catch (error) {
			if (error instanceof IdentifyFailure && error.details.fate === 'unknown') {
				const { message, advice } = error.details;
				this.journal.note(index, { state: 'unknown', message, advice });
			}
			return await Promise.reject(error);
		}
	}

	/**
	 * Whether the result of an item answers for the next one like it. Within one run it does; but a
	 * model that moves an appointment and moves it back means it.
	 */
	private get isKept(): boolean {
		return this.words.isLasting || !this.journal.isTool;
	}

	/** Adds to the error that ends a run what was achieved, and how to go on. */
	withProgress(error: unknown): unknown {
		const { done, unsettled } = this.journal;
		if (!(error instanceof Error)) return error;
		if (done > 0) error.message = `${error.message}. Before that, ${this.progress}`;
		if (error instanceof NodeApiError || error instanceof NodeOperationError) {
			const advice = [error.description, done > 0 && RESUME, unsettled > 0 && GO_ON];
			error.description = advice.filter(Boolean).join(' ');
		}
		return error;
	}

	/**
	 * Writes what was achieved before the execution was stopped to n8n's log: of a stopped execution
	 * n8n stores neither message nor context, only what it knew when it was started.
	 */
	logProgress(logger: Logger): void {
		const { done, unsettled, results } = this.journal;
		if (done + unsettled === 0) return;
		const ids = results.map(({ ident_id: id }) => String(id)).join(', ');
		const more =
			unsettled > 0 ? `. ${unsettled} more may have been: look in the partner portal` : '';
		logger.warn(`Before the execution was stopped, ${this.progress}: ${ids || 'none'}${more}`);
	}

	/** Everything has reached the workflow: nothing need be remembered. */
	finish(): void {
		this.journal.clear();
	}

	/** E.g. "12 of 200 idents were created". */
	private get progress(): string {
		const { done, total } = this.journal;
		const { one, many, done: achieved } = this.words;
		return `${done} of ${total} ${total === 1 ? one : many} ${done === 1 ? 'was' : 'were'} ${achieved}`;
	}
}
