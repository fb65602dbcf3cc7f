import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server that is not Identify, and remembers who came. */
export class Stranger {
	/** Connections, with or without a request. */
	connections = 0;

	readonly requests: Array<{ path: string; headers: string }> = [];

	private constructor(private readonly server: Server) {}

	/** Answers everything with this status and a web page. */
	static async start(status = 200): Promise<Stranger> {
		const server = createServer((request, response) => {
			stranger.requests.push({
				path: request.url ?? '',
				headers: JSON.stringify(request.headers),
			});
			response.writeHead(status, { 'content-type': 'text/html' });
			response.end('<!DOCTYPE html><html><body><h1>Welcome to nginx!</h1></body></html>');
		});
		const stranger = new Stranger(server);
		server.on('connection', () => (stranger.connections += 1));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return stranger;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	async stop() {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
