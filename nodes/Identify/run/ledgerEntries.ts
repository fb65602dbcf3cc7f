import type { IExecuteFunctions } from 'n8n-workflow';
import { keyedHash } from '../client/keyedHash';
import type { Session } from '../client/session';
import { occurrences } from './occurrences';
import type { Change } from './operation';
import { isToolCall } from './toolCall';

/** What stands in the ledger for one item. */
export interface Entries {
	/** It is about to be sent, or was. */
	begun: string;
	/** No answer has come. It goes when one does: a lost write then only tells less than is known. */
	open: string;
	/** It was sent by this or another execution: where a retry cannot be told from another one. */
	ever: string | undefined;
}

/** What a run sends. */
export interface Plan {
	/** Operation and account. */
	scope: string;
	/** What may be sent, by item. */
	changes: ReadonlyMap<number, Change>;
	/** How many are under way at once. */
	concurrency: number;
}

/** How much of a hash the node's context keeps: it only counts who is there twice. */
const SHORT = 8;

/**
 * Works out the entries of each item: hashes of what is sent, keyed with a secret, so that those who
 * read n8n's database cannot try out people.
 *
 * @param lineage - what the execution has in common with its retries, if n8n says so; else the
 *   entries are those of the execution's ID, and of the API key
 * @returns the entries by item, in the order of the plan
 */
export function entriesOf(
	context: IExecuteFunctions,
	session: Session,
	lineage: string | undefined,
	{ scope, changes }: Plan,
): Map<number, Entries> {
	const hash = (content: string) =>
		lineage === undefined ? session.fingerprint(content) : keyedHash(lineage, content);
	const list = [...changes];
	const prints = list.map(([, { identity }]) => hash(JSON.stringify([scope, identity])));
	const numbers = numbersOf(context, prints);
	const execution = lineage === undefined ? context.getExecutionId() : '';
	const entries = list.map(([index], place): [number, Entries] => {
		const base = `${prints[place]} ${numbers[place]}`;
		const begun = `${base} ${execution}`;
		const ever = lineage === undefined ? `${base} ever` : undefined;
		return [index, { begun, open: `${begun} open`, ever }];
	});
	return new Map(entries);
}

/** Equal calls of a tool mean the same; equal items do not. */
function numbersOf(context: IExecuteFunctions, prints: readonly string[]): number[] {
	if (isToolCall(context)) return prints.map(() => 1);
	const run = Number(context.getWorkflowDataProxy(0).$runIndex);
	const short = prints.map((print) => print.slice(0, SHORT));
	return occurrences(context.getContext('node'), run, short);
}
