import { createHash } from 'node:crypto';
import { brotliDecompressSync, crc32, gunzipSync, inflateSync } from 'node:zlib';
import { SUCCESSFUL_IDENT_ID, type JsonObject } from '../../sandbox';
import { pdfBody, pngBody, webmBody } from '../../sandbox/files/content';
import { sizeText } from '../../sandbox/files/evidence';
import { ask, Bench, without } from './support';

function bytesOf(body: { chunks(): Iterable<Buffer> }): Buffer {
	return Buffer.concat([...body.chunks()]);
}

describe('downloads', () => {
	let bench: Bench;

	beforeAll(async () => {
		bench = await Bench.start();
	});
	beforeEach(async () => await bench.renew());
	afterAll(async () => await bench.sandbox.stop());

	interface Listed {
		name: string;
		url: string;
		hash: string | undefined;
	}

	const listFiles = async (): Promise<Listed[]> => {
		const answer = await bench.get(`/ident/getIdentData/${SUCCESSFUL_IDENT_ID}`);
		const { identification_pdf, signed_pdf, recordings, screenshots } = answer.json()
			.data as JsonObject;
		return ([identification_pdf, signed_pdf, recordings, screenshots].flat() as JsonObject[]).map(
			(file) => ({
				name: String(file.file_name),
				url: String(file.download_url ?? file.download_link),
				hash: file.file_hash as string | undefined,
			}),
		);
	};
	const fetchFile = async ({ url }: Listed) => await ask('GET', url, { headers: bench.headers });

	const firstFile = async () => {
		const [file] = await listFiles();
		if (!file) throw new Error('no file');
		return file;
	};

	it('serves every file with its media type, length and announced hash', async () => {
		const files = await listFiles();
		const types: unknown[] = [];
		for (const file of files) {
			const answer = await fetchFile(file);
			expect(answer.status).toBe(200);
			expect(answer.headers['content-length']).toBe(String(answer.body.length));
			types.push(answer.headers['content-type']);
			const actual = createHash('sha256').update(answer.body).digest('hex');
			if (file.name.endsWith('pdf')) expect(file.hash).toBe(actual);
			else expect(file.hash).toBeUndefined();
		}
		expect(types).toEqual([
			'application/pdf',
			'application/pdf',
			'video/webm',
			'image/png',
			'image/png',
		]);
	});

	it('wants the credentials, and those of the owner', async () => {
		const [file] = await listFiles();
		expect((await ask('GET', file?.url ?? '')).status).toBe(401);
		const credentials = without('Content-Type', bench.headers);
		expect((await ask('GET', file?.url ?? '', { headers: credentials })).status).toBe(200);
		expect((await bench.get('/download/29079/none.pdf')).status).toBe(404);
		const foreign = bench.sandbox.seedIdent({ partner: 'someone-else', statusCode: '5' });
		expect((await bench.get(foreign.files?.[0]?.path ?? '')).status).toBe(404);
	});

	it('can announce hashes that do not fit', async () => {
		const [right] = await listFiles();
		await bench.sandbox.configure({ wrongFileHash: true });
		const [wrong] = await listFiles();
		expect(wrong?.hash).toMatch(/^[0-9a-f]{64}$/);
		expect(wrong?.hash).not.toBe(right?.hash);
	});

	it('can keep files at another origin, which needs no credentials and remembers them', async () => {
		await bench.sandbox.configure({ filesFrom: 'otherOrigin' });
		const [file] = await listFiles();
		const { otherOrigin, url } = bench.sandbox;
		expect(file?.url.startsWith(otherOrigin.url)).toBe(true);
		expect(otherOrigin.url).not.toBe(url);
		const answer = await ask('GET', file?.url ?? '', { headers: { 'X-Probe': 'yes' } });
		expect(createHash('sha256').update(answer.body).digest('hex')).toBe(file?.hash);
		expect(otherOrigin.requests).toMatchObject([{ method: 'GET', headers: { 'x-probe': 'yes' } }]);
		expect((await ask('GET', `${otherOrigin.url}/none`)).status).toBe(404);
	});

	it('can redirect downloads to the other origin', async () => {
		await bench.sandbox.configure({ filesFrom: 'redirect' });
		const [file] = await listFiles();
		const answer = await fetchFile(file ?? { name: '', url: '', hash: '' });
		expect(answer.status).toBe(302);
		expect(answer.headers.location).toBe(
			bench.sandbox.otherOrigin.url + new URL(file?.url ?? '').pathname,
		);
		expect((await ask('GET', answer.headers.location ?? '')).status).toBe(200);
	});

	it.each([
		['gzip', gunzipSync],
		['deflate', inflateSync],
		['br', brotliDecompressSync],
	])('can compress files by %s, with the compressed length', async (encoding, decode) => {
		const plain = await fetchFile(await firstFile());
		await bench.sandbox.configure({ fileEncoding: encoding });
		const answer = await fetchFile(await firstFile());
		expect(answer.headers['content-encoding']).toBe(encoding);
		expect(answer.headers['content-length']).toBe(String(answer.body.length));
		expect(answer.body.length).toBeLessThan(plain.body.length);
		expect(decode(answer.body).equals(plain.body)).toBe(true);
	});

	it('can give each answer other addresses of the same files', async () => {
		await bench.sandbox.configure({ freshAddresses: true });
		const [first, second] = [await firstFile(), await firstFile()];
		expect(first.url).not.toBe(second.url);
		for (const file of [first, second]) expect((await fetchFile(file)).status).toBe(200);
	});

	it('serves large files exactly, without building them', async () => {
		const megabytes = 24 * 1024 * 1024;
		await bench.sandbox.configure({
			fileBytes: { pdf: megabytes, recording: megabytes, screenshot: megabytes },
		});
		const [pdf, , recording, screenshot] = await listFiles();
		for (const file of [pdf, recording, screenshot]) {
			const { body } = await fetchFile(file ?? { name: '', url: '', hash: '' });
			expect(body.length).toBe(megabytes);
			const digest = createHash('sha256').update(body).digest('hex');
			if (file?.hash) expect(digest).toBe(file.hash);
		}
	});

	it('takes unusual files from a seed', async () => {
		const file = {
			section: 'recordings',
			fileName: '../../etc/passwd',
			path: '/download/1/odd.webm',
			bytes: 100,
			date: 0,
		} as const;
		const ident = bench.sandbox.seedIdent({ statusCode: '5', files: [file] });
		const answer = await bench.get(`/ident/getIdentData/${ident.id}`);
		expect(answer.text).toContain('"file_name":"../../etc/passwd"');
		expect((await bench.get(file.path)).body.length).toBe(100);
	});
});

describe('file content', () => {
	it('is the same for the same name and different for another', () => {
		for (const make of [pdfBody, webmBody, pngBody]) {
			const [one, again, other] = ['a', 'a', 'b'].map((seed) => bytesOf(make(seed, 5000)));
			expect(again).toEqual(one);
			expect(other).not.toEqual(one);
		}
	});

	it.each([0, 10, 700, 1_500, 65_536, 65_620, 65_700, 200_003])(
		'has the size it announces and, from 1500 bytes, the size wanted: %d',
		(wanted) => {
			for (const make of [pdfBody, webmBody, pngBody]) {
				const body = make('seed', wanted);
				expect(bytesOf(body).length).toBe(body.size);
				if (wanted >= 1_500) expect(body.size).toBe(wanted);
			}
		},
	);

	it('is a PDF whose cross references are right', () => {
		const text = bytesOf(pdfBody('/download/1/x.pdf', 9_000)).toString('latin1');
		expect(text.startsWith('%PDF-1.4\n')).toBe(true);
		expect(text.endsWith('%%EOF\n')).toBe(true);
		const start = Number(/startxref\n(\d+)/.exec(text)?.[1]);
		expect(text.slice(start, start + 4)).toBe('xref');
		const offsets = [...text.slice(start).matchAll(/^(\d{10}) 00000 n/gm)].map(([, at]) =>
			Number(at),
		);
		expect(offsets).toHaveLength(6);
		offsets.forEach((at, index) =>
			expect(text.slice(at)).toMatch(new RegExp(`^${index + 1} 0 obj`)),
		);
	});

	it('is a PNG whose chunks are right, a picture where there is room for one', () => {
		for (const size of [80, 90, 30_000, 65_640, 150_000]) {
			const png = bytesOf(pngBody('x', size));
			expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
			const types: string[] = [];
			for (let at = 8; at < png.length; ) {
				const length = png.readUInt32BE(at);
				const content = png.subarray(at + 4, at + 8 + length);
				const type = content.toString('latin1', 0, 4);
				expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(content));
				if (type === 'IDAT') {
					// 300 rows of 480 pixels of 4 bits, each with its filter byte.
					const expected = size < 20_000 ? 2 : 300 * 241;
					expect(inflateSync(content.subarray(4))).toHaveLength(expected);
				}
				types.push(type);
				at += length + 12;
			}
			const expected = size < 20_000 ? ['IHDR', 'IDAT'] : ['IHDR', 'PLTE', 'IDAT'];
			expect(types.slice(0, expected.length)).toEqual(expected);
			expect(types.at(-1)).toBe('IEND');
		}
	});

	it('is a WebM by its EBML header, and its elements fill the file', () => {
		for (const size of [5_000, 256 * 1024]) checkWebm(bytesOf(webmBody('x', size)));
	});

	it('has something to play where there is room for it', () => {
		const clusters = (size: number) =>
			bytesOf(webmBody('x', size)).includes(Buffer.from('1f43b675', 'hex'));
		expect([5_000, 256 * 1024].map(clusters)).toEqual([false, true]);
	});

	function checkWebm(webm: Buffer) {
		expect(webm.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
		const segment = 5 + ((webm[4] ?? 0) & 0x7f);
		expect(webm.toString('latin1', 0, segment)).toContain('webm');
		expect(webm.subarray(segment, segment + 4).toString('hex')).toBe('18538067');
		const length = Number(webm.readBigUInt64BE(segment + 4) & 0xffffffffffffffn);
		expect(segment + 12 + length).toBe(webm.length);
	}

	it('writes sizes like the documentation', () => {
		const megabyte = 1024 * 1024;
		expect([1.42, 0.3, 12.27, 2].map((size) => sizeText(size * megabyte))).toEqual([
			'1.42 MB',
			'0.3 MB',
			'12.27 MB',
			'2 MB',
		]);
	});
});
