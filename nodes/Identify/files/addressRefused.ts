import { effectiveStatus, type Answer } from '../client/answer';
import { describeAnswer, ownWords } from '../client/describeAnswer';
import { AuthFailure, IdentifyFailure } from '../client/failure';
import { excerptOf } from '../client/redact';
import type { CallSubject } from '../client/subject';

/** A download address at which the file is not, or no more; a fresh one may help. */
export class AddressRefused extends IdentifyFailure {
	constructor(fileName: string, said: string, httpCode: number, messages: string[]) {
		super({
			fate: 'refused',
			passing: false,
			answered: messages.length > 0,
			message: `The download address of ${fileName} has expired or is refused: ${said} (download, HTTP ${httpCode})`,
			advice:
				'Identify was asked for a fresh address, which did not help. Run the item again later; if it stays so, ask Identify, or whether a proxy or firewall answers in its place.',
			httpCode,
			messages,
		});
	}
}

/** Errors that say something of the moment rather than of the address. */
const PASSING = [408, 425, 429];

function excerpt({ envelope, text }: Answer, { secrets }: CallSubject): string {
	if (envelope) return 'the answer is JSON instead of the file';
	const begin = excerptOf(text, secrets);
	return begin === '' ? 'the answer is empty' : `the answer is no file, it begins with "${begin}"`;
}

/**
 * Describes an answer that is no file. Storages refuse an expired address by 400, 401, 403, 404 or
 * 410, by a page to log in, or by JSON.
 */
export function describeNoFile(
	answer: Answer,
	subject: CallSubject,
	fileName: string,
): IdentifyFailure {
	const status = effectiveStatus(answer);
	const isOfAddress = status < 300 || (status >= 400 && status < 500);
	if (!isOfAddress || PASSING.includes(status)) return describeAnswer(answer, subject);
	const messages = ownWords(answer, subject);
	const said = messages.length > 0 ? messages.join(', ') : excerpt(answer, subject);
	return new AddressRefused(fileName, said, status, messages);
}

/** A 401 that a new token did not mend is the address's own; other failures stay what they are. */
export function unlessAddressRefused(failure: IdentifyFailure, fileName: string): IdentifyFailure {
	const { httpCode, messages } = failure.details;
	if (failure instanceof AuthFailure || httpCode !== 401) return failure;
	const said = messages.join(', ') || 'Identify accepts the token, but not for this file';
	return new AddressRefused(fileName, said, httpCode, messages);
}
