import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion } from 'node:tls';
import express from 'express';
import { DEFAULT_ACCOUNTS, type PartnerAccount } from './accounts';
import type { Callbacks } from './callbacks/callbacks';
import type { Delivery } from './callbacks/delivery';
import type { Webhook } from './callbacks/webhooks';
import { SandboxClock } from './clock';
import { CONTROL_PREFIX } from './constants';
import { conferencePage } from './control/conference';
import { controlRoutes } from './control/routes';
import type { FaultList } from './faults/faultList';
import type { OtherOrigin } from './files/otherOrigin';
import { intake } from './gateway';
import type { Appointment, IdentRecord, IdentSeed } from './idents';
import type { Project } from './projects';
import type { RequestEntry, RequestLog } from './requestLog';
import { apiRoutes } from './routes';
import type { SandboxSettings } from './settings';
import { World, type AuthCounts, type SandboxState } from './world';

export * from './constants';
export { DEFAULT_ACCOUNTS, type PartnerAccount } from './accounts';
export type { CallbackOptions, Callbacks } from './callbacks/callbacks';
export type { Delivery, DeliveryKind } from './callbacks/delivery';
export { BREAKAGES, type Breakage } from './callbacks/payload';
export { DELIVERY_STATE, type DeliveryState, type Webhook } from './callbacks/webhooks';
export type { SandboxClock } from './clock';
export type { ActiveFault, FaultList } from './faults/faultList';
export type { Fault, FaultAction, FaultKind, FaultMatch, FaultMoment } from './faults/types';
export type { EvidenceFile, FileSection } from './files/evidence';
export type { OriginRequest, OtherOrigin } from './files/otherOrigin';
export type { Appointment, IdentRecord, IdentSeed } from './idents';
export type { Json, JsonObject } from './json';
export type { Project } from './projects';
export type { RequestEntry, RequestLog, ValidationNotes } from './requestLog';
export type { CallbackFormat, RetryAfter, SandboxSettings } from './settings';
export type { AuthCounts, SandboxState } from './world';

export interface SandboxOptions extends Partial<SandboxSettings> {
	/** 0, the default, takes a free one. */
	port?: number;
	host?: string;
	/** Accounts; the first owns the seeds. */
	accounts?: readonly PartnerAccount[];
	/** False starts without seeded idents. */
	seed?: boolean;
	/** The base of all times, instead of the computer's clock. */
	now?: () => number;
	/** Serves https with this key pair, up to this version of TLS. */
	tls?: { key: string; cert: string; maxVersion?: SecureVersion };
}

export interface Sandbox {
	readonly url: string;
	readonly port: number;
	/** Name and key of the first account. */
	readonly partner: string;
	readonly apiKey: string;
	readonly settings: Readonly<SandboxSettings>;
	readonly clock: SandboxClock;
	readonly auth: Readonly<AuthCounts>;
	readonly requests: RequestLog;
	readonly faults: FaultList;
	readonly projects: Map<string, Project>;
	/** All idents in order of creation, seeds included. */
	readonly idents: ReadonlyMap<string, IdentRecord>;
	/** Idents made by ident/create, in order of creation. */
	readonly created: readonly IdentRecord[];
	readonly appointments: readonly Appointment[];
	readonly callbacks: Callbacks;
	readonly webhooks: {
		readonly all: readonly Webhook[];
		register: (url: string, partner?: string) => Webhook;
		remove: (id: string) => boolean;
	};
	/** The second file host; started by the setting `filesFrom` or by itself. */
	readonly otherOrigin: OtherOrigin;
	configure: (change: Partial<SandboxSettings>) => Promise<void>;
	/** The tokens that have neither expired nor been used up, as far as anybody has tried. */
	readonly liveTokens: readonly string[];
	/** Ends all tokens, as if they had been idle; returns how many there were. */
	expireTokens: () => number;
	seedIdent: (seed?: IdentSeed) => IdentRecord;
	/** Changes an ident's status and resolves when its callbacks are delivered or have failed. */
	setStatus: (identId: string, code: number | string, text?: string) => Promise<Delivery[]>;
	waitForRequest: (
		predicate: (entry: RequestEntry) => boolean,
		timeoutMs?: number,
	) => Promise<RequestEntry>;
	/** What outlives a restart, as JSON can hold it. */
	save: () => SandboxState;
	load: (state: SandboxState) => void;
	/** As freshly started, on the same port. */
	reset: () => void;
	stop: () => Promise<void>;
}

/** Clients keep connections between runs; closing early would race with their next request. */
const KEEP_ALIVE_MS = 60_000;

async function listen(server: Server, port: number, host: string): Promise<number> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			resolve();
		});
	});
	return (server.address() as AddressInfo).port;
}

function createApp(world: World): express.Express {
	const app = express();
	app.disable('x-powered-by');
	app.use(CONTROL_PREFIX, controlRoutes(world));
	app.use(conferencePage());
	app.use(intake(world));
	app.use(apiRoutes(world));
	return app;
}

async function stopServer(world: World, server: Server): Promise<void> {
	const closed = new Promise((resolve) => server.close(resolve));
	world.abandon();
	world.requests.abandonWaiters();
	server.closeAllConnections();
	await Promise.all([closed, world.otherOrigin.stop()]);
}

function asSandbox(world: World, server: Server, port: number): Sandbox {
	const { name: partner, apiKey } = world.owner;
	let stopped: Promise<void> | undefined;
	return {
		url: world.url,
		port,
		partner,
		apiKey,
		get settings() {
			return world.settings;
		},
		clock: world.clock,
		auth: world.auth,
		requests: world.requests,
		faults: world.faults,
		projects: world.projects,
		idents: world.idents.idents,
		get created() {
			return world.idents.created;
		},
		appointments: world.idents.appointments,
		callbacks: world.callbacks,
		webhooks: {
			get all() {
				return world.webhooks.all;
			},
			register: (url, owner = partner) => world.webhooks.add(owner, url),
			remove: (id) => world.webhooks.remove(id),
		},
		otherOrigin: world.otherOrigin,
		configure: async (change) => await world.configure(change),
		get liveTokens() {
			return world.tokens.live;
		},
		expireTokens: () => world.tokens.expireAll(),
		seedIdent: (seed = {}) => world.idents.seed(partner, seed),
		setStatus: async (identId, code, text) => await world.setStatus(identId, code, text),
		waitForRequest: async (predicate, timeoutMs) =>
			await world.requests.waitForRequest(predicate, timeoutMs),
		save: () => world.save(),
		load: (state) => world.load(state),
		reset: () => world.reset(),
		stop: async () => await (stopped ??= stopServer(world, server)),
	};
}

/** Starts a stand-in for the whole Identify API. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const {
		port = 0,
		host = '127.0.0.1',
		accounts = DEFAULT_ACCOUNTS,
		seed = true,
		now,
		tls,
		...settings
	} = options;
	const world = new World(accounts, new SandboxClock(now), settings, seed);
	await world.configure({});
	const app = createApp(world);
	const server = tls ? createHttpsServer(tls, app) : createHttpServer(app);
	server.keepAliveTimeout = KEEP_ALIVE_MS;
	try {
		const bound = await listen(server, port, host);
		world.url = `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${bound}`;
		return asSandbox(world, server, bound);
	} catch (error) {
		await world.otherOrigin.stop();
		throw error;
	}
}
