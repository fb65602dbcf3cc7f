/** What is wrong with one field of one item. */
export interface FieldIssue {
	/** The field as the user sees it. */
	label: string;
	/** Completes the sentence "<label> …". */
	problem: string;
	/** What the parameter resolved to. */
	value?: unknown;
}

const SHOWN_VALUE_LENGTH = 60;

function shown(value: unknown): string {
	if (value === undefined || value === null || value === '') return '';
	const inner = typeof value === 'object' && 'value' in value ? value.value : value;
	const text = typeof inner === 'string' ? inner : JSON.stringify(inner);
	if (text === undefined || text.trim() === '') return '';
	const short = text.length > SHOWN_VALUE_LENGTH ? `${text.slice(0, SHOWN_VALUE_LENGTH)}…` : text;
	return ` (it is "${short}")`;
}

/** An item that must not be sent, with all that is wrong with it. */
export class InvalidItem extends Error {
	override readonly name = 'InvalidItem';

	constructor(
		/** Position in the input, from 0 as n8n shows it. */
		readonly itemIndex: number,
		readonly issues: readonly FieldIssue[],
	) {
		super(
			issues.map(({ label, problem, value }) => `${label} ${problem}${shown(value)}`).join('; '),
		);
	}
}

/**
 * One message for all invalid items. Items with the same faults, as a wrong column mapping makes
 * them, share a line.
 *
 * @param total - how many items there are
 */
export function describeInvalidItems(invalid: readonly InvalidItem[], total: number): string {
	const itemsByFault = new Map<string, number[]>();
	for (const { message, itemIndex } of invalid) {
		itemsByFault.set(message, [...(itemsByFault.get(message) ?? []), itemIndex]);
	}
	const lines = [...itemsByFault].map(([fault, items]) => `Item ${ranges(items)}: ${fault}`);
	const verb = invalid.length === 1 ? 'is' : 'are';
	const count = total === 1 ? 'The item is' : `${invalid.length} of ${total} items ${verb}`;
	return `${count} invalid, so nothing was sent. ${lines.join('. ')}`;
}

/** Writes `[0, 1, 2, 5]` as `0-2, 5`. */
function ranges(numbers: readonly number[]): string {
	const parts: Array<[number, number]> = [];
	for (const number of numbers) {
		const last = parts.at(-1);
		if (last && last[1] === number - 1) last[1] = number;
		else parts.push([number, number]);
	}
	return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
