import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

interface Noted {
	hint: NodeExecutionHint;
	entries: string[];
}

/** By run and heading. n8n stores the hints of a run when it ends, so that one grows until then. */
const noted = new WeakMap<IExecuteFunctions, Map<string, Noted>>();

const SHOWN = 10;

/**
 * Notes what would puzzle a person who sees the output alone; n8n shows it beside the output. What
 * is noted under one heading in a run is one hint.
 *
 * @param heading - what it is about, e.g. `No files yet`
 * @param entry - IDs and states only: n8n stores it
 */
export function noteHint(context: IExecuteFunctions, heading: string, entry: string): void {
	// Not every n8n 1.x has it.
	if (typeof context.addExecutionHints !== 'function') return;
	const ofRun = noted.get(context) ?? new Map<string, Noted>();
	noted.set(context, ofRun);
	const { hint, entries } = ofRun.get(heading) ?? { hint: { message: '' }, entries: [] };
	entries.push(entry);
	const more = entries.length > SHOWN ? ` and ${entries.length - SHOWN} more` : '';
	hint.message = `${heading}: ${entries.slice(0, SHOWN).join(', ')}${more}`;
	if (ofRun.has(heading)) return;
	ofRun.set(heading, { hint, entries });
	context.addExecutionHints(hint);
}
