import type { IncomingHttpHeaders } from './request';
import { callback, type Callback } from '../contract/callback';
import { readJson } from '../contract/json';
import { Refusal } from './reply';

/** A callback is under 1 kB; what is a thousand times larger is none. */
export const BODY_MAX_BYTES = 1_000_000;
const DEPTH_MAX = 20;
/** Fields of the node's own output, and names that mean something to JavaScript. */
const RESERVED = new Set([
	'__proto__',
	'constructor',
	'prototype',
	'confirmed',
	'event_key',
	'callback_status',
	'callback_status_code',
	'ident',
	'data',
]);

const EXPECTED = 'Expected the payload of the Identify documentation, section "Webhook"';

function malformed(what: string, expected: string): Refusal {
	return new Refusal(400, `${what}. ${expected}.`);
}

/**
 * Refuses a body by its announced length, before it is read.
 *
 * @throws Refusal 400
 */
export function requireModestLength(length: number): void {
	if (length > BODY_MAX_BYTES) {
		throw malformed('The body is larger than 1 MB', EXPECTED);
	}
}

/** Whether JSON nests deeper than any callback does, found without parsing it. */
function isDeep(text: string): boolean {
	let depth = 0;
	let inString = false;
	for (let index = 0; index < text.length; index++) {
		const char = text[index];
		if (inString) {
			if (char === '\\') index++;
			else if (char === '"') inString = false;
		} else if (char === '"') inString = true;
		else if (char === '{' || char === '[') depth++;
		else if (char === '}' || char === ']') depth--;
		if (depth > DEPTH_MAX) return true;
	}
	return false;
}

function decode(body: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(body);
	} catch {
		throw malformed('The body is not UTF-8 text', EXPECTED);
	}
}

function isForm(contentType: string): boolean {
	return contentType.toLowerCase().startsWith('application/x-www-form-urlencoded');
}

/** Reads a form; of a field that comes twice, nobody knows which one is meant. */
function parseForm(text: string): Record<string, string> {
	const form = new URLSearchParams(text);
	const fields = Object.fromEntries(form);
	if (Object.keys(fields).length < form.size) {
		const seen = new Set<string>();
		const twice = [...form.keys()].find((key) => seen.size === seen.add(key).size) ?? '';
		throw malformed(`The form has the field "${twice.slice(0, 40)}" more than once`, EXPECTED);
	}
	return fields;
}

function parse(text: string, contentType: string): unknown {
	if (isForm(contentType)) return parseForm(text);
	if (isDeep(text)) throw malformed('The body is nested too deeply', EXPECTED);
	try {
		return readJson(text);
	} catch {
		throw malformed('The body is not JSON', `${EXPECTED}, as JSON or form-encoded`);
	}
}

function withoutReserved(fields: Callback): Callback {
	const own = Object.entries(fields).filter(([name]) => !RESERVED.has(name));
	return callback.parse(Object.fromEntries(own));
}

/**
 * Reads a callback, whatever its media type says: JSON (with the trailing comma of the
 * documentation's sample), form-encoded, or JSON in a text body.
 *
 * @param body - the raw body, decompressed
 * @throws Refusal 400 naming the field that is missing or malformed
 */
export function readCallback(body: Buffer, headers: IncomingHttpHeaders): Callback {
	requireModestLength(body.length);
	const contentType = headers['content-type'];
	const fields = parse(decode(body), typeof contentType === 'string' ? contentType : '');
	if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
		throw malformed('The body is not a JSON object', EXPECTED);
	}
	const read = callback.safeParse(fields);
	if (!read.success) {
		const names = [...new Set(read.error.issues.map((issue) => issue.path.join('.')))];
		throw malformed(`Missing or malformed: ${names.join(', ')}`, EXPECTED);
	}
	return withoutReserved(read.data);
}
