import { randomUUID } from 'node:crypto';
import { appointmentUtc, appointmentWallClock, germanDate, germanDateTime } from './dates';
import { contentOf, sizeText, type EvidenceFile, type FileHashes } from './files/evidence';
import { isSuccess, type IdentRecord } from './idents';
import type { Json, JsonObject } from './json';
import type { SandboxSettings } from './settings';

export function idValue(id: string, settings: SandboxSettings): Json {
	return settings.idsAsNumbers && /^\d+$/.test(id) ? Number(id) : id;
}

export function statusText(ident: IdentRecord, settings: SandboxSettings): string {
	return ident.statusText ?? settings.statusTexts[ident.statusCode] ?? `Status ${ident.statusCode}`;
}

/** Fields, names and order of the sample of ident/get. */
function identFields(
	ident: IdentRecord,
	settings: SandboxSettings,
	appointmentDate: string,
): JsonObject {
	const sent = (name: string) => ident.fields[name] ?? '';
	return {
		id: ident.id,
		project_id: idValue(sent('project_id'), settings),
		company_name: ident.companyName,
		company_hrb_number: '',
		company_hrb_city: '',
		company_street: '',
		company_house_no: '',
		company_zip_code: '',
		company_city: '',
		company_country: 'DE',
		person_title: sent('person_title'),
		gender: sent('gender'),
		person_first_name: sent('person_first_name'),
		person_last_name: sent('person_last_name'),
		person_position: sent('person_position'),
		email: sent('email'),
		street: sent('street'),
		house_no: sent('house_no'),
		postal_code: sent('zip_code'),
		city: sent('city'),
		land: sent('country'),
		mobile_number: sent('mobile_phone'),
		phone_number: '',
		id_type: sent('type_of_id'),
		nationality: sent('nationality'),
		// The samples show a country here although an authority's name can be sent.
		id_issuing_authority: sent('issuing_authority') || sent('id_country'),
		id_issue_date: germanDate(sent('id_issue_date')),
		id_expire_date: germanDate(sent('id_end_date')),
		id_number: sent('id_number'),
		id_mrz: '',
		person_maiden_name: '',
		international_code: sent('international_code'),
		birthday: sent('birthday'),
		birth_place: sent('birth_place'),
		custom_id: sent('custom_id'),
		custom1: sent('custom1'),
		custom2: sent('custom2'),
		custom3: sent('custom3'),
		custom4: sent('custom4'),
		status: statusText(ident, settings),
		status_code: idValue(ident.statusCode, settings),
		created_at: germanDateTime(ident.createdAt, settings.timeZone),
		appointment_date: appointmentDate,
	};
}

/** The variants that the documentation's wording allows. */
function variant(fields: JsonObject, settings: SandboxSettings): JsonObject {
	const result: JsonObject = { ...fields };
	if (settings.addressSubObject) {
		const { street = '', postal_code = '', city = '', land = '' } = result;
		for (const name of ['street', 'postal_code', 'city', 'land']) delete result[name];
		result.address = { street, zip_code: postal_code, city, country: land };
	}
	if (settings.omitEmptyFields) {
		for (const [name, value] of Object.entries(result)) if (value === '') delete result[name];
	}
	if (settings.unknownFields) {
		result.risk_score = 12;
		result.future_section = { nested: ['value', null] };
	}
	return result;
}

/** `data` of ident/get. */
export function identData(ident: IdentRecord, settings: SandboxSettings): JsonObject {
	const appointment = ident.terminDate ? appointmentUtc(ident.terminDate) : '';
	return variant(identFields(ident, settings, appointment), settings);
}

interface FilePlace {
	settings: SandboxSettings;
	hashes: FileHashes;
	/** Where download URLs begin. */
	origin: string;
}

async function fileEntry(file: EvidenceFile, place: FilePlace): Promise<JsonObject> {
	const { settings, hashes, origin } = place;
	const body = contentOf(file, settings.fileBytes);
	const query = settings.freshAddresses ? `?address=${randomUUID()}` : '';
	const url = new URL(file.path, origin).href + query;
	const entry: JsonObject = {
		file_name: file.fileName,
		// Only screenshots have download_link (sample of ident/getIdentData).
		...(file.section === 'screenshots' ? { download_link: url } : { download_url: url }),
		file_date: germanDateTime(file.date, settings.timeZone),
		file_size: sizeText(body.size),
	};
	if (file.section === 'identification_pdf' || file.section === 'signed_pdf') {
		const hash = await hashes.of(file, settings.fileBytes);
		entry.file_hash = settings.wrongFileHash ? [...hash].reverse().join('') : hash;
	}
	return entry;
}

async function fileSections(files: EvidenceFile[], place: FilePlace): Promise<JsonObject> {
	const sections: JsonObject = {};
	const recordings: Json[] = [];
	const screenshots: Json[] = [];
	for (const file of files) {
		const entry = await fileEntry(file, place);
		if (file.section === 'recordings') recordings.push(entry);
		else if (file.section === 'screenshots') screenshots.push(entry);
		else sections[file.section] = entry;
	}
	return { ...sections, recordings, screenshots };
}

/** `data` of ident/getIdentData. */
export async function identificationData(
	ident: IdentRecord,
	place: FilePlace,
): Promise<JsonObject> {
	const { settings } = place;
	const appointment = ident.terminDate ? appointmentWallClock(ident.terminDate) : '';
	const fields = {
		customer_id: idValue(ident.customerId, settings),
		...identFields(ident, settings, appointment),
	};
	const data: JsonObject = { ident: variant(fields, settings) };
	if (ident.files && isSuccess(ident.statusCode)) {
		return { ...data, ...(await fileSections(ident.files, place)) };
	}
	if (settings.fileSectionsBeforeSuccess === 'absent') return data;
	return { ...data, identification_pdf: null, signed_pdf: null, recordings: [], screenshots: [] };
}
