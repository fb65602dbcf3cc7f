import { z } from 'zod';
import { defineEndpoint } from './endpoint';
import { envelope } from './envelope';
import {
	appointmentDate,
	calendarDate,
	countryCode,
	email,
	identId,
	mobilePhone,
	optionalText,
	pdfContent,
	pdfUrl,
	projectId,
	requiredText,
	responseId,
	responseValue,
} from './fields';
import { listOf } from './list';

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

/** Documentation: "ident/setOnboardifyAppointment". */
export const setOnboardifyAppointment = defineEndpoint({
	section: 'ident/setOnboardifyAppointment',
	method: 'POST',
	path: '/ident/setOnboardifyAppointment',
	sendsBody: true,
	changes: true,
	request: z
		.object({
			/** ID information of the created ident. */
			ident_id: identId,
			/** ISO 8601 format: YYYY-MM-DDThh:mmTZD (eg 1997-07-16T19:20+01:00). */
			termin_date: appointmentDate,
			/** ID of the representative who will conduct the interview. */
			termin_user: requiredText,
		})
		.strict(),
	response: envelope.extend({
		/** "the ID of the history record providing the appointment details". */
		insert_id: responseId.nullish(),
	}),
});

/** The data of an ident as ident/get and ident/getIdentData return it; other fields pass. */
export const ident = z
	.object({
		id: responseId.optional(),
		project_id: responseValue,
		person_first_name: responseValue,
		person_last_name: responseValue,
		email: responseValue,
		custom_id: responseValue,
		/** In words, e.g. "Successful". */
		status: responseValue,
		/** As a code, e.g. "5". */
		status_code: responseValue,
		/** `DD-MM-YYYY hh:mm:ss` in the samples, without a timezone. */
		created_at: responseValue,
		/** `YYYY-MM-DDThh:mm:ssZ` in one sample, `YYYY-MM-DD hh:mm` in the other. */
		appointment_date: responseValue,
		/** The attribute table announces a sub-object, the samples are flat: both are read. */
		address: z
			.object({
				street: responseValue,
				zip_code: responseValue,
				city: responseValue,
				country: responseValue,
			})
			.passthrough()
			// PHP's forms of an empty object.
			.or(z.tuple([]))
			.or(z.literal(''))
			.nullish(),
	})
	.passthrough();

export type Ident = z.infer<typeof ident>;

/** Documentation: "ident/get", GET IDENTITY. */
export const identGet = defineEndpoint({
	section: 'ident/get',
	method: 'GET',
	path: '/ident/get/{ident_id}',
	sendsBody: false,
	changes: false,
	request: z.object({ ident_id: identId }).strict(),
	response: envelope.extend({ data: ident }),
});

/** A file of an ident: PDFs and recordings carry `download_url`, screenshots `download_link`. */
export const identFile = z
	.object({
		file_name: responseValue,
		download_url: responseValue,
		download_link: responseValue,
		/** `DD-MM-YYYY hh:mm:ss`. */
		file_date: responseValue,
		/** A text such as "1.42 MB". */
		file_size: responseValue,
		/** 64 hexadecimal digits, a SHA-256; only PDFs have one in the sample. */
		file_hash: responseValue,
	})
	.passthrough();

export type IdentFile = z.infer<typeof identFile>;

/** The sections of files in getIdentData, in the order of the documentation. */
export const FILE_TYPES = [
	'identification_pdf',
	'signed_pdf',
	'recordings',
	'screenshots',
] as const;
export type FileType = (typeof FILE_TYPES)[number];

/** Whether a section is one file, rather than a list of files that has keys. */
export function isSingleFile(section: unknown): section is IdentFile {
	if (typeof section !== 'object' || section === null || Array.isArray(section)) return false;
	return Object.keys(identFile.shape).some((field) => field in section);
}

/** One file or a list of them; a section without files may be missing or any form of none. */
const fileSection = z.union([identFile.refine(isSingleFile), listOf(identFile)]).optional();

/** Documentation: "ident/getIdentData", GET IDENTIFICATION DATA. */
export const identGetData = defineEndpoint({
	section: 'ident/getIdentData',
	method: 'GET',
	path: '/ident/getIdentData/{ident_id}',
	sendsBody: false,
	changes: false,
	request: z.object({ ident_id: identId }).strict(),
	response: envelope.extend({
		data: z
			.object({
				ident,
				identification_pdf: fileSection,
				signed_pdf: fileSection,
				recordings: fileSection,
				screenshots: fileSection,
			})
			.passthrough(),
	}),
});

export type IdentData = z.infer<typeof identGetData.response>['data'];
