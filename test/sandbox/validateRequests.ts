import { isAppointmentDate } from './dates';
import { hasLowercase, identAttributes, LANGUAGES, type IdentAttribute } from './identAttributes';
import { isJsonObject, type Json, type JsonObject } from './json';
import { ApiError } from './replies';
import type { ValidationNotes } from './requestLog';
import type { SandboxSettings } from './settings';

type Strictness = Pick<SandboxSettings, 'undocumentedFields' | 'uppercase'>;

/** Throws a 400 that names every bad field, as soon as there is one. */
function rejectBadFields(notes: ValidationNotes): void {
	if (notes.errors.length > 0) throw new ApiError(400, [...notes.errors]);
}

/** "The expected JSON structure is flat" (Content and Charset). */
function requireFlat(body: JsonObject, notes: ValidationNotes): void {
	for (const [name, value] of Object.entries(body)) {
		if (typeof value === 'object' && value !== null) {
			notes.errors.push(`${name}: must not be nested, the expected JSON structure is flat`);
		}
	}
}

function requireDocumented(
	body: JsonObject,
	documented: readonly string[],
	notes: ValidationNotes,
	strictness: Strictness,
): void {
	for (const name of Object.keys(body)) {
		if (documented.includes(name)) continue;
		notes.undocumentedFields.push(name);
		if (strictness.undocumentedFields === 'reject') notes.errors.push(`${name}: unknown field`);
	}
}

export function requireBody(body: Json | undefined, notes: ValidationNotes): JsonObject {
	if (!isJsonObject(body)) {
		notes.errors.push('The request body must be a JSON object encoded as UTF-8.');
	}
	rejectBadFields(notes);
	return isJsonObject(body) ? body : {};
}

/** Ids: the documentation writes `"project_id" : "6"` in ident/create and `6` in project/get. */
function readId(value: Json | undefined): string | undefined {
	if (typeof value === 'number' && Number.isInteger(value)) return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function requireText(body: JsonObject, name: string, notes: ValidationNotes): string {
	const value = body[name];
	if (typeof value === 'string' && value.trim() !== '') return value;
	if (typeof value !== 'object' || value === null) {
		notes.errors.push(`${name}: required, must be a non-empty string`);
	}
	return '';
}

function checkAttribute(
	name: string,
	{ required, uppercase, check }: IdentAttribute,
	value: string,
	notes: ValidationNotes,
	strictness: Strictness,
): void {
	if (value.trim() === '') {
		if (required) notes.errors.push(`${name}: required, must not be empty`);
		else notes.emptyOptionalFields.push(name);
		return;
	}
	const problem = check?.(value);
	if (problem) notes.errors.push(`${name}: ${problem}`);
	if (uppercase && hasLowercase(value)) {
		notes.uppercaseViolations.push(name);
		if (strictness.uppercase === 'reject') notes.errors.push(`${name}: must be all uppercase`);
	}
}

/** What ident/create accepts but the documentation would not call clean. */
function noteOddities(fields: Record<string, string>, notes: ValidationNotes): void {
	const { language, pdf_content: pdf } = fields;
	if (language && !LANGUAGES.includes(language)) {
		notes.warnings.push(`language: "${language}" is not supported, "de" is used`);
	}
	if (!pdf) return;
	const base64 = pdf.slice(pdf.indexOf(';base64,') + 8);
	const content = Buffer.from(base64, 'base64');
	if (content.toString('base64') !== base64)
		notes.warnings.push('pdf_content: not canonical base64');
	if (content.toString('latin1', 0, 5) !== '%PDF-') notes.warnings.push('pdf_content: not a PDF');
}

/** ident/create, "Ident Attributes". Returns the fields that have a value, all as strings. */
export function readIdentCreate(
	parsed: Json | undefined,
	notes: ValidationNotes,
	strictness: Strictness,
): Record<string, string> {
	const body = requireBody(parsed, notes);
	requireFlat(body, notes);
	requireDocumented(body, Object.keys(identAttributes), notes, strictness);
	const fields: Record<string, string> = {};
	for (const [name, attribute] of Object.entries(identAttributes)) {
		const raw = body[name];
		if (raw === undefined) {
			if (attribute.required) notes.errors.push(`${name}: required`);
			continue;
		}
		const value = name === 'project_id' ? (readId(raw) ?? raw) : raw;
		if (typeof value === 'string') {
			checkAttribute(name, attribute, value, notes, strictness);
			if (value.trim() !== '') fields[name] = value;
		} else if (typeof value !== 'object' || value === null) {
			notes.errors.push(`${name}: must be a string`);
		}
	}
	rejectBadFields(notes);
	noteOddities(fields, notes);
	return fields;
}

export interface AppointmentRequest {
	ident_id: string;
	termin_date: string;
	termin_user: string;
}

/** ident/setOnboardifyAppointment, "Ident Attributes". */
export function readAppointment(
	parsed: Json | undefined,
	notes: ValidationNotes,
	strictness: Strictness,
): AppointmentRequest {
	const body = requireBody(parsed, notes);
	requireFlat(body, notes);
	requireDocumented(body, ['ident_id', 'termin_date', 'termin_user'], notes, strictness);
	const request = {
		ident_id: requireText(body, 'ident_id', notes),
		termin_date: requireText(body, 'termin_date', notes),
		termin_user: requireText(body, 'termin_user', notes),
	};
	if (request.termin_date && !isAppointmentDate(request.termin_date)) {
		notes.errors.push('termin_date: must be YYYY-MM-DDThh:mmTZD, eg 1997-07-16T19:20+01:00');
	}
	rejectBadFields(notes);
	return request;
}

/** project/get: a JSON body, although the method is GET. */
export function readProjectGet(
	parsed: Json | undefined,
	notes: ValidationNotes,
	strictness: Strictness,
): string {
	const body = requireBody(parsed, notes);
	requireFlat(body, notes);
	requireDocumented(body, ['project_id'], notes, strictness);
	const projectId = readId(body.project_id);
	if (projectId === undefined) notes.errors.push('project_id: required, a number or a string');
	rejectBadFields(notes);
	return projectId ?? '';
}

/** auth: the two keys are upper case in the documentation. */
export function readAuth(
	parsed: Json | undefined,
	notes: ValidationNotes,
	strictness: Strictness,
): { partner: string; apiKey: string } {
	const body = requireBody(parsed, notes);
	requireFlat(body, notes);
	requireDocumented(body, ['PARTNER', 'APIKEY'], notes, strictness);
	const partner = requireText(body, 'PARTNER', notes);
	const apiKey = requireText(body, 'APIKEY', notes);
	rejectBadFields(notes);
	return { partner, apiKey };
}
