import type { PartnerAccount } from './accounts';
import { Callbacks } from './callbacks/callbacks';
import type { Delivery } from './callbacks/delivery';
import { WebhookStore } from './callbacks/webhooks';
import type { SandboxClock } from './clock';
import { Exchanges } from './exchange';
import { FaultList } from './faults/faultList';
import { contentOf, FileHashes, MEDIA_TYPES } from './files/evidence';
import { OtherOrigin, type OriginFile } from './files/otherOrigin';
import { IdentStore } from './idents';
import { seedProjects } from './projects';
import { RequestLog } from './requestLog';
import { Gate, Scheduler } from './scheduler';
import { defaultSettings, isSettingsChange, type SandboxSettings } from './settings';
import { TokenStore } from './tokens';

export interface AuthCounts {
	/** Requests to POST /auth that were carried out or refused for their credentials. */
	attempts: number;
	granted: number;
	rejected: number;
}

/** What `World.save` gives. */
export type SandboxState = ReturnType<World['save']>;

/** Everything the sandbox knows and remembers. */
export class World {
	settings: SandboxSettings;
	/** Where this sandbox is reached; known once it listens. */
	url = '';
	readonly auth: AuthCounts = { attempts: 0, granted: 0, rejected: 0 };
	readonly scheduler = new Scheduler();
	readonly requests = new RequestLog();
	readonly faults = new FaultList();
	readonly hashes = new FileHashes();
	readonly projects = seedProjects();
	readonly capacity = new Gate(() => this.settings.capacity);
	readonly exchanges: Exchanges;
	readonly tokens: TokenStore;
	readonly idents: IdentStore;
	readonly webhooks: WebhookStore;
	readonly callbacks: Callbacks;
	readonly otherOrigin: OtherOrigin;

	constructor(
		readonly accounts: readonly PartnerAccount[],
		readonly clock: SandboxClock,
		private readonly initial: Partial<SandboxSettings>,
		private readonly seeded: boolean,
	) {
		isSettingsChange(initial);
		const now = () => clock.now();
		this.settings = { ...defaultSettings(), ...initial };
		this.exchanges = new Exchanges(this.requests, this.scheduler, now);
		this.tokens = new TokenStore(now, () => this.settings);
		this.idents = new IdentStore(now);
		this.webhooks = new WebhookStore(now);
		this.callbacks = new Callbacks(this.webhooks, now, () => this.settings);
		this.otherOrigin = new OtherOrigin((path) => this.fileAt(path));
		this.seed();
	}

	/** The first account: owner of the seeds and of whatever names no partner. */
	get owner(): PartnerAccount {
		const [owner] = this.accounts;
		if (!owner) throw new Error('The sandbox needs at least one partner account.');
		return owner;
	}

	async configure(change: Partial<SandboxSettings>): Promise<void> {
		isSettingsChange(change);
		this.settings = { ...this.settings, ...change };
		if (this.settings.filesFrom !== 'gateway') await this.otherOrigin.start();
	}

	async setStatus(identId: string, code: number | string, text?: string): Promise<Delivery[]> {
		const ident = this.idents.find(identId);
		if (!ident) throw new Error(`There is no ident "${identId}".`);
		this.idents.setStatus(ident, String(code), text ?? null);
		return await this.callbacks.statusChanged(ident);
	}

	/** As freshly started; requests being handled end without being carried out. */
	reset(): void {
		this.abandon();
		this.settings = { ...defaultSettings(), ...this.initial };
		this.clock.reset();
		this.faults.clear();
		this.tokens.expireAll();
		Object.assign(this.auth, { attempts: 0, granted: 0, rejected: 0 });
		this.requests.clear();
		this.otherOrigin.requests.length = 0;
		this.webhooks.clear();
		this.projects.clear();
		for (const [id, project] of seedProjects()) this.projects.set(id, project);
		this.idents.clear();
		this.seed();
	}

	/** What outlives a restart, as JSON can hold it: not the settings, tokens, faults and the request log. */
	save() {
		return {
			idents: this.idents.save(),
			webhooks: this.webhooks.save(),
			callbacks: this.callbacks.save(),
		};
	}

	/** Puts back what `save` gave, in place of what is there. */
	load(saved: ReturnType<World['save']>): void {
		this.idents.load(saved.idents);
		this.webhooks.load(saved.webhooks);
		this.callbacks.load(saved.callbacks);
	}

	/** Ends every wait, queue and delivery under way. */
	abandon(): void {
		this.capacity.abandonQueue();
		this.scheduler.releaseAll();
		this.callbacks.clear();
	}

	fileAt(path: string): OriginFile | undefined {
		const found = this.idents.findFile(path);
		if (!found) return undefined;
		const body = contentOf(found.file, this.settings.fileBytes);
		return { contentType: MEDIA_TYPES[found.file.section], body };
	}

	private seed(): void {
		if (this.seeded) this.idents.seedDefaults(this.owner.name);
	}
}
