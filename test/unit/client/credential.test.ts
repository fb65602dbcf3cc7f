import { readCredential, secretsOf } from '../../../nodes/Identify/client/credential';
import { IdentifyFailure } from '../../../nodes/Identify/client/failure';
import { DEFAULT_GATEWAY } from '../../../nodes/Identify/client/gateway';

const ENTERED = { partner: '911-internet', apiKey: 'k3y-of-911-internet' };

describe('readCredential', () => {
	it('fills in what is optional', () => {
		expect(readCredential(ENTERED)).toEqual({
			...ENTERED,
			gatewayHost: DEFAULT_GATEWAY,
			callbackSecret: '',
			token: '',
		});
	});

	it('trims what was pasted', () => {
		const pasted = { partner: ' 911-internet\n', apiKey: '\tk3y-of-911-internet ' };
		expect(readCredential(pasted)).toMatchObject(ENTERED);
	});

	it.each([
		['a zero-width space', 'k3y-of\u200B-911-internet'],
		['a byte order mark', '\uFEFFk3y-of-911-internet'],
		['a word joiner and direction marks', '\u202Ak3y-of-911\u2060-internet\u202C'],
		['a soft hyphen', 'k3y-of-\u00AD911-internet'],
		['a line break where the key was wrapped', 'k3y-of-\r\n  911-internet'],
		['a tab and a no-break space around', '\t\u00A0k3y-of-911-internet\u00A0'],
	])('strips %s from the key', (_what, apiKey) => {
		expect(readCredential({ ...ENTERED, apiKey })).toMatchObject(ENTERED);
	});

	it.each([
		'911\u200B-internet',
		'911-\ninternet',
		'\u202A911-internet\u202C',
		'911-internet\u00A0',
	])('strips what a copy brings along from the partner name %j', (partner) => {
		expect(readCredential({ ...ENTERED, partner })).toMatchObject(ENTERED);
	});

	it('strips it from the gateway host too', () => {
		const gatewayHost = `${DEFAULT_GATEWAY}\u200B\n`;
		expect(readCredential({ ...ENTERED, gatewayHost }).gatewayHost).toBe(DEFAULT_GATEWAY);
	});

	it.each(['!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', 'Aa0+/==', 'schlüssel', 'M&uuml;ller', 'A\u030A'])(
		'never alters the key %j',
		(apiKey) => {
			expect(readCredential({ ...ENTERED, apiKey }).apiKey).toBe(apiKey);
		},
	);

	it('never alters a partner name with a blank', () => {
		expect(readCredential({ ...ENTERED, partner: '911 internet' }).partner).toBe('911 internet');
	});

	it.each([
		[{ apiKey: 'k3y-of 911-internet' }, /cannot be used: API Key has a blank inside/],
		[{ apiKey: 'k3y-of\u00A0911-internet' }, /cannot be used: API Key has a blank inside/],
		[{ partner: '911\u00A0internet' }, /cannot be used: Partner Name has a special blank inside/],
		[{ partner: '911\u3000internet', apiKey: '' }, /Partner Name has a special.*API Key is empty/],
	])('names what is odd inside: %j', (change, message) => {
		expect(() => readCredential({ ...ENTERED, ...change })).toThrow(message);
		expect(() => readCredential({ ...ENTERED, ...change })).not.toThrow(/k3y/);
	});

	it("keeps n8n's own fields", () => {
		expect(readCredential({ ...ENTERED, allowedHttpRequestDomains: 'all' })).toMatchObject({
			allowedHttpRequestDomains: 'all',
		});
	});

	it.each([
		[{ partner: '' }, /Partner Name is empty/],
		[{ partner: '  ' }, /Partner Name is empty/],
		[{ apiKey: '' }, /API Key is empty/],
		[{ partner: '', apiKey: '' }, /Partner Name is empty, API Key is empty/],
	])('refuses %j and names it', (change, message) => {
		expect(() => readCredential({ ...ENTERED, ...change })).toThrow(IdentifyFailure);
		expect(() => readCredential({ ...ENTERED, ...change })).toThrow(message);
		expect(() => readCredential({ ...ENTERED, ...change })).not.toThrow(ENTERED.apiKey);
	});

	it('names a field that is missing', () => {
		expect(() => readCredential({ partner: 'x' })).toThrow(/API Key/);
		expect(() => readCredential({ apiKey: 'x' })).toThrow(/Partner Name/);
	});
});

it('the secrets are also those that were entered before anything was stripped', () => {
	const apiKey = 'k3y-of\u200B-911-internet';
	const secrets = secretsOf(readCredential({ ...ENTERED, apiKey }));
	expect(secrets).toContain(apiKey);
	expect(secrets).toContain(ENTERED.apiKey);
});

it('the secrets are the API key, the token and the callback secret', () => {
	const credential = readCredential({ ...ENTERED, token: 'jwt', callbackSecret: 'hush' });
	expect(secretsOf(credential).sort()).toEqual(['hush', 'jwt', ENTERED.apiKey]);
});
