import { GENDERS, ID_TYPES, identCreate, LANGUAGES } from '../../contract/ident';
import { toCountryCode } from '../../person/countries';
import { toCalendarDate } from '../../person/dates';
import type { Item, Normaliser, RequestField } from '../../input/item';
import { toListed, toUpper } from '../../person/text';
import type { Operation } from '../operation';
import { pdfToSign } from './createPdf';
import { createProperties } from './createProperties';

const asEntered: Normaliser = (text) => text;

/** Reads every field of ident/create but the PDF, in the documented form. */
function readFields(item: Item): Record<string, RequestField> {
	const date: Normaliser = (text) => toCalendarDate(text, item.timezone);
	const upper = item.boolean('options.uppercase', true) ? toUpper : asEntered;
	const read = (path: string, normalise = asEntered): RequestField => {
		const text = item.text(path);
		return { text: text === '' ? '' : normalise(text), path };
	};
	return {
		project_id: { text: item.located('project_id'), path: 'project_id' },
		person_first_name: read('person_first_name', upper),
		person_last_name: read('person_last_name', upper),
		birthday: read('birthday', date),
		email: read('email'),
		mobile_phone: read('mobile_phone'),
		nationality: read('nationality', toCountryCode),
		street: read('street', upper),
		house_no: read('house_no'),
		zip_code: read('zip_code'),
		city: read('city', upper),
		country: read('country', toCountryCode),
		birth_place: read('additionalFields.birth_place', upper),
		gender: read('additionalFields.gender', (text) => toListed(text, GENDERS)),
		person_title: read('additionalFields.person_title'),
		person_position: read('additionalFields.person_position'),
		international_code: read('additionalFields.international_code'),
		language: read('additionalFields.language', (text) => toListed(text, LANGUAGES)),
		type_of_id: read('idDocument.type_of_id', (text) => toListed(text, ID_TYPES)),
		id_number: read('idDocument.id_number'),
		id_country: read('idDocument.id_country', toCountryCode),
		id_issue_date: read('idDocument.id_issue_date', date),
		id_end_date: read('idDocument.id_end_date', date),
		issuing_authority: read('idDocument.issuing_authority'),
		custom_id: read('customFields.custom_id'),
		custom1: read('customFields.custom1'),
		custom2: read('customFields.custom2'),
		custom3: read('customFields.custom3'),
		custom4: read('customFields.custom4'),
	};
}

/** By what a person recognises an ident in the partner portal. */
function describeIdent(fields: Record<string, unknown>): string {
	const { person_first_name: first, person_last_name: last, email, custom_id: id } = fields;
	const customId = id === undefined ? '' : `, custom ID ${String(id)}`;
	return `the ident of ${String(first)} ${String(last)}, ${String(email)}${customId}`;
}

/** `ident:create` */
export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create an ident',
	description: 'Invite a person to a video identification',
	endpoint: identCreate,
	once: { one: 'ident', many: 'idents', done: 'created' },
	properties: createProperties,
	prepare: async (item) => {
		const settings = item.settings();
		const pdf = await pdfToSign(item);
		const { endpoint, fields } = item.check(identCreate, { ...readFields(item), ...pdf.fields });
		return async (session) => {
			const complete = pdf.load
				? endpoint.request.parse({ ...fields, pdf_content: await pdf.load() })
				: fields;
			const lookFor = describeIdent(fields);
			const answer = await session.call({ endpoint, fields: complete, lookFor }, settings);
			return [
				{
					json: {
						ident_id: String(answer.ident_id),
						conference_url: answer.conference_url ?? null,
						messages: session.messages(answer),
					},
				},
			];
		};
	},
};
