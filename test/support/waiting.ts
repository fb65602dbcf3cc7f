import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
	/** Milliseconds after which waiting is given up. */
	timeout?: number;
	/** Milliseconds between two looks. */
	interval?: number;
}

/** Looks until there is something else than undefined. `what` completes "… did not come". */
export async function waitFor<T>(
	what: string,
	look: () => T | undefined | Promise<T | undefined>,
	{ timeout = 30_000, interval = 50 }: WaitOptions = {},
): Promise<T> {
	const deadline = Date.now() + timeout;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (Date.now() > deadline) throw new Error(`${what} did not come within ${timeout} ms`);
		await sleep(interval);
	}
}

/** Whether nothing on this machine listens on the port. */
async function isFree(port: number) {
	return await new Promise<number | undefined>((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			const bound = typeof address === 'object' && address ? address.port : undefined;
			server.close(() => resolve(bound));
		});
	});
}

/** The first of the wanted ports that is free, else any free one. */
export async function freePort(...wanted: number[]): Promise<number> {
	for (const port of [...wanted, 0]) {
		const bound = await isFree(port);
		if (bound !== undefined) return bound;
	}
	throw new Error('No port is free');
}
