import { describeTransport } from '../../../nodes/Identify/client/describe';
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

const UNREACHED: Array<[string, RegExp, object?]> = [
	['ECONNREFUSED', /connection was refused/],
	['ENOTFOUND', /host name is unknown/],
	['EAI_AGAIN', /host name could not be looked up/],
	['EHOSTUNREACH', /host is unreachable/],
	['ENETUNREACH', /network is unreachable/],
	['EPROTO', /TLS/],
	['CERT_HAS_EXPIRED', /TLS certificate is not trusted/],
	['DEPTH_ZERO_SELF_SIGNED_CERT', /TLS certificate is not trusted/],
	['SELF_SIGNED_CERT_IN_CHAIN', /TLS certificate is not trusted/],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /TLS certificate is not trusted/],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /TLS certificate is not trusted/],
	['ERR_TLS_CERT_ALTNAME_INVALID', /TLS certificate is not trusted/],
	['ETIMEDOUT', /connection could not be made/, { syscall: 'connect' }],
];

describe.each(UNREACHED)('%s', (code, reason, more) => {
	it.each([
		['bare', networkError(code, more)],
		['wrapped by n8n', wrapped(networkError(code, more))],
	])('says that nothing was sent, %s', (_how, error) => {
		for (const subject of [...READING, ...CHANGING]) {
			const { details } = describeTransport(error, subject, TARGET);
			expect(details).toMatchObject({ kind: 'unreached', httpCode: null, messages: [] });
			expect(details.message).toMatch(reason);
			expect(details.message).toContain(`Could not reach ${TARGET}`);
			expect(details.advice).toMatch(/^Nothing was sent\. Check Gateway Host/);
		}
	});
});

const LOST: Array<[string, RegExp, object?]> = [
	['ECONNABORTED', /did not answer ident\/\w+ in time/],
	['ETIMEDOUT', /did not answer ident\/\w+ in time/],
	['ECONNRESET', /connection broke while ident\/\w+ was under way/],
	['EPIPE', /connection broke/, { syscall: 'write' }],
	['ERR_BAD_RESPONSE', /connection broke/],
];

describe.each(LOST)('%s', (code, message, more) => {
	it('says that the fate of a change is unknown', () => {
		const { details } = describeTransport(wrapped(networkError(code, more)), CREATE, TARGET);
		expect(details).toMatchObject({ kind: 'lost', httpCode: null });
		expect(details.message).toMatch(message);
		expect(details.advice).toMatch(MAYBE);
		expect(details.advice).toMatch(/look in the partner portal/);
	});

	it('tells who only read to try again', () => {
		const { details } = describeTransport(networkError(code, more), GET, TARGET);
		expect(details.kind).toBe('lost');
		expect(details.advice).toMatch(/Try again later/);
		expect(details.advice).not.toMatch(MAYBE);
	});
});

it('a timeout names the option that sets it', () => {
	const { details } = describeTransport(networkError('ECONNABORTED'), GET, TARGET);
	expect(details.advice).toMatch(/Timeout in the options/);
});

describe('a stopped execution', () => {
	const error = networkError('ERR_CANCELED');

	it.each(CHANGING)('leaves the fate of $section open', (subject) => {
		const { details } = describeTransport(error, subject, TARGET);
		expect(details.kind).toBe('cancelled');
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
		expect(details.kind).toBe('lost');
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
		kind: 'refused',
		message: 'm',
		advice: 'a',
		httpCode: 401,
		messages: [],
	});
	expect(findFailure(wrapped(failure))).toBe(failure);
	expect(findFailure(wrapped(new Error('other')))).toBeUndefined();
	expect(findFailure(undefined)).toBeUndefined();
});
