import { createServer, request, type Agent, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox, type JsonObject, type Sandbox, type SandboxOptions } from '../../sandbox';

export interface Answer {
	status: number;
	headers: IncomingMessage['headers'];
	body: Buffer;
	text: string;
	/** The body as JSON; fails the test when it is none. */
	json: () => JsonObject;
	/** The announced length did not arrive. */
	complete: boolean;
}

export interface Asking {
	headers?: Record<string, string>;
	body?: string | Buffer;
	agent?: Agent;
	timeoutMs?: number;
}

/** A plain HTTP client: the sandbox is tested with bytes, not with a helpful library. */
export async function ask(method: string, url: string, asking: Asking = {}): Promise<Answer> {
	const { headers, body, agent, timeoutMs } = asking;
	return await new Promise((resolve, reject) => {
		const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
		const options = { method, headers: { ...headers, ...length }, agent: agent ?? false };
		let answering = false;
		const sent = request(url, options, (response) => {
			answering = true;
			const chunks: Buffer[] = [];
			const finish = () => {
				const whole = Buffer.concat(chunks);
				const text = whole.toString('utf8');
				resolve({
					status: response.statusCode ?? 0,
					headers: response.headers,
					body: whole,
					text,
					json: () => JSON.parse(text),
					complete: response.complete,
				});
			};
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('end', finish);
			response.on('error', finish);
		});
		if (timeoutMs) sent.setTimeout(timeoutMs, () => sent.destroy(new Error('client timeout')));
		// Once there is an answer, its end tells what became of it.
		sent.on('error', (error) => {
			if (!answering) reject(error);
		});
		sent.end(body);
	});
}

export function without(name: string, headers: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}

/** A sandbox with a client that is logged in. */
export class Bench {
	private token = '';

	private constructor(readonly sandbox: Sandbox) {}

	static async start(options?: SandboxOptions): Promise<Bench> {
		const bench = new Bench(await startSandbox(options));
		await bench.login();
		return bench;
	}

	async login(partner = this.sandbox.partner, apiKey = this.sandbox.apiKey): Promise<string> {
		const answer = await this.post('/auth', { PARTNER: partner, APIKEY: apiKey });
		this.token = String(answer.json().token);
		return this.token;
	}

	/** Everything as new, and logged in again. */
	async renew(): Promise<void> {
		this.sandbox.reset();
		await this.login();
		this.sandbox.requests.clear();
	}

	get headers(): Record<string, string> {
		return {
			'X-API-PARTNER': this.sandbox.partner,
			'X-API-TOKEN': this.token,
			'Content-Type': 'application/json',
		};
	}

	async get(path: string, asking: Asking = {}): Promise<Answer> {
		return await ask('GET', this.sandbox.url + path, { headers: this.headers, ...asking });
	}

	async post(path: string, body: unknown, asking: Asking = {}): Promise<Answer> {
		const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
		const options = { headers: this.headers, body: text, ...asking };
		return await ask('POST', this.sandbox.url + path, options);
	}

	async control(method: string, path: string, body?: unknown): Promise<Answer> {
		return await ask(method, `${this.sandbox.url}/__sandbox/${path}`, {
			...(body !== undefined && {
				body: JSON.stringify(body),
				headers: { 'content-type': 'application/json' },
			}),
		});
	}
}

export interface Received {
	headers: IncomingMessage['headers'];
	body: Buffer;
}

/** A receiver of callbacks whose answer a test chooses. */
export class Receiver {
	readonly received: Received[] = [];
	status = 200;
	/** Awaited before answering. */
	beforeAnswer: () => Promise<void> = async () => undefined;
	private constructor(private readonly server: Server) {}

	static async start(): Promise<Receiver> {
		const server = createServer();
		const receiver = new Receiver(server);
		server.on('request', async (req, res) => {
			const chunks: Buffer[] = [];
			for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
			receiver.received.push({ headers: req.headers, body: Buffer.concat(chunks) });
			await receiver.beforeAnswer();
			res.writeHead(receiver.status, { location: '/elsewhere' }).end('noted');
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return receiver;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/callback`;
	}

	async stop(): Promise<void> {
		const closed = new Promise((resolve) => this.server.close(resolve));
		this.server.closeAllConnections();
		await closed;
	}
}
