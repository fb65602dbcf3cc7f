import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import type { z } from 'zod';
import { auth } from '../contract/auth';
import { isSuccess, readAnswer } from './answer';
import { secretsOf, type IdentifyCredential } from './credential';
import { describeAnswer, describeTransport, unreadable } from './describe';
import { gatewayUrl } from './gateway';

/** How long Identify may take to issue a token. */
export const AUTH_TIMEOUT_MS = 30_000;

/** What Identify answers to /auth. */
export type TokenAnswer = z.infer<typeof auth.response>;

/** What every request of this package has in common, whoever sends it. */
export const PLAIN_REQUEST = {
	// As text: trailing commas and HTML pages must reach our own reader.
	encoding: 'text',
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	// A redirect would carry the credentials to wherever it points.
	disableFollowRedirect: true,
} as const satisfies Partial<IHttpRequestOptions>;

/**
 * Gets a JWT from Identify (documentation: "auth").
 *
 * @param http - n8n's request helper
 * @param credential - gateway, partner name and API key
 * @returns the validated answer with `token`
 * @throws IdentifyFailure that tells a wrong key, a wrong host and an unreachable host apart
 */
export async function requestToken(
	{ helpers }: IHttpRequestHelper,
	credential: IdentifyCredential,
): Promise<TokenAnswer> {
	const gateway = gatewayUrl(credential.gatewayHost);
	const subject = { section: auth.section, changes: auth.changes, secrets: secretsOf(credential) };
	const body = auth.request.parse({ PARTNER: credential.partner, APIKEY: credential.apiKey });
	let response: unknown;
	try {
		response = await helpers.httpRequest({
			...PLAIN_REQUEST,
			method: auth.method,
			url: `${gateway}${auth.path}`,
			headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
			body,
			timeout: AUTH_TIMEOUT_MS,
		});
	} catch (error) {
		throw describeTransport(error, subject, gateway);
	}
	const answer = readAnswer(response);
	if (!isSuccess(answer)) throw describeAnswer(answer, subject);
	const read = auth.response.safeParse(answer.body);
	if (!read.success)
		throw unreadable(
			answer,
			subject,
			answer.envelope ? 'has no token' : 'does not come from the Identify API',
		);
	return read.data;
}
