import { DELIVERY_STATE, type Delivery, type Sandbox } from '../sandbox';
import type { Change } from './script';

const OPEN = ['1', '2'];

/** Idents whose status changes, and how Identify tells of it. */
export class Changes {
	readonly idents: readonly string[];

	/** The status codes that each has had after its first, in their order. */
	private readonly codes = new Map<string, string[]>();

	/** Callbacks under way. */
	private readonly underWay = new Set<Promise<unknown>>();

	private readonly held: string[] = [];

	private readonly delivered: Delivery[] = [];

	constructor(
		private readonly sandbox: Sandbox,
		count: number,
	) {
		this.idents = Array.from({ length: count }, () => sandbox.seedIdent().id);
	}

	/** Idents that are open, from a number on. */
	openFrom(start: number, count: number): string[] {
		const at = start % this.idents.length;
		const inTurn = [...this.idents.slice(at), ...this.idents.slice(0, at)];
		return inTurn.filter((id) => OPEN.includes(this.statusOf(id))).slice(0, count);
	}

	private statusOf(id: string): string {
		return this.codes.get(id)?.at(-1) ?? '1';
	}

	/** Changes a status; does not wait for the callback. */
	async begin({ ident, isSudden, end, fare }: Change): Promise<void> {
		const [id] = this.openFrom(ident, 1);
		if (id === undefined) return;
		await this.set(id, this.statusOf(id) === '1' && !isSudden ? '2' : end, fare);
	}

	private async set(id: string, code: string, fare: Change['fare']): Promise<void> {
		this.codes.set(id, [...(this.codes.get(id) ?? []), code]);
		const { sandbox } = this;
		if (fare === 'late') await sandbox.configure({ callbackMode: 'hold' });
		if (fare === 'swallowed') sandbox.callbacks.swallowNext = 1;
		// It is up to the change whether a callback is sent, so the next one may follow at once.
		const sent = sandbox.setStatus(id, code);
		await sandbox.configure({ callbackMode: 'send' });
		this.follow(
			sent.then(async (deliveries) => {
				if (fare === 'late') this.held.push(...deliveries.map((each) => each.id));
				if (fare === 'swallowed' || fare === 'late') return;
				this.delivered.push(...deliveries);
				if (fare === 'repeated') await sandbox.callbacks.replay(deliveries.map((each) => each.id));
			}),
		);
	}

	private follow(work: Promise<unknown>): void {
		const followed = work.finally(() => this.underWay.delete(followed));
		this.underWay.add(followed);
	}

	/** Sends what was held back, maybe after the callbacks of later changes. */
	bringLate(): void {
		this.follow(this.sandbox.callbacks.send(this.held.splice(0)));
	}

	/** Sends callbacks of earlier times again, the oldest first. */
	replay(count: number): void {
		this.follow(this.sandbox.callbacks.replay(this.delivered.splice(0, count).map(({ id }) => id)));
	}

	/** Ends what is open of these. */
	async end(ids: readonly string[]): Promise<void> {
		for (const id of ids) {
			if (OPEN.includes(this.statusOf(id))) await this.set(id, '5', 'sent');
		}
		await this.settled();
	}

	/** Resolves when each callback has been answered, or has failed. */
	async settled(): Promise<void> {
		while (this.underWay.size > 0) await Promise.all(this.underWay);
	}

	/** The keys of the events that there have been. */
	get keys(): Set<string> {
		return new Set([...this.codes].flatMap(([id, codes]) => codes.map((code) => `${id}:${code}`)));
	}

	/** Those of them that nothing has overtaken: these must be told, whatever becomes of callbacks. */
	get lastKeys(): string[] {
		return [...this.codes].map(([id, codes]) => `${id}:${codes.at(-1)}`);
	}

	/** The callbacks of which n8n has said that it takes them. */
	get taken(): Delivery[] {
		return this.sandbox.callbacks.deliveries.filter(
			({ state, answer }) => state === DELIVERY_STATE.success && answer.includes('accepted'),
		);
	}
}
