import { IdentifyFailure } from '../../../nodes/Identify/client/failure';
import {
	DEFAULT_GATEWAY,
	gatewayUrl,
	isGatewayOrigin,
	isLoopback,
	requireGatewayOrigin,
} from '../../../nodes/Identify/client/gateway';

/** Runs `action` and returns the failure that it throws. */
function failureOf(action: () => unknown): IdentifyFailure {
	try {
		action();
	} catch (error) {
		if (error instanceof IdentifyFailure) return error;
		throw error;
	}
	throw new Error('Nothing was refused');
}

describe('gatewayUrl', () => {
	it.each([
		['https://api.identify24.de', 'https://api.identify24.de'],
		['https://api.identify24.de/', 'https://api.identify24.de'],
		['https://api.identify24.de///', 'https://api.identify24.de'],
		['  https://api.identify24.de  ', 'https://api.identify24.de'],
		['HTTPS://API.Identify24.DE', 'https://api.identify24.de'],
		['https://api.identify24.de:443', 'https://api.identify24.de'],
		['https://api.identify24.de:8443/', 'https://api.identify24.de:8443'],
		['https://proxy.example.com/identify/v1//', 'https://proxy.example.com/identify/v1'],
		['http://localhost:3000/', 'http://localhost:3000'],
		['http://sandbox.localhost:3000', 'http://sandbox.localhost:3000'],
		['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
		['http://127.8.9.10', 'http://127.8.9.10'],
		['http://[::1]:3000', 'http://[::1]:3000'],
		['https://user.example.com', 'https://user.example.com'],
	])('takes %j', (entered, expected) => {
		expect(gatewayUrl(entered)).toBe(expected);
	});

	it.each([
		['http://api.identify24.de', /must start with https:\/\//],
		['HTTP://api.identify24.de', /must start with https:\/\//],
		['http://localhost.example.com', /must start with https:\/\//],
		['http://127.0.0.1.example.com', /must start with https:\/\//],
		['http://10.0.0.1', /must start with https:\/\//],
		['http://0.0.0.0:3000', /must start with https:\/\//],
		['http://[::2]', /must start with https:\/\//],
		['http://localhost@example.com', /must start with https:\/\//],
		['api.identify24.de', /not a web address/],
		['//api.identify24.de', /not a web address/],
		['ftp://api.identify24.de', /not a web address/],
		['file:///etc/passwd', /not a web address/],
		['javascript:alert(1)', /not a web address/],
		['https://', /not a web address/],
		['https://exa mple.com', /not a web address/],
		['https:/api.identify24.de', /not a web address/],
		['{{ $json.host }}', /not a web address/],
		['', /is empty/],
		['  ', /is empty/],
		['https://jane@api.identify24.de', /without user name/],
		['https://jane:secret@api.identify24.de', /without user name/],
		['https://:secret@api.identify24.de', /without user name/],
		['https://api.identify24.de?a=b', /"\?"/],
		['https://api.identify24.de/#a', /"#"/],
	])('refuses %j', (entered, message) => {
		const { details } = failureOf(() => gatewayUrl(entered));
		expect(details).toMatchObject({ fate: 'unsent', passing: false, httpCode: null });
		expect(details.message).toMatch(message);
		expect(details.message).not.toContain('secret');
		expect(details.advice).toContain(DEFAULT_GATEWAY);
	});

	it('says that nothing was sent over http', () => {
		expect(failureOf(() => gatewayUrl('http://example.com')).message).toMatch(/nothing was sent/);
	});
});

it.each([
	['localhost', true],
	['a.localhost', true],
	['127.0.0.1', true],
	['127.255.255.255', true],
	['[::1]', true],
	['localhost.de', false],
	['alocalhost', false],
	['128.0.0.1', false],
	['127.0.0.1.de', false],
	['0.0.0.0', false],
	['[::]', false],
])('isLoopback(%j): %j', (hostname, expected) => {
	expect(isLoopback(hostname)).toBe(expected);
});

describe('the credentials', () => {
	const gateway = 'https://api.identify24.de/v1';

	it.each([
		[{ url: 'https://api.identify24.de/v1/project/getAll' }],
		[{ url: 'https://API.identify24.de:443/other' }],
		[{ uri: 'https://api.identify24.de/project/getAll' }],
		[{ url: '/project/getAll', baseURL: 'https://api.identify24.de' }],
		[{ url: 'https://api.identify24.de/x', baseURL: 'https://elsewhere.example' }],
		[{ url: '', baseURL: 'https://api.identify24.de' }],
		[{ baseURL: 'https://api.identify24.de' }],
	])('go along with %j', (request) => {
		expect(() => {
			requireGatewayOrigin(request, gateway);
		}).not.toThrow();
	});

	it.each([
		[{ url: 'https://elsewhere.example/project/getAll' }],
		[{ uri: 'https://elsewhere.example/project/getAll' }],
		[{ url: 'http://api.identify24.de/project/getAll' }],
		[{ url: 'https://api.identify24.de:8443/' }],
		[{ url: 'https://api.identify24.de.elsewhere.example/' }],
		[{ url: 'https://api.identify24.de@elsewhere.example/' }],
		[{ url: 'https://elsewhere.example/#https://api.identify24.de' }],
		[{ url: 'https:\\\\elsewhere.example' }],
		[{ url: 'https://elsewhere.example/x', baseURL: 'https://api.identify24.de' }],
		[{ url: '//elsewhere.example/x', baseURL: 'https://api.identify24.de' }],
		[{ url: '\\\\elsewhere.example/x', baseURL: 'https://api.identify24.de' }],
		[{ url: '.elsewhere.example', baseURL: 'https://api.identify24.de' }],
		[{ url: '@elsewhere.example', baseURL: 'https://api.identify24.de' }],
		[{ url: '/x', baseURL: 'https://elsewhere.example' }],
		[{ url: '/project/getAll' }],
		[{}],
	])('stay here with %j', (request) => {
		const { details } = failureOf(() => {
			requireGatewayOrigin(request, gateway);
		});
		expect(details.fate).toBe('unsent');
		expect(details.message).toContain(gateway);
	});

	it('go to the same origin only', () => {
		expect(isGatewayOrigin('https://api.identify24.de/download/x', gateway)).toBe(true);
		expect(isGatewayOrigin('https://cdn.identify24.de/download/x', gateway)).toBe(false);
		expect(isGatewayOrigin('not a url', gateway)).toBe(false);
	});
});
