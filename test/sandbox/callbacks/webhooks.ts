/** "Webhook Statuses": 1 PENDING, 2 RUNNING, 3 SUCCESS, 4 FAILED. */
export const DELIVERY_STATE = { pending: '1', running: '2', success: '3', failed: '4' } as const;

export type DeliveryState = (typeof DELIVERY_STATE)[keyof typeof DELIVERY_STATE];

/** A row of webhook/getAll: a registered URL and the state of the latest delivery to it. */
export interface Webhook {
	readonly id: string;
	readonly partner: string;
	readonly url: string;
	state: DeliveryState;
	readonly createdAt: number;
	updatedAt: number;
}

/** The URLs entered in the partner portal > merchant details section. */
export class WebhookStore {
	private readonly rows = new Map<string, Webhook>();
	private lastId = 0;

	constructor(private readonly now: () => number) {}

	get all(): Webhook[] {
		return [...this.rows.values()];
	}

	of(partner: string): Webhook[] {
		return this.all.filter((webhook) => webhook.partner === partner);
	}

	add(partner: string, url: string): Webhook {
		if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
			throw new Error(`"${url}" is not an http(s) URL.`);
		}
		const id = String(++this.lastId);
		const time = this.now();
		const state = DELIVERY_STATE.pending;
		const webhook: Webhook = { id, partner, url, state, createdAt: time, updatedAt: time };
		this.rows.set(id, webhook);
		return webhook;
	}

	remove(id: string): boolean {
		return this.rows.delete(id);
	}

	setState(id: string, state: DeliveryState): void {
		const webhook = this.rows.get(id);
		if (!webhook) return;
		webhook.state = state;
		webhook.updatedAt = this.now();
	}

	/** All of it, as JSON can hold it. */
	save() {
		return { lastId: this.lastId, webhooks: this.all };
	}

	/** Puts back what `save` gave, in place of what is there. */
	load(saved: ReturnType<WebhookStore['save']>): void {
		this.clear();
		this.lastId = saved.lastId;
		for (const webhook of saved.webhooks) this.rows.set(webhook.id, webhook);
	}

	clear(): void {
		this.rows.clear();
		this.lastId = 0;
	}
}
