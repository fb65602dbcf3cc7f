import { AuthFailure, type IdentifyFailure } from './failure';
import { mayRepeat, withRetries } from './retry';
import { unlessAborted } from './waiting';

/** One request, as far as the token concerns it. */
export interface TokenUse<Credential, Result> {
	/**
	 * Sends it. With an empty token a new one is fetched first and put into the credential at once.
	 *
	 * @throws IdentifyFailure; AuthFailure when no token could be fetched
	 */
	send: (credential: Credential) => Promise<Result>;
	/** What to tell when Identify refused the token; undefined when it accepted it. */
	refusal: (result: Result) => IdentifyFailure | undefined;
	/** What to throw when it is given up before a token is there. */
	givenUp: () => IdentifyFailure;
	/** How often fetching a token is tried at most. */
	maxTries: number;
	signal: AbortSignal | undefined;
}

/** Refreshes in a row that did not help, after which a refusal is taken for the request's own. */
const POINTLESS_REFRESHES_MAX = 2;
/**
 * A token that was accepted so recently has not expired: it does so after 30 idle minutes
 * (documentation: "Lifetime").
 */
const SURELY_ALIVE_MS = 60_000;
/** Requests refused in a row, before any was accepted, after which nothing more is tried. */
const REFUSED_REQUESTS_MAX = 10;

/**
 * The token that all requests of a run share. When Identify no longer accepts it, the first request
 * to notice refreshes it by being sent again, and the others wait for that. A request that is
 * refused with the token fetched for it as well is refused itself, e.g. since its ident is another partner's;
 * the others go on.
 */
export class SharedToken<Credential extends { token: string }> {
	/** The refresh under way; other requests wait for it instead of starting their own. */
	private refreshing: Promise<void> | undefined;

	/** Set when no token is to be had, or none is accepted: nothing else is tried. */
	private hopeless: IdentifyFailure | undefined;

	private pointlessRefreshes = 0;

	private refusedRequests = 0;

	/** When a token was last accepted, on the clock of `now`. */
	private acceptedAt: number | undefined;

	/**
	 * @param credential - its token may be empty: then the first request fetches one
	 * @param onToken - told of each credential with a new token
	 * @param now - in ms
	 */
	constructor(
		private credential: Credential,
		private readonly onToken: (credential: Credential) => void,
		private readonly now: () => number = () => performance.now(),
	) {}

	/**
	 * Sends one request with the shared token.
	 *
	 * @throws IdentifyFailure; the reason of the signal when the execution is stopped meanwhile
	 */
	async use<Result>(request: TokenUse<Credential, Result>): Promise<Result> {
		for (;;) {
			while (this.refreshing) await unlessAborted(this.refreshing, request.signal);
			if (this.hopeless) throw this.hopeless;
			const { credential } = this;
			const isRefresh = credential.token === '';
			const result = isRefresh ? await this.refresh(request) : await request.send(credential);
			const refusal = request.refusal(result);
			if (!refusal) {
				this.noteAccepted(isRefresh);
				return result;
			}
			if (isRefresh) this.pointlessRefreshes += 1;
			if (isRefresh || !this.mayHaveExpired()) throw this.noteRefused(refusal);
			if (this.credential.token === credential.token) {
				this.credential = { ...this.credential, token: '' };
			}
		}
	}

	private noteAccepted(isRefresh: boolean): void {
		this.acceptedAt = this.now();
		this.refusedRequests = 0;
		if (isRefresh) this.pointlessRefreshes = 0;
	}

	private noteRefused(refusal: IdentifyFailure): IdentifyFailure {
		this.refusedRequests += 1;
		const isNone = this.acceptedAt === undefined;
		if (isNone && this.refusedRequests >= REFUSED_REQUESTS_MAX) this.hopeless = refusal;
		return refusal;
	}

	/** Whether a refusal may be the token's fault rather than the request's own. */
	private mayHaveExpired(): boolean {
		if (this.pointlessRefreshes < POINTLESS_REFRESHES_MAX) return true;
		return this.acceptedAt !== undefined && this.now() - this.acceptedAt > SURELY_ALIVE_MS;
	}

	/**
	 * Sends a request with an empty token. Faults of /auth are tried again here, while the other
	 * requests wait; then they fail together.
	 */
	private async refresh<Result>(request: TokenUse<Credential, Result>): Promise<Result> {
		const renewed = { ...this.credential, token: '' };
		const renewal = withRetries(async () => await request.send(renewed), {
			may: (failure) => failure instanceof AuthFailure && mayRepeat(failure, false),
			maxTries: request.maxTries,
			signal: request.signal,
		})
			.catch(async (error: unknown) => {
				if (error instanceof AuthFailure) this.hopeless = error;
				return await Promise.reject(error);
			})
			.finally(() => {
				this.credential = renewed;
				this.refreshing = undefined;
				if (renewed.token !== '') this.onToken(renewed);
			});
		this.refreshing = renewal.then(
			() => undefined,
			() => undefined,
		);
		return await unlessAborted(renewal, request.signal).catch(async () => {
			// n8n gives the request for a token no signal of its own: it is left alone. Once the token is
			// there, the request itself is under way, and ends at once in words of its own.
			const isLeftAlone = request.signal?.aborted === true && renewed.token === '';
			return await (isLeftAlone ? Promise.reject(request.givenUp()) : renewal);
		});
	}
}
