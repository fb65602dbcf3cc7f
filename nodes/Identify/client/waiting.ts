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
	// Not the signal itself: Node.js warns of a signal with more than ten listeners.
	const ended = AbortSignal.any([signal, waited.signal]);
	const aborted = new Promise<never>((_resolve, reject) => {
		ended.addEventListener('abort', () => reject(signal.reason), { once: true });
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

/** A limit of time for one piece of work. */
export interface Deadline {
	/** Fires when the time is over, or when the signal that was given fires. */
	signal: AbortSignal;
	/** Whether the time was over first. */
	isOver: boolean;
	/** Must be called when the work has ended: a run has thousands of limits, all as long as one. */
	end: () => void;
}

/**
 * Limits the time of some work. `AbortSignal.timeout` would keep each limit until its time is over,
 * long after the work has ended.
 *
 * @param signal - ends the work earlier
 */
export function deadline(ms: number, signal: AbortSignal | undefined): Deadline {
	const limit = new AbortController();
	const ended = new AbortController();
	const limited: Deadline = {
		signal: signal ? AbortSignal.any([limit.signal, signal]) : limit.signal,
		isOver: false,
		end: () => ended.abort(),
	};
	const runOut = () => {
		// Before n8n-workflow 2.36 a sleep goes on when it is not needed any more.
		if (ended.signal.aborted || signal?.aborted) return;
		limited.isOver = true;
		limit.abort();
	};
	sleep(ms, ended.signal).then(runOut, () => undefined);
	return limited;
}
