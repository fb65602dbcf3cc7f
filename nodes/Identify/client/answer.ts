import type { z } from 'zod';
import { bodyStatus, envelope, messageList, saysFailed, type Envelope } from '../contract/envelope';
import { readJson } from '../contract/json';
import { property } from './failure';

/** What came back over HTTP, the body read once. */
export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	/** The JSON body; undefined when it is not JSON. */
	body: unknown;
	/** The body's envelope; undefined when the body is not a JSON object. */
	envelope: Envelope | undefined;
	/** The body as it came when it is no JSON object, for messages. */
	text: string;
}

function readBody(text: string): unknown {
	try {
		return readJson(text);
	} catch {
		return undefined;
	}
}

/** Turns n8n's full response (body as text) into an answer. */
export function readAnswer(response: unknown): Answer {
	const raw = property(response, 'body');
	const text = typeof raw === 'string' ? raw : '';
	const headers = property(response, 'headers');
	const body = readBody(text);
	const read = envelope.safeParse(body);
	return {
		status: Number(property(response, 'statusCode')),
		headers: typeof headers === 'object' && headers !== null ? { ...headers } : {},
		body,
		envelope: read.success ? read.data : undefined,
		text: read.success ? '' : text,
	};
}

/**
 * The status that counts: HTTP's own when it is an error, else the one that the body reports
 * (Identify may answer 200 with `response_status` 401).
 */
export function effectiveStatus({ status, envelope: head }: Answer): number {
	if (status >= 300 || !head) return status;
	const reported = bodyStatus(head);
	return reported !== undefined && reported >= 400 ? reported : status;
}

/** Whether Identify no longer accepts the token ("Authentication": 401 Unauthorized). */
export function isUnauthorized(answer: Answer): boolean {
	return effectiveStatus(answer) === 401;
}

/** Whether the answer reports success, by HTTP status and by body. */
export function isSuccess(answer: Answer): boolean {
	const status = effectiveStatus(answer);
	return status >= 200 && status < 300 && !(answer.envelope && saysFailed(answer.envelope));
}

/**
 * Whether Identify itself says that there is no such thing. A proxy, or a gateway that does not know
 * the path, also answers 404, even with JSON, but without the fields that every answer of Identify has.
 */
export function saysNotFound(answer: Answer): boolean {
	const { envelope: head } = answer;
	if (!head || effectiveStatus(answer) !== 404) return false;
	const reported = bodyStatus(head);
	if (reported !== undefined) return reported === 404;
	return saysFailed(head) || (head.result === undefined && Array.isArray(head.messages));
}

/** Identify's own words. */
export function answerMessages({ envelope: head }: Answer): string[] {
	return head ? messageList(head) : [];
}

/**
 * Whether an answer is what the documentation promises. Response schemas change nothing, so that
 * what conforms to them has their output type.
 *
 * @param wrong - gets the names of the fields that are not
 */
export function conforms<Response extends z.ZodTypeAny>(
	schema: Response,
	body: unknown,
	wrong: string[],
): body is z.output<Response> {
	const read = schema.safeParse(body);
	if (!read.success) wrong.push(...read.error.issues.map((issue) => issue.path.join('.')));
	return read.success;
}
