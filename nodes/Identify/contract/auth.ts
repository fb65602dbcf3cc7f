import { z } from 'zod';
import { defineEndpoint } from './endpoint';
import { envelope } from './envelope';
import { requiredText } from './fields';

/** Documentation: "auth", POST PARTNER AUTHENTICATION. */
export const auth = defineEndpoint({
	section: 'auth',
	method: 'POST',
	path: '/auth',
	sendsBody: true,
	changes: false,
	request: z
		.object({
			/** Partner user name. */
			PARTNER: requiredText,
			/** "Never share this value with anyone, not even with us!" */
			APIKEY: requiredText,
		})
		.strict(),
	response: envelope.extend({
		/** The JSON Web Token "which is required for any following request". */
		token: z.string().min(1),
	}),
});
