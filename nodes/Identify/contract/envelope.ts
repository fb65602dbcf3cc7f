import { z } from 'zod';
import { responseMessages } from './fields';

/**
 * What every answer of the API has in common (documentation: the sample responses). `result` and
 * `response_status` are missing in some samples, so both are optional; `response_status` repeats
 * or corrects the HTTP status.
 */
export const envelope = z
	.object({
		result: z.union([z.boolean(), z.string(), z.number(), z.null()]).optional(),
		response_status: z.union([z.number(), z.string(), z.null()]).optional(),
		messages: responseMessages,
	})
	.passthrough();

export type Envelope = z.infer<typeof envelope>;

/** Whether the answer says of itself that the request failed. */
export function saysFailed({ result }: Envelope): boolean {
	return result === false || result === 'false' || result === 0 || result === '0';
}

/** The status that the body reports, or undefined. */
export function bodyStatus({ response_status: status }: Envelope): number | undefined {
	const code = Number(status ?? Number.NaN);
	return Number.isInteger(code) && code >= 100 && code <= 599 ? code : undefined;
}

/** `messages` as a list of non-empty texts. */
export function messageList({ messages }: Envelope): string[] {
	const list = Array.isArray(messages) ? messages : [messages ?? ''];
	return list
		.map((message) => (typeof message === 'string' ? message : (JSON.stringify(message) ?? '')))
		.map((message) => message.trim())
		.filter((message) => message !== '');
}
