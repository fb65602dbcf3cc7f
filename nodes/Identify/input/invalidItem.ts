import type { INodeProperties } from 'n8n-workflow';
import { property } from '../client/failure';
import { labelOf } from './labels';

/** What is wrong with one field of one item. */
export interface FieldIssue {
	/** The parameter, e.g. `birthday` or `additionalFields.gender`; empty when n8n does not tell it. */
	path: string;
	/** The field as the user sees it. */
	label: string;
	/** Completes the sentence "<label> …". */
	problem: string;
	/** What the parameter resolved to. */
	value?: unknown;
}

const SHOWN_VALUE_LENGTH = 60;

/** As many faults as a person reads, or n8n's editor shows. */
const SHOWN_FAULTS = 20;

/** A run of the same fault in every other item has as many ranges as items. */
const SHOWN_RANGES = 10;

/** Writes what has no text of its own; what JSON cannot hold is named by its kind. */
function written(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value !== 'object') return String(value);
	try {
		return JSON.stringify(value, (_key, inner: unknown) =>
			typeof inner === 'bigint' ? String(inner) : inner,
		);
	} catch {
		return Array.isArray(value)
			? 'a list that JSON cannot hold'
			: 'an object that JSON cannot hold';
	}
}

/** The beginning of a value as text, that of a resource locator's own; empty when there is nothing. */
export function shownValue(value: unknown): string {
	if (value === undefined || value === null || value === '') return '';
	const inner: unknown = typeof value === 'object' && 'value' in value ? value.value : value;
	const text: string | undefined = written(inner);
	if (inner === undefined || text === undefined || text.trim() === '') return '';
	return text.length > SHOWN_VALUE_LENGTH ? `${text.slice(0, SHOWN_VALUE_LENGTH)}…` : text;
}

function shown(value: unknown): string {
	const text = shownValue(value);
	return text === '' ? '' : ` (it is "${text}")`;
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
 * What is wrong with an item that could not be read.
 *
 * @param error - an InvalidItem, or what n8n threw, e.g. since an expression failed
 * @param properties - the operation's parameters, for their labels
 */
export function asInvalidItem(
	error: Error,
	itemIndex: number,
	properties: readonly INodeProperties[],
): InvalidItem {
	if (error instanceof InvalidItem) return error;
	const parameter = property(property(error, 'context'), 'parameter');
	const path = typeof parameter === 'string' ? parameter : '';
	const issue =
		path === ''
			? { label: 'An expression', problem: `failed: ${error.message}` }
			: {
					label: labelOf(properties, path),
					problem: `has an expression that failed: ${error.message}`,
				};
	return new InvalidItem(itemIndex, [{ path, ...issue }]);
}

/**
 * One message for all invalid items. Items with the same faults, as a wrong column mapping makes
 * them, share a line; of many different faults the first are told.
 *
 * @param total - how many items there are
 */
export function describeInvalidItems(invalid: readonly InvalidItem[], total: number): string {
	const itemsByFault = new Map<string, number[]>();
	for (const { message, itemIndex } of invalid) {
		const items = itemsByFault.get(message);
		if (items) items.push(itemIndex);
		else itemsByFault.set(message, [itemIndex]);
	}
	const told = [...itemsByFault].slice(0, SHOWN_FAULTS);
	const lines = told.map(([fault, items]) => `Item ${ranges(items)}: ${fault}`);
	const rest = invalid.length - told.reduce((count, [, items]) => count + items.length, 0);
	if (rest > 0) lines.push(`And ${counted(rest)} more`);
	const verb = invalid.length === 1 ? 'is' : 'are';
	const count = total === 1 ? 'The item is' : `${invalid.length} of ${total} items ${verb}`;
	return `${count} invalid, so nothing was sent. ${lines.join('. ')}`;
}

const counted = (number: number) => number.toLocaleString('en-US');

/** Writes `[0, 1, 2, 5]` as `0-2, 5`. */
function ranges(numbers: readonly number[]): string {
	const parts: Array<[number, number]> = [];
	for (const number of numbers) {
		const last = parts.at(-1);
		if (last && last[1] === number - 1) last[1] = number;
		else parts.push([number, number]);
	}
	const told = parts.slice(0, SHOWN_RANGES);
	const rest = parts.slice(SHOWN_RANGES).reduce((sum, [from, to]) => sum + to - from + 1, 0);
	const texts = told.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
	return `${texts.join(', ')}${rest > 0 ? ` and ${counted(rest)} more` : ''}`;
}
