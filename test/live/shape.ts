import { FILE_TYPES } from '../../nodes/Identify/contract/ident';

const FORMATS: ReadonlyArray<[RegExp, string]> = [
	[/^$/, 'empty'],
	[/^\d{4}-\d\d-\d\d$/, 'YYYY-MM-DD'],
	[/^\d{4}-\d\d-\d\d \d\d:\d\d$/, 'YYYY-MM-DD hh:mm'],
	[/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'YYYY-MM-DD hh:mm:ss'],
	[/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z$/, 'YYYY-MM-DDThh:mm:ssZ'],
	[/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?[+-]\d\d:?\d\d$/, 'YYYY-MM-DDThh:mm±hh:mm'],
	[/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/, 'YYYY-MM-DDThh:mm, no zone'],
	[/^\d\d-\d\d-\d{4} \d\d:\d\d:\d\d$/, 'DD-MM-YYYY hh:mm:ss'],
	[/^\d\d-\d\d-\d{4}$/, 'DD-MM-YYYY'],
	[/^\d\d?\.\d\d?\.\d{4}(?: \d\d:\d\d(?::\d\d)?)?$/, 'DD.MM.YYYY'],
];

export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What kind of value it is, never the value: `text`, `number`, `YYYY-MM-DD` … */
export function formOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'list';
	if (typeof value !== 'string') return typeof value;
	return FORMATS.find(([pattern]) => pattern.test(value))?.[1] ?? 'text';
}

const isDate = (form: string) => form.includes('YYYY');
const typeOf = (form: string) => (isDate(form) || form === 'empty' ? 'text' : form);

/** A field's name as it may be shown: one that might be data, e.g. an address, is not. */
const shown = (name: string) =>
	/^[a-z][a-z0-9_]{0,39}$/.test(name) ? name : '(a name that is not shown)';

/** A list, also in PHP's form of an object with keys. */
function entriesOf(value: unknown): unknown[] | undefined {
	if (Array.isArray(value)) return value;
	if (isRecord(value) && Object.values(value).every(isRecord)) return Object.values(value);
	return undefined;
}

const FILE_SECTIONS: readonly string[] = FILE_TYPES;
/** Documented to be there only at times: an answer without them does not deviate. */
const OPTIONAL = new Set<string>([...FILE_SECTIONS, 'address', 'response_status', 'messages']);

/**
 * Where an answer differs from the documentation's sample.
 *
 * @param sample - the sample's value
 * @param actual - the service's value
 * @param path - the field, e.g. `data.created_at`
 * @returns one text each: field, types and formats, never a value
 */
export function differences(sample: unknown, actual: unknown, path = ''): string[] {
	const name = path.split('.').at(-1) ?? '';
	const label = path === '' ? 'the answer' : path;
	const listed = entriesOf(sample);
	if (Array.isArray(sample) || (FILE_SECTIONS.includes(name) && listed !== undefined)) {
		const entries = entriesOf(actual);
		if (entries === undefined) {
			return [`${label}: ${formOf(actual)} instead of a list`];
		}
		const [first] = listed ?? [];
		if (!isRecord(first)) return [];
		return [...new Set(entries.flatMap((entry) => differences(first, entry, `${path}[]`)))];
	}
	if (isRecord(sample)) {
		if (!isRecord(actual)) return [`${label}: ${formOf(actual)} instead of an object`];
		const at = (key: string) => (path === '' ? key : `${path}.${key}`);
		const missing = Object.keys(sample).filter((key) => !(key in actual) && !OPTIONAL.has(key));
		const extra = Object.keys(actual).filter((key) => !(key in sample) && !OPTIONAL.has(key));
		return [
			...missing.map((key) => `${at(key)}: missing`),
			...extra.map((key) => `${at(shown(key))}: not documented (${formOf(actual[key])})`),
			...Object.keys(sample)
				.filter((key) => key in actual)
				.flatMap((key) => differences(sample[key], actual[key], at(key))),
		];
	}
	const [wanted, seen] = [formOf(sample), formOf(actual)];
	if (typeOf(wanted) !== typeOf(seen)) return [`${label}: ${seen} instead of ${typeOf(wanted)}`];
	if (isDate(wanted) && seen !== 'empty' && seen !== wanted) {
		return [`${label}: ${seen} instead of ${wanted}`];
	}
	return [];
}
