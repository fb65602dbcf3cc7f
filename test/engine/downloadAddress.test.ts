import { SUCCESSFUL_IDENT_ID, type Fault, type RequestEntry } from '../sandbox';
import { readBinary } from './engine';
import { expectNoSecrets } from './secrets';
import { askDirectly, identParameters, useBench, withoutBackoff } from './support';

const bench = useBench();
withoutBackoff();

const download = async (fileTypes: string[], options = {}) =>
	await bench().run(
		'ident',
		'downloadFiles',
		identParameters(SUCCESSFUL_IDENT_ID, { fileTypes, options }),
	);

const downloads = () => bench().sandbox.requests.to('GET', '/download/');
const listings = () => bench().sandbox.requests.to('GET', '/ident/getIdentData/');
const filesOf = (section: string) => {
	const files = bench().sandbox.idents.get(SUCCESSFUL_IDENT_ID)?.files ?? [];
	return files.filter((candidate) => candidate.section === section);
};
const pathOf = (section: string) => filesOf(section)[0]?.path ?? '';

function expectNoCredentials({ headers }: { headers: Record<string, string> }): void {
	const names = Object.keys(headers);
	expect(names.filter((name) => /^x-api|authorization|cookie/.test(name))).toEqual([]);
	const text = JSON.stringify(headers);
	for (const secret of [...bench().secrets, bench().sandbox.partner])
		expect(text).not.toContain(secret);
}

describe('a redirect to a storage', () => {
	test.each([301, 302, 303, 307, 308])('%i is followed, without credentials', async (status) => {
		const { sandbox } = bench();
		const origin = await sandbox.otherOrigin.start();
		const path = pathOf('signed_pdf');
		sandbox.faults.add({ kind: 'redirect', status, location: origin + path, match: { path } });
		const result = await download(['signed_pdf']);
		expect(result.error?.message).toBeUndefined();
		expect(result.items[0]?.json.hash_verified).toBe(true);
		expect(sandbox.otherOrigin.requests).toMatchObject([{ method: 'GET', path }]);
		expectNoCredentials(sandbox.otherOrigin.requests[0]!);
		expectNoSecrets(result, bench().secrets);
	});

	test('over several relative hops, none of which gets credentials', async () => {
		const { sandbox } = bench();
		const origin = await sandbox.otherOrigin.start();
		const path = pathOf('signed_pdf');
		const hops: Array<[string, string]> = [
			[path, 'elsewhere/a?token=1'],
			[path.replace(/[^/]+$/, 'elsewhere/a'), '/storage/b'],
			['/storage/b', `${origin}${path}`],
		];
		for (const [from, location] of hops)
			sandbox.faults.add({ kind: 'redirect', location, match: { path: from } });
		const { items } = await download(['signed_pdf']);
		expect(items[0]?.json.hash_verified).toBe(true);
		const [first, ...others] = bench().calls.slice(1);
		expect(first?.headers).toHaveProperty('x-api-token');
		expect(others.map((call) => call.path)).toEqual(hops.slice(1).map(([from]) => from));
		expect(others[0]?.query).toEqual({ token: '1' });
		for (const call of [...others, ...sandbox.otherOrigin.requests]) expectNoCredentials(call);
	});

	test('that leads in a circle ends after a few hops', async () => {
		const path = pathOf('signed_pdf');
		bench().sandbox.faults.add({ kind: 'redirect', location: path, match: { path } });
		const { items, error } = await download(['signed_pdf']);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/_signed_pdf\.pdf redirects again and again/);
		expect(downloads().length).toBeLessThanOrEqual(6);
	});

	test.each([
		['http://0.0.0.0:9/a.pdf', /0\.0\.0\.0 is not https/],
		['http://example.com/a.pdf', /example\.com is not https/],
		['//example.com/a.pdf', /example\.com is not https/],
		['file:///etc/passwd', /not https/],
		['https://', /no web address/],
	])('to %s is not followed', async (location, message) => {
		const path = pathOf('signed_pdf');
		bench().sandbox.faults.add({ kind: 'redirect', location, match: { path } });
		const { items, error } = await download(['signed_pdf']);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(message);
		expect(downloads()).toHaveLength(1);
	});
});

const REFUSALS: Array<[string, Fault]> = [
	...[400, 401, 403, 404, 410].flatMap(
		(status): Array<[string, Fault]> => [
			[`a ${status} of Identify`, { kind: 'status', status }],
			[`a ${status} as a page`, { kind: 'status', status, html: true }],
		],
	),
	['a 403 in the body', { kind: 'status', status: 403, inBody: true }],
	['JSON', { kind: 'resultFalse', messages: ['Link expired'] }],
	['JSON that is no object', { kind: 'nonObject' }],
	['a web page', { kind: 'html' }],
	['nothing', { kind: 'empty' }],
	[
		'a storage’s XML',
		{ kind: 'body', status: 200, contentType: 'application/xml', body: '<Error>Expired</Error>' },
	],
];

describe('a download address that has expired', () => {
	beforeEach(async () => await bench().sandbox.configure({ freshAddresses: true }));

	/** Strikes the addresses of the first listing only. */
	function expireFirst(fault: Fault, section: string): void {
		const seen = new Map<string, string | undefined>();
		const predicate = ({ path, query, method }: RequestEntry) => {
			if (method !== 'GET') return false;
			if (!seen.has(path)) seen.set(path, query.address);
			return seen.get(path) === query.address;
		};
		for (const { path } of filesOf(section))
			bench().sandbox.faults.add({ ...fault, match: { path, predicate } });
	}

	test.each(REFUSALS)('answers with %s: a fresh one is asked for', async (_how, fault) => {
		expireFirst(fault, 'signed_pdf');
		const { items, error } = await download(['signed_pdf']);
		expect(error?.message).toBeUndefined();
		expect(items[0]?.json.hash_verified).toBe(true);
		expect(listings()).toHaveLength(2);
		const addresses = new Set(downloads().map(({ query }) => query.address));
		expect(addresses.size).toBe(2);
	});

	test.each(REFUSALS)('answers with %s, the fresh one too: told so', async (_how, fault) => {
		const { sandbox } = bench();
		sandbox.faults.add({ ...fault, match: { path: pathOf('signed_pdf') } });
		const result = await download(['signed_pdf']);
		expect(result.items).toEqual([]);
		expect(result.error?.message).toMatch(
			/^The download address of \S+_signed_pdf\.pdf has expired or is refused: .*\(download, HTTP \d{3}\)$/,
		);
		expect(result.error?.message).not.toMatch(/Gateway Host/);
		expect(result.error?.description).toMatch(/fresh address/);
		expect(result.error?.context).toMatchObject({ itemIndex: 0 });
		expect(listings()).toHaveLength(2);
		const addresses = new Set(downloads().map(({ query }) => query.address));
		expect(addresses.size).toBe(2);
		// One for the run, and at most two that did not help.
		expect(sandbox.auth.attempts).toBeLessThanOrEqual(3);
		expectNoSecrets(result, bench().secrets);
	});

	test('serves all files that wait for a fresh one', async () => {
		expireFirst({ kind: 'status', status: 403 }, 'screenshots');
		expireFirst({ kind: 'status', status: 403 }, 'recordings');
		const { items, error } = await download(['recordings', 'screenshots']);
		expect(error?.message).toBeUndefined();
		expect(items).toHaveLength(3);
		expect(listings()).toHaveLength(2);
	});

	test('serves all files that wait for a fresh one, also one by one', async () => {
		for (const section of ['recordings', 'screenshots'])
			expireFirst({ kind: 'status', status: 410 }, section);
		const { items } = await download(['recordings', 'screenshots'], { concurrency: 1 });
		expect(items).toHaveLength(3);
		expect(listings()).toHaveLength(2);
		expect(downloads()).toHaveLength(6);
	});

	test('and an ident that is gone meanwhile: that is what is told', async () => {
		const { sandbox } = bench();
		expireFirst({ kind: 'status', status: 404 }, 'signed_pdf');
		const match = { path: '/ident/getIdentData/', nth: 2 };
		sandbox.faults.add({ kind: 'status', status: 404, match });
		const { error } = await download(['signed_pdf']);
		expect(error?.message).toMatch(/does not know this ident/);
		expect(downloads()).toHaveLength(1);
	});

	test.each<[string, Fault]>([
		['breaks off', { kind: 'truncate', moment: 'beforeRead' }],
		['stalls', { kind: 'trickle', chunkBytes: 16, intervalMs: 60_000, moment: 'beforeRead' }],
	])('an error page that %s is a broken answer: asked again', async (_how, fault) => {
		const { sandbox } = bench();
		for (const filesFrom of ['gateway', 'redirect'] as const) {
			bench().reset();
			await sandbox.configure({ filesFrom });
			sandbox.faults.add({ ...fault, match: { path: pathOf('signed_pdf'), times: 1 } });
			const { items, error } = await download(['signed_pdf'], { timeout: 500 });
			expect(error?.message).toBeUndefined();
			expect(items[0]?.json.hash_verified).toBe(true);
			expect(downloads()).toHaveLength(2);
			expect(listings()).toHaveLength(1);
		}
	});

	test('what passes by itself is no expired address', async () => {
		const match = { path: pathOf('signed_pdf'), times: 1 };
		bench().sandbox.faults.add({ kind: 'status', status: 429, match });
		const { items } = await download(['signed_pdf']);
		expect(items).toHaveLength(1);
		expect(listings()).toHaveLength(1);
	});
});

describe('a file that a server compresses all the same', () => {
	const sections = ['identification_pdf', 'recordings'];

	test.each(['gzip', 'x-gzip', 'deflate', 'br'])('by %s: the file', async (fileEncoding) => {
		const { sandbox } = bench();
		await sandbox.configure({ fileEncoding });
		const { items, error } = await download(sections);
		expect(error?.message).toBeUndefined();
		expect(items[0]?.json.hash_verified).toBe(true);
		expect(downloads()).toHaveLength(2);
		for (const { headers } of downloads()) expect(headers['accept-encoding']).toBe('identity');
		await sandbox.configure({ fileEncoding: null });
		for (const [index, section] of sections.entries()) {
			const original = await askDirectly(bench(), pathOf(section));
			expect((await readBinary(items[index])).equals(original)).toBe(true);
			expect(items[index]?.binary?.data?.bytes).toBe(original.length);
		}
	});

	test('and that becomes longer by it', async () => {
		// Smaller than what gzip adds.
		const fileBytes = { pdf: 1024, recording: 40, screenshot: 80 };
		await bench().sandbox.configure({ fileEncoding: 'gzip', fileBytes });
		const { items, error } = await download(['screenshots', 'recordings']);
		expect(error?.message).toBeUndefined();
		expect(items).toHaveLength(3);
	});

	test.each(['gzip', 'br'])('by %s, and breaks off: fetched again', async (fileEncoding) => {
		const { sandbox } = bench();
		await sandbox.configure({ fileEncoding });
		const path = pathOf('recordings');
		sandbox.faults.add({ kind: 'close', moment: 'midBody', match: { path, times: 1 } });
		const { items } = await download(['recordings']);
		expect(downloads()).toHaveLength(2);
		await sandbox.configure({ fileEncoding: null });
		const original = await askDirectly(bench(), path);
		expect((await readBinary(items[0])).equals(original)).toBe(true);
	});

	test('in a way that n8n does not know: refused, not stored as it is', async () => {
		await bench().sandbox.configure({ fileEncoding: 'br, gzip' });
		const { items, error } = await download(['recordings']);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/\.webm arrived compressed \(Content-Encoding: br, gzip\)/);
		expect(downloads()).toHaveLength(1);
	});

	test('so it says, but it is not: an error that names it', async () => {
		// Old browsers' name of gzip, which the sandbox announces only.
		await bench().sandbox.configure({ fileEncoding: 'x-compress' });
		const { error } = await download(['recordings'], { maxTries: 2 });
		expect(error?.message).toMatch(/webm is damaged: it cannot be decompressed/);
		expect(downloads()).toHaveLength(2);
	});

	test.each(['aws-chunked', 'UTF-8', 'identity', ''])('“%s” is no compression', async (word) => {
		const { sandbox } = bench();
		await sandbox.configure({ fileEncoding: word });
		const { items, error } = await download(['identification_pdf']);
		expect(error?.message).toBeUndefined();
		expect(items[0]?.json.hash_verified).toBe(true);
	});
});
