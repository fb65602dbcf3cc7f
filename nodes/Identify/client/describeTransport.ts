import { causes, ownFailure, property, type Fate, type IdentifyFailure } from './failure';
import { redact } from './redact';
import { calleeOf, whenUnknown, type CallSubject } from './subject';

/** Why no connection came about, by the error code of Node.js. */
const UNREACHED: Record<string, string> = {
	ECONNREFUSED: 'the connection was refused',
	ENOTFOUND: 'the host name is unknown',
	EAI_AGAIN: 'the host name could not be looked up',
	EHOSTUNREACH: 'the host is unreachable',
	ENETUNREACH: 'the network is unreachable',
	EPROTO: 'no secure connection could be made (TLS)',
};

/** Checks of the server's certificate, which Node.js makes before it sends anything. */
const CERTIFICATE =
	/^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|ERR_TLS_CERT_)/;

/** What Node.js does before anything can be sent. */
const BEFORE_SENDING: unknown[] = ['connect', 'getaddrinfo'];

/** How Node.js words it, e.g. "connect ECONNREFUSED 127.0.0.1:443". */
const SAID_BEFORE_SENDING = /^(?:connect|getaddrinfo) E[A-Z_]+\b/;

/** How Node.js words the end of a connection whose TLS handshake has not ended. */
const SAID_IN_HANDSHAKE =
	/^Client network socket disconnected before secure TLS connection was established/;

/** n8n 1.x up to 2.20 drops the cause, and keeps the code as if it were an HTTP status. */
function codeOf(links: readonly unknown[]): string | undefined {
	const codes = ['code', 'httpCode'].flatMap((key) => links.map((link) => property(link, key)));
	return codes.find((code): code is string => typeof code === 'string' && /\D/.test(code));
}

/**
 * Whether an error that n8n has wrapped was worded so before; that, too, outlives the cause. What
 * several addresses said is in one text, and all of them must have.
 */
function wasSaid(link: unknown, wording: RegExp): boolean {
	const messages = property(link, 'messages');
	const isSaid = (message: unknown) =>
		String(message)
			.split(/ \| |; /)
			.every((part) => wording.test(part));
	return Array.isArray(messages) && messages.some(isSaid);
}

/** Whether an error arose while connecting; of several addresses, all must have failed so. */
function isConnecting(link: unknown): boolean {
	const errors = property(link, 'errors');
	if (Array.isArray(errors) && errors.length > 0) return errors.every(isConnecting);
	return BEFORE_SENDING.includes(property(link, 'syscall')) || wasSaid(link, SAID_BEFORE_SENDING);
}

/**
 * Whether the handshake of a TLS connection had not ended when the error came: by then Node.js has
 * judged the certificate in any case, and only afterwards the request leaves. Errors of OpenSSL
 * tell nothing: the same ones come when a proxy writes into a connection that is long in use.
 */
function isInHandshake(link: unknown): boolean {
	const socket = property(property(link, 'request'), 'socket');
	return (
		(property(socket, 'authorized') === false && !property(socket, 'authorizationError')) ||
		wasSaid(link, SAID_IN_HANDSHAKE)
	);
}

/** Why the request provably never left; undefined when it may have. */
function unsentReason(links: readonly unknown[], code: string | undefined): string | undefined {
	if (code !== undefined && CERTIFICATE.test(code)) return 'its TLS certificate is not trusted';
	if (!links.some((link) => isConnecting(link) || isInHandshake(link))) return undefined;
	const isTls = !links.some(isConnecting);
	const usual = isTls ? UNREACHED.EPROTO : 'the connection could not be made';
	return (code === undefined ? undefined : UNREACHED[code]) ?? usual;
}

/** Whether n8n itself refused to connect: its protection against server-side request forgery. */
function isBlocked(link: unknown): boolean {
	return String(property(link, 'name')).startsWith('SsrfBlocked');
}

function failure(fate: Fate, message: string, advice: string, passing = true): IdentifyFailure {
	return ownFailure(fate, { message, advice }, passing);
}

/** Describes an answer that did not come, or not wholly, within Timeout. */
export function tooLate(subject: CallSubject): IdentifyFailure {
	return failure(
		'unknown',
		`${calleeOf(subject).name} did not answer ${subject.section} in time`,
		`${whenUnknown(subject)} Timeout in the options says how long the node waits.`,
	);
}

/** Describes a call that was given up because the execution was stopped. */
export function stopped(subject: CallSubject, fate: 'unsent' | 'unknown'): IdentifyFailure {
	const isOpen = subject.changes && fate === 'unknown';
	return failure(
		fate,
		`The execution was stopped while ${subject.section} was under way`,
		isOpen ? whenUnknown(subject) : 'Run the workflow again.',
		false,
	);
}

/**
 * Describes an error that kept an answer from coming. Nothing of the error but its code is
 * carried along: it holds the whole request.
 *
 * @param target - where the request went, for the message, e.g. `https://api.identify24.de`
 * @param isLate - whether the request was given up because Timeout was over
 */
export function describeTransport(
	error: unknown,
	subject: CallSubject,
	target: string,
	isLate = false,
): IdentifyFailure {
	const links = causes(error);
	const code = codeOf(links);
	const isGivenUp = code === 'ERR_CANCELED';
	const reason = unsentReason(links, code);
	if (isGivenUp && !isLate) return stopped(subject, reason === undefined ? 'unknown' : 'unsent');
	if (reason !== undefined) {
		return failure(
			'unsent',
			`Could not reach ${target}: ${isLate ? 'no connection came about in time' : reason}`,
			`Nothing was sent. Check ${calleeOf(subject).setting}, and that this n8n may connect to it.`,
		);
	}
	if (isLate || code === 'ECONNABORTED' || code === 'ETIMEDOUT') return tooLate(subject);
	if (code !== undefined) {
		return failure(
			'unknown',
			`The connection broke while ${subject.section} was under way`,
			whenUnknown(subject),
		);
	}
	const said = error instanceof Error ? redact(error.message, subject.secrets) : 'unknown error';
	const message = `The request ${subject.section} failed: ${said}`;
	if (links.some(isBlocked)) {
		return failure('unsent', message, 'Nothing was sent. Ask who runs this n8n.', false);
	}
	return failure('unknown', message, whenUnknown(subject));
}
