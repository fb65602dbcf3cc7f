import type { IWebhookFunctions } from 'n8n-workflow';
import { pause } from '../client/waiting';

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/** A caller that has hung up gets no answer, but n8n writes one all the same. */
const WRITTEN_WITHIN_MS = 10_000;
const LOOKED_EVERY_MS = 100;

/**
 * Waits for n8n's own answer to what a trigger emitted: n8n stores the execution first and, where
 * it cannot, answers with an error. (Older versions answer first; then the answer at least is what the
 * caller was told.)
 *
 * @returns whether the answer is a success
 */
export async function isTaken(response: Response): Promise<boolean> {
	if (!response.destroyed) {
		await new Promise<void>((resolve) => {
			response.once('finish', () => resolve());
			response.once('close', () => resolve());
		});
	}
	for (let waited = 0; !response.writableEnded && waited < WRITTEN_WITHIN_MS; ) {
		await pause(LOOKED_EVERY_MS, undefined);
		waited += LOOKED_EVERY_MS;
	}
	return response.writableEnded && response.statusCode < 400;
}
