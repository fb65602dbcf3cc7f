import type { Decoder } from './text';

/** A field of a form, in the order in which they came. */
export type Field = [name: string, value: string];

/** Turns `+` and `%C3%BC` into the bytes they stand for. */
function bytesOf(encoded: string): Buffer {
	const plain = encoded
		.replaceAll('+', ' ')
		.replace(/%([\da-f]{2})/gi, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(plain, 'latin1');
}

/** A callback has a dozen; each costs some time to decode. */
const FIELDS_MAX = 1_000;

/**
 * Reads `application/x-www-form-urlencoded`; its escapes stand for bytes of the charset, which
 * URLSearchParams would always take for UTF-8.
 *
 * @returns undefined when the fields are too many
 * @throws whatever the decoder throws
 */
export function readUrlEncoded(body: Buffer, decode: Decoder): Field[] | undefined {
	const pairs = body
		.toString('latin1')
		.trim()
		.split('&')
		.filter((pair) => pair !== '');
	if (pairs.length > FIELDS_MAX) return undefined;
	return pairs.map((pair): Field => {
		const [name = '', ...value] = pair.split('=');
		return [decode(bytesOf(name)), decode(bytesOf(value.join('=')))];
	});
}

/**
 * Reads `multipart/form-data` with the parser of Node.js itself.
 *
 * @param contentType - with the boundary
 * @throws Error when it is broken off, or holds a file
 */
export async function readMultipart(body: Buffer, contentType: string): Promise<Field[]> {
	const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
	return [...form].map(([name, value]): Field => {
		if (typeof value !== 'string') throw new Error('The form holds a file');
		return [name, value];
	});
}
