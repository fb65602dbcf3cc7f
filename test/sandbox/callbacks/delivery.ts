import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import axios from 'axios';
import type { JsonObject } from '../json';
import type { DeliveryState } from './webhooks';

export type DeliveryKind = 'status' | 'repeat' | 'forged' | 'broken' | 'raw';

/** One callback to one URL. */
export interface Delivery {
	readonly id: string;
	readonly kind: DeliveryKind;
	readonly webhookId: string;
	readonly url: string;
	readonly identId: string | null;
	/** Null when the body is no payload at all. */
	readonly payload: JsonObject | null;
	readonly body: Buffer;
	readonly headers: Readonly<Record<string, string>>;
	state: DeliveryState;
	httpStatus: number | null;
	/** The beginning of what the receiver answered. */
	answer: string;
	error: string | null;
	readonly createdAt: number;
	updatedAt: number;
}

const ANSWER_CHARACTERS = 10_000;
const ANSWER_LIMIT_BYTES = 1024 * 1024;

/** A kept connection could be one that a restarted receiver has forgotten. */
const httpAgent = new Agent({ keepAlive: false });
const httpsAgent = new TlsAgent({ keepAlive: false });

/** Sends the bytes as they are and follows no redirect. Rejects when there is no answer. */
export async function post(
	{ url, body, headers }: Delivery,
	timeoutMs: number,
	signal: AbortSignal,
): Promise<{ status: number; answer: string }> {
	const response = await axios.post<string>(url, body, {
		headers: { ...headers, 'user-agent': 'identify-sandbox' },
		// The first covers a silent receiver, the second one that answers by drops.
		timeout: timeoutMs,
		signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
		maxRedirects: 0,
		maxContentLength: ANSWER_LIMIT_BYTES,
		proxy: false,
		httpAgent,
		httpsAgent,
		responseType: 'text',
		transformRequest: [(data: Buffer) => data],
		transformResponse: [(data: string) => data],
		validateStatus: () => true,
	});
	return { status: response.status, answer: response.data.slice(0, ANSWER_CHARACTERS) };
}
