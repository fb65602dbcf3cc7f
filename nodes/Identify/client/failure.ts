/** Why a call did not succeed, in the words and numbers that a person sees. */
export interface FailureDetails {
	/**
	 * `refused`: Identify answered with an error. `unreached`: not a byte was sent. `lost`: the
	 * request was sent, its answer never came. `unreadable`: the answer is not Identify's.
	 * `credential`: the credential cannot be used as it is. `cancelled`: the execution was stopped.
	 */
	kind: 'refused' | 'unreached' | 'lost' | 'unreadable' | 'credential' | 'cancelled';
	/** The endpoint that failed; `auth` when the call itself was therefore not sent. */
	section?: string;
	/** What happened, a sentence. */
	message: string;
	/** How to get unstuck, sentences. */
	advice: string;
	/** The HTTP status, or the one that the body reported; null when there was no answer. */
	httpCode: number | null;
	/** Identify's own `messages`, secrets removed. */
	messages: string[];
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

/** The forms in which a secret may stand in a text: as it is, in JSON, in a URL. */
function formsOf(secret: string): string[] {
	return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
}

/** Replaces every secret in `text`, for texts that other parties wrote. */
export function redact(text: string, secrets: readonly string[]): string {
	return secrets
		.filter((secret) => secret.length >= 4)
		.flatMap(formsOf)
		.sort((a, b) => b.length - a.length)
		.reduce((safe, secret) => safe.replaceAll(secret, '*****'), text);
}
