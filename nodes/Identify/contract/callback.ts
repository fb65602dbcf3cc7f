import { z } from 'zod';
import { identId, responseId, responseValue } from './fields';

/**
 * Documentation: "Webhook", Sample Payload: what Identify POSTs to the URL that the partner
 * entered in the portal. The payload says nothing about which fields are always there; without
 * the ident and its status a callback means nothing, so these are demanded and the rest is not.
 */
export const callback = z
	.object({
		ident_id: identId,
		/** The status in words, e.g. "Successful". */
		status: z.union([z.string().trim().min(1), z.number().finite()]),
		/** The status as a code, e.g. "5". */
		status_code: responseId,
		project_id: responseValue,
		custom_id: responseValue,
		company_name: responseValue,
		first_name: responseValue,
		last_name: responseValue,
		custom1: responseValue,
		custom2: responseValue,
		custom3: responseValue,
		custom4: responseValue,
	})
	.passthrough();

export type Callback = z.infer<typeof callback>;
