import { sleep } from 'n8n-workflow';
import { IdentifyFailure } from './failure';

export interface RetryOptions {
	/** Whether a failure may be followed by another try. */
	may: (failure: IdentifyFailure) => boolean;
	/** Whether a failure uses up one of the tries; each does by default. */
	counts?: (failure: IdentifyFailure) => boolean;
	/** The wait after the given number of counted tries, in ms; `waitMs` by default. */
	wait?: (failure: IdentifyFailure, tries: number) => number;
	maxTries: number;
	signal: AbortSignal | undefined;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A longer wait that Identify asks for is cut: a workflow should rather fail and say so. */
export const LONGEST_RETRY_AFTER_MS = 120_000;

/**
 * The retry policy of the whole package (README, "What is tried again"): whether a failed call
 * may be sent again.
 *
 * | what happened | may be repeated |
 * | --- | --- |
 * | 429 | always: Identify refused it unread |
 * | not a byte was sent (refused, DNS, TLS) | always |
 * | 5xx, reset, timeout, an unreadable answer | only calls that change nothing |
 * | 400, 401 after a refresh, 402, 403, 404, 409, `result: false`, a faulty credential | never |
 */
export function mayRepeat({ details }: IdentifyFailure, changes: boolean): boolean {
	if (details.httpCode === 429 || details.kind === 'unreached') return true;
	const unsettled =
		details.kind === 'lost' ||
		details.kind === 'unreadable' ||
		(details.httpCode !== null && details.httpCode >= 500);
	return unsettled && !changes;
}

/** The wait before try `tryNumber` + 1, in ms: what Identify asked for, else backoff with jitter. */
export function waitMs(failure: IdentifyFailure, tryNumber: number, random = Math.random): number {
	const { retryAfterMs } = failure.details;
	if (retryAfterMs !== undefined) return Math.min(LONGEST_RETRY_AFTER_MS, retryAfterMs);
	return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tryNumber - 1)) * random();
}

/**
 * Runs `attempt` until it succeeds, fails for good, or `maxTries` is used up.
 *
 * @throws the last failure, or the reason of `signal` when the execution is stopped meanwhile
 */
export async function withRetries<Result>(
	attempt: () => Promise<Result>,
	{ may, counts = () => true, wait = waitMs, maxTries, signal }: RetryOptions,
): Promise<Result> {
	for (let tries = 0; ; ) {
		const outcome = await attempt().then(
			(result) => ({ result }),
			(error: unknown) => ({ error }),
		);
		if ('result' in outcome) return outcome.result;
		const { error } = outcome;
		if (!(error instanceof IdentifyFailure) || !may(error)) throw error;
		if (counts(error)) tries += 1;
		if (tries >= maxTries) throw error;
		await sleep(wait(error, tries), signal);
	}
}
