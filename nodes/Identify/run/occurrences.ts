import type { IContextObject } from 'n8n-workflow';
import { property } from '../client/failure';

type Counts = Record<string, number>;

/** What n8n keeps: how often each was there in earlier rounds, and in the round that is the latest. */
interface Seen {
	run: number;
	earlier: Counts;
	latest: Counts;
}

const CONTEXT_KEY = 'identifyOccurrences';

/** Not by zod: a loop over many people would have it read all of them in each round. */
function isSeen(value: unknown): value is Seen {
	return (
		typeof property(value, 'run') === 'number' &&
		typeof property(value, 'earlier') === 'object' &&
		typeof property(value, 'latest') === 'object'
	);
}

/** Whether the execution knows of an earlier round or try: it does not after n8n was killed. */
export function hasOccurrences(store: IContextObject): boolean {
	return isSeen(store[CONTEXT_KEY]);
}

/**
 * Numbers what is equal over all rounds of a loop: rounds may be cut otherwise when the execution
 * begins anew, e.g. since the workflow leaves out whom it has already marked as invited.
 *
 * @param store - the node's context of the execution, which remembers earlier rounds
 * @param run - the round; a repeated one is numbered as before
 * @returns the how-many-th of its kind each is, from 1
 */
export function occurrences(
	store: IContextObject,
	run: number,
	prints: readonly string[],
): number[] {
	const stored: unknown = store[CONTEXT_KEY];
	const seen: Seen = isSeen(stored) ? stored : { run, earlier: {}, latest: {} };
	if (seen.run !== run) {
		for (const [print, count] of Object.entries(seen.latest)) {
			seen.earlier[print] = (seen.earlier[print] ?? 0) + count;
		}
	}
	const latest: Counts = {};
	const numbers = prints.map((print) => {
		const count = (latest[print] ?? 0) + 1;
		latest[print] = count;
		return (seen.earlier[print] ?? 0) + count;
	});
	store[CONTEXT_KEY] = { run, earlier: seen.earlier, latest };
	return numbers;
}
