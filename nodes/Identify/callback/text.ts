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

/** UTF-16 by its name. What begins with two bytes that are not zero is none: JSON begins in ASCII. */
const isUtf16 = (charset: string) => /^utf-?16/i.test(charset);

/**
 * The charset of a body: what it begins with, else what its media type says, else UTF-8
 * (documentation: "Content and Charset").
 */
export function charsetOf(body: Buffer, contentType: string): string {
	const marked = BYTE_ORDER_MARKS.find(([, mark]) =>
		mark.every((byte, index) => body[index] === byte),
	);
	if (marked) return marked[0];
	const declared = mediaTypeParameter(contentType, 'charset').trim();
	const isWrong = isUtf16(declared) && body[0] !== 0 && body[1] !== 0;
	return isWrong || !isKnown(declared) ? 'utf-8' : declared;
}

function isKnown(charset: string): boolean {
	try {
		return new TextDecoder(charset).encoding !== '';
	} catch {
		return false;
	}
}

/** A decoder of a known charset that refuses what is no text, rather than losing letters. */
export function decoderFor(charset: string): Decoder {
	const decoder = new TextDecoder(charset, { fatal: true });
	return (bytes) => decoder.decode(bytes);
}
