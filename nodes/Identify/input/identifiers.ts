import { property } from '../client/failure';
import { clean } from '../person/text';
import { refused, understood, type Reading } from '../person/reading';

/** Whether a parameter is what the editor stores for a resource locator. */
export const isLocator = (value: unknown): boolean =>
	typeof value === 'object' &&
	value !== null &&
	('__rl' in value || ('mode' in value && 'value' in value));

const isPlain = (value: unknown): value is string | number | bigint =>
	['string', 'number', 'bigint'].includes(typeof value);

/**
 * Finds the ID in what an expression gave: a text, a number, an object with an obvious ID (its field
 * named like the parameter, or `id`, or its only one), or a list with one of these.
 *
 * @param path - the parameter, e.g. `project_id`
 * @returns the ID as text, empty when there is nothing
 */
export function readId(value: unknown, path: string): Reading {
	if (value === undefined || value === null) return understood('');
	if (isPlain(value)) return understood(clean(String(value)));
	if (Array.isArray(value)) {
		if (value.length !== 1) return refused(`is a list of ${value.length} entries: give one ID`);
		return Array.isArray(value[0])
			? refused('is a list in a list: give one ID')
			: readId(value[0], path);
	}
	if (typeof value !== 'object') return refused('must be an ID');
	const entries = Object.values(value);
	const id = [property(value, path), property(value, 'id'), property(value, 'value')].find(isPlain);
	if (id !== undefined) return understood(clean(String(id)));
	const [only] = entries;
	return entries.length === 1 && isPlain(only)
		? understood(clean(String(only)))
		: refused('is an object without an obvious ID: choose the field that holds it');
}
