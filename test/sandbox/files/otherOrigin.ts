import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendBody } from '../transmit';
import type { Body } from '../replies';

export interface OriginRequest {
	method: string;
	path: string;
	headers: Record<string, string>;
}

export interface OriginFile {
	contentType: string;
	body: Body;
}

/** A file host elsewhere: needs no credentials and remembers which it was given. */
export class OtherOrigin {
	readonly requests: OriginRequest[] = [];
	private server: Server | undefined;
	private address = '';

	constructor(private readonly find: (path: string) => OriginFile | undefined) {}

	/** Empty until started. */
	get url(): string {
		return this.address;
	}

	async start(): Promise<string> {
		if (this.server) return this.address;
		const server = createServer((req, res) => {
			const path = new URL(req.url ?? '/', 'http://origin').pathname;
			const headers = Object.entries(req.headers).map(([name, value]) => [name, String(value)]);
			this.requests.push({ method: req.method ?? '', path, headers: Object.fromEntries(headers) });
			const file = this.find(path);
			if (!file) {
				res.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
				return;
			}
			const size = String(file.body.size);
			res.writeHead(200, { 'content-type': file.contentType, 'content-length': size });
			void sendBody(res, file.body);
		});
		this.server = server;
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(0, '127.0.0.1', resolve);
		});
		this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		return this.address;
	}

	async stop(): Promise<void> {
		const server = this.server;
		if (!server) return;
		this.server = undefined;
		this.address = '';
		const closed = new Promise((resolve) => server.close(resolve));
		server.closeAllConnections();
		await closed;
	}
}
