import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { MAX_BODY_BYTES } from './constants';
import type { ActiveFault } from './faults/faultList';
import type { FaultMoment } from './faults/types';
import { parseUtf8Json } from './json';
import { ApiError, type Reply } from './replies';
import type { RequestEntry, RequestLog } from './requestLog';
import type { Scheduler } from './scheduler';
import { resetConnection, transmit, type Manner } from './transmit';

/** The client has gone or the sandbox was reset: nothing may be carried out any more. */
export class Abandoned extends Error {}

/** One request on its way through the sandbox. */
export class Exchange {
	/** Faults that strike after the request was read. */
	faults: readonly ActiveFault[] = [];
	private readonly atEnd: Array<() => void> = [];

	constructor(
		readonly req: IncomingMessage,
		readonly res: ServerResponse,
		readonly entry: RequestEntry,
		private readonly log: RequestLog,
		private readonly scheduler: Scheduler,
	) {}

	faultsAt(moment: FaultMoment): ActiveFault[] {
		return this.faults.filter((fault) => fault.moment === moment);
	}

	onSettle(action: () => void): void {
		this.atEnd.push(action);
	}

	/** The work is over: the request no longer counts as in flight. */
	settle(): void {
		for (const action of this.atEnd.splice(0)) action();
	}

	async readBody(): Promise<void> {
		const { entry, req } = this;
		const chunks: Buffer[] = [];
		let size = 0;
		try {
			for await (const chunk of req as AsyncIterable<Buffer>) {
				chunks.push(chunk);
				size += chunk.length;
				if (size > MAX_BODY_BYTES) throw new ApiError(400, ['The request body is too large.']);
			}
		} catch (error) {
			throw error instanceof ApiError ? error : new Abandoned();
		}
		entry.body = Buffer.concat(chunks);
		entry.parsedBody = size > 0 ? parseUtf8Json(entry.body) : undefined;
		entry.bodyRead = true;
	}

	async send(reply: Reply, manner: Manner = {}): Promise<void> {
		const { entry, res } = this;
		entry.status = reply.status;
		if (!entry.bodyRead) res.setHeader('connection', 'close');
		this.log.changed(entry);
		await transmit(res, reply, manner, this.scheduler);
	}

	reset(): void {
		resetConnection(this.res);
	}
}

function plainHeaders(req: IncomingMessage): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(req.headers)) {
		if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
	}
	return headers;
}

/** Opens exchanges, logs them and counts those in flight. */
export class Exchanges {
	private readonly known = new WeakMap<IncomingMessage, Exchange>();
	private readonly socketIds = new WeakMap<Socket, number>();
	private lastSocketId = 0;
	private current = 0;

	constructor(
		private readonly log: RequestLog,
		private readonly scheduler: Scheduler,
		private readonly now: () => number,
	) {}

	get inFlight(): number {
		return this.current;
	}

	of(req: IncomingMessage): Exchange {
		const exchange = this.known.get(req);
		if (!exchange) throw new Error('This request did not pass the intake.');
		return exchange;
	}

	open(req: IncomingMessage, res: ServerResponse): Exchange {
		const url = new URL(req.url ?? '/', 'http://sandbox');
		const entry: RequestEntry = {
			seq: this.log.nextSeq(),
			time: new Date(this.now()).toISOString(),
			method: req.method ?? '',
			path: url.pathname,
			query: Object.fromEntries(url.searchParams),
			headers: plainHeaders(req),
			socketId: this.socketIdOf(req.socket),
			inFlight: ++this.current,
			bodyRead: false,
			body: Buffer.alloc(0),
			parsedBody: undefined,
			validation: {
				errors: [],
				warnings: [],
				uppercaseViolations: [],
				undocumentedFields: [],
				emptyOptionalFields: [],
			},
			status: null,
			carriedOut: false,
			faults: [],
			finished: false,
		};
		const exchange = new Exchange(req, res, entry, this.log, this.scheduler);
		exchange.onSettle(() => this.current--);
		res.once('close', () => {
			entry.finished = true;
			this.log.changed(entry);
		});
		this.known.set(req, exchange);
		this.log.add(entry);
		return exchange;
	}

	private socketIdOf(socket: Socket): number {
		const id = this.socketIds.get(socket) ?? ++this.lastSocketId;
		this.socketIds.set(socket, id);
		return id;
	}
}
