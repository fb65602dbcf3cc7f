import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Scheduler } from './scheduler';
import type { Body, Reply } from './replies';

/** How an answer is sent, if not simply. */
export interface Manner {
	/** After so many bytes, something happens. */
	cut?: { at: number; then: 'reset' | 'close' | 'hang' | 'pause'; ms?: number };
	pieces?: { bytes: number; intervalMs: number };
}

/** A hang without an end of its own is ended by then, should nobody else do it. */
const LONGEST_HANG_MS = 10 * 60 * 1000;

/** A reset right after a write would overtake the bytes written. */
const BYTES_BEFORE_RESET_MS = 20;

/**
 * Resets a connection. One that is being closed already is only destroyed: libuv does not reset it,
 * and Node.js would wait for that for ever when the process ends.
 */
export function resetSocket(socket: Socket): void {
	if (socket.destroyed || socket.writableEnded) socket.destroy();
	else socket.resetAndDestroy();
}

export function resetConnection(res: ServerResponse): void {
	if (res.socket) resetSocket(res.socket);
}

export function closeConnection(res: ServerResponse): void {
	res.socket?.destroySoon();
}

/** Silence until the time is up, the client has gone or the sandbox ends its waits. */
export async function hang(
	res: ServerResponse,
	scheduler: Scheduler,
	ms = LONGEST_HANG_MS,
): Promise<void> {
	const gone = new AbortController();
	res.once('close', () => gone.abort());
	if (!res.destroyed) await scheduler.sleep(ms, gone.signal);
	resetConnection(res);
}

async function write(res: ServerResponse, chunk: Buffer): Promise<boolean> {
	if (res.destroyed || res.socket?.destroyed) return false;
	if (res.write(chunk)) return true;
	await new Promise<void>((resolve) => {
		const done = () => {
			res.off('drain', done);
			res.off('close', done);
			resolve();
		};
		res.on('drain', done);
		res.on('close', done);
	});
	return !res.destroyed;
}

const SMALL_BODY_BYTES = 64 * 1024;

/** Writes with back-pressure, so no large body is ever in memory as a whole. */
export async function sendBody(res: ServerResponse, body: Body): Promise<void> {
	if (body.size <= SMALL_BODY_BYTES) {
		res.end(Buffer.concat([...body.chunks()]));
		return;
	}
	for (const chunk of body.chunks()) {
		if (!(await write(res, chunk))) return;
	}
	res.end();
}

/** The body's bytes from `from` to `to`, in the chunks in which they come. */
function* range(body: Body, from: number, to: number): Iterable<Buffer> {
	let at = 0;
	for (const chunk of body.chunks()) {
		const start = Math.max(from - at, 0);
		const end = Math.min(to - at, chunk.length);
		at += chunk.length;
		if (start < end) yield chunk.subarray(start, end);
		if (at >= to) return;
	}
}

async function sendInPieces(
	res: ServerResponse,
	body: Body,
	{ bytes, intervalMs }: { bytes: number; intervalMs: number },
	scheduler: Scheduler,
): Promise<void> {
	for (const chunk of body.chunks()) {
		for (let at = 0; at < chunk.length; at += bytes) {
			if (!(await write(res, chunk.subarray(at, at + bytes)))) return;
			if (!(await scheduler.sleep(intervalMs))) return resetConnection(res);
		}
	}
	res.end();
}

async function sendCut(
	res: ServerResponse,
	body: Body,
	{ at, then, ms }: NonNullable<Manner['cut']>,
	scheduler: Scheduler,
): Promise<void> {
	res.flushHeaders();
	for (const chunk of range(body, 0, at)) if (!(await write(res, chunk))) return;
	if (then === 'hang') return await hang(res, scheduler, ms);
	if (then === 'pause') {
		if (!(await scheduler.sleep(ms ?? 0))) return resetConnection(res);
		for (const chunk of range(body, at, body.size)) if (!(await write(res, chunk))) return;
		res.end();
		return;
	}
	if (then === 'close') return closeConnection(res);
	await scheduler.sleep(BYTES_BEFORE_RESET_MS);
	resetConnection(res);
}

export async function transmit(
	res: ServerResponse,
	reply: Reply,
	manner: Manner,
	scheduler: Scheduler,
): Promise<void> {
	if (res.destroyed) return;
	const { status, headers, body } = reply;
	res.writeHead(status, { ...headers, 'content-length': String(body.size) });
	if (manner.cut) return await sendCut(res, body, manner.cut, scheduler);
	if (manner.pieces) return await sendInPieces(res, body, manner.pieces, scheduler);
	await sendBody(res, body);
}
