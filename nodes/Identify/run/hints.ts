import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

/**
 * Says something about the output, above it in the editor, where the output alone would puzzle.
 *
 * @param message - IDs and states only: n8n stores it
 * @returns the hint; n8n stores it when the run ends, so that it may change until then
 */
export function addHint(
	context: IExecuteFunctions,
	message: string,
	type: 'info' | 'warning' = 'info',
): NodeExecutionHint {
	const hint: NodeExecutionHint = { message, type, location: 'outputPane' };
	// Not every n8n 1.x has it.
	if (typeof context.addExecutionHints === 'function') context.addExecutionHints(hint);
	return hint;
}

interface Noted {
	hint: NodeExecutionHint;
	entries: string[];
}

/** By run and heading. */
const noted = new WeakMap<IExecuteFunctions, Map<string, Noted>>();

const SHOWN = 10;

/**
 * Adds a hint that grows: what is noted under one heading in a run is one.
 *
 * @param heading - what it is about, e.g. `No files yet`
 */
export function noteHint(context: IExecuteFunctions, heading: string, entry: string): void {
	const ofRun = noted.get(context) ?? new Map<string, Noted>();
	noted.set(context, ofRun);
	const { hint, entries } = ofRun.get(heading) ?? { hint: addHint(context, ''), entries: [] };
	ofRun.set(heading, { hint, entries });
	entries.push(entry);
	const more = entries.length > SHOWN ? ` and ${entries.length - SHOWN} more` : '';
	hint.message = `${heading}: ${entries.slice(0, SHOWN).join(', ')}${more}`;
}
