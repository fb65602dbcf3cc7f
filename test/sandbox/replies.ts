import type { RetryAfter } from './settings';
import type { Json, JsonObject } from './json';

/** A body whose size is known and whose content is produced piece by piece. */
export interface Body {
	readonly size: number;
	chunks(): Iterable<Buffer>;
}

export interface Reply {
	status: number;
	headers: Record<string, string>;
	body: Body;
}

export function bufferBody(content: Buffer | string): Body {
	const buffer = Buffer.from(content);
	return { size: buffer.length, chunks: () => [buffer] };
}

export function textReply(
	text: string,
	status = 200,
	contentType = 'application/json; charset=utf-8',
): Reply {
	return { status, headers: { 'content-type': contentType }, body: bufferBody(text) };
}

export function jsonReply(value: Json, status = 200): Reply {
	return textReply(JSON.stringify(value), status);
}

/** Thrown by handlers. The documentation shows no error body; this is its envelope, negated. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly messages: string[],
		readonly retryAfter: RetryAfter | null = null,
	) {
		super(messages.join(' '));
	}
}

export function retryAfterHeader(value: RetryAfter): string {
	if (typeof value === 'number') return String(value);
	return new Date(Date.now() + value.date * 1000).toUTCString();
}

export function errorBody(status: number, messages: string[]): JsonObject {
	return { result: false, response_status: status, messages };
}

const REASONS: Record<number, string> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	402: 'Request Failed',
	403: 'Forbidden',
	404: 'Not Found',
	409: 'Conflict',
	429: 'Too Many Requests',
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Gateway Timeout',
};

/** The documentation's own words where it has some (Errors). */
export function reasonOf(status: number): string {
	return REASONS[status] ?? `Status ${status}`;
}

export function htmlReply(status: number, title = reasonOf(status)): Reply {
	const page = `<!DOCTYPE html>\n<html><head><title>${status} ${title}</title></head><body><h1>${title}</h1></body></html>\n`;
	return textReply(page, status, 'text/html; charset=utf-8');
}
