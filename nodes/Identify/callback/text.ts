/** Reads bytes as text; throws an Error where they are none. */
export type Decoder = (bytes: Uint8Array) => string;

/** The marks with which a text may begin, which say more than any header. */
const BYTE_ORDER_MARKS: Array<[string, readonly number[]]> = [
	['utf-8', [0xef, 0xbb, 0xbf]],
	['utf-16be', [0xfe, 0xff]],
	['utf-16le', [0xff, 0xfe]],
];

/** A parameter of a media type, e.g. `charset` or `boundary`; empty when it has none. */
export function mediaTypeParameter(contentType: string, name: string): string {
	const pattern = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;"]+))`, 'i');
	const [, quoted, plain] = pattern.exec(contentType) ?? [];
	return quoted ?? plain ?? '';
}

/**
 * The charset of a body: what it begins with, else what its media type says, else UTF-8
 * (documentation: "Content and Charset").
 */
export function charsetOf(body: Buffer, contentType: string): string {
	const marked = BYTE_ORDER_MARKS.find(([, mark]) =>
		mark.every((byte, index) => body[index] === byte),
	);
	return marked?.[0] ?? (mediaTypeParameter(contentType, 'charset').trim() || 'utf-8');
}

/**
 * A decoder that refuses what is no text, rather than losing letters.
 *
 * @returns undefined when nobody knows the charset
 */
export function decoderFor(charset: string): Decoder | undefined {
	try {
		const decoder = new TextDecoder(charset, { fatal: true });
		return (bytes) => decoder.decode(bytes);
	} catch {
		return undefined;
	}
}
