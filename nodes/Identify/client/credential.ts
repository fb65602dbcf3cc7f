import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { z } from 'zod';
import { ownFailure } from './failure';
import { DEFAULT_GATEWAY } from './gateway';

export const CREDENTIAL_TYPE = 'identifyApi';

/**
 * What a copy from an e-mail or a web page brings along and no one sees: zero-width characters, and
 * line breaks where a long key was wrapped. No key or name has them, and HTTP headers forbid them.
 */
const withoutCopyMarks = (pasted: string) =>
	pasted.replace(/\p{Cf}|\s*[\r\n\t\u2028\u2029]\s*/gu, '');

const text = z.string({ invalid_type_error: 'must be a text' }).trim();

const pasted = z
	.string({ invalid_type_error: 'must be a text' })
	.transform((entered) => withoutCopyMarks(entered).trim());

const ODD_BLANK = 'has a special blank inside (e.g. a no-break space)';

/** The credential `identifyApi` as the node reads it. */
const credentialSchema = z.object({
	gatewayHost: pasted.default(DEFAULT_GATEWAY),
	partner: pasted
		.default('')
		.refine(Boolean, 'Partner Name is empty')
		.refine((name) => !/[^\S ]/.test(name), `Partner Name ${ODD_BLANK}`),
	apiKey: pasted
		.default('')
		.refine(Boolean, 'API Key is empty')
		.refine((key) => !/\s/.test(key), 'API Key has a blank inside'),
	callbackSecret: text.default(''),
	token: z.string().default(''),
});

const isText = (value: unknown): value is string => typeof value === 'string';

/** Secrets as they were entered, by the credential that was read from them. */
const asEntered = new WeakMap<object, string[]>();

/** With n8n's own fields, e.g. the domains that a credential may be used with. */
export type IdentifyCredential = z.infer<typeof credentialSchema> & ICredentialDataDecryptedObject;

/**
 * @param data - what n8n decrypted
 * @throws IdentifyFailure naming the field that is empty
 */
export function readCredential(data: ICredentialDataDecryptedObject): IdentifyCredential {
	const read = credentialSchema.safeParse(data);
	if (read.success) {
		const credential = { ...data, ...read.data };
		asEntered.set(credential, [data.apiKey, data.callbackSecret].filter(isText));
		return credential;
	}
	const problems = read.error.issues.map(({ message }) => message);
	const isIncomplete = problems.every((problem) => problem.endsWith('is empty'));
	throw ownFailure('unsent', {
		message: `The Identify API credential ${isIncomplete ? 'is incomplete' : 'cannot be used'}: ${problems.join(', ')}`,
		advice: 'Open the credential and enter anew what Identify gave you at account setup.',
	});
}

/** Every secret of a credential, as used and as entered, to be kept out of texts. */
export function secretsOf(credential: IdentifyCredential): string[] {
	const { apiKey, token, callbackSecret } = credential;
	return [...new Set([apiKey, token, callbackSecret, ...(asEntered.get(credential) ?? [])])];
}
