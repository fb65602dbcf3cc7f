import type { Look } from './confirm';
import { Lines } from './lines';
import { RecentSessions } from './recentSessions';
import { RepeatMemory } from './repeats';

/** Idents of one account that Identify is asked about at once. */
const CONFIRMED_AT_ONCE = 10;

/**
 * What callbacks of one process know of one another. n8n makes a new node object for each, and
 * saves nothing that a trigger stores while it starts an execution.
 */
export class ProcessMemory {
	/** The last event of each ident. */
	readonly repeats = new RepeatMemory();

	/** The sessions of the last seconds. */
	readonly sessions = new RecentSessions();

	/** Callbacks of one ident are dealt with one at a time, in the order in which they came. */
	readonly idents = new Lines<Look>(1);

	/** Confirmations under way, by account: one that hangs must not keep the others waiting. */
	readonly confirmations = new Lines(CONFIRMED_AT_ONCE, { each: 1_000, all: 5_000 });
}

/** The one of this process. */
export const processMemory = new ProcessMemory();
