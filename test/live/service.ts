import axios, { isAxiosError } from 'axios';
import type { z } from 'zod';
import { isLoopback } from '../../nodes/Identify/client/gateway';
import type { Endpoint } from '../../nodes/Identify/contract/endpoint';
import { readJson } from '../../nodes/Identify/contract/json';
import { isRecord } from './shape';

/** The check could not run; the message is the whole story. */
export class CannotRun extends Error {}

export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	/** Undefined where the body is not JSON. */
	body: unknown;
	/** Whether the body has commas that JSON forbids. */
	trailingComma: boolean;
}

function parse(text: string): Pick<Answer, 'body' | 'trailingComma'> {
	try {
		const body: unknown = JSON.parse(text);
		return { body, trailingComma: false };
	} catch {
		try {
			return { body: readJson(text), trailingComma: true };
		} catch {
			return { body: undefined, trailingComma: false };
		}
	}
}

/**
 * Asks one endpoint.
 *
 * @param host - without trailing slash
 * @param credentials - the headers `X-API-PARTNER` and `X-API-TOKEN`
 * @param fields - the request's fields
 * @throws CannotRun when the host does not answer
 */
export async function ask(
	host: string,
	{ method, path, sendsBody }: Endpoint<z.ZodTypeAny, z.ZodTypeAny>,
	credentials: Record<string, string>,
	fields: Record<string, string> = {},
): Promise<Answer> {
	const place = path.replace(/\{(\w+)\}/g, (_, name: string) =>
		encodeURIComponent(fields[name] ?? ''),
	);
	try {
		const { status, headers, data } = await axios.request<string>({
			method,
			url: host + place,
			headers: { ...credentials, 'Content-Type': 'application/json' },
			...(sendsBody ? { data: JSON.stringify(fields) } : {}),
			responseType: 'text',
			transformResponse: (text: string) => text,
			validateStatus: () => true,
			maxRedirects: 0,
			timeout: 30_000,
		});
		return { status, headers: { ...headers }, ...parse(data) };
	} catch (error) {
		const code = isAxiosError(error) && error.code ? ` (${error.code})` : '';
		throw new CannotRun(
			`The host cannot be reached${code}. Check --host and this computer's connection.`,
		);
	}
}

/** The status that counts: that of the body where it has one. */
export function statusOf({ status, body }: Answer): number {
	const inside = isRecord(body) ? Number(body.response_status) : Number.NaN;
	if (Number.isInteger(inside) && inside >= 100) return inside;
	return isRecord(body) && body.result === false && status < 400 ? 400 : status;
}

/** The part of an answer that the documentation calls `data`. */
export const dataOf = ({ body }: Answer): unknown => (isRecord(body) ? body.data : undefined);

/** How a file's address answers somebody without credentials. Nothing of the file is read. */
export async function statusOfFile(url: string): Promise<string> {
	if (!/^https:/i.test(url) && !isLoopback(new URL(url).hostname)) return 'not asked: no https';
	const stop = new AbortController();
	try {
		const { status } = await axios.get(url, {
			responseType: 'stream',
			validateStatus: () => true,
			maxRedirects: 0,
			timeout: 30_000,
			signal: stop.signal,
		});
		return `HTTP ${status}`;
	} catch (error) {
		return isAxiosError(error) && error.code ? `no answer (${error.code})` : 'no answer';
	} finally {
		stop.abort();
	}
}
