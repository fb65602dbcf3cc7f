/**
 * What became of a request: whether what it asked for has happened at Identify. Said once, where a
 * failure is described; retrying, the journal and the answers to callbacks only read it.
 *
 * - `unsent`: it provably never left, e.g. because no connection came about.
 * - `refused`: an answer says that it was not carried out.
 * - `unknown`: it may have been carried out.
 */
export type Fate = 'unsent' | 'refused' | 'unknown';

/** Why a call did not succeed, in the words and numbers that a person sees. */
export interface FailureDetails {
	fate: Fate;
	/** Whether the same request may succeed a little later. */
	passing: boolean;
	/** Whether Identify itself said so, rather than a proxy, the network or this node. */
	answered: boolean;
	/** What happened, a sentence. */
	message: string;
	/** How to get unstuck, sentences. */
	advice: string;
	/** The HTTP status, or the one that the body reported; null when there was no answer. */
	httpCode: number | null;
	/** Identify's own `messages`, secrets removed. */
	messages: string[];
	/** Set where Identify itself, and no proxy, says that there is no such thing (404). */
	notFound?: true;
	/** How long Identify asked to wait, in ms (429), if it did. */
	retryAfterMs?: number;
}

/**
 * The one error of the client. It carries no request, no header and no cause, because n8n stores
 * what an error carries, and requests hold the API key and the token.
 */
export class IdentifyFailure extends Error {
	override readonly name = 'IdentifyFailure';

	readonly details: FailureDetails;

	constructor(details: FailureDetails) {
		// n8n shows nothing else in the credential test and the HTTP Request node.
		super(`${details.message}. ${details.advice}`);
		this.details = details;
	}
}

/** A call that was not sent, because Identify issued no token for it. */
export class AuthFailure extends IdentifyFailure {
	/** @param failure - what became of /auth; whatever that was, the call itself never left */
	constructor(failure: IdentifyFailure) {
		super({ ...failure.details, fate: 'unsent' });
	}
}

/**
 * A failure that nobody but this node reports.
 *
 * @param fate - `unsent` for what the node refuses to send, `refused` for what it refuses to accept
 * @param passing - whether trying again may mend it
 */
export function ownFailure(
	fate: Fate,
	{ message, advice }: { message: string; advice: string },
	passing = false,
): IdentifyFailure {
	return new IdentifyFailure({
		fate,
		passing,
		answered: false,
		message,
		advice,
		httpCode: null,
		messages: [],
	});
}

/** Reads `value[key]`, undefined when there is no such thing. */
export function property(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** The chain of an error and its causes, outermost first, at most ten. */
export function causes(error: unknown): unknown[] {
	const chain: unknown[] = [];
	for (let link = error; link !== undefined && link !== null && chain.length < 10; ) {
		chain.push(link);
		link = property(link, 'cause');
	}
	return chain;
}

/** Finds the failure that n8n wrapped on its way from the credential to the node. */
export function findFailure(error: unknown): IdentifyFailure | undefined {
	return causes(error).find((link) => link instanceof IdentifyFailure);
}
