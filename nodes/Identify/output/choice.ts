import type { IDataObject } from 'n8n-workflow';
import type { Ident, IdentData } from '../contract/ident';
import { OTHER_NAMES } from '../contract/identFields';
import { listFiles, simplifyIdent, statusOf } from './ident';
import { toJson } from './json';

/** How much of an ident a workflow gets to know. */
export const OUTPUTS = ['simplified', 'status', 'selected', 'raw'] as const;

export interface OutputChoice {
	output: (typeof OUTPUTS)[number];
	/** The documented fields that `selected` gives, `files` among them. */
	fields: readonly string[];
}

/** A documented field, under either of its names, flat or in the sub-object `address`. */
function documented(ident: Ident, field: string): unknown {
	const other = OTHER_NAMES[field] ?? field;
	const places = [ident, ident.address].filter((place) => typeof place === 'object');
	return places
		.flatMap((place) => Object.entries(place ?? {}))
		.find(([name, value]) => [field, other].includes(name) && value !== null)?.[1];
}

/** The chosen fields under their documented names (`id` is `ident_id`), null where there is none. */
function select(ident: Ident, identId: string, fields: readonly string[]): IDataObject {
	const simple = simplifyIdent(ident, identId);
	const chosen: IDataObject = {};
	for (const field of fields) {
		if (field === 'id') chosen.ident_id = simple.ident_id;
		// What is also in the simplified output looks the same here.
		else if (field in simple) chosen[field] = simple[field];
		else Object.assign(chosen, { [field]: documented(ident, field) ?? null });
	}
	return chosen;
}

/**
 * The output of ident/get.
 *
 * @param identId - the ID that was asked for, in case the answer has none
 */
export function identOutput(
	ident: Ident,
	identId: string,
	{ output, fields }: OutputChoice,
): IDataObject {
	if (output === 'raw') return toJson(ident);
	if (output === 'status') return statusOf(ident, identId);
	return output === 'selected' ? select(ident, identId, fields) : simplifyIdent(ident, identId);
}

/** The output of ident/getIdentData: that of its ident, and its list of files where wanted. */
export function identDataOutput(
	data: IdentData,
	identId: string,
	choice: OutputChoice,
): IDataObject {
	const { output, fields } = choice;
	if (output === 'raw') return toJson(data);
	const withFiles = output === 'simplified' || (output === 'selected' && fields.includes('files'));
	const ofIdent = { ...choice, fields: fields.filter((field) => field !== 'files') };
	const json = identOutput(data.ident, identId, ofIdent);
	return withFiles ? { ...json, files: listFiles(data).map((file) => ({ ...file })) } : json;
}
