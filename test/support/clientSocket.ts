import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** The latest request that this process has sent over HTTP, whoever did. */
export class ClientSocket {
	private latest: ClientRequest | undefined;

	private readonly remember = (message: unknown) => {
		this.latest = (message as { request: ClientRequest }).request;
	};

	constructor() {
		subscribe('http.client.request.start', this.remember);
	}

	/** What the operating system says when a connection that stands turns out to be dead. */
	fail({ code, errno }: { code: string; errno: number }): void {
		const error = Object.assign(new Error(`read ${code}`), { code, errno, syscall: 'read' });
		this.latest?.socket?.destroy(error);
	}

	forget(): void {
		unsubscribe('http.client.request.start', this.remember);
	}
}
