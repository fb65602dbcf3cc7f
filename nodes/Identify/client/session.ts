import type { IHttpRequestOptions } from 'n8n-workflow';
import type { z } from 'zod';
import type { Endpoint } from '../contract/endpoint';
import { messageList, type Envelope } from '../contract/envelope';
import { conforms, isSuccess, isUnauthorized, readAnswer, type Answer } from './answer';
import { CREDENTIAL_TYPE, readCredential, secretsOf, type IdentifyCredential } from './credential';
import { describeAnswer, unreadable } from './describeAnswer';
import { stopped } from './describeTransport';
import { AuthFailure, IdentifyFailure } from './failure';
import { gatewayUrl } from './gateway';
import { keyedHash } from './keyedHash';
import { cancelSignalOf, endpointRequest, sendSigned, type IdentifyContext } from './n8nRequest';
import { Pace } from './pace';
import { redact } from './redact';
import { isThrottled, mayRepeat, waitMs, withRetries } from './retry';
import { SharedToken } from './sharedToken';
import type { CallSubject } from './subject';
import { requestToken, type TokenAnswer } from './token';
import { unlessAborted } from './waiting';

/** How patient one call is. */
export interface CallSettings {
	/** How long one try may take, in ms. */
	timeout: number;
	/** How often a call is tried at most, the first try included. */
	maxTries: number;
	/** Ends the call, in place of the execution's signal. */
	signal?: AbortSignal;
}

/** A request that has passed its endpoint's schema. */
export interface CheckedRequest<Response extends z.ZodTypeAny> {
	endpoint: Endpoint<z.ZodTypeAny, Response>;
	fields: Record<string, unknown>;
	/** By what a person finds in the partner portal whether it was carried out. */
	lookFor?: string;
}

/** Makes an answer, and whatever else is wanted, of n8n's full response. */
type Reader<Read> = (response: unknown) => Read | Promise<Read>;

const plainly: Reader<{ answer: Answer }> = (response) => ({ answer: readAnswer(response) });

/**
 * One run's connection to Identify: the credential is looked up once, the token is shared by all
 * calls and refreshed once per expiry. n8n's own helper sends every request and stores the token,
 * so that the next execution, also in another process, starts with it.
 */
export class Session {
	private readonly secrets = new Set<string>();

	private readonly token: SharedToken<IdentifyCredential>;

	/** The token that was asked for as such; one for all items. */
	private issued: Promise<TokenAnswer> | undefined;

	private constructor(
		private readonly context: IdentifyContext,
		private readonly credential: IdentifyCredential,
		/** The gateway's base URL. */
		readonly gateway: string,
		private readonly pace: Pace,
	) {
		const keepSecrets = (known: IdentifyCredential) => {
			for (const secret of secretsOf(known)) this.secrets.add(secret);
		};
		keepSecrets(credential);
		this.token = new SharedToken(credential, keepSecrets);
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

	/** The account that is worked with: gateway and partner name. */
	get account(): string {
		return `${this.gateway} ${this.credential.partner}`;
	}

	/** A hash that only those can compute who have the API key. */
	fingerprint(content: string): string {
		return keyedHash(this.credential.apiKey, content);
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
		const request = endpointRequest(this.gateway, endpoint, fields);
		const attempt = async () => {
			const { answer } = await this.authorised(request, subject, settings, plainly);
			if (!isSuccess(answer) || !answer.envelope) throw describeAnswer(answer, subject);
			const wrong: string[] = [];
			// The body itself, not zod's copy of it: "raw" data is untouched down to its order.
			if (conforms(endpoint.response, answer.body, wrong)) return answer.body;
			throw unreadable(answer, subject, `differs from the documentation in ${wrong.join(', ')}`);
		};
		return await this.paced(attempt, endpoint.changes, settings.maxTries, settings.signal);
	}

	/** Identify's own words in an answer, secrets removed: it may echo what it was sent. */
	messages(answer: Envelope): string[] {
		return messageList(answer).map((message) => redact(message, this.secrets));
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
		signal = this.cancelSignal,
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
		return await withRetries(async () => await this.pace.run(tryOnce, signal), {
			counts: (failure) => !free.has(failure),
			wait: (failure, tries) => (isThrottled(failure) ? 0 : waitMs(failure, tries)),
			// The fetching of a token has had its tries.
			may: (failure) => !(failure instanceof AuthFailure) && mayRepeat(failure, changes),
			maxTries,
			signal,
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
		const answer = await unlessAborted(this.issued, this.cancelSignal);
		this.secrets.add(answer.token);
		return answer;
	}

	/** What messages about a call need to know. */
	subject(
		{ section, changes }: { section: string; changes: boolean },
		lookFor?: string,
	): CallSubject {
		return { section, changes, secrets: this.secrets, lookFor };
	}

	/**
	 * Sends one request with the shared token.
	 *
	 * @param request - may have an abortSignal of its own, in place of the execution's
	 * @param read - makes an answer of the response
	 * @throws IdentifyFailure
	 */
	async authorised<Read extends { answer: Answer }>(
		request: IHttpRequestOptions,
		subject: CallSubject,
		{ timeout, maxTries, signal = this.cancelSignal }: CallSettings,
		read: Reader<Read>,
	): Promise<Read> {
		const options = { ...request, timeout };
		return await this.token.use({
			send: async (credential) =>
				await read(
					await sendSigned(this.context, credential, options, subject, this.gateway, signal),
				),
			refusal: ({ answer }) =>
				isUnauthorized(answer) ? describeAnswer(answer, subject) : undefined,
			givenUp: () => stopped(subject, 'unsent'),
			maxTries,
			signal,
		});
	}
}
