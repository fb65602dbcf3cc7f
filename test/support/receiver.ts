import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What arrived. */
export interface Received {
	method: string;
	/** Path and query, as they were sent. */
	url: string;
	headers: Record<string, string | string[] | undefined>;
	body: string;
}

/** Answers one request; nothing is answered otherwise. */
export type Answering = (response: ServerResponse) => void;

/** An answer in JSON. */
export function json(status: number, body: unknown, headers = {}): Answering {
	return (response) => {
		response.writeHead(status, { 'content-type': 'application/json', ...headers });
		response.end(JSON.stringify(body));
	};
}

/** An answer in words. */
export function text(status: number, body: string, headers = {}): Answering {
	return (response) => {
		response.writeHead(status, { 'content-type': 'text/html', ...headers });
		response.end(body);
	};
}

/** A web server that takes whatever comes, and answers as it is told. */
export class Receiver {
	readonly requests: Received[] = [];

	answer: Answering = json(200, { status: 'accepted' });

	private constructor(private readonly server: Server) {}

	static async start(): Promise<Receiver> {
		const server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				receiver.requests.push({
					method: request.method ?? '',
					url: request.url ?? '',
					headers: request.headers,
					body: Buffer.concat(chunks).toString('utf8'),
				});
				receiver.answer(response);
			});
		});
		const receiver = new Receiver(server);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return receiver;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** The only request. */
	get request(): Received {
		const [request, ...others] = this.requests;
		if (!request || others.length > 0)
			throw new Error(`${this.requests.length} requests instead of one`);
		return request;
	}

	reset(): void {
		this.requests.length = 0;
		this.answer = json(200, { status: 'accepted' });
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
