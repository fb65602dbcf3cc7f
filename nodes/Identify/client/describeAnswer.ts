import { answerMessages, effectiveStatus, isSuccess, saysNotFound, type Answer } from './answer';
import { IdentifyFailure, type Fate } from './failure';
import { excerptOf, redact } from './redact';
import { retryAfterMs } from './retryAfter';
import { whenUnknown, type CallSubject } from './subject';

interface Words {
	message: string;
	advice: string;
}

const CHECK_CREDENTIAL =
	'Check Partner Name and API Key in the Identify API credential; a new API key comes from Identify.';

/** What each documented error code means ("Errors"), and what a person can do about it. */
const WORDS: Record<number, Words> = {
	400: {
		message: 'Identify rejected the request as invalid',
		advice: 'Correct the fields that Identify names and run the item again.',
	},
	401: {
		message: 'Identify refused the partner name or API key',
		advice: CHECK_CREDENTIAL,
	},
	402: {
		message: 'The request was valid, but Identify could not carry it out',
		advice:
			'Read what Identify says, e.g. whether the project is active, then try again or ask Identify.',
	},
	403: {
		message: 'The API key has no permission for this request',
		advice:
			'Ask Identify to allow it for your partner account, or use a credential that may do it.',
	},
	404: {
		message: 'Identify does not know what was asked for',
		advice: 'Check the ID that was sent.',
	},
	409: {
		message: 'The request conflicts with another one',
		advice: 'Look in the partner portal whether it has been done already before you send it again.',
	},
	429: {
		message: 'Identify received too many requests',
		advice: 'Lower Concurrency in the options, or run the rest of the items later.',
	},
};

const NOT_FOUND: Record<string, Words> = {
	auth: {
		message: 'There is no Identify API at this address',
		advice: 'Check Gateway Host in the Identify API credential.',
	},
	'ident/create': {
		message: 'Identify does not know this project',
		advice: 'Pick the project from the list, which shows the projects of your partner account.',
	},
	'project/get': {
		message: 'Identify does not know this project',
		advice: 'Pick the project from the list, which shows the projects of your partner account.',
	},
};

/** 401 for a token that /auth has just issued: the key itself was accepted. */
const TOKEN_REFUSED: Words = {
	message: 'Identify refused the token that it had just issued',
	advice: `${CHECK_CREDENTIAL} If the credential test succeeds, ask Identify.`,
};

const IDENT_NOT_FOUND: Words = {
	message: 'Identify does not know this ident',
	advice: 'Check Ident. Identify keeps an ident for 90 days at most.',
};

function wordsFor(status: number, subject: CallSubject): Words {
	if (status === 404) {
		const known = NOT_FOUND[subject.section];
		if (known) return known;
		if (subject.section.startsWith('ident/')) return IDENT_NOT_FOUND;
	}
	if (status === 401 && subject.section !== 'auth') return TOKEN_REFUSED;
	if (status >= 500) {
		return {
			message: 'Identify has a problem of its own',
			advice: whenUnknown(subject),
		};
	}
	if (status >= 300 && status < 400) {
		return {
			message: 'The gateway redirects to another address, which was not followed',
			advice:
				'Check Gateway Host in the Identify API credential: credentials are sent to that address only.',
		};
	}
	return (
		WORDS[status] ?? {
			message: 'Identify reported a failure',
			advice: 'Read what Identify says, correct it and run the item again.',
		}
	);
}

/**
 * What an answer that is no success says of the request: a status below 500 says by itself that
 * it was not carried out, whoever answers; a server error, or what cannot be read, says nothing.
 */
function fateOf(status: number): Fate {
	return status >= 300 && status < 500 ? 'refused' : 'unknown';
}

/** Statuses by which a proxy or another server says that this is not the way to Identify. */
const NOT_THIS_WAY = [401, 403, 404, 405, 407];

/**
 * Describes an answer that is not a success.
 *
 * @throws nothing; returns the failure to throw
 */
export function describeAnswer(answer: Answer, subject: CallSubject): IdentifyFailure {
	const status = effectiveStatus(answer);
	if (isSuccess(answer)) return unreadable(answer, subject, 'is not a JSON object');
	if (!answer.envelope && NOT_THIS_WAY.includes(status)) {
		return unreadable(answer, subject, 'does not come from the Identify API');
	}
	const messages = ownWords(answer, subject);
	const { message, advice } = wordsFor(status, subject);
	const said = messages.length > 0 ? `: ${messages.join(', ')}` : '';
	return new IdentifyFailure({
		// `result: false` in a 200 is Identify's own refusal.
		fate: status < 300 ? 'refused' : fateOf(status),
		passing: status === 429 || status >= 500,
		answered: answer.envelope !== undefined,
		message: `${message}${said} (${subject.section}, HTTP ${status})`,
		advice,
		httpCode: status,
		messages,
		...(saysNotFound(answer) && { notFound: true }),
		...retryAfterMs(answer.headers),
	});
}

/** Identify's own words in an answer, secrets removed. */
export function ownWords(answer: Answer, { secrets }: CallSubject): string[] {
	return answerMessages(answer).map((message) => redact(message, secrets));
}

/** The beginning of an answer that is not Identify's; of /auth only a web page, it may be a token. */
function beginningOf({ envelope, text }: Answer, { section, secrets }: CallSubject): string {
	const excerpt = excerptOf(text, secrets);
	if (envelope || (section === 'auth' && !/^(?:<|$)/.test(excerpt))) return '';
	return excerpt === '' ? ', it is empty' : `, it begins with "${excerpt}"`;
}

/**
 * Describes an answer that is not what the documentation promises. A status that refuses, e.g. the
 * 404 of a web page, still says that nothing was carried out.
 */
export function unreadable(answer: Answer, subject: CallSubject, why: string): IdentifyFailure {
	const fate = fateOf(answer.status);
	const excerpt = beginningOf(answer, subject);
	const advice =
		'Check Gateway Host in the Identify API credential, and whether a proxy or firewall answers instead of Identify.';
	return new IdentifyFailure({
		fate,
		passing: fate === 'unknown',
		answered: false,
		message: redact(
			`The answer to ${subject.section} ${why}${excerpt} (HTTP ${answer.status})`,
			subject.secrets,
		),
		advice: subject.changes && fate === 'unknown' ? `${advice} ${whenUnknown(subject)}` : advice,
		httpCode: answer.status,
		messages: ownWords(answer, subject),
	});
}
