import {
	bufferBody,
	errorBody,
	htmlReply,
	jsonReply,
	reasonOf,
	retryAfterHeader,
	textReply,
	type Body,
	type Reply,
} from '../replies';
import type { Manner } from '../transmit';
import type { FaultAction } from './types';

function statusReply(action: Extract<FaultAction, { kind: 'status' }>): Reply {
	const { status, inBody, html, retryAfter } = action;
	const messages = action.messages ?? [`${reasonOf(status)} (sandbox fault)`];
	const reply = html
		? htmlReply(status)
		: jsonReply(errorBody(status, messages), inBody ? 200 : status);
	if (retryAfter !== undefined) reply.headers['retry-after'] = retryAfterHeader(retryAfter);
	return reply;
}

/** The answer that takes the place of the real one; undefined for faults that need none. */
export function substitute(action: FaultAction): Reply | undefined {
	switch (action.kind) {
		case 'status':
			return statusReply(action);
		case 'resultFalse':
			return jsonReply({ result: false, messages: action.messages ?? ['Sandbox fault'] });
		case 'html':
			return htmlReply(200, 'Welcome');
		case 'empty':
			return textReply('', action.status);
		case 'nonObject':
			return jsonReply(['not', 'an', 'object']);
		case 'body':
			return textReply(action.body, action.status, action.contentType);
		case 'redirect':
			return { ...textReply('', action.status ?? 302), headers: { location: action.location } };
		default:
			return undefined;
	}
}

function firstBytes(body: Body, keep: number): Body {
	const size = Math.min(keep, body.size);
	return {
		size,
		*chunks() {
			let left = size;
			for (const chunk of body.chunks()) {
				if (left <= 0) return;
				yield chunk.subarray(0, left);
				left -= chunk.length;
			}
		},
	};
}

const BLANKS = Buffer.alloc(64 * 1024, ' ');

function withBlanks(body: Body, bytes: number): Body {
	return {
		size: body.size + bytes,
		*chunks() {
			yield* body.chunks();
			for (let left = bytes; left > 0; left -= BLANKS.length) yield BLANKS.subarray(0, left);
		},
	};
}

function withFlippedByte(body: Body): Body {
	const target = Math.floor(body.size / 2);
	return {
		size: body.size,
		*chunks() {
			let at = 0;
			for (const chunk of body.chunks()) {
				const index = target - at;
				at += chunk.length;
				if (index < 0 || index >= chunk.length) {
					yield chunk;
					continue;
				}
				const copy = Buffer.from(chunk);
				copy[index] = (copy[index] ?? 0) ^ 0x01;
				yield copy;
			}
		},
	};
}

/** A fault that lets the answer through, changed in content or in the way it is sent. */
export function transform(action: FaultAction, reply: Reply): { reply: Reply; manner: Manner } {
	const { body } = reply;
	switch (action.kind) {
		case 'trickle': {
			const { chunkBytes = 1, intervalMs = 20 } = action;
			return { reply, manner: { pieces: { bytes: chunkBytes, intervalMs } } };
		}
		case 'truncate': {
			const keep = action.keepBytes ?? Math.floor(body.size / 2);
			if (action.framing !== 'clean')
				return { reply, manner: { cut: { at: keep, then: 'close' } } };
			return { reply: { ...reply, body: firstBytes(body, keep) }, manner: {} };
		}
		case 'oversize':
			return {
				reply: { ...reply, body: withBlanks(body, action.bytes ?? 32 * 1024 * 1024) },
				manner: {},
			};
		case 'wrongContentType': {
			const type = action.contentType ?? 'text/html; charset=utf-8';
			return {
				reply: { ...reply, headers: { ...reply.headers, 'content-type': type } },
				manner: {},
			};
		}
		case 'corrupt':
			return { reply: { ...reply, body: withFlippedByte(body) }, manner: {} };
		default:
			return { reply, manner: {} };
	}
}

/** How a fault in the middle of the body sends the real answer. */
export function midBodyManner(action: FaultAction, reply: Reply): Manner {
	const half = Math.floor(reply.body.size / 2);
	switch (action.kind) {
		case 'reset':
		case 'close':
			return { cut: { at: action.afterBytes ?? half, then: action.kind } };
		case 'hang':
			return { cut: { at: action.afterBytes ?? half, then: 'hang', ms: action.ms } };
		case 'delay':
			return { cut: { at: action.afterBytes ?? half, then: 'pause', ms: action.ms } };
		default:
			return {};
	}
}

export const UNAVAILABLE: Reply = {
	status: 503,
	headers: { 'content-type': 'application/json; charset=utf-8' },
	body: bufferBody(JSON.stringify(errorBody(503, ['Service unavailable (sandbox fault)']))),
};
