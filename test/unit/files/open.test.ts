import type { IExecuteFunctions } from 'n8n-workflow';
import type { Session } from '../../../nodes/Identify/client/session';
import { openFile } from '../../../nodes/Identify/files/open';

const GATEWAY = 'https://api.identify24.de';
const ADDRESS = `${GATEWAY}/download/1/a.pdf`;
const SETTINGS = { timeout: 1000, maxTries: 1 };

interface Hop {
	url: string;
	isSigned: boolean;
}

/** Opens a file in a network where some addresses redirect; returns what was asked for. */
async function walk(address: string, redirects: Record<string, string>) {
	const asked: Hop[] = [];
	const answer = (url: string) => {
		const location = redirects[url];
		const headers = location === undefined ? {} : { location };
		return { statusCode: location === undefined ? 200 : 302, headers, body: 'answer' };
	};
	type Sent = { url: string };
	type Read = (response: unknown) => Promise<unknown>;
	const session = {
		gateway: GATEWAY,
		subject: () => ({ section: 'download', changes: false, secrets: [] }),
		authorised: async ({ url }: Sent, _subject: unknown, _settings: unknown, read: Read) => {
			asked.push({ url, isSigned: true });
			return await read(answer(url));
		},
	} as unknown as Session;
	const httpRequest = async ({ url }: Sent) => {
		asked.push({ url, isSigned: false });
		return await Promise.resolve(answer(url));
	};
	const context = { helpers: { httpRequest } } as unknown as IExecuteFunctions;
	const file = { address, fileName: 'a.pdf' };
	const { signal } = new AbortController();
	const outcome = await openFile(context, session, file, SETTINGS, signal).then(
		({ answer: { text } }) => text,
		(error: unknown) => String(error),
	);
	return { outcome, asked };
}

describe('openFile, with a gateway elsewhere', () => {
	it('sends the credentials to the gateway itself', async () => {
		const { outcome, asked } = await walk(ADDRESS, {});
		expect(outcome).toBe('answer');
		expect(asked).toEqual([{ url: ADDRESS, isSigned: true }]);
	});

	it.each([
		'https://files.example/a.pdf?signature=1',
		`${GATEWAY}:8443/a.pdf`,
		'https://identify24.de/a',
	])('sends none to %s', async (url) => {
		const { outcome, asked } = await walk(url, {});
		expect(outcome).toBe('answer');
		expect(asked).toEqual([{ url, isSigned: false }]);
	});

	it('sends none along a redirect, be it back to the gateway', async () => {
		const redirects = {
			[ADDRESS]: '../storage/a.pdf',
			[`${GATEWAY}/download/storage/a.pdf`]: 'https://files.example/a.pdf',
			'https://files.example/a.pdf': `${GATEWAY}/final.pdf`,
		};
		const { outcome, asked } = await walk(ADDRESS, redirects);
		expect(outcome).toBe('answer');
		expect(asked).toEqual([
			{ url: ADDRESS, isSigned: true },
			{ url: `${GATEWAY}/download/storage/a.pdf`, isSigned: false },
			{ url: 'https://files.example/a.pdf', isSigned: false },
			{ url: `${GATEWAY}/final.pdf`, isSigned: false },
		]);
	});

	const NEIGHBOURS = [
		'http://127.0.0.1:5678/rest/settings',
		'https://localhost/a.pdf',
		'http://[::1]/a.pdf',
		'http://2130706433/a.pdf',
		'http://files.example/a.pdf',
		'http://169.254.169.254/latest/meta-data/',
		'file:///etc/passwd',
	];

	it.each(NEIGHBOURS)('asks nothing at %s', async (url) => {
		const { outcome, asked } = await walk(url, {});
		expect(outcome).toMatch(/IdentifyFailure: The download address .*was not fetched/);
		expect(asked).toEqual([]);
	});

	it.each(NEIGHBOURS)('does not follow a redirect to %s', async (url) => {
		const { outcome, asked } = await walk(ADDRESS, { [ADDRESS]: url });
		expect(outcome).toMatch(/IdentifyFailure: The download address .*was not fetched/);
		expect(asked.map((hop) => hop.url)).toEqual([ADDRESS]);
	});

	it('gives up after five hops', async () => {
		const hops = (hop: number) => `https://files.example/${hop}`;
		const redirects = Object.fromEntries(
			Array.from({ length: 20 }, (_, hop) => [hops(hop), hops(hop + 1)]),
		);
		const { outcome, asked } = await walk(hops(0), redirects);
		expect(outcome).toMatch(/a\.pdf redirects again and again/);
		expect(asked).toHaveLength(6);
	});
});
