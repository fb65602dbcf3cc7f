import type { INodeExecutionData } from 'n8n-workflow';
import type { EngineResult } from '../engine/engine';
import type { Bench } from '../engine/support';
import type { RequestEntry } from '../sandbox';
import { isJsonObject } from '../sandbox/json';
import type { Expected } from './expectations';
import type { Target } from './targets';

export type Outcome = Expected['outcome'];

/** What a run made of one input item. */
export interface ItemReport {
	input: INodeExecutionData;
	outputs: INodeExecutionData[];
	/** The kind of failure; the message itself when it is none of the known. */
	outcome: Outcome | string;
	/** What the item's error says. */
	message: string;
	/** How often Identify carried out what the item asks to change. */
	carriedOut: number;
	/** Whether a whole request for it has arrived. */
	arrived: boolean;
}

const MAYBE = /may have been carried out.*partner portal/;
const UNSENT = /nothing was sent/i;
const UNREACHED = /^Could not reach/;
const LOST = /connection broke|did not answer .* in time|fell silent|broke off/;

function outcomeOf([output]: INodeExecutionData[]): Outcome | string {
	if (!output) return 'no result';
	const { error, httpCode } = output.json;
	if (error === undefined) return 'ok';
	const message = String(error);
	if (message.startsWith('The answer to')) return 'unreadable';
	if (message.includes('is not the file that Identify signed for')) return 'hash';
	if (typeof httpCode === 'number') return String(httpCode);
	if (UNREACHED.test(message)) return 'unreached';
	return LOST.test(message) ? 'lost' : message;
}

function linkOf({ pairedItem }: INodeExecutionData): number {
	return typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : -1;
}

/** Whether the request names the person or the ident of the item. */
function isAbout({ path, parsedBody }: RequestEntry, { json }: INodeExecutionData): boolean {
	const sent = isJsonObject(parsedBody) ? parsedBody : {};
	const { email, id } = json;
	if (email !== undefined && sent.email === email) return true;
	return id !== undefined && (sent.ident_id === id || path.endsWith(`/${String(id)}`));
}

function timesCarriedOut({ sandbox }: Bench, { json }: INodeExecutionData): number {
	const idents = sandbox.created.filter(({ fields }) => fields.email === json.email);
	const dates = sandbox.appointments.filter(({ identId }) => identId === json.id);
	return idents.length + dates.length;
}

/** The results of each input item, by the links that the node gave them. */
export function reportItems(
	bench: Bench,
	result: EngineResult,
	input: INodeExecutionData[],
): ItemReport[] {
	return input.map((item, index) => {
		const outputs = result.items.filter((output) => linkOf(output) === index);
		return {
			input: item,
			outputs,
			outcome: outcomeOf(outputs),
			message: String(outputs[0]?.json.error ?? ''),
			carriedOut: timesCarriedOut(bench, item),
			arrived: bench.sandbox.requests.entries.some(
				(entry) => entry.bodyRead && isAbout(entry, item),
			),
		};
	});
}

export function isInOrder({ items }: EngineResult): boolean {
	const links = items.map(linkOf);
	return links.every((link, place) => link >= (links[place - 1] ?? 0));
}

/** Whether an item's success or failure changes something at Identify. */
export function changesSomething(target: Target): boolean {
	return target.class === 'changing' || target.class === 'refresh';
}

/** No result at all, or a success of which Identify knows nothing. */
export function isLost(target: Target, { outcome, outputs, carriedOut }: ItemReport): boolean {
	return outputs.length === 0 || (changesSomething(target) && outcome === 'ok' && carriedOut === 0);
}

/** Called failed, without a word that it may have happened; but it has. */
export function isWronglyFailed({ outcome, message, carriedOut }: ItemReport): boolean {
	return outcome !== 'ok' && carriedOut > 0 && !MAYBE.test(message);
}

/** Says that nothing was sent, but it has arrived. */
export function isWronglyUnsent({ message, arrived }: ItemReport): boolean {
	return arrived && UNSENT.test(message);
}

/** Says that it may have happened, where that cannot be. */
export function isWronglyUnsure(target: Target, { outcome, message }: ItemReport): boolean {
	const maybe = target.class === 'changing' && !['401', '429', 'unreached'].includes(outcome);
	return MAYBE.test(message) && !maybe;
}
