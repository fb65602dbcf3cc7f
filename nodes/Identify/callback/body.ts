import { outcomeOf } from '../client/outcome';
import { callback, type Callback } from '../contract/callback';
import { readJson } from '../contract/json';
import { readMultipart, readUrlEncoded, type Field } from './forms';
import { Refusal } from './reply';
import type { IncomingHttpHeaders } from './request';
import { charsetOf, decoderFor, type Decoder } from './text';

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
	'source',
	'received_at',
	'callback_status',
	'callback_status_code',
	'ident',
	'data',
]);

const EXPECTED = 'Expected the payload of the Identify documentation, section "Webhook"';

function malformed(what: string, expected: string = EXPECTED): Refusal {
	return new Refusal(400, `${what}. ${expected}.`);
}

/**
 * Refuses a body by its announced length, before it is read.
 *
 * @throws Refusal 400
 */
export function requireModestLength(length: number): void {
	if (length > BODY_MAX_BYTES) throw malformed('The body is larger than 1 MB');
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

/** Fields as an object; of a field that comes twice, nobody knows which one is meant. */
function onceEach(fields: readonly Field[]): Record<string, string> {
	const form: Record<string, string> = Object.fromEntries(fields);
	if (Object.keys(form).length < fields.length) {
		const seen = new Set<string>();
		const [twice = ''] = fields.find(([name]) => seen.size === seen.add(name).size) ?? [];
		throw malformed(`The form has the field "${twice.slice(0, 40)}" more than once`);
	}
	return form;
}

function parseJson(text: string): unknown {
	if (isDeep(text)) throw malformed('The body is nested too deeply');
	try {
		return readJson(text);
	} catch {
		throw malformed('The body is not JSON', `${EXPECTED}, as JSON or as a form`);
	}
}

/** The decoder of a body, which it and its fields must pass. */
function strictDecoder(charset: string): Decoder {
	const decode = decoderFor(charset);
	return (bytes) => {
		try {
			return decode(bytes);
		} catch {
			throw malformed(`The body is not ${charset.toUpperCase()} text`);
		}
	};
}

/** Reads the fields in the form that the media type says; whatever is no form is JSON. */
async function parse(body: Buffer, contentType: string): Promise<unknown> {
	const [mediaType = ''] = contentType.toLowerCase().split(';');
	const decode = strictDecoder(charsetOf(body, contentType));
	if (mediaType.trim() === 'application/x-www-form-urlencoded') {
		const fields = readUrlEncoded(body, decode);
		if (!fields) throw malformed('The form has too many fields');
		return onceEach(fields);
	}
	const text = decode(body);
	const isJson = /^\s*\{/.test(text) || mediaType.trim() !== 'multipart/form-data';
	if (isJson) return parseJson(text);
	const fields = await outcomeOf(readMultipart(Buffer.from(text), contentType));
	if ('result' in fields) return onceEach(fields.result);
	throw malformed('The body is no whole multipart form, or it holds a file');
}

function withoutReserved(fields: Callback): Callback {
	const own = Object.entries(fields).filter(([name]) => !RESERVED.has(name));
	return callback.parse(Object.fromEntries(own));
}

/**
 * Reads a callback, whatever its media type says: JSON (with the trailing comma of the
 * documentation's sample), a form, or JSON in a text body, in the charset that is declared.
 *
 * @param body - the raw body, decompressed
 * @throws Refusal 400 naming the field that is missing or malformed
 */
export async function readCallback(body: Buffer, headers: IncomingHttpHeaders): Promise<Callback> {
	requireModestLength(body.length);
	const contentType = headers['content-type'];
	const fields = await parse(body, typeof contentType === 'string' ? contentType : '');
	if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
		throw malformed('The body is not a JSON object');
	}
	const read = callback.safeParse(fields);
	if (!read.success) {
		const names = [...new Set(read.error.issues.map((issue) => issue.path.join('.')))];
		throw malformed(`Missing or malformed: ${names.join(', ')}`);
	}
	return withoutReserved(read.data);
}
