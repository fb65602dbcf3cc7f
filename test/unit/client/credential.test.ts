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

it('the secrets are the API key, the token and the callback secret', () => {
	const credential = readCredential({ ...ENTERED, token: 'jwt', callbackSecret: 'hush' });
	expect(secretsOf(credential).sort()).toEqual(['hush', 'jwt', ENTERED.apiKey]);
});
