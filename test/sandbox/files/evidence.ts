import { createHash } from 'node:crypto';
import type { Body } from '../replies';
import type { SandboxSettings } from '../settings';
import { pdfBody, pngBody, webmBody } from './content';

/** The four file sections of ident/getIdentData. */
export type FileSection = 'identification_pdf' | 'signed_pdf' | 'recordings' | 'screenshots';

export interface EvidenceFile {
	section: FileSection;
	/** `file_name` as answered; not always the last part of the URL (see the sample). */
	fileName: string;
	path: string;
	/** Overrides the size of the settings. */
	bytes?: number;
	date: number;
}

/** The files of an identification that succeeded, named as in the sample of ident/getIdentData. */
export function evidenceOf(identId: string, customerId: string, now: number): EvidenceFile[] {
	const digest = createHash('sha256').update(identId).digest();
	const recording = `${digest.toString('hex').slice(0, 13)}.webm`;
	const firstShot = 10_000 + digest.readUInt16BE(20);
	const under = (name: string) => `/download/${customerId}/${name}`;
	const second = 1000;
	return [
		{
			section: 'identification_pdf',
			fileName: 'identification_pdf',
			path: under('identification.pdf'),
			date: now,
		},
		{ section: 'signed_pdf', fileName: 'signed.pdf', path: under('signed.pdf'), date: now },
		{ section: 'recordings', fileName: recording, path: under(recording), date: now - 60 * second },
		...[firstShot, firstShot + 7].map((number, index): EvidenceFile => {
			const fileName = `${number}.png`;
			const date = now - (120 - index * 2) * second;
			return { section: 'screenshots', fileName, path: under(fileName), date };
		}),
	];
}

export const MEDIA_TYPES: Readonly<Record<FileSection, string>> = {
	identification_pdf: 'application/pdf',
	signed_pdf: 'application/pdf',
	recordings: 'video/webm',
	screenshots: 'image/png',
};

type Sizes = SandboxSettings['fileBytes'];

export function contentOf(file: EvidenceFile, sizes: Sizes): Body {
	if (file.section === 'recordings') return webmBody(file.path, file.bytes ?? sizes.recording);
	if (file.section === 'screenshots') return pngBody(file.path, file.bytes ?? sizes.screenshot);
	return pdfBody(file.path, file.bytes ?? sizes.pdf);
}

/** `1.42 MB`, `0.3 MB` (sample of ident/getIdentData), counted as 1024 × 1024 bytes. */
export function sizeText(bytes: number): string {
	return `${Number((bytes / 1024 / 1024).toFixed(2))} MB`;
}

/** Pauses between pieces, so that hashing hundreds of megabytes does not stop the server. */
async function sha256(body: Body): Promise<string> {
	const hash = createHash('sha256');
	let pieces = 0;
	for (const chunk of body.chunks()) {
		hash.update(chunk);
		if (++pieces % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
	}
	return hash.digest('hex');
}

/** The real SHA-256 of files, computed once for each path and size. */
export class FileHashes {
	private readonly known = new Map<string, Promise<string>>();

	async of(file: EvidenceFile, sizes: Sizes): Promise<string> {
		const body = contentOf(file, sizes);
		const key = `${body.size} ${file.path}`;
		const hash = this.known.get(key) ?? sha256(body);
		this.known.set(key, hash);
		return await hash;
	}

	clear(): void {
		this.known.clear();
	}
}
