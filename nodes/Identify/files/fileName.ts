import type { FileType } from '../contract/ident';

const MEDIA_TYPES: Record<string, string> = {
	pdf: 'application/pdf',
	webm: 'video/webm',
	mp4: 'video/mp4',
	png: 'image/png',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
};

/** What the files of a section are when their name does not tell; from the documentation's sample. */
const USUAL_EXTENSION: Record<FileType, string> = {
	identification_pdf: 'pdf',
	signed_pdf: 'pdf',
	recordings: 'webm',
	screenshots: 'png',
};

function extensionOf(name: string): string | undefined {
	const extension = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase();
	return extension !== undefined && extension in MEDIA_TYPES ? extension : undefined;
}

/** Undoes percent encoding where it is one; other percent signs mean themselves. */
function decoded(text: string): string {
	return text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
		try {
			return decodeURIComponent(encoded);
		} catch {
			return encoded;
		}
	});
}

function lastSegment(url: string): string {
	return URL.canParse(url) ? decoded(new URL(url).pathname.split('/').at(-1) ?? '') : '';
}

/** Keeps a name from meaning a path, a hidden file or a device, on any system. */
function safe(name: string): string {
	// As keyboards write it: macOS and some scanners take umlauts apart.
	const composed = name.normalize('NFC');
	const clean = composed.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').replace(/[\\/:*?"<>|]/g, '_');
	// The end is kept, for the extension; the cut may go through a character.
	const short = clean
		.trim()
		.slice(-100)
		.replace(/\p{Cs}/gu, '');
	const plain = short.replace(/^[\s.]+|[\s.]+$/g, '');
	return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(plain) ? `_${plain}` : plain;
}

/**
 * A safe file name with the extension of its kind, and its media type. The sample names one PDF
 * `identification_pdf`, without an extension.
 */
export function fileNameOf(
	fileType: FileType,
	name: string | null,
	url: string,
): { fileName: string; mediaType: string } {
	const plain = safe(name ?? '') || safe(lastSegment(url)) || fileType;
	const extension =
		extensionOf(plain) ?? extensionOf(lastSegment(url)) ?? USUAL_EXTENSION[fileType];
	return {
		fileName: extensionOf(plain) === undefined ? `${plain}.${extension}` : plain,
		mediaType: MEDIA_TYPES[extension] ?? 'application/octet-stream',
	};
}
