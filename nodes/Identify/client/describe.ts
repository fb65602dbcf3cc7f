import { answerMessages, effectiveStatus, isSuccess, type Answer } from './answer';
import { causes, IdentifyFailure, property, redact } from './failure';
import { retryAfterMs } from './retryAfter';

/** What a call was about, as far as messages need it. */
export interface CallSubject {
	/** The documentation's name of the endpoint, e.g. `ident/create`. */
	section: string;
	/** Whether the call changes something at Identify. */
	changes: boolean;
	/** Texts that must not appear in a message. */
	secrets: readonly string[];
	/** By what a person finds in the partner portal whether it was carried out. */
	lookFor?: string | undefined;
}

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

/** How to get unstuck when no answer says what became of a call. */
function whenUnsettled({ changes, lookFor = 'it' }: CallSubject): string {
	return changes
		? `It may have been carried out nevertheless: look in the partner portal for ${lookFor}, before you send it again.`
		: 'Try again later.';
}

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
			advice: whenUnsettled(subject),
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
 * Describes an answer that is not a success.
 *
 * @throws nothing; returns the failure to throw
 */
export function describeAnswer(answer: Answer, subject: CallSubject): IdentifyFailure {
	const status = effectiveStatus(answer);
	if (isSuccess(answer)) return unreadable(answer, subject, 'is not a JSON object');
	if (!answer.envelope && [401, 403, 404, 405].includes(status)) {
		return unreadable(answer, subject, 'does not come from the Identify API');
	}
	const messages = answerMessages(answer).map((message) => redact(message, subject.secrets));
	const { message, advice } = wordsFor(status, subject);
	const said = messages.length > 0 ? `: ${messages.join(', ')}` : '';
	return new IdentifyFailure({
		kind: 'refused',
		section: subject.section,
		message: `${message}${said} (${subject.section}, HTTP ${status})`,
		advice,
		httpCode: status,
		messages,
		...retryAfterMs(answer.headers),
	});
}

const EXCERPT_LENGTH = 80;

/** The beginning of an answer that is not Identify's; of /auth only a web page, it may be a token. */
function excerptOf({ envelope, text }: Answer, { section, secrets }: CallSubject): string {
	const excerpt = redact(text.slice(0, 10_000), secrets).replace(/\s+/g, ' ').trim();
	if (envelope || (section === 'auth' && !/^(?:<|$)/.test(excerpt))) return '';
	return excerpt === ''
		? ', it is empty'
		: `, it begins with "${excerpt.slice(0, EXCERPT_LENGTH)}"`;
}

/** Describes an answer that is not what the documentation promises. */
export function unreadable(answer: Answer, subject: CallSubject, why: string): IdentifyFailure {
	const excerpt = excerptOf(answer, subject);
	return new IdentifyFailure({
		kind: 'unreadable',
		section: subject.section,
		message: redact(
			`The answer to ${subject.section} ${why}${excerpt} (HTTP ${answer.status})`,
			subject.secrets,
		),
		advice: `Check Gateway Host in the Identify API credential, and whether a proxy or firewall answers instead of Identify.${subject.changes ? ` ${whenUnsettled(subject)}` : ''}`,
		httpCode: answer.status,
		messages: answerMessages(answer).map((message) => redact(message, subject.secrets)),
	});
}

/** Error codes of Node.js that mean: no connection came about, so not a byte was sent. */
const UNREACHED: Record<string, string> = {
	ECONNREFUSED: 'the connection was refused',
	ENOTFOUND: 'the host name is unknown',
	EAI_AGAIN: 'the host name could not be looked up',
	EHOSTUNREACH: 'the host is unreachable',
	ENETUNREACH: 'the network is unreachable',
	EPROTO: 'no secure connection could be made (TLS)',
};

const TLS_CODES =
	/^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH)/;

function codeOf(error: unknown): string | undefined {
	const codes = causes(error).map((link) => property(link, 'code'));
	return codes.find((code): code is string => typeof code === 'string');
}

function unreachedReason(code: string, error: unknown): string | undefined {
	if (TLS_CODES.test(code)) return 'its TLS certificate is not trusted';
	const connecting = causes(error).some((link) => property(link, 'syscall') === 'connect');
	return UNREACHED[code] ?? (connecting ? 'the connection could not be made' : undefined);
}

/** Describes an answer that did not come, or not wholly, within Timeout. */
export function tooLate(subject: CallSubject): IdentifyFailure {
	const { section } = subject;
	return new IdentifyFailure({
		kind: 'lost',
		section,
		message: `Identify did not answer ${section} in time`,
		advice: `${whenUnsettled(subject)} Timeout in the options says how long the node waits.`,
		httpCode: null,
		messages: [],
	});
}

/**
 * Describes an error that kept an answer from coming. Nothing of the error but its code is
 * carried along: it holds the whole request.
 *
 * @param target - where the request went, for the message, e.g. `https://api.identify24.de`
 */
export function describeTransport(
	error: unknown,
	subject: CallSubject,
	target: string,
): IdentifyFailure {
	const details = { httpCode: null, messages: [], section: subject.section };
	const code = codeOf(error);
	if (code === 'ERR_CANCELED') {
		return new IdentifyFailure({
			...details,
			kind: 'cancelled',
			message: `The execution was stopped while ${subject.section} was under way`,
			advice: subject.changes ? whenUnsettled(subject) : 'Run the workflow again.',
		});
	}
	const unreached = code === undefined ? undefined : unreachedReason(code, error);
	if (unreached !== undefined) {
		return new IdentifyFailure({
			...details,
			kind: 'unreached',
			message: `Could not reach ${target}: ${unreached}`,
			advice:
				'Nothing was sent. Check Gateway Host in the Identify API credential, and that this n8n may connect to it.',
		});
	}
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') return tooLate(subject);
	const advice = whenUnsettled(subject);
	if (code === undefined) {
		// n8n itself refused to send, e.g. its protection against server-side request forgery.
		const said = error instanceof Error ? redact(error.message, subject.secrets) : 'unknown error';
		return new IdentifyFailure({
			...details,
			kind: 'lost',
			message: `The request ${subject.section} failed: ${said}`,
			advice,
		});
	}
	return new IdentifyFailure({
		...details,
		kind: 'lost',
		message: `The connection broke while ${subject.section} was under way`,
		advice,
	});
}
