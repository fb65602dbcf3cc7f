import {
	judgeRegistration,
	registrationMessage,
	type Verdict,
} from '../../../nodes/Identify/callback/registration';

const PATH = '/webhook/0e0ff5b1-7d4c-4a9e-9a51-6f3a2a7d1f5e/callback';
const OWN = `https://n8n.example.com${PATH}`;
const SECRET = 'kä+se & 42/?';
const withSecret = (url: string, secret = SECRET) => `${url}?secret=${encodeURIComponent(secret)}`;

describe('the registration is judged', () => {
	const judge = (urls: readonly unknown[], secret = '') =>
		judgeRegistration(urls, { url: OWN, path: '' }, secret);

	test.each<[string, string, Verdict]>([
		['as it is', OWN, 'registered'],
		['with a trailing slash', `${OWN}/`, 'registered'],
		['with another host', `https://callbacks.example.org${PATH}`, 'registered'],
		['with a port', `https://n8n.example.com:8443${PATH}`, 'registered'],
		['behind a prefix of a reverse proxy', `https://example.org/n8n${PATH}`, 'registered'],
		['with a secret nobody asked for', withSecret(OWN), 'registered'],
		['with http on this computer', `http://localhost:5678${PATH}`, 'registered'],
		['with http', `http://n8n.example.com${PATH}`, 'http'],
		['of another workflow', OWN.replace('0e0f', '0e0e'), 'missing'],
		['with a shorter path', 'https://n8n.example.com/', 'missing'],
		['with a longer path', `${OWN}/more`, 'missing'],
		['with a longer webhook ID', OWN.replace('/0e0f', '/x0e0f'), 'missing'],
		['with the path as a parameter', `https://example.org/?to=${PATH}`, 'missing'],
		// Both URLs stand side by side in the panel; only one of them works.
		['with the test URL', OWN.replace('/webhook/', '/webhook-test/'), 'testUrl'],
		['as no URL at all', 'n8n.example.com', 'unclear'],
		['as nothing', '', 'unclear'],
	])('%s', (_name, url, verdict) => {
		expect(judge([url])).toBe(verdict);
	});

	test.each<[string, string, Verdict]>([
		['the right secret', withSecret(OWN), 'registered'],
		['the right secret beside something else', `${withSecret(OWN)}&from=identify`, 'registered'],
		// Its % and & are escaped, its + is not: it arrives as a blank, which is accepted.
		['the right secret, its + as it is', withSecret(OWN).replace('%2B', '+'), 'registered'],
		['no secret', OWN, 'wrongSecret'],
		['a wrong one', withSecret(OWN, 'wrong'), 'wrongSecret'],
		['an empty one', `${OWN}?secret=`, 'wrongSecret'],
		['two', `${withSecret(OWN)}&secret=other`, 'wrongSecret'],
		['the placeholder of the message', `${OWN}?secret=<your Callback Secret>`, 'wrongSecret'],
		['one in the path', `${OWN}/secret=${encodeURIComponent(SECRET)}`, 'missing'],
		['the right secret, by http', withSecret(`http://n8n.example.com${PATH}`), 'http'],
	])('with %s, where one is demanded', (_name, url, verdict) => {
		expect(judge([url], SECRET)).toBe(verdict);
	});

	describe('by a chosen path', () => {
		const HOST = 'https://n8n.example.com';
		const ownUrl = (path: string, host = HOST) => ({ url: `${host}/webhook/${path}`, path });

		test.each(['identify', 'identify/production', 'a/b/c/d_e-F'])('%s', (path) => {
			const verdicts = (...urls: string[]) =>
				urls.map((url) => judgeRegistration([url], ownUrl(path), ''));
			expect(verdicts(`${HOST}/webhook/${path}`, `${HOST}:8443/n8n/webhook//${path}/`)).toEqual([
				'registered',
				'registered',
			]);
			expect(verdicts(`${HOST}/webhook-test/${path}`)).toEqual(['testUrl']);
			expect(verdicts(`http://n8n.example.com/webhook/${path}`)).toEqual(['http']);
			expect(
				verdicts(
					`${HOST}/webhook/${path}/more`,
					`${HOST}/webhook/more/${path}`,
					`${HOST}/webhook/x${path}`,
					`${HOST}/webhook/${path.toUpperCase()}X`,
					`${HOST}/webhook/`,
					`${HOST}/?to=/webhook/${path}`,
					OWN,
				),
			).toEqual(Array(7).fill('missing'));
		});

		test('that another system has, too: it is not the trigger’s', () => {
			const own = ownUrl('identify');
			expect(judgeRegistration(['https://crm.example.com/identify'], own, '')).toBe('missing');
			expect(judgeRegistration([`${HOST}/api/identify`], own, '')).toBe('missing');
		});

		test('that another n8n has, too: which one is called is not clear, and told', () => {
			const staging = 'https://staging.example.com/webhook/identify';
			expect(judgeRegistration([staging], ownUrl('identify'), '')).toBe('otherHost');
			const both = [staging, `${HOST}/webhook/identify`];
			expect(judgeRegistration(both, ownUrl('identify'), '')).toBe('registered');
		});

		test('of an n8n that does not know its public address: the host says nothing', () => {
			const local = ownUrl('identify', 'http://localhost:5678');
			expect(judgeRegistration([`${HOST}/webhook/identify`], local, '')).toBe('registered');
			expect(judgeRegistration([`${HOST}/webhook-test/identify`], local, '')).toBe('testUrl');
		});

		test('whose secret is judged as ever', () => {
			const own = ownUrl('identify/production');
			expect(judgeRegistration([withSecret(own.url)], own, SECRET)).toBe('registered');
			expect(judgeRegistration([withSecret(own.url, 'wrong')], own, SECRET)).toBe('wrongSecret');
		});
	});

	test('by the best of several', () => {
		const missing = 'https://crm.example.com/identify';
		const http = OWN.replace('https:', 'http:');
		expect(judge([missing, http, OWN, withSecret(OWN)], SECRET)).toBe('registered');
		expect(judge([missing, OWN, http], SECRET)).toBe('wrongSecret');
		expect(judge([missing, http])).toBe('http');
		expect(judge([missing, OWN.replace('/webhook/', '/webhook-test/'), OWN])).toBe('registered');
		expect(judge([missing, OWN])).toBe('registered');
	});

	test('as not clear, never as missing, when the list is not what the documentation says', () => {
		expect(judge([undefined])).toBe('unclear');
		expect(judge([null, 5, {}])).toBe('unclear');
		expect(judge(['https://crm.example.com/identify', undefined])).toBe('unclear');
	});

	test('as missing when nothing is registered', () => {
		expect(judge([])).toBe('missing');
	});
});

describe('the message of a failed activation', () => {
	const verdicts = ['missing', 'wrongSecret', 'http', 'testUrl', 'otherHost'] as const;
	const all = verdicts.flatMap((verdict) =>
		['', SECRET].map((secret): [string, string] => [
			`${verdict}${secret === '' ? '' : ', with a secret'}`,
			registrationMessage(verdict, OWN, secret),
		]),
	);

	test.each(all)('says everything (%s)', (_name, message) => {
		// n8n shows nothing else: what to copy, where to paste it, how to do without, what then.
		expect(message).toContain(OWN);
		expect(message).toContain('partner portal > merchant details');
		expect(message).toContain('Settings > Check Registration');
		expect(message).toMatch(/then publish again\.$/);
		// Where n8n knows its public address, only another host leaves that open.
		expect(message.includes('WEBHOOK_URL')).toBe(message.includes('another host'));
	});

	test.each(all)('has no secret (%s)', (_name, message) => {
		for (const form of [SECRET, encodeURIComponent(SECRET)]) expect(message).not.toContain(form);
	});

	test.each(all)('has a URL that can be copied: a blank ends it (%s)', (_name, message) => {
		const url = /https:\/\/n8n\S+/.exec(message)?.[0] ?? '';
		expect(new URL(url).pathname).toBe(PATH);
		expect(url).toMatch(/callback(\?secret=\S+)?$/);
	});

	test.each(all)('has nothing that a browser takes for HTML (%s)', (_name, message) => {
		expect(message).not.toMatch(/<[a-z/!]/i);
	});

	test('asks for the secret where there is one, with a placeholder', () => {
		expect(registrationMessage('missing', OWN, '')).not.toMatch(/secret/i);
		expect(registrationMessage('missing', OWN, SECRET)).toMatch(
			/callback\?secret=.+Callback Secret/,
		);
	});

	test('says how to write a secret in a URL, whatever it is', () => {
		for (const secret of [SECRET, 'plain']) {
			const message = registrationMessage('wrongSecret', OWN, secret);
			expect(message).toMatch(/%25.*%2B.*%26.*%23.*%20/);
		}
		expect(registrationMessage('missing', OWN, 'plain')).toBe(
			registrationMessage('missing', OWN, SECRET),
		);
	});

	test('tells the reasons apart', () => {
		const [missing, wrongSecret, http, testUrl, otherHost] = verdicts.map((verdict) =>
			registrationMessage(verdict, OWN, SECRET),
		);
		expect(missing).toMatch(/^This workflow would never start: .*not registered/);
		expect(wrongSecret).toMatch(/^This workflow would refuse every callback: .*secret/);
		expect(http).toMatch(/http:\/\/ instead of https:\/\//);
		expect(testUrl).toMatch(/^This workflow would never start: .*test URL/);
		expect(otherHost).toMatch(/^This workflow may never start: .*another host/);
	});

	test.each(['localhost:5678', '127.0.0.1:5678', '[::1]:5678'])(
		'tells of WEBHOOK_URL when n8n calls itself %s',
		(host) => {
			const message = registrationMessage('missing', `http://${host}${PATH}`, '');
			expect(message).toMatch(/Identify can.*WEBHOOK_URL.*then publish again\.$/);
		},
	);

	test('never tells to enter what it would refuse: a URL with http', () => {
		const message = registrationMessage('missing', `http://n8n.example.com${PATH}`, '');
		expect(message).toMatch(/WEBHOOK_URL/);
	});
});
