import { isBase64 } from '../../contract/fields';

/** The documentation's spelling of the media type: `data:@file/pdf;base64,…`. */
const MEDIA_TYPE = '@file/pdf';

/** Whether a file is a PDF: `%PDF-` stands within the first kilobyte (ISO 32000, Annex I). */
export function isPdf(file: Buffer): boolean {
	return file.subarray(0, 1024).includes('%PDF-');
}

/** Writes a file the way ident/create takes it ("pdf_content"). */
export function toPdfContent(file: Buffer, mediaType = MEDIA_TYPE): string {
	return `data:${mediaType};base64,${file.toString('base64')}`;
}

/**
 * Reads a PDF that came as base64, with or without `data:…;base64,` in front.
 *
 * @returns the file, or undefined when the text is not base64
 */
export function fromBase64(text: string): Buffer | undefined {
	const base64 = text.replace(/^data:[^;,]*(?:;[^;,]+)*;base64,/i, '').replace(/\s+/g, '');
	const isWhole = base64.length % 4 === 0 || !(base64.endsWith('=') || base64.length % 4 === 1);
	const isBase64Text = isBase64(base64.replaceAll('-', '+').replaceAll('_', '/'));
	return isWhole && isBase64Text ? Buffer.from(base64, 'base64') : undefined;
}
