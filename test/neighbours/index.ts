import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type Express } from 'express';
import { certify } from './certificates';
import { modelRoutes } from '../support/chatModel';
import { googleSheets } from './googleSheets';
import { hubspot } from './hubspot';
import { MailServer } from './mail';
import { objectStorage } from './objectStorage';
import { pageRoutes } from './pages/routes';
import { Proxy } from './proxy';
import { slack } from './slack';

export { DEMO_ACCOUNT } from './pages/routes';

export interface NeighbourOptions {
	/** Where the authority's certificate is written: n8n reads it when it starts. */
	folder: string;
	/** Wanted ports; 0, the default, takes free ones. The web port has pages and records. */
	port?: number;
	smtpPort?: number;
	proxyPort?: number;
}

/** What a process needs to use the neighbours. */
export interface NeighbourAddresses {
	/** Pages and records. */
	url: string;
	smtpPort: number;
	/** n8n's environment: everything but this machine goes through the proxy, and the authority is trusted. */
	env: Record<string, string>;
}

/** What the demo's chat model says to everything. */
const NO_MODEL =
	'The demo has no language model. Choose a credential for OpenAI or any compatible service in the node Chat Model, then ask again.';

async function listen(server: HttpServer | HttpsServer, port: number): Promise<number> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return (server.address() as AddressInfo).port;
}

async function close(server: HttpServer | HttpsServer): Promise<void> {
	const closed = new Promise((resolve) => server.close(resolve));
	server.closeAllConnections();
	await closed;
}

/**
 * The services that workflows use beside Identify: Slack, HubSpot and mail. n8n's own nodes talk to them
 * as ever, through a proxy that knows no other hosts.
 */
export class Neighbours implements NeighbourAddresses {
	readonly slack = slack();

	readonly hubspot = hubspot();

	readonly googleSheets = googleSheets();

	readonly mail = new MailServer();

	/** Its endpoint is `<url>/s3`. */
	readonly objectStorage = objectStorage();

	/** Behind the proxy. */
	private readonly services = [this.slack, this.hubspot, this.googleSheets];

	/** What `records/:name` gives, and what outlives a restart. */
	readonly books = {
		mail: this.mail.book,
		slack: this.slack.book,
		hubspot: this.hubspot.book,
		googleSheets: this.googleSheets.book,
		objectStorage: this.objectStorage.book,
	};

	readonly proxy: Proxy;

	/** For more pages. */
	readonly web: Express = express();

	url = '';

	smtpPort = 0;

	env: Record<string, string> = {};

	private standInPort = 0;

	private readonly servers: Array<HttpServer | HttpsServer> = [];

	private constructor() {
		const hosts = this.services.flatMap((service) => service.hosts);
		this.proxy = new Proxy(new Set(hosts), () => this.standInPort);
		this.web.disable('x-powered-by');
		this.web.use('/sheets', this.googleSheets.pages);
		this.web.use(
			'/model/v1',
			modelRoutes(() => NO_MODEL),
		);
		this.web.use('/s3', this.objectStorage.routes);
		this.web.use(pageRoutes(this.books));
		this.web.get('/records/:name', (request, response) => {
			const found = Object.entries(this.books).find(([name]) => name === request.params.name);
			if (!found) return void response.status(404).json({ error: 'There are no such records.' });
			const { account } = request.query;
			response.json(typeof account === 'string' ? found[1].of(account) : found[1]);
		});
	}

	static async start({ folder, port = 0, smtpPort = 0, proxyPort = 0 }: NeighbourOptions) {
		const neighbours = new Neighbours();
		const hosts = neighbours.services.flatMap((service) => service.hosts);
		const { authority, key, cert } = await certify(hosts);
		mkdirSync(folder, { recursive: true });
		const authorityFile = join(folder, 'authority.pem');
		writeFileSync(authorityFile, authority);
		const byHost = new Map(
			neighbours.services.flatMap(({ hosts: own, app }) => own.map((host) => [host, app] as const)),
		);
		const standIn = createHttpsServer({ key, cert }, (request, response) => {
			const app = byHost.get((request.headers.host ?? '').replace(/:\d+$/, ''));
			if (app) app(request, response);
			else response.writeHead(421).end();
		});
		const web = createHttpServer(neighbours.web);
		neighbours.servers.push(standIn, web);
		neighbours.standInPort = await listen(standIn, 0);
		neighbours.url = `http://127.0.0.1:${await listen(web, port)}`;
		neighbours.smtpPort = await neighbours.mail.start(smtpPort);
		const proxy = `http://127.0.0.1:${await neighbours.proxy.start(proxyPort)}`;
		neighbours.env = {
			HTTP_PROXY: proxy,
			HTTPS_PROXY: proxy,
			// Nothing is ever reached at .invalid: tests see there what n8n says of a host that does not exist.
			NO_PROXY: '127.0.0.1,localhost,::1,.invalid',
			NODE_EXTRA_CA_CERTS: authorityFile,
		};
		return neighbours;
	}

	get addresses(): NeighbourAddresses {
		return { url: this.url, smtpPort: this.smtpPort, env: this.env };
	}

	async stop(): Promise<void> {
		await Promise.all([
			...this.servers.map(async (server) => await close(server)),
			this.mail.stop(),
			this.proxy.stop(),
		]);
	}
}
