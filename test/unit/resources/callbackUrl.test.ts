import { withSecret } from '../../../nodes/Identify/resources/webhook/callbackUrl';

const OWN = [
	'https://n8n.example.com/base/webhook/',
	'https://n8n.example.com/base/webhook-test/',
	'http://localhost:5678/webhook/',
];
const SECRET = 'callback-secret-4711';

const secretIn = (url: string, secret = SECRET) => {
	const sent = withSecret(url, secret, OWN);
	return [sent.use, new URL(sent.url).searchParams.getAll('secret')];
};

describe('the Callback Secret', () => {
	it.each([
		'https://n8n.example.com/base/webhook/0b5e/callback',
		'https://n8n.example.com/base/webhook-test/0b5e/callback',
		'https://N8N.Example.com:443/base/webhook/0b5e/callback',
		'https://n8n.example.com/base/webhook/0b5e/callback?',
		'https://n8n.example.com/base/webhook/0b5e/callback?from=test&a=b%20c',
		'http://localhost:5678/webhook/verification/x',
	])('is added to %s', (url) => {
		expect(secretIn(url)).toEqual(['added', [SECRET]]);
	});

	it('leaves the rest of the URL as it is', () => {
		const url = 'http://localhost:5678/webhook/x?a=b%20c+d&e';
		expect(withSecret(url, SECRET, OWN).url).toBe(`${url}&secret=${SECRET}`);
	});

	it('arrives as it is, whatever it is made of', () => {
		const secret = '50% + "a"&b=c#d/?ü€\'';
		expect(secretIn('http://localhost:5678/webhook/x', secret)).toEqual(['added', [secret]]);
	});

	it.each([
		// Another host, scheme, port or path; a name that only begins or ends alike.
		'https://example.com/base/webhook/0b5e/callback',
		'http://n8n.example.com/base/webhook/0b5e/callback',
		'https://n8n.example.com:8443/base/webhook/0b5e/callback',
		'https://n8n.example.com.evil.example/base/webhook/0b5e/callback',
		'https://evil.example/n8n.example.com/base/webhook/0b5e/callback',
		'https://evil.example/?https://n8n.example.com/base/webhook/0b5e',
		'https://n8n.example.com/webhook/0b5e/callback',
		'https://n8n.example.com/base/webhooks/0b5e/callback',
		'https://n8n.example.com/base/webhook/../../other/callback',
		'https://n8n.example.com/base/webhook/%2e%2e/rest/callback',
		'https://n8n.example.com/base/webhook/..%2F..%2fother',
		'https://n8n.example.com/base/webhook/..%5c..%5cother',
		'https://n8n.example.com\\@evil.example/base/webhook/x',
		'https://n8n.example.com/base/webhook/',
		'https://n8n.example.com/base/webhook',
		'https://n8n.example.com/base/rest/workflows',
		'http://localhost:5679/webhook/x',
		'http://127.0.0.1:5678/webhook/x',
		'http://localhost:5678/webhook-waiting/12',
	])('is kept from %s', (url) => {
		expect(secretIn(url)).toEqual(['foreign', []]);
	});

	it.each(['secret=mine', 'a=1&secret=', 'secret[]=x', 'secret%5B0%5D=x', 's%65cret=mine'])(
		'is not added where the URL has one: ?%s',
		(query) => {
			const url = `http://localhost:5678/webhook/x?${query}`;
			const sent = withSecret(url, SECRET, OWN);
			expect(sent.use).toBe('given');
			expect(decodeURIComponent(sent.url)).not.toContain(SECRET);
		},
	);

	it('is not added where the credential has none, or n8n does not say where it is', () => {
		expect(secretIn('http://localhost:5678/webhook/x', '')).toEqual(['none', []]);
		expect(withSecret('http://localhost:5678/webhook/x', SECRET, []).use).toBe('foreign');
	});
});
