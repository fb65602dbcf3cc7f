import type { IExecuteFunctions } from 'n8n-workflow';
import { property } from '../client/failure';

/** Shorter ones might be guessed. */
const TOKEN_LENGTH = 32;

/**
 * A secret that an execution has in common with n8n's own second run of it and with each retry,
 * and with no other execution: n8n makes it when it creates the execution's data, and signs the
 * URL to resume it with it.
 *
 * @returns undefined in n8n 1.x, and where no execution is stored
 */
export function lineageOf(context: IExecuteFunctions): string | undefined {
	const resumeUrl = property(context.getWorkflowDataProxy(0).$execution, 'resumeUrl');
	if (typeof resumeUrl !== 'string' || !URL.canParse(resumeUrl)) return undefined;
	const token = new URL(resumeUrl).searchParams.get('signature') ?? '';
	return token.length < TOKEN_LENGTH ? undefined : token;
}
