import { z } from 'zod';
import { defineEndpoint } from './endpoint';
import { envelope } from './envelope';
import { responseId, responseValue } from './fields';
import { listOf } from './list';

/** A callback URL registered in the partner portal, with the state of its last delivery. */
export const webhook = z
	.object({
		id: responseId.optional(),
		/** "Webhook Statuses": 1 PENDING, 2 RUNNING, 3 SUCCESS, 4 FAILED. */
		status: responseValue,
		url: responseValue,
		created_at: responseValue,
		updated_at: responseValue,
	})
	.passthrough();

/** Documentation: "webhook/getAll", GET ALL WEBHOOKS. */
export const webhookGetAll = defineEndpoint({
	section: 'webhook/getAll',
	method: 'GET',
	path: '/webhook/getAll',
	sendsBody: false,
	changes: false,
	request: z.object({}).strict(),
	response: envelope.extend({ data: listOf(webhook) }),
});
