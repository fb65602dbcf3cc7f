import { z } from 'zod';
import { defineEndpoint } from './endpoint';
import { envelope } from './envelope';
import {
	calendarDate,
	countryCode,
	email,
	mobilePhone,
	optionalText,
	pdfContent,
	pdfUrl,
	projectId,
	requiredText,
	responseId,
	responseValue,
} from './fields';

/** "The user's gender. Either MALE or FEMALE." */
export const GENDERS = ['MALE', 'FEMALE'] as const;
/** "The user's language for identification. Either of 'de', 'en', 'pl', 'cs'. 'sk'." */
export const LANGUAGES = ['de', 'en', 'pl', 'cs', 'sk'] as const;
/** "The type of ID document": "Personalausweis" for ID card or "Reisepass" for passport. */
export const ID_TYPES = ['Personalausweis', 'Reisepass'] as const;

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
	z.enum(values, { errorMap: () => ({ message: `must be one of ${values.join(', ')}` }) });

/**
 * Documentation: "ident/create", Ident Attributes. Names, street, city and birth place are
 * documented as "All uppercase", but the documentation's own samples are not: the contract accepts
 * both, the node's option Uppercase produces the documented form. The documentation also says
 * that the address "will be provided in sub-object named address", but calls the JSON flat and
 * shows it flat: requests are flat, and responses are read both ways.
 */
export const identCreate = defineEndpoint({
	section: 'ident/create',
	method: 'POST',
	path: '/ident/create',
	sendsBody: true,
	changes: true,
	request: z
		.object({
			project_id: projectId,
			/** ISO 8601 format: YYYY-MM-DD. */
			birthday: calendarDate,
			/** The user's birthplace. All uppercase. */
			birth_place: optionalText,
			/** E-mail address of the user. */
			email,
			gender: oneOf(GENDERS).optional(),
			/** Academic title, only if it is part of the name and shown in ID documents. */
			person_title: optionalText,
			/** The user's first name(s). All uppercase. */
			person_first_name: requiredText,
			/** The user's last name. All uppercase. */
			person_last_name: requiredText,
			person_position: optionalText,
			/** Mobile phone number. If no country code is provided, "0049" is assumed. */
			mobile_phone: mobilePhone,
			international_code: optionalText,
			/** Uppercase two-letter code as defined in ISO 3166. */
			nationality: countryCode,
			/** The user's street. All uppercase. */
			street: requiredText,
			house_no: requiredText,
			zip_code: requiredText,
			/** The user's city. All uppercase. */
			city: requiredText,
			/** Uppercase two-letter code as defined in ISO 3166. */
			country: countryCode,
			/** Defaults to 'de' if unset or invalid. */
			language: oneOf(LANGUAGES).optional(),
			type_of_id: oneOf(ID_TYPES).optional(),
			/** The ID number of valid ID document. */
			id_number: optionalText,
			/** The issuing country of the ID document. */
			id_country: countryCode.optional(),
			/** The date when the ID document was issued. */
			id_issue_date: calendarDate.optional(),
			/** The date until the ID document is valid. */
			id_end_date: calendarDate.optional(),
			/** The government agency who issued the ID document. */
			issuing_authority: optionalText,
			pdf_url: pdfUrl.optional(),
			pdf_content: pdfContent.optional(),
			/** Custom ID field for use by partner. */
			custom_id: optionalText,
			custom1: optionalText,
			custom2: optionalText,
			custom3: optionalText,
			custom4: optionalText,
		})
		.strict(),
	response: envelope.extend({
		/** Identify's internal IdentID of this ident. */
		ident_id: responseId,
		/** Where the person starts the identification; the text of the section leaves it out. */
		conference_url: responseValue,
	}),
});
