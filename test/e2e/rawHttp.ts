import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { Hostile } from './hostileBodies';

/** Sends whatever it is told to, over a few connections that it keeps. */
export class RawSender {
	private readonly agent: Agent;
	private readonly url: URL;

	constructor(url: string, connections: number) {
		this.url = new URL(url);
		this.agent = new Agent({ keepAlive: true, maxSockets: connections });
	}

	/** The HTTP status; 0 when there is no answer. */
	async send(hostile: Hostile): Promise<number> {
		return hostile.announcedLength === undefined
			? await this.sendTruly(hostile)
			: await this.sendLying(hostile, hostile.announcedLength);
	}

	close() {
		this.agent.destroy();
	}

	private async sendTruly({ body, headers }: Hostile): Promise<number> {
		return await new Promise((resolve, reject) => {
			const request = httpRequest(this.url, {
				method: 'POST',
				agent: this.agent,
				headers: { ...headers, 'content-length': body.length },
			});
			request.once('error', reject);
			request.once('response', (response) => {
				response.resume();
				response.once('end', () => resolve(response.statusCode ?? 0));
				response.once('error', reject);
			});
			request.end(body);
		});
	}

	/** Announces another length than it sends, then says that nothing more will come. */
	private async sendLying({ body, headers }: Hostile, length: number): Promise<number> {
		const { hostname, port, pathname } = this.url;
		return await new Promise((resolve) => {
			const socket = connect(Number(port), hostname);
			let answer = '';
			socket.setEncoding('latin1');
			socket.on('data', (data) => (answer += String(data)));
			// What n8n has answered by then counts; that it hangs up is its right.
			socket.on('error', () => undefined);
			socket.once('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)));
			const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
			socket.write(
				`POST ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n${lines.join('')}content-length: ${length}\r\n\r\n`,
			);
			socket.end(body);
		});
	}
}
