import { createHash } from 'node:crypto';
import { SUCCESSFUL_IDENT_ID, type EvidenceFile, type Fault } from '../sandbox';
import { readBinary } from './engine';
import { expectNoSecrets } from './secrets';
import { askDirectly, identParameters, locator, NOW, useBench, withoutBackoff } from './support';

const bench = useBench();
withoutBackoff();

const download = async (fileTypes: string[], options = {}) =>
	await bench().run(
		'ident',
		'downloadFiles',
		identParameters(SUCCESSFUL_IDENT_ID, { fileTypes, options }),
	);

const sha256 = (file: Buffer) => createHash('sha256').update(file).digest('hex');
const downloads = () => bench().sandbox.requests.to('GET', '/download/');
const fileOf = (section: string) => {
	const file = bench()
		.sandbox.idents.get(SUCCESSFUL_IDENT_ID)
		?.files?.find((candidate) => candidate.section === section);
	if (!file) throw new Error(`no ${section}`);
	return file;
};

describe('another origin', () => {
	test('gets no credentials, and its files are checked all the same', async () => {
		const { sandbox } = bench();
		await sandbox.configure({ filesFrom: 'otherOrigin' });
		const { items } = await download(['identification_pdf', 'recordings']);
		expect(items.map(({ json }) => json.hash_verified)).toEqual([true, null]);
		const requests = sandbox.otherOrigin.requests;
		expect(requests).toHaveLength(2);
		for (const { headers } of requests) {
			expect(Object.keys(headers).filter((name) => name.startsWith('x-api'))).toEqual([]);
			expect(headers).not.toHaveProperty('authorization');
			const text = JSON.stringify(headers);
			for (const secret of [...bench().secrets, sandbox.partner])
				expect(text).not.toContain(secret);
		}
		expect(downloads()).toEqual([]);
	});

	test('by a redirect: the same', async () => {
		const { sandbox } = bench();
		await sandbox.configure({ filesFrom: 'redirect' });
		const { items } = await download(['signed_pdf', 'recordings']);
		expect(items.map(({ json }) => json.hash_verified)).toEqual([true, null]);
		expect(sandbox.otherOrigin.requests).toHaveLength(2);
		for (const { headers } of sandbox.otherOrigin.requests)
			expect(Object.keys(headers).filter((name) => name.startsWith('x-api'))).toEqual([]);
	});

	test('plain http to anything but loopback is not fetched', async () => {
		const { sandbox } = bench();
		const url = `http://0.0.0.0:${sandbox.port}${fileOf('signed_pdf').path}`;
		const data = { ident: { id: SUCCESSFUL_IDENT_ID }, signed_pdf: { download_url: url } };
		const body = JSON.stringify({ result: true, messages: [], data });
		sandbox.faults.add({ kind: 'body', body, match: { path: '/ident/getIdentData/' } });
		const { error } = await download(['signed_pdf']);
		expect(error?.message).toMatch(/0\.0\.0\.0 is not https, so the file was not fetched/);
		expect(downloads()).toEqual([]);
	});

	test.each(['file:///etc/passwd', 'download/signed.pdf', 'ftp://example.com/x.pdf'])(
		'the address "%s" is not fetched',
		async (url) => {
			const data = {
				ident: { id: SUCCESSFUL_IDENT_ID },
				signed_pdf: { file_name: 'signed.pdf', download_url: url },
			};
			const body = JSON.stringify({ result: true, messages: [], data });
			bench().sandbox.faults.add({ kind: 'body', body, match: { path: '/ident/getIdentData/' } });
			const { items, error } = await download(['signed_pdf']);
			expect(items).toEqual([]);
			expect(error?.message).toMatch(/signed\.pdf|address|https/);
			expect(downloads()).toEqual([]);
		},
	);
});

describe('hashes', () => {
	test('a mismatch names the file and both hashes', async () => {
		await bench().sandbox.configure({ wrongFileHash: true });
		const { items, error } = await download(['signed_pdf']);
		const real = sha256(await askDirectly(bench(), fileOf('signed_pdf').path));
		expect(items).toEqual([]);
		expect(error?.message).toContain(`${SUCCESSFUL_IDENT_ID}_signed_pdf.pdf`);
		expect(error?.message).toContain(real);
		expect(error?.message).toContain([...real].reverse().join(''));
		expect(error?.context).toMatchObject({ itemIndex: 0 });
	});

	test('a changed byte is noticed', async () => {
		const path = fileOf('identification_pdf').path;
		bench().sandbox.faults.add({ kind: 'corrupt', moment: 'afterCarriedOut', match: { path } });
		const { items, error } = await download(['identification_pdf', 'signed_pdf']);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/SHA-256/);
	});

	test('Verify Hash off lets the file through, marked as not verified', async () => {
		await bench().sandbox.configure({ wrongFileHash: true });
		const { items, error } = await download(['signed_pdf'], { verifyHash: false });
		const real = await askDirectly(bench(), fileOf('signed_pdf').path);
		expect(error).toBeUndefined();
		expect(items[0]?.json.hash_verified).toBe(false);
		expect((await readBinary(items[0])).equals(real)).toBe(true);
	});

	test('Verify Hash off: a file that fits is still marked as verified', async () => {
		const { items } = await download(['signed_pdf'], { verifyHash: false });
		expect(items[0]?.json.hash_verified).toBe(true);
	});

	test('a hash in capitals fits', async () => {
		const file = fileOf('signed_pdf');
		await bench().run('project', 'getMany');
		const real = sha256(await askDirectly(bench(), file.path));
		const url = `${bench().sandbox.url}${file.path}`;
		const data = {
			ident: { id: SUCCESSFUL_IDENT_ID },
			signed_pdf: { file_name: 'signed.pdf', download_url: url, file_hash: real.toUpperCase() },
		};
		const body = JSON.stringify({ result: true, data });
		bench().sandbox.faults.add({ kind: 'body', body, match: { path: '/ident/getIdentData/' } });
		const { items } = await download(['signed_pdf']);
		expect(items[0]?.json.hash_verified).toBe(true);
	});
});

describe('a broken download is fetched again, from the start', () => {
	const broken: Array<[string, Fault]> = [
		['cut off', { kind: 'truncate', moment: 'afterCarriedOut' }],
		['closed in the middle', { kind: 'close', moment: 'midBody' }],
		['reset in the middle', { kind: 'reset', moment: 'midBody' }],
		['reset before it began', { kind: 'reset' }],
		['a 503', { kind: 'status', status: 503 }],
		['a proxy’s 502', { kind: 'status', status: 502, html: true }],
		['a web page', { kind: 'html' }],
		['an empty answer', { kind: 'empty' }],
	];

	test.each(broken)('%s', async (_name, fault) => {
		const { sandbox } = bench();
		const { path } = fileOf('recordings');
		sandbox.faults.add({ ...fault, match: { path, times: 1 } });
		const { items, error } = await download(['recordings']);
		expect(error?.message).toBeUndefined();
		expect(downloads()).toHaveLength(2);
		const real = await askDirectly(bench(), path);
		expect((await readBinary(items[0])).equals(real)).toBe(true);
		expect(items[0]?.binary?.data).toMatchObject({ mimeType: 'video/webm', bytes: real.length });
	});

	test.each(broken)('%s, again and again: an error, not half a file', async (_name, fault) => {
		const { sandbox } = bench();
		sandbox.faults.add({ ...fault, match: { path: fileOf('recordings').path } });
		const result = await download(['recordings'], { maxTries: 2 });
		expect(result.items).toEqual([]);
		expect(result.error?.message).toMatch(/download/i);
		expect(downloads()).toHaveLength(2);
		expectNoSecrets(result, bench().secrets);
	});
});

test('a slow download is no broken one', async () => {
	const { path } = fileOf('screenshots');
	bench().sandbox.faults.add({
		kind: 'trickle',
		chunkBytes: 1024,
		intervalMs: 60,
		moment: 'afterCarriedOut',
		match: { path },
	});
	const { items, error } = await download(['screenshots'], { timeout: 700, maxTries: 1 });
	expect(error?.message).toBeUndefined();
	expect(items).toHaveLength(2);
});

test.each(['http', 'body'] as const)(
	'a token that expires before the download is refreshed (401 as %s)',
	async (unauthorizedForm) => {
		const { sandbox } = bench();
		await sandbox.configure({ unauthorizedForm });
		const { path } = fileOf('signed_pdf');
		sandbox.faults.add({ kind: 'expireTokens', match: { path, times: 1 } });
		const { items } = await download(['signed_pdf']);
		expect(items[0]?.json.hash_verified).toBe(true);
		expect(sandbox.auth.attempts).toBe(2);
	},
);

test('a file that Identify does not have any more', async () => {
	const { path } = fileOf('signed_pdf');
	bench().sandbox.faults.add({
		kind: 'status',
		status: 404,
		messages: ['The file does not exist.'],
		match: { path },
	});
	const { error } = await download(['signed_pdf']);
	expect(error?.message).toMatch(/The file does not exist\. \(download, HTTP 404\)/);
	expect(error?.httpCode).toBe('404');
	// Once with a fresh address.
	expect(downloads()).toHaveLength(2);
});

test('a large file arrives whole', async () => {
	await bench().sandbox.configure({
		fileBytes: { pdf: 20 * 1024 * 1024, recording: 1024, screenshot: 1024 },
	});
	const { items } = await download(['signed_pdf']);
	expect(items[0]).toMatchObject({
		json: { hash_verified: true, file_size: '20 MB' },
		binary: { data: { bytes: 20 * 1024 * 1024 } },
	});
});

describe('file names are made safe', () => {
	const named = (fileName: string, section: EvidenceFile['section'] = 'signed_pdf') => ({
		section,
		fileName,
		path: '/download/1/stored.bin',
		date: NOW,
	});

	test.each([
		'../../../../etc/passwd',
		'..\\..\\windows\\system32\\evil.pdf',
		'C:\\temp\\a.pdf',
		'/etc/cron.d/job.pdf',
		'.htaccess',
		'a\u0000b.pdf',
		'con.pdf',
		'evil\u202Efdp.exe',
		'..',
		'a/b/../c.pdf',
		`${'x'.repeat(400)}.pdf`,
	])('%j', async (fileName) => {
		const ident = bench().sandbox.seedIdent({ statusCode: '5', files: [named(fileName)] });
		const { items } = await bench().run('ident', 'downloadFiles', {
			ident_id: locator(ident.id),
			fileTypes: ['signed_pdf'],
			options: { fileNames: 'original' },
		});
		const stored = items[0]?.binary?.data?.fileName ?? '';
		expect(stored).toMatch(/^[^./\\:\p{Cc}\p{Cf}][^/\\:\p{Cc}\p{Cf}]*\.pdf$/u);
		expect(stored).not.toMatch(/^con\./i);
		expect(stored.length).toBeLessThanOrEqual(110);
		expect(items[0]?.binary?.data?.mimeType).toBe('application/pdf');
	});

	test.each([
		['signed_pdf', 'application/pdf', 'pdf'],
		['recordings', 'video/webm', 'webm'],
		['screenshots', 'image/png', 'png'],
	] as const)('a %s without a name or an extension', async (section, mimeType, extension) => {
		const files = [named('', section)];
		const ident = bench().sandbox.seedIdent({ statusCode: '5', files });
		const { items } = await bench().run('ident', 'downloadFiles', {
			ident_id: locator(ident.id),
			fileTypes: [section],
			options: { fileNames: 'original' },
		});
		expect(items[0]?.binary?.data).toMatchObject({
			mimeType,
			fileName: expect.stringMatching(new RegExp(`^[\\w.]+\\.${extension}$`)),
		});
	});
});

describe('a download that falls silent in the middle', () => {
	test('is fetched again after Timeout', async () => {
		const { path } = fileOf('recordings');
		bench().sandbox.faults.add({ kind: 'hang', moment: 'midBody', match: { path, times: 1 } });
		const { items, error } = await download(['recordings'], { timeout: 700 });
		expect(error?.message).toBeUndefined();
		const real = await askDirectly(bench(), path);
		expect((await readBinary(items[0])).equals(real)).toBe(true);
	});

	test('does not keep its connection', async () => {
		const { path } = fileOf('recordings');
		bench().sandbox.faults.add({ kind: 'hang', moment: 'midBody', match: { path, times: 1 } });
		await download(['recordings'], { timeout: 700 });
		const silent = await bench().sandbox.waitForRequest(
			({ faults, finished }) => faults.includes('hang') && finished,
			2000,
		);
		expect(silent.path).toBe(path);
	});

	test('again and again: an error, not half a file', async () => {
		const { path } = fileOf('recordings');
		bench().sandbox.faults.add({ kind: 'hang', moment: 'midBody', match: { path } });
		const { items, error } = await download(['recordings'], { timeout: 700, maxTries: 2 });
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/download/i);
		expect(downloads()).toHaveLength(2);
	});
});
