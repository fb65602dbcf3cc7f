import { IdentifyFailure } from './failure';
import { outcomeOf } from './outcome';
import { pause } from './waiting';

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

/** Whether Identify asked to hold back. */
export function isThrottled(error: unknown): error is IdentifyFailure {
	return error instanceof IdentifyFailure && error.details.httpCode === 429;
}

/**
 * The retry policy of the whole package (docs/sending.md, "What is tried again"): whether a failed call
 * may be sent again. What is known not to have been carried out may, if that can help; what may
 * have been carried out only if it changes nothing.
 *
 * @param changes - whether the call changes something at Identify
 */
export function mayRepeat({ details }: IdentifyFailure, changes: boolean): boolean {
	return details.passing && (details.fate !== 'unknown' || !changes);
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
		const outcome = await outcomeOf(attempt());
		if ('result' in outcome) return outcome.result;
		const { error } = outcome;
		if (!(error instanceof IdentifyFailure) || !may(error)) throw error;
		if (counts(error)) tries += 1;
		if (tries >= maxTries) throw error;
		await pause(wait(error, tries), signal);
	}
}
