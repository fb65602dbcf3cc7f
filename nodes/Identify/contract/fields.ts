import { z } from 'zod';

/**
 * Building blocks shared by the requests (strict about what is documented) and the responses
 * (tolerant) of the Identify API 1.0.3. Messages complete the sentence "<Field> …".
 */

/** ISO 3166-1 alpha-2 codes, plus XK (Kosovo), which ISO reserves for users and passports carry. */
export const COUNTRY_CODES: readonly string[] = (
	'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR ' +
	'BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ ' +
	'EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW ' +
	'GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY ' +
	'KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV ' +
	'MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY ' +
	'QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG ' +
	'TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ' +
	'ZM ZW'
).split(' ');

const countryCodes = new Set(COUNTRY_CODES);

/** The days of `month` (1 to 12) in `year`. */
function daysInMonth(year: number, month: number): number {
	return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Whether `text` is `YYYY-MM-DD` and names a day that exists. */
export function isCalendarDate(text: string): boolean {
	const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
	if (!parts) return false;
	const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
	return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Whether `text` is `YYYY-MM-DDThh:mmTZD`, TZD being `Z` or `±hh:mm`, and names a real moment. */
export function isAppointmentDate(text: string): boolean {
	const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?:Z|[+-](\d{2}):(\d{2}))$/.exec(text);
	if (!parts || !isCalendarDate(parts[1] ?? '')) return false;
	const [hour, minute, zoneHour, zoneMinute] = [parts[2], parts[3], parts[4] ?? 0, parts[5] ?? 0];
	return (
		Number(hour) < 24 && Number(minute) < 60 && Number(zoneHour) < 15 && Number(zoneMinute) < 60
	);
}

/**
 * Whether `text` is base64. Looks for what does not belong there: a pattern for the whole text
 * would exhaust the stack with files of some megabytes.
 */
export function isBase64(text: string): boolean {
	const content = text.replace(/={1,2}$/, '');
	return content !== '' && !/[^A-Za-z0-9+/]/.test(content);
}

const REQUIRED = 'is required, but it is empty';

/** A documented required text. */
export const requiredText = z
	.string({ required_error: REQUIRED, invalid_type_error: 'must be a text' })
	.trim()
	.min(1, REQUIRED);

/** A documented optional text: absent when empty. */
export const optionalText = z
	.string({ invalid_type_error: 'must be a text' })
	.trim()
	.min(1, 'must not be sent empty')
	.optional();

/** ISO 8601 calendar date, "YYYY-MM-DD". */
export const calendarDate = requiredText.refine(isCalendarDate, {
	message: 'must be a date that exists, e.g. 1981-09-05 or 05.09.1981',
});

/** "YYYY-MM-DDThh:mmTZD (eg 1997-07-16T19:20+01:00)". */
export const appointmentDate = requiredText.refine(isAppointmentDate, {
	message: 'must be a date and time that exists, e.g. 2030-06-30T15:20 or 30.06.2030 15:20',
});

/** "Uppercase two-letter code as defined in ISO 3166". */
export const countryCode = requiredText.refine((code) => countryCodes.has(code), {
	message: 'must be a country, e.g. DE, DEU, Germany or Deutschland',
});

/**
 * "E-mail address of the user." Umlauts are let through: German domains have them, and refusing
 * an address that works would keep a person from being invited.
 */
export const email = requiredText.regex(
	/^(?!\.)(?!.*\.[.@])[^\s@<>()[\]",;:\\]+@(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+[\p{L}\d][\p{L}\d-]*[\p{L}\d]$/u,
	'must be an e-mail address, e.g. jane.doe@example.com',
);

/** "Mobile phone number of the user. If no country code is provided, "0049" is assumed." */
export const mobilePhone = requiredText.refine(
	(phone) => /^[+()\d\s/.-]+$/.test(phone) && phone.replace(/\D/g, '').length >= 5,
	{ message: 'must be a phone number, e.g. +491511111111' },
);

/**
 * An IdentID. The documentation shows UUIDs, but calls the ID "internal": any text that is safe
 * in a URL path is accepted.
 */
export const identId = requiredText.regex(
	/^[A-Za-z0-9_-]{1,100}$/,
	'must be an ident ID, e.g. ece4f137-31ea-11ee-849e-005056bb3f3f, or a conference URL',
);

/** project/get's sample sends a number, ident/create's a string: both are accepted. */
export const projectId = z.union([requiredText, z.number().int().nonnegative()], {
	errorMap: () => ({ message: REQUIRED }),
});

/** "URL of PDF file to be signed which should be fetched by identify." */
export const pdfUrl = requiredText.refine((url) => /^https?:\/\/[^\s/]+\S*$/i.test(url), {
	message: 'must be a web address, e.g. https://example.com/contract.pdf',
});

/** "Content of Base64 encoded PDF file to be signed", shown as `data:@file/pdf;base64,…`. */
export const pdfContent = z.string().refine(
	(text) => {
		const [prefix = '', content = ''] = text.split(',', 2);
		return /^data:[^;\s]+;base64$/.test(prefix) && isBase64(content);
	},
	{ message: 'must be a PDF as data:…;base64,…' },
);

// ---- responses -------------------------------------------------------------------------------

/** An ID as Identify returns it: the samples quote them, a number is accepted too. */
export const responseId = z.union([z.string().min(1), z.number().finite()]);

/** A value of an answer that may be missing, empty or null. */
export const responseValue = z
	.union([z.string(), z.number().finite(), z.boolean(), z.null()])
	.optional();

/**
 * `messages` is a list of texts in every sample. It never decides over success, so that anything is
 * accepted, e.g. the objects that PHP makes of lists with keys: `{"email": ["is not valid"]}`.
 */
export const responseMessages = z.unknown();
