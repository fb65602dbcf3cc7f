import type { IdentRecord } from '../idents';
import type { JsonObject } from '../json';
import { Gate } from '../scheduler';
import type { CallbackFormat, SandboxSettings } from '../settings';
import { post, type Delivery, type DeliveryKind } from './delivery';
import {
	breakCallback,
	callbackPayload,
	encodeCallback,
	type Breakage,
	type EncodedCallback,
} from './payload';
import { DELIVERY_STATE, type DeliveryState, type Webhook, type WebhookStore } from './webhooks';

interface Draft extends EncodedCallback {
	kind: DeliveryKind;
	identId: string | null;
	payload: JsonObject | null;
}

/** Restricts a callback on demand to one webhook or changes how it is written. */
export interface CallbackOptions {
	webhookId?: string;
	format?: CallbackFormat;
	gzip?: boolean;
}

/** The callbacks sent, waiting or failed. One attempt each: the documentation tells of no retries. */
export class Callbacks {
	readonly deliveries: Delivery[] = [];
	/** So many of the next status changes call nobody back, as if the message had been lost. */
	swallowNext = 0;
	private lastId = 0;
	private stop = new AbortController();
	/** The callbacks of one ident leave in order; each waits for the one before. */
	private readonly lines = new Map<string, Promise<unknown>>();
	private readonly gate: Gate;

	constructor(
		private readonly webhooks: WebhookStore,
		private readonly now: () => number,
		private readonly settings: () => SandboxSettings,
	) {
		this.gate = new Gate(() => settings().callbackConcurrency);
	}

	/** The callback of a status change, to every URL of the ident's partner. */
	async statusChanged(ident: IdentRecord): Promise<Delivery[]> {
		const { callbackFormat, callbackGzip, callbackMode } = this.settings();
		const payload = callbackPayload(ident, this.settings());
		const encoded = encodeCallback(payload, callbackFormat, callbackGzip);
		const draft: Draft = { ...encoded, kind: 'status', identId: ident.id, payload };
		const drafted = this.webhooks.of(ident.partner).map((webhook) => this.draft(draft, webhook));
		if (this.swallowNext > 0) {
			this.swallowNext--;
			for (const one of drafted) {
				this.conclude(one, DELIVERY_STATE.failed, 'Swallowed: it was never sent.');
			}
			return drafted;
		}
		if (callbackMode === 'hold') return drafted;
		return await Promise.all(drafted.map(async (delivery) => await this.inLine(delivery)));
	}

	/** Sends held deliveries one after the other, in the order given (all by default). */
	async send(ids?: readonly string[]): Promise<Delivery[]> {
		const held = this.deliveries.filter(({ state }) => state === DELIVERY_STATE.pending);
		const chosen = ids ? ids.map((id) => this.find(id)) : held;
		for (const delivery of chosen) await this.deliver(delivery);
		return chosen;
	}

	/** The same bytes again, so many times, all at once. */
	async repeat(id: string, times = 1): Promise<Delivery[]> {
		const { body, headers, identId, payload, url, webhookId } = this.find(id);
		const draft: Draft = { body, headers: { ...headers }, kind: 'repeat', identId, payload };
		const copies = Array.from({ length: times }, () => this.draft(draft, { id: webhookId, url }));
		return await Promise.all(copies.map(async (delivery) => await this.deliver(delivery)));
	}

	/** Known deliveries again, one after the other, in the order given. */
	async replay(ids: readonly string[]): Promise<Delivery[]> {
		const made: Delivery[] = [];
		for (const id of ids) made.push(...(await this.repeat(id)));
		return made;
	}

	/** A callback with whatever fields; those of an ident, if one is given, fill the gaps. */
	async forge(
		fields: JsonObject,
		ident?: IdentRecord,
		options: CallbackOptions = {},
	): Promise<Delivery[]> {
		const { callbackFormat, callbackGzip } = this.settings();
		const base = ident ? callbackPayload(ident, this.settings()) : {};
		const payload = { ...base, ...fields };
		const { format = callbackFormat, gzip = callbackGzip } = options;
		const encoded = encodeCallback(payload, format, gzip);
		const identId = ident?.id ?? null;
		return await this.sendNow({ ...encoded, kind: 'forged', identId, payload }, options);
	}

	/** An ident's own callback, damaged. */
	async breakOne(
		ident: IdentRecord,
		how: Breakage,
		options: CallbackOptions = {},
	): Promise<Delivery[]> {
		const encoded = breakCallback(callbackPayload(ident, this.settings()), how);
		const draft: Draft = { ...encoded, kind: 'broken', identId: ident.id, payload: null };
		return await this.sendNow(draft, options);
	}

	/** Any bytes. */
	async raw(
		body: Buffer | string,
		headers: Record<string, string> = { 'content-type': 'application/json' },
		options: CallbackOptions = {},
	): Promise<Delivery[]> {
		const draft: Draft = {
			body: Buffer.from(body),
			headers,
			kind: 'raw',
			identId: null,
			payload: null,
		};
		return await this.sendNow(draft, options);
	}

	/** All of it, as JSON can hold it. */
	save() {
		const deliveries = this.deliveries.map(({ body, ...delivery }) => ({
			...delivery,
			base64: body.toString('base64'),
		}));
		return { lastId: this.lastId, deliveries };
	}

	/** Puts back what `save` gave, in place of what is there. What was being sent then has failed. */
	load(saved: ReturnType<Callbacks['save']>): void {
		this.clear();
		this.lastId = saved.lastId;
		for (const { base64, ...delivery } of saved.deliveries) {
			const cut = delivery.state === DELIVERY_STATE.running;
			this.deliveries.push({
				...delivery,
				body: Buffer.from(base64, 'base64'),
				...(cut && { state: DELIVERY_STATE.failed, error: 'The sandbox ended meanwhile.' }),
			});
		}
	}

	/** Ends what is under way and forgets everything. */
	clear(): void {
		this.stop.abort();
		this.stop = new AbortController();
		this.gate.abandonQueue();
		this.lines.clear();
		this.swallowNext = 0;
		this.deliveries.length = 0;
		this.lastId = 0;
	}

	private find(id: string): Delivery {
		const delivery = this.deliveries.find((candidate) => candidate.id === id);
		if (!delivery) throw new Error(`There is no delivery "${id}".`);
		return delivery;
	}

	private draft(draft: Draft, { id: webhookId, url }: Pick<Webhook, 'id' | 'url'>): Delivery {
		const time = this.now();
		const delivery: Delivery = {
			...draft,
			id: String(++this.lastId),
			webhookId,
			url,
			state: DELIVERY_STATE.pending,
			httpStatus: null,
			answer: '',
			error: null,
			createdAt: time,
			updatedAt: time,
		};
		this.deliveries.push(delivery);
		this.webhooks.setState(webhookId, delivery.state);
		return delivery;
	}

	private async sendNow(draft: Draft, { webhookId }: CallbackOptions): Promise<Delivery[]> {
		const targets = this.webhooks.all.filter(
			({ id }) => webhookId === undefined || id === webhookId,
		);
		const drafted = targets.map((webhook) => this.draft(draft, webhook));
		return await Promise.all(drafted.map(async (delivery) => await this.deliver(delivery)));
	}

	private async inLine(delivery: Delivery): Promise<Delivery> {
		const line = `${delivery.webhookId} ${delivery.identId}`;
		const before = this.lines.get(line) ?? Promise.resolve();
		const sent = before.then(async () => await this.deliver(delivery));
		this.lines.set(line, sent);
		await sent;
		if (this.lines.get(line) === sent) this.lines.delete(line);
		return delivery;
	}

	/** Never rejects: what happened is in the delivery. */
	private async deliver(delivery: Delivery): Promise<Delivery> {
		const { signal } = this.stop;
		const leave = await this.gate.enter();
		if (!leave || signal.aborted) {
			this.conclude(delivery, DELIVERY_STATE.failed, 'The sandbox was reset.');
			leave?.();
			return delivery;
		}
		this.conclude(delivery, DELIVERY_STATE.running, null);
		try {
			const { status, answer } = await post(delivery, this.settings().callbackTimeoutMs, signal);
			delivery.httpStatus = status;
			delivery.answer = answer;
			if (status >= 200 && status < 300) this.conclude(delivery, DELIVERY_STATE.success, null);
			else this.conclude(delivery, DELIVERY_STATE.failed, `HTTP ${status}`);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			this.conclude(delivery, DELIVERY_STATE.failed, reason);
		} finally {
			leave();
		}
		return delivery;
	}

	private conclude(delivery: Delivery, state: DeliveryState, error: string | null): void {
		delivery.state = state;
		delivery.error = error;
		delivery.updatedAt = this.now();
		// A reset has forgotten this delivery; a new webhook may have the same number.
		if (this.deliveries.includes(delivery)) this.webhooks.setState(delivery.webhookId, state);
	}
}
