import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { z } from 'zod';
import type { Endpoint } from '../contract/endpoint';
import { isSuccess, isUnauthorized } from './answer';
import { CREDENTIAL_TYPE, readCredential, secretsOf, type IdentifyCredential } from './credential';
import {
	describeAnswer,
	describeTransport,
	tooLate,
	unreadable,
	type CallSubject,
} from './describe';
import { findFailure, IdentifyFailure } from './failure';
import { gatewayUrl } from './gateway';
import { Pace } from './pace';
import { mayRepeat, waitMs, withRetries } from './retry';
import { receive, type Received } from '../files/stream';
import { AUTH_TIMEOUT_MS, PLAIN_REQUEST, requestToken, type TokenAnswer } from './token';

/** The contexts in which n8n runs code of this package that talks to Identify. */
export type IdentifyContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IHookFunctions
	| IWebhookFunctions;

/** How patient one call is. */
export interface CallSettings {
	/** How long one try may take, in ms. */
	timeout: number;
	/** How often a call is tried at most, the first try included. */
	maxTries: number;
}

/** A request that has passed its endpoint's schema. */
export interface CheckedRequest<Response extends z.ZodTypeAny> {
	endpoint: Endpoint<z.ZodTypeAny, Response>;
	fields: Record<string, unknown>;
	/** By what a person finds in the partner portal whether it was carried out. */
	lookFor?: string;
}

/** Fires when the execution is stopped; dropdowns, hooks and callbacks cannot be. */
function cancelSignalOf(context: IdentifyContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

/** A request that says how long one try may take. */
type TimedRequest = IHttpRequestOptions & { timeout: number };

function isThrottled(error: unknown): error is IdentifyFailure {
	return error instanceof IdentifyFailure && error.details.httpCode === 429;
}

/**
 * Whether an answer is what the documentation promises. Response schemas change nothing, so that
 * what conforms to them has their output type.
 *
 * @param wrong - gets the names of the fields that are not
 */
function conforms<Response extends z.ZodTypeAny>(
	schema: Response,
	body: unknown,
	wrong: string[],
): body is z.output<Response> {
	const read = schema.safeParse(body);
	if (!read.success) wrong.push(...read.error.issues.map((issue) => issue.path.join('.')));
	return read.success;
}

/**
 * n8n's helper sets the execution's signal in place of the request's own. A context that gives the
 * latter for the former gets it through.
 */
function cancelledBy(
	context: IdentifyContext,
	signal: IHttpRequestOptions['abortSignal'],
): IdentifyContext {
	if (signal === undefined) return context;
	const own: IdentifyContext = Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	});
	return own;
}

/** Tokens that Identify refuses right after issuing them, in a row, before the run gives up. */
const REFUSED_TOKENS_MAX = 2;

/**
 * One run's connection to Identify: the credential is looked up once, the token is shared by all
 * calls and refreshed once per expiry. n8n's own helper sends every request and stores the token,
 * so that the next execution, also in another process, starts with it.
 */
export class Session {
	private readonly secrets = new Set<string>();

	/** The refresh under way; other calls wait for it instead of starting their own. */
	private refreshing: Promise<void> | undefined;

	/** Set when Identify refuses the credential: nothing else is tried in this run. */
	private refusedCredential: IdentifyFailure | undefined;

	/** The token that was asked for as such; one for all items. */
	private issued: Promise<TokenAnswer> | undefined;

	/** The latest fault of /auth itself. */
	private authFailure: IdentifyFailure | undefined;

	private refusedTokens = 0;

	private constructor(
		private readonly context: IdentifyContext,
		private credential: IdentifyCredential,
		/** The gateway's base URL. */
		readonly gateway: string,
		private readonly pace: Pace,
	) {
		this.keepSecret();
	}

	/**
	 * Looks the credential up and checks it.
	 *
	 * @param concurrency - requests that may be under way at once
	 * @throws IdentifyFailure when a field is empty or Gateway Host is not acceptable
	 */
	static async open(
		context: IdentifyContext,
		concurrency = Number.POSITIVE_INFINITY,
	): Promise<Session> {
		const credential = readCredential(await context.getCredentials(CREDENTIAL_TYPE));
		const pace = new Pace(concurrency, cancelSignalOf(context));
		return new Session(context, credential, gatewayUrl(credential.gatewayHost), pace);
	}

	/** What the trigger demands on the callback URL; empty when it demands nothing. */
	get callbackSecret(): string {
		return this.credential.callbackSecret;
	}

	/** Fires when the execution is stopped; undefined where n8n cannot stop (dropdowns, hooks). */
	get cancelSignal(): AbortSignal | undefined {
		return cancelSignalOf(this.context);
	}

	/**
	 * Sends a checked request and returns the validated answer.
	 *
	 * @throws IdentifyFailure
	 */
	async call<Response extends z.ZodTypeAny>(
		{ endpoint, fields, lookFor }: CheckedRequest<Response>,
		settings: CallSettings,
	): Promise<z.output<Response>> {
		const subject = this.subject(endpoint, lookFor);
		const attempt = async () => {
			const { answer } = await this.authorised(this.wire(endpoint, fields), subject, settings);
			if (!isSuccess(answer) || !answer.envelope) throw describeAnswer(answer, subject);
			const wrong: string[] = [];
			// The body itself, not zod's copy of it: "raw" data is untouched down to its order.
			if (conforms(endpoint.response, answer.body, wrong)) return answer.body;
			throw unreadable(answer, subject, `differs from the documentation in ${wrong.join(', ')}`);
		};
		return await this.paced(attempt, endpoint.changes, settings.maxTries);
	}

	/**
	 * Tries something within the pace of the run, and again where the retry policy allows it.
	 *
	 * @param changes - whether it changes something at Identify
	 * @throws IdentifyFailure of the last try
	 */
	async paced<Result>(
		attempt: () => Promise<Result>,
		changes: boolean,
		maxTries: number,
	): Promise<Result> {
		// A 429 in company may be the run's own doing: it holds back instead of using up a try.
		const free = new WeakSet<IdentifyFailure>();
		const onFailure = (error: unknown, mark: number) => {
			if (!isThrottled(error)) return;
			if (!this.pace.isAlone) free.add(error);
			this.pace.refused(error.details.retryAfterMs, mark);
		};
		const tryOnce = async (mark: number) => {
			const result = attempt();
			result.then(
				() => this.pace.succeeded(),
				(error: unknown) => onFailure(error, mark),
			);
			return await result;
		};
		return await withRetries(async () => await this.pace.run(tryOnce), {
			counts: (failure) => !free.has(failure),
			wait: (failure, tries) => (isThrottled(failure) ? 0 : waitMs(failure, tries)),
			// A refused credential has had its tries, and stays refused.
			may: (failure) => failure !== this.refusedCredential && mayRepeat(failure, changes),
			maxTries,
			signal: this.cancelSignal,
		});
	}

	/**
	 * Fetches a new token, once a run, without storing it (documentation: "auth").
	 *
	 * @throws IdentifyFailure
	 */
	async issueToken(maxTries: number): Promise<TokenAnswer> {
		this.issued ??= withRetries(async () => await requestToken(this.context, this.credential), {
			may: (failure) => mayRepeat(failure, false),
			maxTries,
			signal: this.cancelSignal,
		});
		const answer = await this.unlessCancelled(this.issued);
		this.secrets.add(answer.token);
		return answer;
	}

	/** What messages about a call need to know. */
	subject(
		{ section, changes }: { section: string; changes: boolean },
		lookFor?: string,
	): CallSubject {
		return { section, changes, secrets: [...this.secrets], lookFor };
	}

	/**
	 * Sends one request with the shared token. When Identify no longer accepts it, the first call
	 * to notice refreshes it by being sent again, and the others wait for that.
	 *
	 * @param request - may have an abortSignal of its own, in place of the execution's
	 */
	async authorised(
		request: IHttpRequestOptions,
		subject: CallSubject,
		settings: CallSettings,
	): Promise<Received> {
		const options = { ...request, timeout: settings.timeout };
		for (;;) {
			while (this.refreshing) await this.unlessCancelled(this.refreshing);
			if (this.refusedCredential) throw this.refusedCredential;
			const { token } = this.credential;
			const received =
				token === ''
					? await this.refreshWith(options, subject, settings.maxTries)
					: await this.send(options, this.credential, subject);
			if (!isUnauthorized(received.answer)) {
				this.refusedTokens = 0;
				return received;
			}
			this.dropToken(token, describeAnswer(received.answer, subject));
		}
	}

	/** Forgets a refused token, unless another call has replaced it meanwhile. */
	private dropToken(used: string, failure: IdentifyFailure): void {
		if (used === '') {
			this.refusedTokens += 1;
			if (this.refusedTokens >= REFUSED_TOKENS_MAX) this.refusedCredential = failure;
			this.credential = { ...this.credential, token: '' };
		} else if (this.credential.token === used) {
			this.credential = { ...this.credential, token: '' };
		}
	}

	/**
	 * Sends a request with an empty token, which makes n8n fetch and store a new one first. Faults
	 * of /auth are tried again here, while the other calls wait; then they fail together.
	 */
	private async refreshWith(
		options: TimedRequest,
		subject: CallSubject,
		maxTries: number,
	): Promise<Received> {
		const renewed = { ...this.credential, token: '' };
		const renewal = withRetries(async () => await this.send(options, renewed, subject), {
			may: (failure) => failure === this.authFailure && mayRepeat(failure, false),
			maxTries,
			signal: this.cancelSignal,
		}).finally(() => {
			if (renewed.token === '') this.refusedCredential = this.authFailure;
			this.credential = renewed;
			this.keepSecret();
			this.refreshing = undefined;
		});
		this.refreshing = renewal.then(
			() => undefined,
			() => undefined,
		);
		// n8n gives the request for a token no signal of its own.
		return await this.unlessCancelled(renewal);
	}

	private async send(
		options: TimedRequest,
		credential: IdentifyCredential,
		subject: CallSubject,
	): Promise<Received> {
		const deadline = this.deadlineOf(options, credential);
		const abortSignal = deadline
			? AbortSignal.any([deadline, this.cancelSignal ?? []].flat())
			: options.abortSignal;
		let response: unknown;
		try {
			response = await this.context.helpers.httpRequestWithAuthentication.call(
				cancelledBy(this.context, abortSignal),
				CREDENTIAL_TYPE,
				options,
				// `data` is updated in place when n8n refreshes the token.
				{ credentialsDecrypted: { id: '', name: '', type: CREDENTIAL_TYPE, data: credential } },
			);
		} catch (error) {
			const isLate = deadline?.aborted === true && this.cancelSignal?.aborted !== true;
			throw isLate ? tooLate(subject) : this.describe(error, subject);
		}
		return await receive(response, options.timeout);
	}

	/**
	 * When a try has to be over: n8n's own timeout only bounds silence. Downloads bound it
	 * themselves. A request that waits for a new token gets the time that this may take in addition.
	 */
	private deadlineOf(
		{ abortSignal, timeout }: TimedRequest,
		{ token }: IdentifyCredential,
	): AbortSignal | undefined {
		if (abortSignal !== undefined) return undefined;
		return AbortSignal.timeout(token === '' ? timeout + AUTH_TIMEOUT_MS : timeout);
	}

	/** Waits for `work`, but not longer than the execution is wanted. */
	private async unlessCancelled<Result>(work: Promise<Result>): Promise<Result> {
		const signal = this.cancelSignal;
		if (!signal) return await work;
		signal.throwIfAborted();
		const waited = new AbortController();
		const cancelled = new Promise<never>((_resolve, reject) => {
			signal.addEventListener('abort', () => reject(signal.reason), { signal: waited.signal });
		});
		try {
			return await Promise.race([work, cancelled]);
		} finally {
			waited.abort();
		}
	}

	/** Tells what /auth refused from what the request itself ran into. */
	private describe(error: unknown, subject: CallSubject): IdentifyFailure {
		const failure = findFailure(error);
		if (failure) {
			this.authFailure = failure;
			return failure;
		}
		return describeTransport(error, subject, this.gateway);
	}

	private keepSecret(): void {
		for (const secret of secretsOf(this.credential)) this.secrets.add(secret);
	}

	/** Builds the request of the documentation: path, method, and a flat JSON body or none. */
	private wire(
		endpoint: Endpoint<z.ZodTypeAny, z.ZodTypeAny>,
		fields: Record<string, unknown>,
	): IHttpRequestOptions {
		const path = endpoint.path.replace(/\{(\w+)\}/g, (_match, field: string) =>
			encodeURIComponent(String(fields[field])),
		);
		return {
			...PLAIN_REQUEST,
			url: `${this.gateway}${path}`,
			headers: { Accept: 'application/json' },
			// n8n drops the body of a request whose method is GET. Without a method it is a GET all
			// the same, and keeps its body: project/get needs one.
			...(endpoint.method === 'GET' ? {} : { method: endpoint.method }),
			...(endpoint.sendsBody ? { body: fields } : {}),
		};
	}
}
