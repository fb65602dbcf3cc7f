import { z } from 'zod';
import { callback } from '../contract/callback';
import { identCreate } from '../contract/identCreate';

/**
 * What one item of each operation's output holds with the node's defaults. n8n's editor shows these
 * fields before the first run; the build writes them into the package (`__schema__`).
 */

/** A text of Identify's, null when it sent none. */
const text = z.string().nullable();

const messages = z.array(z.string());

export const issuedToken = z.object({ token: z.string(), messages });

export const createdIdent = z.object({
	ident_id: z.string(),
	conference_url: text,
	messages,
});

export const setAppointment = z.object({
	ident_id: z.string(),
	insert_id: text,
	termin_date: z.string(),
	messages,
});

export const simplifiedIdent = z.object({
	ident_id: z.string(),
	status: text,
	status_code: text,
	project_id: text,
	person_first_name: text,
	person_last_name: text,
	email: text,
	custom_id: text,
	created_at: text,
	appointment_date: text,
});

const listedFile = z.object({
	file_type: z.string(),
	file_name: text,
	file_date: text,
	file_size: text,
	file_hash: text,
	download_url: text,
});

export const awaitedIdent = simplifiedIdent.extend({ final: z.boolean() });

export const downloadedFile = listedFile.omit({ download_url: true }).extend({
	ident_id: z.string(),
	original_file_name: text,
	hash_verified: z.boolean().nullable(),
	sha256: z.string(),
});

export const simplifiedIdentData = simplifiedIdent.extend({ files: z.array(listedFile) });

const callbackPayload = callback.strip();

/** What the trigger emits, as far as it is always there. */
export const event = callbackPayload.extend({
	confirmed: z.boolean(),
	event_key: z.string(),
	source: z.string(),
	received_at: z.string(),
});

/** An ident that changed; of one that is gone there are only IDs and `expired`. */
export const changedIdent = event.extend({ previous_status_code: text });

/** What Create would send, and what it would refuse. */
export const validatedIdent = z.object({
	valid: z.boolean(),
	problems: z.array(
		z.object({ field: z.string(), label: z.string(), problem: z.string(), value: text }),
	),
	request: identCreate.request.extend({ pdf_content: z.object({ bytes: z.number() }) }),
});

export const sentCallback = z.object({
	http_status: z.number(),
	answer: z.string(),
	payload: callbackPayload,
});
