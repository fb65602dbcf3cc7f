import { outcomeOf } from '../client/outcome';
import type { Session } from '../client/session';
import { Refusal } from './reply';

/** So long may a changed credential take to be noticed by a trigger that is being called. */
const KEPT_MS = 5_000;

interface Recent {
	session: Promise<Session>;
	until: number;
}

/** Whether an error says something about the session, rather than about the request. */
function isOfSession(error: unknown): boolean {
	return !(error instanceof Refusal) || error.status === 503;
}

/**
 * Keeps a trigger's session for some seconds. To look a credential up takes n8n longer than all
 * the rest of a callback, and callbacks that come together share one refresh of the token.
 */
export class RecentSessions {
	private readonly recent = new Map<string, Recent>();

	constructor(private readonly now: () => number = () => performance.now()) {}

	/**
	 * Does `work` with a session that is a few seconds old at most. After a fault of Identify or of
	 * the credential, the next callback begins with a new one.
	 *
	 * @param key - stands for the trigger and its credential
	 * @throws whatever `open` or `work` throws
	 */
	async use<Result>(
		key: string,
		open: () => Promise<Session>,
		work: (session: Session) => Promise<Result>,
	): Promise<Result> {
		const kept = this.find(key);
		const recent = kept ?? this.keep(key, open());
		const outcome = await outcomeOf(recent.session.then(work));
		if ('result' in outcome) return outcome.result;
		const { error } = outcome;
		if (isOfSession(error) && this.recent.get(key) === recent) this.recent.delete(key);
		// The secret may have been changed a moment ago: what is refused is so by the newest one.
		const isSecret = error instanceof Refusal && error.status === 401;
		if (kept && isSecret) return await this.keep(key, open()).session.then(work);
		throw error;
	}

	private find(key: string): Recent | undefined {
		const recent = this.recent.get(key);
		return recent && recent.until > this.now() ? recent : undefined;
	}

	private keep(key: string, session: Promise<Session>): Recent {
		const now = this.now();
		for (const [other, { until }] of this.recent) if (until <= now) this.recent.delete(other);
		const recent = { session, until: now + KEPT_MS };
		this.recent.set(key, recent);
		session.catch(() => {
			if (this.recent.get(key) === recent) this.recent.delete(key);
		});
		return recent;
	}
}
