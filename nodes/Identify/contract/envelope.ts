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

const MESSAGE_DEPTH_MAX = 8;

/** The texts in a value of any shape; a key that is a word says what its texts are about. */
function textsIn(value: unknown, depth = 0): string[] {
	if (value === null || value === undefined || depth > MESSAGE_DEPTH_MAX) return [];
	if (typeof value !== 'object') return [String(value).trim()].filter((text) => text !== '');
	const isKey = (key: string) => !Array.isArray(value) && !/^\d+$/.test(key);
	return Object.entries(value).flatMap(([key, inner]) => {
		const texts = textsIn(inner, depth + 1);
		return isKey(key) ? texts.map((text) => `${key}: ${text}`) : texts.join(', ') || [];
	});
}

/** `messages` as a list of non-empty texts; `{"email": ["is not valid"]}` is "email: is not valid". */
export function messageList({ messages }: Envelope): string[] {
	return textsIn(messages);
}
