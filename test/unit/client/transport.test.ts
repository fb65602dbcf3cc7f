import { describeTransport } from '../../../nodes/Identify/client/describeTransport';
import { IdentifyFailure, findFailure } from '../../../nodes/Identify/client/failure';
import { API_KEY, CHANGING, CREATE, GET, READING, TOKEN } from './subjects';

const TARGET = 'https://api.identify24.de';
const MAYBE = /may have been carried out/;

/** An error as axios throws it, with the request that it carries. */
function networkError(code: string, more: object = {}): Error {
	const config = { headers: { 'X-API-TOKEN': TOKEN }, data: { APIKEY: API_KEY } };
	return Object.assign(new Error(`${code} while sending ${API_KEY}`), { code, config, ...more });
}

/** An error as n8n passes it on: wrapped, once or twice. */
const wrapped = (error: Error) =>
	new Error('Bad request', { cause: new Error('The service refused', { cause: error }) });

/**
 * An error as n8n passes it on before n8n-workflow 2.36 or so: without the cause, the code as if
 * it were an HTTP status, and the wording of Node.js in a list.
 */
const wrappedBefore = (code: string, said: string) =>
	Object.assign(new Error('The service refused the connection'), {
		cause: undefined,
		httpCode: code,
		messages: [said, said],
	});

/** The socket of a TLS connection: its handshake is over, under way, or failed by the certificate. */
const TLS = {
	inUse: { request: { socket: { authorized: true, authorizationError: null } } },
	inHandshake: { request: { socket: { authorized: false, authorizationError: null } } },
	unchecked: { request: { socket: { authorized: false, authorizationError: 'CERT_HAS_EXPIRED' } } },
};
const CONNECT = { syscall: 'connect' };
const LOOKUP = { syscall: 'getaddrinfo' };

/** All addresses of a host have failed; the code is that of the first. */
function ofAddresses(...errors: object[]): Error {
	const [first] = errors;
	const aggregate = new AggregateError(errors);
	return networkError('AggregateError', { ...first, syscall: undefined, cause: aggregate });
}

const UNSENT: Array<[string, Error, RegExp]> = [
	['refused', networkError('ECONNREFUSED', CONNECT), /connection was refused/],
	['unknown host', networkError('ENOTFOUND', LOOKUP), /host name is unknown/],
	['DNS out of order', networkError('EAI_AGAIN', LOOKUP), /host name could not be looked up/],
	['host unreachable', networkError('EHOSTUNREACH', CONNECT), /host is unreachable/],
	['network unreachable', networkError('ENETUNREACH', CONNECT), /network is unreachable/],
	['no answer to SYN', networkError('ETIMEDOUT', CONNECT), /connection could not be made/],
	['reset on accept', networkError('ECONNRESET', CONNECT), /connection could not be made/],
	...[
		'CERT_HAS_EXPIRED',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
		'ERR_TLS_CERT_ALTNAME_INVALID',
	].map((code): [string, Error, RegExp] => [
		code,
		networkError(code, TLS.unchecked),
		/TLS certificate is not trusted/,
	]),
	['http on the port', networkError('EPROTO', { syscall: 'write', ...TLS.inHandshake }), /TLS/],
	['reset in the handshake', networkError('ECONNRESET', TLS.inHandshake), /TLS/],
	['silence in the handshake', networkError('ECONNABORTED', TLS.inHandshake), /TLS/],
	[
		'two addresses, neither of which answers',
		ofAddresses({ code: 'ETIMEDOUT', ...CONNECT }, { code: 'ECONNREFUSED', ...CONNECT }),
		/connection could not be made/,
	],
	[
		'two addresses that refuse',
		ofAddresses({ code: 'ECONNREFUSED', ...CONNECT }, { code: 'ECONNREFUSED', ...CONNECT }),
		/connection was refused/,
	],
];

describe.each(UNSENT)('%s', (_what, bare, reason) => {
	it.each([
		['bare', bare],
		['wrapped by n8n', wrapped(bare)],
	])('says that nothing was sent, %s', (_how, error) => {
		for (const subject of [...READING, ...CHANGING]) {
			const { details } = describeTransport(error, subject, TARGET);
			expect(details).toMatchObject({ fate: 'unsent', passing: true, httpCode: null });
			expect(details.message).toMatch(reason);
			expect(details.message).toContain(`Could not reach ${TARGET}`);
			expect(details.advice).toMatch(/^Nothing was sent\. Check Gateway Host/);
		}
	});
});

const UNKNOWN: Array<[string, Error, RegExp]> = [
	['timeout', networkError('ECONNABORTED', TLS.inUse), /did not answer ident\/\w+ in time/],
	['no acknowledgement', networkError('ETIMEDOUT', { syscall: 'read' }), /in time/],
	['reset', networkError('ECONNRESET', { syscall: 'read', ...TLS.inUse }), /connection broke/],
	['hang-up', networkError('ECONNRESET', TLS.inUse), /connection broke while ident\/\w+ was under/],
	['broken pipe', networkError('EPIPE', { syscall: 'write' }), /connection broke/],
	['no HTTP', networkError('HPE_INVALID_CONSTANT'), /connection broke/],
	['half an answer', networkError('ERR_BAD_RESPONSE'), /connection broke/],
	...[
		'ERR_SSL_WRONG_VERSION_NUMBER',
		'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
		'ERR_SSL_CIPHER_OPERATION_FAILED',
		'ERR_SSL_BAD_RECORD_TYPE',
		'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
		'ERR_TLS_RENEGOTIATION_DISABLED',
		'EPROTO',
	].map((code): [string, Error, RegExp] => [code, networkError(code, TLS.inUse), /broke/]),
	['no way back', networkError('EHOSTUNREACH', { syscall: 'read', ...TLS.inUse }), /broke/],
	['no network', networkError('ENETUNREACH', { syscall: 'read', ...TLS.inUse }), /broke/],
	['an unchecked certificate', networkError('ECONNRESET', TLS.unchecked), /broke/],
	[
		'two addresses, one of which was connected',
		ofAddresses({ code: 'ECONNRESET', ...CONNECT }, { code: 'ECONNRESET', syscall: 'read' }),
		/broke/,
	],
];

describe.each(UNKNOWN)('%s', (_what, error, message) => {
	it('says that the fate of a change is unknown', () => {
		const { details } = describeTransport(wrapped(error), CREATE, TARGET);
		expect(details).toMatchObject({ fate: 'unknown', passing: true, httpCode: null });
		expect(details.message).toMatch(message);
		expect(details.advice).toMatch(MAYBE);
		expect(details.advice).toMatch(/look in the partner portal/);
		expect(details.advice).not.toMatch(/[Nn]othing was sent/);
	});

	it('tells who only read to try again', () => {
		const { details } = describeTransport(error, GET, TARGET);
		expect(details.fate).toBe('unknown');
		expect(details.advice).toMatch(/Try again later/);
		expect(details.advice).not.toMatch(MAYBE);
	});
});

describe('a request given up when Timeout was over', () => {
	it('has an unknown fate once the connection stands', () => {
		const error = networkError('ERR_CANCELED', TLS.inUse);
		const { details } = describeTransport(error, CREATE, TARGET, true);
		expect(details).toMatchObject({ fate: 'unknown', passing: true });
		expect(details.message).toMatch(/in time/);
	});

	it('was not sent before', () => {
		const error = networkError('ERR_CANCELED', TLS.inHandshake);
		const { details } = describeTransport(error, CREATE, TARGET, true);
		expect(details).toMatchObject({ fate: 'unsent', passing: true });
		expect(details.message).toMatch(/no connection came about in time/);
	});
});

it('what n8n itself refuses to send was not sent, and is not tried again', () => {
	const error = Object.assign(new Error('The request was blocked'), { name: 'SsrfBlockedIpError' });
	const { details } = describeTransport(wrapped(error), CREATE, TARGET);
	expect(details).toMatchObject({ fate: 'unsent', passing: false });
	expect(details.advice).toMatch(/^Nothing was sent/);
});

it('a timeout names the option that sets it', () => {
	const { details } = describeTransport(networkError('ECONNABORTED'), GET, TARGET);
	expect(details.advice).toMatch(/Timeout in the options/);
});

describe('a stopped execution', () => {
	const error = networkError('ERR_CANCELED');

	it.each(CHANGING)('leaves the fate of $section open', (subject) => {
		const { details } = describeTransport(error, subject, TARGET);
		expect(details).toMatchObject({ fate: 'unknown', passing: false });
		expect(details.message).toMatch(/execution was stopped/);
		expect(details.advice).toMatch(MAYBE);
	});

	it.each(READING)('leaves nothing open after $section', (subject) => {
		expect(describeTransport(error, subject, TARGET).details.advice).not.toMatch(MAYBE);
	});
});

describe('an error without a code', () => {
	it('is told in its own words, secrets removed', () => {
		const error = new Error(`n8n blocked the address with ${TOKEN}`);
		const { details } = describeTransport(error, GET, TARGET);
		expect(details.message).toContain('n8n blocked the address with *****');
	});

	it.each([undefined, null, 'text', 42, {}])('%j is described all the same', (error) => {
		const { details } = describeTransport(error, CREATE, TARGET);
		expect(details.fate).toBe('unknown');
		expect(details.advice).toMatch(MAYBE);
	});

	it('that refers to itself is described all the same', () => {
		const error: Error & { cause?: unknown } = new Error('round and round');
		error.cause = error;
		expect(describeTransport(error, GET, TARGET).details.message).toContain('round and round');
	});
});

it('nothing of the error but its code is carried along', () => {
	for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ERR_CANCELED', 'CERT_X']) {
		const failure = describeTransport(wrapped(networkError(code)), CREATE, TARGET);
		expect(failure.cause).toBeUndefined();
		expect(Object.keys(failure).sort()).toEqual(['details', 'name']);
		const text = `${failure.stack}${JSON.stringify(failure)}`;
		expect(text).not.toContain(API_KEY);
		expect(text).not.toContain(TOKEN);
	}
});

it('a failure is found again under what n8n wrapped around it', () => {
	const failure = new IdentifyFailure({
		fate: 'refused',
		passing: false,
		answered: true,
		message: 'm',
		advice: 'a',
		httpCode: 401,
		messages: [],
	});
	expect(findFailure(wrapped(failure))).toBe(failure);
	expect(findFailure(wrapped(new Error('other')))).toBeUndefined();
	expect(findFailure(undefined)).toBeUndefined();
});

describe('wrapped by an n8n that drops the cause', () => {
	const HUNG_UP = 'Client network socket disconnected before secure TLS connection was established';
	it.each([
		['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:443', /connection was refused/],
		['ECONNREFUSED', 'connect ECONNREFUSED ::1:9 | connect ECONNREFUSED 127.0.0.1:9', /refused/],
		['ENOTFOUND', 'getaddrinfo ENOTFOUND api.identify24.de', /host name is unknown/],
		['ECONNRESET', 'connect ECONNRESET 127.0.0.1:443', /connection could not be made/],
		['ECONNRESET', HUNG_UP, /TLS/],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', /TLS certificate is not trusted/],
	])('%s: %s: was not sent', (code, said, reason) => {
		const { details } = describeTransport(wrappedBefore(code, said), CREATE, TARGET);
		expect(details).toMatchObject({ fate: 'unsent', message: expect.stringMatching(reason) });
		expect(details.advice).toMatch(/^Nothing was sent/);
	});

	it.each([
		['ECONNRESET', 'read ECONNRESET', /connection broke while ident\/create/],
		['ECONNREFUSED', 'read ECONNREFUSED', /connection broke while ident\/create/],
		['ECONNREFUSED', 'connect ECONNREFUSED ::1:9 | read ECONNRESET', /connection broke/],
		['ECONNRESET', 'socket hang up', /connection broke while ident\/create/],
		['ECONNABORTED', 'timeout of 2000ms exceeded', /did not answer ident\/create in time/],
		['ERR_CANCELED', 'canceled', /The execution was stopped/],
	])('%s: %s: may have been carried out', (code, said, what) => {
		const { details } = describeTransport(wrappedBefore(code, said), CREATE, TARGET);
		expect(details).toMatchObject({ fate: 'unknown', message: expect.stringMatching(what) });
		expect(details.advice).toMatch(MAYBE);
	});

	it('the status of an answer is no such code', () => {
		const { details } = describeTransport(wrappedBefore('500', 'said'), CREATE, TARGET);
		expect(details.message).toMatch(/^The request ident\/create failed/);
	});
});
