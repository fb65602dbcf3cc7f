import { sleep } from 'n8n-workflow';

/**
 * Waits for `work`, but not longer than `signal` allows. Whoever made `work` ends it.
 *
 * @throws the signal's reason
 */
export async function unlessAborted<Result>(
	work: Promise<Result>,
	signal: AbortSignal | undefined,
): Promise<Result> {
	if (!signal) return await work;
	work.catch(() => undefined);
	signal.throwIfAborted();
	const waited = new AbortController();
	const aborted = new Promise<never>((_resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason), { signal: waited.signal });
	});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		waited.abort();
	}
}

/**
 * Waits for some time. n8n's `sleep` looks at the signal only since n8n-workflow 2.36, and is not
 * ended by it before.
 *
 * @throws the signal's reason when it fires meanwhile
 */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	await unlessAborted(sleep(ms, signal), signal);
}
