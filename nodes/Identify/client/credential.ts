import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { z } from 'zod';
import { ownFailure } from './failure';
import { DEFAULT_GATEWAY } from './gateway';

export const CREDENTIAL_TYPE = 'identifyApi';

const text = z.string({ invalid_type_error: 'must be a text' }).trim();

/** The credential `identifyApi` as the node reads it. */
const credentialSchema = z.object({
	gatewayHost: text.default(DEFAULT_GATEWAY),
	partner: text.default('').refine(Boolean, 'Partner Name is empty'),
	apiKey: text.default('').refine(Boolean, 'API Key is empty'),
	callbackSecret: text.default(''),
	token: z.string().default(''),
});

/** With n8n's own fields, e.g. the domains that a credential may be used with. */
export type IdentifyCredential = z.infer<typeof credentialSchema> & ICredentialDataDecryptedObject;

/**
 * @param data - what n8n decrypted
 * @throws IdentifyFailure naming the field that is empty
 */
export function readCredential(data: ICredentialDataDecryptedObject): IdentifyCredential {
	const read = credentialSchema.safeParse(data);
	if (read.success) return { ...data, ...read.data };
	throw ownFailure('unsent', {
		message: `The Identify API credential is incomplete: ${read.error.issues.map((issue) => issue.message).join(', ')}`,
		advice: 'Open the credential and enter what Identify gave you at account setup.',
	});
}

/** Every secret of a credential, to be kept out of texts. */
export function secretsOf(credential: IdentifyCredential): string[] {
	return [credential.apiKey, credential.token, credential.callbackSecret];
}
