import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/**
 * The only way out of n8n: hosts that have a stand-in lead there, all others are refused, so that nothing
 * can leave the machine.
 */
export class Proxy {
	/** `host:port` of every refused connection, for tests that want to know. */
	readonly refused: string[] = [];

	private readonly sockets = new Set<Socket>();

	private readonly server: Server;

	/**
	 * @param hosts the ones with a stand-in
	 * @param standInPort where the stand-in listens for TLS
	 */
	constructor(hosts: ReadonlySet<string>, standInPort: () => number) {
		this.server = createServer((request, response) => {
			this.refused.push(request.url ?? '');
			response.writeHead(502).end();
		});
		this.server.on('connection', (socket) => this.keep(socket));
		this.server.on('connect', (request, client: Socket, head: Buffer) => {
			const [host = '', port] = (request.url ?? '').split(':');
			// Either side may end at any time; the other then ends, too.
			client.on('error', () => client.destroy());
			if (!hosts.has(host) || port !== '443') {
				this.refused.push(request.url ?? '');
				client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
				return;
			}
			const service = connect(standInPort(), '127.0.0.1', () => {
				client.write('HTTP/1.1 200 Connection established\r\n\r\n');
				if (head.length > 0) service.write(head);
				service.pipe(client).pipe(service);
			});
			this.keep(service);
			service.on('error', () => client.destroy());
			client.on('close', () => service.destroy());
		});
	}

	/** Gives the port. */
	async start(port: number): Promise<number> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', resolve);
		});
		return (this.server.address() as AddressInfo).port;
	}

	async stop(): Promise<void> {
		const closed = new Promise((resolve) => this.server.close(resolve));
		for (const socket of this.sockets) socket.destroy();
		await closed;
	}

	private keep(socket: Socket): void {
		this.sockets.add(socket);
		socket.on('close', () => this.sockets.delete(socket));
	}
}
