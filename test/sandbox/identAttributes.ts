import { isCountryCode } from './countries';
import { isRealDate } from './dates';

/** Undefined when the value is fine, else what is wrong with it. */
type Check = (value: string) => string | undefined;

export interface IdentAttribute {
	required: boolean;
	/** "All uppercase." */
	uppercase?: boolean;
	check?: Check;
}

const date: Check = (value) =>
	isRealDate(value) ? undefined : 'must be an existing date as YYYY-MM-DD';

const country: Check = (value) =>
	isCountryCode(value) ? undefined : 'must be an uppercase two-letter code of ISO 3166';

const email: Check = (value) =>
	/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value) ? undefined : 'must be an e-mail address';

const oneOf =
	(...allowed: string[]): Check =>
	(value) =>
		allowed.includes(value) ? undefined : `must be one of ${allowed.join(', ')}`;

const pdfUrl: Check = (value) => {
	const protocol = URL.canParse(value) ? new URL(value).protocol : '';
	return /^https?:$/.test(protocol) ? undefined : 'must be the URL of a PDF file';
};

/** Lenient about the length: the documentation's sample is seventeen letters x. */
const pdfContent: Check = (value) => {
	// Piece by piece: one pattern for a file of some megabytes would exhaust the stack.
	const [prefix = '', base64 = '', ...rest] = value.split(',');
	const content = base64.replace(/={1,2}$/, '');
	const isBase64 = content !== '' && !/[^A-Za-z0-9+/]/.test(content) && rest.length === 0;
	return isBase64 && /^data:[^;]*(;[^;]*)*;base64$/.test(prefix)
		? undefined
		: 'must be data:…;base64,… with base64 content';
};

/** The table "Ident Attributes" of ident/create, in its order. */
export const identAttributes: Readonly<Record<string, IdentAttribute>> = {
	project_id: { required: true },
	birthday: { required: true, check: date },
	birth_place: { required: false, uppercase: true },
	email: { required: true, check: email },
	gender: { required: false, check: oneOf('MALE', 'FEMALE') },
	person_title: { required: false },
	person_first_name: { required: true, uppercase: true },
	person_last_name: { required: true, uppercase: true },
	person_position: { required: false },
	mobile_phone: { required: true },
	international_code: { required: false },
	nationality: { required: true, check: country },
	street: { required: true, uppercase: true },
	house_no: { required: true },
	zip_code: { required: true },
	city: { required: true, uppercase: true },
	country: { required: true, check: country },
	language: { required: false },
	type_of_id: { required: false, check: oneOf('Personalausweis', 'Reisepass') },
	id_number: { required: false },
	id_country: { required: false, check: country },
	id_issue_date: { required: false, check: date },
	id_end_date: { required: false, check: date },
	issuing_authority: { required: false },
	pdf_url: { required: false, check: pdfUrl },
	pdf_content: { required: false, check: pdfContent },
	custom_id: { required: false },
	custom1: { required: false },
	custom2: { required: false },
	custom3: { required: false },
	custom4: { required: false },
};

export const LANGUAGES: readonly string[] = ['de', 'en', 'pl', 'cs', 'sk'];

/** ß has no capital in everyday use ("GROßE STR."), so it violates nothing. */
export function hasLowercase(value: string): boolean {
	return /\p{Ll}/u.test(value.replaceAll('ß', ''));
}
