import type { FileType } from '../contract/ident';

const MEDIA_TYPES: Record<string, string> = {
	pdf: 'application/pdf',
	webm: 'video/webm',
	mp4: 'video/mp4',
	png: 'image/png',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
};

/** A name for n8n's binary store and for archives, and what the file is. */
export interface FileName {
	fileName: string;
	mediaType: string;
}

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
export function fileNameOf(fileType: FileType, name: string | null, url: string): FileName {
	const plain = safe(name ?? '') || safe(lastSegment(url)) || fileType;
	const extension =
		extensionOf(plain) ?? extensionOf(lastSegment(url)) ?? USUAL_EXTENSION[fileType];
	return {
		fileName: extensionOf(plain) === undefined ? `${plain}.${extension}` : plain,
		mediaType: MEDIA_TYPES[extension] ?? 'application/octet-stream',
	};
}

/** How files are named: so that no two idents share a name, or as Identify names them. */
export const NAMINGS = ['unique', 'original'] as const;

export type Naming = (typeof NAMINGS)[number];

/** What a file's name is made of. */
interface Nameable {
	file_type: FileType;
	file_name: string | null;
	download_url: string;
}

/** A name with a number before its extension. */
function numbered({ fileName, mediaType }: FileName, number: number): FileName {
	return { fileName: fileName.replace(/(?=\.[^.]*$)/, `_${number}`), mediaType };
}

/** Numbers what would overwrite another file of the ident; many systems ignore the case. */
function apart(names: readonly FileName[]): FileName[] {
	const key = ({ fileName }: FileName) => fileName.toLowerCase();
	const taken = new Set(names.map(key));
	const given = new Set<string>();
	return names.map((name) => {
		let free = name;
		for (let number = 2; given.has(key(free)); number++) {
			const next = numbered(name, number);
			if (!taken.has(key(next))) free = next;
		}
		given.add(key(free));
		return free;
	});
}

/** The name of an ident's file of its own making. */
export function uniqueName(identId: string, kind: string, extension: string): string {
	return `${identId}_${kind}.${extension}`;
}

/**
 * Names the files of one ident. No two names are the same, nor do `unique` names of different idents
 * ever meet: the ident's ID, the type, a number where the ident has several of the type.
 *
 * @param identId - letters, digits, `-` and `_`
 * @param files - all that are downloaded, as Identify lists them
 * @returns the names in their order, e.g. `ece4f137-…_screenshots_2.png`
 */
export function nameFiles(naming: Naming, identId: string, files: readonly Nameable[]): FileName[] {
	const originalOf = (file: Nameable) =>
		fileNameOf(file.file_type, file.file_name, file.download_url);
	if (naming === 'original') return apart(files.map(originalOf));
	return files.map((file) => {
		const { fileName, mediaType } = originalOf(file);
		const ofType = files.filter(({ file_type: type }) => type === file.file_type);
		const number = ofType.length > 1 ? `_${ofType.indexOf(file) + 1}` : '';
		const extension = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
		return { fileName: uniqueName(identId, `${file.file_type}${number}`, extension), mediaType };
	});
}
