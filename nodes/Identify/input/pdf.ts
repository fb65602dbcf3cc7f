/** The documentation's spelling of the media type: `data:@file/pdf;base64,…`. */
const PREFIX = 'data:@file/pdf;base64,';

/** Whether a file is a PDF: `%PDF-` stands within the first kilobyte (ISO 32000, Annex I). */
export function isPdf(file: Buffer): boolean {
	return file.subarray(0, 1024).includes('%PDF-');
}

/** Writes a file the way ident/create takes it ("pdf_content"). */
export function toPdfContent(file: Buffer): string {
	return `${PREFIX}${file.toString('base64')}`;
}

/**
 * Reads a PDF that came as base64, with or without `data:…;base64,` in front.
 *
 * @returns the file, or undefined when the text is not base64
 */
export function fromBase64(text: string): Buffer | undefined {
	const base64 = text.replace(/^data:[^;,]*(?:;[^;,]+)*;base64,/i, '').replace(/\s+/g, '');
	return base64 !== '' && /^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)
		? Buffer.from(base64, 'base64')
		: undefined;
}
