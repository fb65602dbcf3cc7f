import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, Logger } from 'n8n-workflow';
import { IdentifyFailure, ownFailure } from '../client/failure';
import type { Session } from '../client/session';
import { toJson } from '../output/json';
import { Journal } from './journal';
import { Ledger } from './ledger';
import type { Plan } from './ledgerEntries';
import type { Change, Output } from './operation';
import { untilOneFails } from './untilOneFails';

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

/** What a person is told of an item that an earlier run of the execution began before a kill. */
function lostWords(claim: 'done' | 'open', done: string, lookFor: string) {
	const advice = `Look in the partner portal for ${lookFor}`;
	return claim === 'done'
		? {
				message: `This item was ${done} already, before n8n was killed or restarted; Identify's answer is lost`,
				advice: `${advice}.`,
			}
		: {
				message: `This item may have been ${done} already: n8n was killed or restarted before it could keep Identify's answer`,
				advice: `${advice}: if it is missing, run this item in a new execution.`,
			};
}

/**
 * Keeps an item from being carried out twice when n8n runs the node again: what was carried out is
 * returned as it was, and what may have been carried out is not sent again.
 */
export class OnceOnly {
	/** Items that an earlier run began before n8n was killed, found when they were to be sent. */
	private readonly lost = new Set<number>();

	private constructor(
		private readonly journal: Journal,
		private readonly ledger: Ledger,
		private readonly words: Words,
	) {}

	/** Opens what is remembered of this run of the node. */
	static open(context: IExecuteFunctions, session: Session, words: Words, plan: Plan): OnceOnly {
		const journal = Journal.open(context, plan.scope);
		const ledger = Ledger.open(context, session, plan);
		return new OnceOnly(journal, ledger, words);
	}

	/**
	 * Does `work` for all items, at most `concurrency` at once. Those with an unknown fate are last:
	 * they fail again, which must not keep the missing ones from being sent.
	 *
	 * @param work - sends an item by `run`
	 * @throws the first error of `work`
	 */
	async forEach(
		indexes: readonly number[],
		concurrency: number,
		work: (index: number) => Promise<void>,
	): Promise<unknown> {
		const isUnsettled = (index: number) => this.journal.recall(index)?.state === 'unknown';
		const last = indexes.filter(isUnsettled);
		try {
			const first = indexes.filter((index) => !isUnsettled(index));
			await untilOneFails(first, concurrency, async (index) => {
				try {
					await work(index);
				} catch (error) {
					if (!this.lost.has(index)) return await Promise.reject(error);
					last.push(index);
				}
			});
			return await untilOneFails(last, concurrency, work);
		} finally {
			await this.ledger.close();
		}
	}

	/**
	 * Sends an item, unless an earlier try of this run did.
	 *
	 * @throws whatever sending it throws; the earlier failure when that left the item's fate unknown
	 */
	async run(index: number, change: Change, session: Session): Promise<Output[]> {
		return await this.journal.inTurn(
			index,
			async () => await this.runAlone(index, change, session),
		);
	}

	private async runAlone(index: number, change: Change, session: Session): Promise<Output[]> {
		const known = this.journal.recall(index);
		if (known?.state === 'done') return [{ json: toJson(known.json) }];
		if (known) throw ownFailure('unknown', known);
		const claim = await this.ledger.claim(index);
		if (claim !== 'new') {
			const words = lostWords(claim, this.words.done, change.lookFor);
			this.journal.note(index, { state: 'unknown', ...words });
			this.lost.add(index);
			throw ownFailure('unknown', words);
		}
		try {
			const outputs = await change.send(session);
			const [output] = outputs;
			if (output && this.isKept) this.journal.note(index, { state: 'done', json: output.json });
			this.ledger.settle(index, this.isKept ? 'done' : 'released');
			return outputs;
		} catch (error) {
			if (error instanceof IdentifyFailure && error.details.fate === 'unknown') {
				const { message, advice } = error.details;
				this.journal.note(index, { state: 'unknown', message, advice });
			} else {
				this.ledger.settle(index, 'released');
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
