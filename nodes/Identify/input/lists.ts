import { readJson } from '../contract/json';

/** A setting that is a list, as the person set it. */
export interface Given {
	value: unknown;
	/** Whether an expression gave the value. */
	isComputed: boolean;
}

/** A list that was read. */
export interface List {
	/** Undefined when nothing is set. What cannot be read is left out: it lets nothing pass. */
	entries: string[] | undefined;
	/** What is wrong with it, each a clause that begins with the setting's name. */
	problems: string[];
}

/** How a list is read. */
export interface ListRule {
	/** The setting as the person sees it. */
	name: string;
	/** Splits a text into entries. */
	split: (text: string) => string[];
	/** The part of an entry's fault that names it; undefined when there is none. */
	fault: (entry: string) => string | undefined;
	/** How to write it. */
	example: string;
}

const isBlank = (text: string) => text.trim() === '';

function pieces(text: string, separators: RegExp): string[] {
	return text
		.split(separators)
		.map((entry) => entry.trim())
		.filter((entry) => !isBlank(entry));
}

/** Entries without blanks, however they are separated. */
export function splitWords(text: string): string[] {
	return pieces(text, /[\s,;]+/);
}

/** Codes or texts; a text may hold blanks, e.g. "In Review", but a row of codes is no text. */
export function splitStatuses(text: string): string[] {
	return pieces(text, /[,;\r\n]+/).flatMap((entry) =>
		/^\d+(?:\s+\d+)+$/.test(entry) ? splitWords(entry) : [entry],
	);
}

/** What no status is called: codes and texts in one, or another separator. */
export function statusFault(entry: string): string | undefined {
	const isUnclear = /^\d+\s+\D/.test(entry) || /[|[\]{}"]|\d\s*[/+&]\s*\d/.test(entry);
	return isUnclear ? 'entries that may be one status or several' : undefined;
}

export function projectFault(entry: string): string | undefined {
	return /^[\w-]+$/.test(entry) ? undefined : 'entries that are no project ID';
}

/**
 * Whether one of the values is on a list, in whichever case; a list that is not set wants
 * everything.
 */
export function isWanted(
	wanted: readonly string[] | undefined,
	values: readonly string[],
): boolean {
	if (wanted === undefined) return true;
	const lower = values.map((value) => value.toLowerCase());
	return wanted.some((entry) => lower.includes(entry.toLowerCase()));
}

/** A list as it is, or undefined when it is none. */
function entriesOf(value: unknown, split: ListRule['split']): string[] | undefined {
	if (typeof value === 'number' && Number.isFinite(value)) return [String(value)];
	if (typeof value === 'string') {
		const list = value.trim().startsWith('[') ? parsed(value) : undefined;
		return Array.isArray(list) ? entriesOf(list, split) : split(value);
	}
	if (!Array.isArray(value)) return undefined;
	const entries: string[] = [];
	for (const entry of value) {
		if (typeof entry !== 'string' && typeof entry !== 'number') return undefined;
		if (!isBlank(String(entry))) entries.push(String(entry).trim());
	}
	return entries;
}

function parsed(text: string): unknown {
	try {
		return readJson(text);
	} catch {
		return undefined;
	}
}

/**
 * Reads a setting that is a list: a list, a text with separators, one number, or JSON.
 *
 * @returns no entries at all where nothing can be read, which lets nothing pass
 */
export function readList({ value, isComputed }: Given, rule: ListRule): List {
	const { name, split, fault, example } = rule;
	const isNothing =
		value === undefined || value === null || (typeof value === 'string' && isBlank(value));
	if (isNothing && !isComputed) return { entries: undefined, problems: [] };
	const entries = isNothing ? undefined : entriesOf(value, split);
	if (!entries) {
		const what = isNothing ? 'gives nothing' : 'gives neither a list nor a text';
		return { entries: [], problems: [`${name} is an expression that ${what}. ${example}`] };
	}
	if (entries.length === 0) return { entries: undefined, problems: [] };
	const faulty = new Map<string, string[]>();
	for (const entry of entries) {
		const what = fault(entry);
		if (what !== undefined) faulty.set(what, [...(faulty.get(what) ?? []), entry]);
	}
	const problems = [...faulty].map(
		([what, those]) => `${name} has ${what}: ${those.join(', ')}. ${example}`,
	);
	return { entries, problems };
}
