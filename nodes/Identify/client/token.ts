import type { IHttpRequestHelper } from 'n8n-workflow';
import type { z } from 'zod';
import { auth } from '../contract/auth';
import { isSuccess, readAnswer } from './answer';
import { secretsOf, type IdentifyCredential } from './credential';
import { describeAnswer, unreadable } from './describeAnswer';
import { describeTransport } from './describeTransport';
import { gatewayUrl } from './gateway';
import { AUTH_TIMEOUT_MS, endpointRequest, sendUnsigned } from './n8nRequest';

/** What Identify answers to /auth. */
export type TokenAnswer = z.infer<typeof auth.response>;

/**
 * Gets a JWT from Identify (documentation: "auth").
 *
 * @param http - n8n's request helper
 * @param credential - gateway, partner name and API key
 * @returns the validated answer with `token`
 * @throws IdentifyFailure that tells a wrong key, a wrong host and an unreachable host apart
 */
export async function requestToken(
	http: IHttpRequestHelper,
	credential: IdentifyCredential,
): Promise<TokenAnswer> {
	const gateway = gatewayUrl(credential.gatewayHost);
	const subject = { section: auth.section, changes: auth.changes, secrets: secretsOf(credential) };
	const body = auth.request.parse({ PARTNER: credential.partner, APIKEY: credential.apiKey });
	const request = endpointRequest(gateway, auth, body);
	const headers = { ...request.headers, 'Content-Type': 'application/json' };
	let response: unknown;
	try {
		response = await sendUnsigned(http, { ...request, headers, timeout: AUTH_TIMEOUT_MS });
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
