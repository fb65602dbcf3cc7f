import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readAnswer, type Answer } from './answer';
import { describeTransport } from './describeTransport';
import { sendUnsigned } from './n8nRequest';
import type { CallSettings, Session } from './session';
import { deadline } from './waiting';

/** How it is called in messages. */
export const POSTED = { section: 'the test callback', changes: false };

/**
 * Posts a callback as Identify does (documentation: "Webhook"), without the credential's headers.
 * Redirects are not followed.
 *
 * @param url - http or https; its query may hold a secret, which no message repeats
 * @returns whatever was answered
 * @throws IdentifyFailure when no answer came
 */
export async function postCallback(
	context: IExecuteFunctions,
	session: Session,
	url: string,
	payload: IDataObject,
	{ timeout, maxTries }: CallSettings,
): Promise<Answer> {
	const { origin } = new URL(url);
	const callee = { name: origin, setting: 'Callback URL' };
	const attempt = async () => {
		const limit = deadline(timeout, session.cancelSignal);
		try {
			const response = await sendUnsigned(context, {
				url,
				method: 'POST',
				body: payload,
				headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
				encoding: 'text',
				timeout,
				abortSignal: limit.signal,
			});
			return readAnswer(response);
		} catch (error) {
			const subject = { ...session.subject(POSTED), callee };
			throw describeTransport(error, subject, origin, limit.isOver);
		} finally {
			limit.end();
		}
	};
	// What may have started a workflow is not sent again.
	return await session.paced(attempt, true, maxTries);
}
