import type { IExecuteFunctions } from 'n8n-workflow';
import type { CallSettings, CheckedRequest } from '../../client/session';
import { identCreate } from '../../contract/identCreate';
import type { Item, Reader, RequestField } from '../../input/item';
import { splitStreet, toHouseNumber, toZipCode } from '../../person/address';
import { toCountryCode, toNationality } from '../../person/countries';
import { toCalendarDate } from '../../person/dates';
import { toPhone } from '../../person/phone';
import { andThen, understood } from '../../person/reading';
import { toGender, toIdType, toLanguage } from '../../person/salutation';
import { toLine, toName, toUpper } from '../../person/text';
import { pdfToSign } from './createPdf';

/** Texts of the partner's own, which Identify returns: they stay as they are entered. */
const CUSTOM_FIELDS = ['custom_id', 'custom1', 'custom2', 'custom3', 'custom4'];

/** The fields of the person, in the documented form. */
function personFields(item: Item, name: Reader): Record<string, RequestField> {
	const date: Reader = (text) => toCalendarDate(text, item.timezone);
	return {
		project_id: { text: item.located('project_id'), path: 'project_id' },
		person_first_name: item.read('person_first_name', name),
		person_last_name: item.read('person_last_name', name),
		birthday: item.read('birthday', date),
		email: item.read('email', toLine),
		nationality: item.read('nationality', toNationality),
		birth_place: item.read('additionalFields.birth_place', name),
		gender: item.read('additionalFields.gender', toGender),
		person_title: item.read('additionalFields.person_title', toName),
		person_position: item.read('additionalFields.person_position', toName),
		international_code: item.read('additionalFields.international_code', toLine),
		language: item.read('additionalFields.language', toLanguage),
		type_of_id: item.read('idDocument.type_of_id', toIdType),
		id_number: item.read('idDocument.id_number', toLine),
		id_country: item.read('idDocument.id_country', toCountryCode),
		id_issue_date: item.read('idDocument.id_issue_date', date),
		id_end_date: item.read('idDocument.id_end_date', date),
		issuing_authority: item.read('idDocument.issuing_authority', toName),
	};
}

/** The address, and the phone number, which may lack the address's country code. */
function addressFields(item: Item, name: Reader): Record<string, RequestField> {
	const country = item.read('country', toCountryCode);
	const houseNumber = item.read('house_no', toHouseNumber);
	const street = item.read('street', toName);
	const split = houseNumber.text === '' && splitStreet(street.text, country.text);
	const isNumber = typeof item.value('zip_code') === 'number';
	return {
		street: item.read('street', (text) => (split ? name(split.street) : name(text))),
		house_no: split ? { ...houseNumber, text: split.houseNumber } : houseNumber,
		zip_code: item.read('zip_code', (text) =>
			toZipCode(isNumber ? Number(text) : text, country.text),
		),
		city: item.read('city', name),
		country,
		mobile_phone: item.read('mobile_phone', (text) => toPhone(text, country.text)),
	};
}

/** Every field of ident/create but the PDF. */
function readFields(item: Item): Record<string, RequestField> {
	const inUpperCase = item.boolean('options.uppercase', true);
	const name: Reader = (text) =>
		andThen(toName(text), (read) => understood(inUpperCase ? toUpper(read) : read));
	const custom = CUSTOM_FIELDS.map((field): [string, RequestField] => [
		field,
		item.read(`customFields.${field}`, understood),
	]);
	return {
		...personFields(item, name),
		...addressFields(item, name),
		...Object.fromEntries(custom),
	};
}

/** What ident/create is to be sent for an item. */
export interface CreateRequest extends CheckedRequest<typeof identCreate.response> {
	/** Loads `pdf_content` when the request is about to leave, where the PDF is a file of the item. */
	loadPdf?: () => Promise<string>;
	/** The size of the PDF in bytes, where the request carries one. */
	pdfBytes?: number;
	settings: CallSettings;
}

/**
 * Reads and checks the parameters of ident:create. Create and Validate share it, so that what the
 * one finds valid is what the other sends.
 *
 * @throws InvalidItem, or n8n's own error when an expression fails
 */
export async function readCreate(item: Item, context: IExecuteFunctions): Promise<CreateRequest> {
	const settings = item.settings();
	const { fields, load: loadPdf, bytes: pdfBytes } = await pdfToSign(item, context);
	const request = item.check(identCreate, { ...readFields(item), ...fields });
	return { ...request, loadPdf, pdfBytes, settings };
}
