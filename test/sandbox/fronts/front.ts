import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { breakConnection, type Breakage } from './breakage';

/** When a connection is broken, as far as the one in front of a server can tell. */
export type FrontMoment =
	/** As soon as the client is connected. */
	| 'onConnect'
	/** When its first bytes have come, e.g. those that ask for TLS; they go no further. */
	| 'onFirstBytes'
	/** In the middle of the TLS handshake: the client has the first record of the server's part. */
	| 'inHandshake';

interface Strike {
	moment: FrontMoment;
	how: Breakage;
	/** Which connections, counted from 1 since the last reset. */
	nth: readonly number[];
}

interface Pair {
	client: Socket;
	inner: Socket;
}

/** The first TLS record in `bytes`, its five bytes of header included. */
function firstRecord(bytes: Buffer): Buffer {
	return bytes.subarray(0, 5 + bytes.readUInt16BE(3));
}

/**
 * Stands before a server as a proxy or a firewall does, and passes bytes on unread: with TLS it
 * cannot know what they say. It breaks connections when told to.
 */
export class Front {
	private readonly pairs = new Set<Pair>();
	private strikes: Strike[] = [];
	private struck = 0;
	private readonly waiters = new Map<number, () => void>();
	/** Since the last reset. */
	connections = 0;

	private constructor(
		private readonly server: Server,
		private readonly behind: number,
	) {}

	/** @param behind - the port of the server, on 127.0.0.1 */
	static async open(behind: number): Promise<Front> {
		const server = createServer((client) => front.accept(client));
		const front = new Front(server, behind);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return front;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	/** Breaks some of the connections. */
	strike(strike: Strike): void {
		this.strikes.push(strike);
	}

	/** Breaks every connection that is open now. */
	breakNow(how: Breakage): void {
		for (const pair of this.pairs) this.end(pair, how);
	}

	/** Resolves when so many connections have been broken since the last reset. */
	async whenStruck(count: number): Promise<void> {
		if (this.struck >= count) return;
		await new Promise<void>((resolve) => this.waiters.set(count, resolve));
	}

	/** Breaks nothing any more, and begins to count anew. */
	reset(): void {
		this.strikes = [];
		this.struck = 0;
		this.connections = 0;
		for (const { client, inner } of this.pairs) {
			client.destroy();
			inner.destroy();
		}
	}

	async close(): Promise<void> {
		const closed = new Promise((resolve) => this.server.close(resolve));
		this.reset();
		await closed;
	}

	private accept(client: Socket): void {
		const number = ++this.connections;
		const { moment, how } = this.strikes.find(({ nth }) => nth.includes(number)) ?? {};
		const inner = connect(this.behind, '127.0.0.1');
		const pair = { client, inner };
		this.pairs.add(pair);
		const gone = () => {
			this.pairs.delete(pair);
			client.destroySoon();
			inner.destroy();
		};
		// A broken connection is what this is for; its end is all there is to do.
		client.on('error', gone).on('close', gone);
		inner.on('error', gone).on('close', gone);
		if (how && moment === 'onConnect') {
			this.end(pair, how);
			return;
		}
		client.on('data', (bytes) => {
			if (how && moment === 'onFirstBytes') this.end(pair, how);
			else inner.write(bytes);
		});
		inner.on('data', (bytes) => {
			if (!how || moment !== 'inHandshake') {
				client.write(bytes);
				return;
			}
			client.write(firstRecord(bytes));
			this.end(pair, how);
		});
	}

	/** Nothing passes any more; the server learns of it when the client is gone. */
	private end({ client, inner }: Pair, how: Breakage): void {
		inner.removeAllListeners('data');
		client.removeAllListeners('data').resume();
		breakConnection(client, how);
		this.struck += 1;
		this.waiters.get(this.struck)?.();
	}
}
