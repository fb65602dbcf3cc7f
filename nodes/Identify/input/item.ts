import type { INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import type { CallSettings, CheckedRequest } from '../client/session';
import type { Endpoint } from '../contract/endpoint';
import { property } from '../client/failure';
import type { Reading } from '../person/reading';
import { InvalidItem, type FieldIssue } from './invalidItem';
import { isLocator, readId } from './identifiers';
import { labelOf } from './labels';
import { Parameters, type ParameterSource } from './parameters';

export const DEFAULT_CONCURRENCY = 10;
export const DEFAULT_TIMEOUT_MS = 60_000;
export const DEFAULT_MAX_TRIES = 3;

/** Brings what a person entered to the form that the contract demands, or says why it cannot. */
export type Reader = (text: string) => Reading;

/** One input item and the parameters as they resolve for it. */
export class Item {
	private readonly issues: FieldIssue[] = [];

	/** Parameters resolved so far: to resolve a collection's expressions for each field is slow. */
	private readonly resolved = new Map<string, unknown>();

	constructor(
		private readonly source: ParameterSource,
		/** Position in the input, from 0 as n8n shows it. */
		readonly index: number,
		private readonly properties: readonly INodeProperties[],
		/** Shared by the items of a run, so that constants are resolved once. */
		private readonly parameters = new Parameters(source),
	) {}

	/** The workflow's timezone, e.g. `Europe/Berlin`. */
	get timezone(): string {
		return this.source.getTimezone();
	}

	/** A parameter or a field of a collection (`additionalFields.gender`), as it resolves. */
	value(path: string): unknown {
		const [name = '', ...fields] = path.split('.');
		if (!this.resolved.has(name)) {
			this.resolved.set(name, this.parameters.resolve(name, this.index));
		}
		const value = this.resolved.get(name);
		return fields.reduce<unknown>((inner, field) => property(inner, field), value);
	}

	/** A parameter as trimmed text; numbers are written out, lists and objects are refused. */
	text(path: string): string {
		const value = asIso(this.value(path));
		if (value === undefined || value === null) return '';
		if (typeof value === 'object') {
			this.report(path, 'must be a text, not a list or an object', value);
			return '';
		}
		return String(value).trim();
	}

	/** The entries of a multi-select, which an expression may also fill with a comma-separated text. */
	choices(path: string): string[] {
		const value = this.value(path);
		return (Array.isArray(value) ? value : String(value ?? '').split(','))
			.map((choice) => String(choice).trim())
			.filter((choice) => choice !== '');
	}

	boolean(path: string, fallback: boolean): boolean {
		const value = this.value(path);
		if (value === true || value === 'true') return true;
		return value === false || value === 'false' ? false : fallback;
	}

	/** A whole number within bounds; anything else is an issue. */
	integer(
		path: string,
		{ fallback, min, max }: { fallback: number; min: number; max: number },
	): number {
		const value = this.value(path) ?? '';
		if (value === '') return fallback;
		const number = Number(value);
		if (Number.isInteger(number) && number >= min && number <= max) return number;
		this.report(path, `must be a whole number from ${min} to ${max}`, value);
		return fallback;
	}

	/** A field of a request, in its documented form; empty when it is empty or a problem was reported. */
	read(path: string, reader: Reader): RequestField & { text: string } {
		const text = this.text(path);
		if (text === '') return { text, path };
		const reading = reader(text);
		if (reading.problem === undefined) return { text: reading.value, path };
		this.report(path, reading.problem, this.value(path));
		return { text: '', path };
	}

	/** The ID in a resource locator, whichever mode it is in; anything without one ID is an issue. */
	located(path: string): string {
		const value = this.value(path);
		const reading = readId(isLocator(value) ? property(value, 'value') : value, path);
		if (reading.problem === undefined) return reading.value;
		this.report(path, reading.problem, value);
		return '';
	}

	/**
	 * How many requests may be under way at once; one setting for the whole run, from item 0. Never
	 * throws: options that cannot be resolved are the item's own failure, when `settings` reads them.
	 */
	concurrency(): number {
		try {
			return this.integer('options.concurrency', {
				fallback: DEFAULT_CONCURRENCY,
				min: 1,
				max: 100,
			});
		} catch {
			return DEFAULT_CONCURRENCY;
		}
	}

	/** Patience of this item's calls, from the options. */
	settings(): CallSettings {
		this.concurrency();
		return {
			timeout: this.integer('options.timeout', {
				fallback: DEFAULT_TIMEOUT_MS,
				min: 1,
				max: 3_600_000,
			}),
			maxTries: this.integer('options.maxTries', { fallback: DEFAULT_MAX_TRIES, min: 1, max: 20 }),
		};
	}

	/** Notes that a field cannot be sent as it is. */
	report(path: string, problem: string, value?: unknown): void {
		this.issues.push({ path, label: labelOf(this.properties, path), problem, value });
	}

	/**
	 * Checks the fields of a request against its endpoint's schema. Empty fields are left out.
	 *
	 * @param fields - by the API's name: the text to send and the parameter it comes from
	 * @throws InvalidItem with every issue of the item, also those reported before
	 */
	check<Response extends z.ZodTypeAny>(
		endpoint: Endpoint<z.ZodTypeAny, Response>,
		fields: Record<string, RequestField>,
	): CheckedRequest<Response> {
		const filled = Object.entries(fields).filter(
			([, { text }]) => text !== '' && text !== undefined,
		);
		const request = Object.fromEntries(filled.map(([name, { text }]) => [name, text]));
		const read = endpoint.request.safeParse(request);
		if (!read.success) {
			for (const issue of read.error.issues) {
				const field = fields[String(issue.path[0])];
				const path = field?.path ?? String(issue.path[0]);
				this.report(path, issue.message, field && this.value(path));
			}
		}
		this.finish();
		return { endpoint, fields: request };
	}

	/** @throws InvalidItem when anything was reported */
	finish(): void {
		if (this.issues.length > 0) throw new InvalidItem(this.index, unique(this.issues));
	}
}

/** Dates of Luxon and of JavaScript, which expressions give, as ISO 8601; other values as they are. */
function asIso(value: unknown): unknown {
	if (value instanceof Date)
		return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
	const toIso = property(value, 'toISO');
	return typeof toIso === 'function' ? (Reflect.apply(toIso, value, []) ?? 'Invalid date') : value;
}

/** A value on its way into a request, and the parameter that a message should name. */
export interface RequestField {
	text: string | number | undefined;
	path: string;
}

/** One issue a field: an empty one need not also hear that it is malformed. */
function unique(issues: FieldIssue[]): FieldIssue[] {
	return issues.filter(
		(issue, index) => issues.findIndex(({ label }) => label === issue.label) === index,
	);
}
