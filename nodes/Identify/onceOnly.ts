import type { IExecuteFunctions } from 'n8n-workflow';
import { IdentifyFailure } from './client/failure';
import { Journal } from './client/journal';
import { auth } from './contract/auth';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Output } from './resources/operation';
import { toJson } from './resources/output';

const RESUME =
	"Nothing is lost: Retry On Fail (in the node's settings), or Retry of this execution, returns those and sends only the items that are missing.";

/** What the result of one item is called, and that of several. */
interface Words {
	one: string;
	many: string;
}

/** Whether a request may have been carried out although no answer says so. */
function isUnknown({ details }: IdentifyFailure): boolean {
	const { kind, httpCode, section } = details;
	// Without a token the request itself was not sent.
	if (section === auth.section) return false;
	return kind === 'lost' || kind === 'unreadable' || kind === 'cancelled' || (httpCode ?? 0) >= 500;
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

	static open(context: IExecuteFunctions, words: Words): OnceOnly {
		return new OnceOnly(Journal.open(context), words);
	}

	/**
	 * Sends an item, unless an earlier try of this run did.
	 *
	 * @throws whatever `send` throws; the earlier failure when that left the item's fate unknown
	 */
	async run(index: number, send: () => Promise<Output[]>): Promise<Output[]> {
		const known = this.journal.recall(index);
		if (known?.state === 'done') return [{ json: toJson(known.json) }];
		if (known) {
			throw new IdentifyFailure({ kind: 'lost', httpCode: null, messages: [], ...known });
		}
		try {
			const outputs = await send();
			const [output] = outputs;
			if (output) this.journal.note(index, { state: 'done', json: output.json });
			return outputs;
		} catch (error) {
			if (error instanceof IdentifyFailure && isUnknown(error)) {
				const { message, advice } = error.details;
				this.journal.note(index, { state: 'unknown', message, advice });
			}
			return await Promise.reject(error);
		}
	}

	/** Adds to the error that ends a run what was achieved, and how to go on. */
	withProgress(error: unknown): unknown {
		const { done, total } = this.journal;
		if (!(error instanceof Error) || done === 0) return error;
		const what = done === 1 ? this.words.one : this.words.many;
		error.message = `${error.message}. Before that, ${done} of ${total} ${what}`;
		if (error instanceof NodeApiError || error instanceof NodeOperationError) {
			error.description = `${error.description ?? ''} ${RESUME}`.trim();
		}
		return error;
	}

	/** Everything has reached the workflow: nothing need be remembered. */
	finish(): void {
		this.journal.clear();
	}
}
