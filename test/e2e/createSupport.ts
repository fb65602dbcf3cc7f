import type { IDataObject } from 'n8n-workflow';
import { locator, node } from './actionSupport';

export const PERSON = {
	person_first_name: 'Jürgen',
	person_last_name: 'Groß',
	birthday: '1981-09-05T00:00:00',
	email: 'juergen.gross@example.com',
	mobile_phone: '+491511111111',
	nationality: 'AT',
	street: 'Große Str.',
	house_no: '45a',
	zip_code: '01067',
	city: 'Köln',
	country: 'DE',
};

export const PERSON_SENT = {
	project_id: '6',
	...PERSON,
	birthday: '1981-09-05',
	person_first_name: 'JÜRGEN',
	person_last_name: 'GROß',
	street: 'GROßE STR.',
	city: 'KÖLN',
};

export const ADDITIONAL = {
	birth_place: 'Łódź',
	gender: 'MALE',
	person_title: 'Dr.',
	person_position: 'Managing director',
	international_code: 'DE',
	language: 'pl',
};

export const DOCUMENT = {
	type_of_id: 'Reisepass',
	id_number: 'LJFE8J32NDM',
	id_country: 'AT',
	id_issue_date: '2021-05-10T00:00:00',
	id_end_date: '2031-05-09T00:00:00',
	issuing_authority: 'Stadt Nürnberg',
};

export const CUSTOM = {
	custom_id: 'CRM-4711',
	custom1: 'eins',
	custom2: 'zwei',
	custom3: 'drei',
	custom4: '{"vier":4}',
};

export const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n').toString(
	'base64',
);
export const PDF_SENT = `data:@file/pdf;base64,${PDF}`;

/** The parameters as the editor stores them, all collections empty. */
export function parameters(changes: IDataObject = {}): IDataObject {
	return {
		project_id: locator('6', 'list'),
		...PERSON,
		additionalFields: {},
		idDocument: {},
		pdfSource: 'none',
		customFields: {},
		options: {},
		...changes,
	};
}

/** A node that turns the base64 text `pdf` of its item into a file. */
export function toFile(field: string) {
	return node('To File', 'n8n-nodes-base.convertToFile', 1.1, {
		operation: 'toBinary',
		sourceProperty: 'pdf',
		binaryPropertyName: field,
		options: { fileName: 'contract.pdf', mimeType: 'application/pdf' },
	});
}
