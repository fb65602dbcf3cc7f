import { requireSafeAddress } from '../../../nodes/Identify/files/address';

const PUBLIC = 'https://api.identify24.de';
const PATH = '/download/1/a.pdf?signature=s3cret';

const LOOPBACK = [
	'127.0.0.1',
	'127.0.0.1:8443',
	'127.1',
	'127.255.255.254',
	'2130706433',
	'0x7f.0.0.1',
	'0x7f000001',
	'017700000001',
	'127.0.0.1.',
	'localhost',
	'LOCALHOST',
	'localhost.',
	'localhost:5678',
	'n8n.localhost',
	'n8n.localhost.',
	'localhost6',
	'ip6-localhost',
	'ip6-loopback',
	'0.0.0.0',
	'0',
	'[::1]',
	'[0:0:0:0:0:0:0:1]',
	'[::]',
	'[::ffff:127.0.0.1]',
	'[::ffff:7f00:1]',
	'[::127.0.0.1]',
	'user:pw@127.0.0.1',
];

function refusal(address: string, gateway = PUBLIC): string {
	try {
		requireSafeAddress(address, gateway);
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	return '';
}

describe('requireSafeAddress', () => {
	it.each(LOOPBACK)('refuses %s from a public gateway, by http and https', (host) => {
		for (const protocol of ['http', 'https']) {
			const message = refusal(`${protocol}://${host}${PATH}`);
			expect(message).toMatch(/means this machine rather than Identify's/);
			expect(message).not.toContain('s3cret');
		}
	});

	it.each(['http://127.0.0.1:5678', 'https://localhost', 'http://[::1]:1', 'http://n8n.localhost'])(
		'takes loopback from the gateway %s',
		(gateway) => {
			for (const host of ['127.0.0.1:9', 'localhost', '[::1]', '127.1'])
				for (const protocol of ['http', 'https'])
					expect(refusal(`${protocol}://${host}${PATH}`, gateway)).toBe('');
		},
	);

	it.each([
		'api.identify24.de',
		'files.identify24.de:8443',
		'eu-central-1.storage.example',
		'localhost.example.com',
		'notlocalhost',
		'127.0.0.1.nip.io',
		'128.0.0.1',
		'[2001:db8::7f00:1]',
		// A storage in the same private network is legitimate, and must have a certificate.
		'10.0.0.5',
		'192.168.1.5',
		'169.254.169.254',
	])('takes https from %s, and no http', (host) => {
		expect(refusal(`https://${host}${PATH}`)).toBe('');
		for (const gateway of [PUBLIC, 'http://127.0.0.1:1'])
			expect(refusal(`http://${host}${PATH}`, gateway)).toMatch(/is not https/);
	});

	it.each(['file:///etc/passwd', 'ftp://example.com/a', 'data:text/plain,x', 'javascript:1'])(
		'refuses %s',
		(address) => {
			expect(refusal(address)).toMatch(/is not https/);
		},
	);

	it.each(['', 'download/a.pdf?token=s3cret', '/download/a.pdf#s3cret', 'https://', '//x.de/a'])(
		'refuses %j, which is no web address, without giving its token away',
		(address) => {
			expect(refusal(address)).toMatch(/is no web address/);
			expect(refusal(address)).not.toContain('s3cret');
		},
	);
});
