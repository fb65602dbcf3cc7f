import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { z } from 'zod';
import type { Endpoint } from '../contract/endpoint';
import { CREDENTIAL_TYPE, type IdentifyCredential } from './credential';
import { describeTransport } from './describeTransport';
import { AuthFailure, findFailure, IdentifyFailure } from './failure';
import type { CallSubject } from './subject';
import { deadline } from './waiting';

/** The contexts in which n8n runs code of this package that talks to Identify. */
export type IdentifyContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IHookFunctions
	| IWebhookFunctions;

/** A request that says how long one try may take, in ms. */
export type TimedRequest = IHttpRequestOptions & { timeout: number };

/** What every request of this package has in common, whoever sends it. */
const PLAIN_REQUEST = {
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	// A redirect would carry the credentials to wherever it points.
	disableFollowRedirect: true,
} as const satisfies Partial<IHttpRequestOptions>;

/** How long Identify may take to issue a token. */
export const AUTH_TIMEOUT_MS = 30_000;

/** Requests of this package's own nodes; see `isOwnRequest`. */
const own = new WeakSet<object>();

/**
 * Whether a request that the credential is to sign comes from this package. Others, as those of
 * n8n's HTTP Request node, are sent again by n8n after any error; see IdentifyApi.authenticate.
 */
export function isOwnRequest(request: object): boolean {
	return own.has(request);
}

/** Failures of /auth, by the credential for which n8n asked; see `sendSigned`. */
const authFailures = new WeakMap<object, IdentifyFailure>();

/** Notes why no token could be had for a credential, since n8n may wrap it beyond recognition. */
export function noteAuthFailure(credential: object, failure: unknown): void {
	if (failure instanceof IdentifyFailure) authFailures.set(credential, failure);
}

/** Fires when the execution is stopped; dropdowns, hooks and callbacks cannot be. */
export function cancelSignalOf(context: IdentifyContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

/** Builds the request of the documentation: path, method, and a flat JSON body or none. */
export function endpointRequest(
	gateway: string,
	endpoint: Endpoint<z.ZodTypeAny, z.ZodTypeAny>,
	fields: Record<string, unknown>,
): IHttpRequestOptions {
	const path = endpoint.path.replace(/\{(\w+)\}/g, (_match, field: string) =>
		encodeURIComponent(String(fields[field])),
	);
	return {
		url: `${gateway}${path}`,
		// As text: trailing commas and HTML pages must reach our own reader.
		encoding: 'text',
		headers: { Accept: 'application/json' },
		// n8n drops the body of a request whose method is GET. Without a method it is a GET all
		// the same, and keeps its body: project/get needs one.
		...(endpoint.method === 'GET' ? {} : { method: endpoint.method }),
		...(endpoint.sendsBody ? { body: fields } : {}),
	};
}

/**
 * Sends a request without the credential: to /auth, and to storage outside the gateway.
 *
 * @returns n8n's full response
 * @throws whatever n8n's helper throws
 */
export async function sendUnsigned(
	{ helpers }: IHttpRequestHelper,
	request: TimedRequest,
): Promise<unknown> {
	return await helpers.httpRequest({ ...PLAIN_REQUEST, ...request });
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
	const derived: IdentifyContext = Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	});
	return derived;
}

/**
 * How long a try may take in all: n8n's own timeout only bounds silence. A request that waits for a
 * new token gets the time that this may take in addition.
 */
function timeOf({ timeout }: TimedRequest, { token }: IdentifyCredential): number {
	return token === '' ? timeout + AUTH_TIMEOUT_MS : timeout;
}

/** What became of fetching a token, if it is that which failed. */
function authFailure(error: unknown, credential: IdentifyCredential): AuthFailure | undefined {
	const failure = authFailures.get(credential) ?? findFailure(error);
	authFailures.delete(credential);
	return failure && new AuthFailure(failure);
}

/**
 * Sends a request with the credential's headers.
 *
 * @param credential - with an empty token n8n fetches one first, stores it, and puts it in here
 * @param request - may have an abortSignal of its own, in place of the execution's and of Timeout
 * @param target - for messages
 * @param cancel - gives the request up; the execution's signal by default
 * @returns n8n's full response
 * @throws IdentifyFailure
 */
export async function sendSigned(
	context: IdentifyContext,
	credential: IdentifyCredential,
	request: TimedRequest,
	subject: CallSubject,
	target: string,
	cancel = cancelSignalOf(context),
): Promise<unknown> {
	// Downloads bound their time themselves.
	const limit =
		request.abortSignal === undefined ? deadline(timeOf(request, credential), cancel) : undefined;
	const sent = { ...PLAIN_REQUEST, ...request };
	own.add(sent);
	try {
		return await context.helpers.httpRequestWithAuthentication.call(
			cancelledBy(context, limit?.signal ?? request.abortSignal),
			CREDENTIAL_TYPE,
			sent,
			{ credentialsDecrypted: { id: '', name: '', type: CREDENTIAL_TYPE, data: credential } },
		);
	} catch (error) {
		const isLate = limit?.isOver === true;
		throw authFailure(error, credential) ?? describeTransport(error, subject, target, isLate);
	} finally {
		limit?.end();
	}
}
