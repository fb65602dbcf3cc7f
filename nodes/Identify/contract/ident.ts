import { z } from 'zod';
import { defineEndpoint } from './endpoint';
import { envelope } from './envelope';
import { appointmentDate, identId, requiredText, responseId, responseValue } from './fields';
import { listOf } from './list';

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
