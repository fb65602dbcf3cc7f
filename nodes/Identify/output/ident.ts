import type { IDataObject } from 'n8n-workflow';
import type { FileType, Ident, IdentData, IdentFile } from '../contract/ident';
import { FILE_TYPES, isSingleFile } from '../contract/ident';
import { entriesOf } from '../contract/list';

type Value = Ident['status'];

/** An ID or code as text, whether Identify sent a text or a number; null when missing. */
function asText(value: Value): string | null {
	return value === undefined || value === null ? null : String(value);
}

/**
 * How databases write a date that was never set (`0000-00-00`), also after PHP has reckoned with it
 * (30 November of the year -1), and what PHP has in its place.
 */
const NO_DATE = /^(?:(?:-\d+|0000)-\d{2}-\d{2}|\d{4}-(?:00-\d{2}|\d{2}-00)|0|false)(?!\d)/;

/**
 * Brings Identify's dates (`DD-MM-YYYY hh:mm:ss`, `YYYY-MM-DD hh:mm`) to ISO 8601. The
 * documentation names no timezone for them, so none is added.
 *
 * @returns e.g. `2023-08-03T12:45:56`; null when missing or never set; another form unchanged
 */
export function toIsoDate(value: Value): string | null {
	const text = asText(value);
	if (text === null || text.trim() === '') return null;
	const reordered = text.trim().replace(/^(\d{2})-(\d{2})-(-?\d{4})(?!\d)/, '$3-$2-$1');
	if (NO_DATE.test(reordered)) return null;
	const parts = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(.*)$/.exec(reordered);
	if (!parts) return reordered;
	const [, date, time, seconds = ':00', zone = ''] = parts;
	return `${date}T${time}${seconds}${zone.trim()}`;
}

/**
 * The ten fields of an ident that automations use, under the names of ident/create. Every field is
 * always there, null when Identify sent none.
 *
 * @param identId - the ID that was asked for, in case the answer has none
 */
export function simplifyIdent(ident: Ident, identId: string): IDataObject {
	return {
		ident_id: asText(ident.id) ?? identId,
		status: asText(ident.status),
		status_code: asText(ident.status_code),
		project_id: asText(ident.project_id),
		person_first_name: asText(ident.person_first_name),
		person_last_name: asText(ident.person_last_name),
		email: asText(ident.email),
		custom_id: asText(ident.custom_id),
		created_at: toIsoDate(ident.created_at),
		appointment_date: toIsoDate(ident.appointment_date),
	};
}

/** IDs and status alone: nothing of the person. */
export function statusOf(ident: Ident, identId: string): IDataObject {
	const { ident_id, project_id, custom_id, status, status_code } = simplifyIdent(ident, identId);
	return { ident_id, project_id, custom_id, status, status_code };
}

/** Whether the answer is about another ident than the one that was asked for. */
export function isOther(ident: Ident, identId: string): boolean {
	return ident.id !== undefined && String(ident.id).toLowerCase() !== identId.toLowerCase();
}

/** A file of an ident, in one form for PDFs, recordings and screenshots. */
export interface FileEntry {
	file_type: FileType;
	file_name: string | null;
	file_date: string | null;
	file_size: string | null;
	file_hash: string | null;
	download_url: string | null;
}

function fileEntry(fileType: FileType, file: IdentFile): FileEntry {
	return {
		file_type: fileType,
		file_name: asText(file.file_name),
		file_date: toIsoDate(file.file_date),
		file_size: asText(file.file_size),
		file_hash: asText(file.file_hash) || null,
		// The sample has `download_url` for PDFs and recordings, `download_link` for screenshots.
		download_url: asText(file.download_url) || asText(file.download_link) || null,
	};
}

/** The files of an ident, in the documentation's order of sections; empty sections give none. */
export function listFiles(data: IdentData): FileEntry[] {
	return FILE_TYPES.flatMap((fileType) => {
		const section = data[fileType];
		const files = isSingleFile(section) ? [section] : entriesOf(section ?? null);
		return files
			.map((file) => fileEntry(fileType, file))
			.filter((entry) => entry.download_url !== null || entry.file_name !== null);
	});
}
