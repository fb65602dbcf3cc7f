import { createHash } from 'node:crypto';
import { ExecuteContext } from 'n8n-core';
import type { INodeExecutionData } from 'n8n-workflow';
import { PENDING_IDENT_ID, SUCCESSFUL_IDENT_ID } from '../sandbox';
import { initEngine, NODE_NAME, readBinary, type EngineResult } from './engine';
import {
	asItems,
	askDirectly,
	expectDocumented,
	identFromItem,
	identParameters,
	linkedTo,
	locator,
	NOW,
	useBench,
} from './support';

const bench = useBench();

const ALL = ['identification_pdf', 'signed_pdf', 'recordings', 'screenshots'];
const sha256 = (file: Buffer) => createHash('sha256').update(file).digest('hex');
const typesOf = (items: INodeExecutionData[]) => items.map(({ json }) => json.file_type);

/** What the sandbox has at the addresses of the ident's files, in the order of the output. */
async function originals(identId = SUCCESSFUL_IDENT_ID): Promise<Buffer[]> {
	const files = bench().sandbox.idents.get(identId)?.files ?? [];
	return await Promise.all(files.map(async ({ path }) => await askDirectly(bench(), path)));
}

test('the two PDFs by default: one item per file, with bytes, hash, media type and name', async () => {
	const { items } = await bench().run('ident', 'downloadFiles', {
		ident_id: locator(SUCCESSFUL_IDENT_ID),
	});
	const calls = [...bench().calls];
	const [identification, signed] = await originals();
	const shared = { ident_id: SUCCESSFUL_IDENT_ID, file_date: '2024-09-13T10:25:26' };
	expect(items.map(({ json }) => json)).toStrictEqual([
		{
			...shared,
			file_type: 'identification_pdf',
			file_name: `${SUCCESSFUL_IDENT_ID}_identification_pdf.pdf`,
			original_file_name: 'identification_pdf',
			sha256: sha256(identification!),
			file_size: '0.05 MB',
			file_hash: sha256(identification!),
			hash_verified: true,
		},
		{
			...shared,
			file_type: 'signed_pdf',
			file_name: `${SUCCESSFUL_IDENT_ID}_signed_pdf.pdf`,
			original_file_name: 'signed.pdf',
			sha256: sha256(signed!),
			file_size: '0.05 MB',
			file_hash: sha256(signed!),
			hash_verified: true,
		},
	]);
	expect(linkedTo(items)).toEqual([{ item: 0 }, { item: 0 }]);
	expect(items.map(({ binary }) => binary)).toMatchObject([
		{ data: { mimeType: 'application/pdf', bytes: 49152 } },
		{ data: { mimeType: 'application/pdf', bytes: 49152 } },
	]);
	for (const { json, binary } of items) expect(binary?.data?.fileName).toBe(json.file_name);
	expect((await readBinary(items[0])).equals(identification!)).toBe(true);
	expect((await readBinary(items[1])).equals(signed!)).toBe(true);
	expect(calls.map(({ path }) => path)).toEqual([
		`/ident/getIdentData/${SUCCESSFUL_IDENT_ID}`,
		'/download/29079/identification.pdf',
		'/download/29079/signed.pdf',
	]);
	for (const call of calls) expectDocumented(bench(), call, { method: 'GET', path: call.path });
});

test('all file types, into a field of one’s own', async () => {
	const { items } = await bench().run(
		'ident',
		'downloadFiles',
		identParameters(SUCCESSFUL_IDENT_ID, { fileTypes: ALL, binaryField: 'evidence' }),
	);
	expect(typesOf(items)).toEqual([
		'identification_pdf',
		'signed_pdf',
		'recordings',
		'screenshots',
		'screenshots',
	]);
	const files = await originals();
	for (const [index, item] of items.entries()) {
		expect(Object.keys(item.binary ?? {})).toEqual(['evidence']);
		expect((await readBinary(item, 'evidence')).equals(files[index]!)).toBe(true);
		expect(item.json.sha256).toBe(sha256(files[index]!));
	}
	expect(items.map(({ binary }) => binary?.evidence?.mimeType)).toEqual([
		'application/pdf',
		'application/pdf',
		'video/webm',
		'image/png',
		'image/png',
	]);
	expect(items.map(({ json }) => [json.file_hash === null, json.hash_verified])).toEqual([
		[false, true],
		[false, true],
		[true, null],
		[true, null],
		[true, null],
	]);
	const names = items.map(({ json, binary }) => [json.file_name, binary?.evidence?.fileName]);
	expect(names).toEqual(
		[
			'identification_pdf.pdf',
			'signed_pdf.pdf',
			'recordings.webm',
			'screenshots_1.png',
			'screenshots_2.png',
		].map((name) => Array(2).fill(`${SUCCESSFUL_IDENT_ID}_${name}`)),
	);
});

test.each(ALL)('only %s: nothing else is fetched', async (type) => {
	const { items } = await bench().run(
		'ident',
		'downloadFiles',
		identParameters(SUCCESSFUL_IDENT_ID, { fileTypes: [type] }),
	);
	expect(new Set(typesOf(items))).toEqual(new Set([type]));
	expect(bench().sandbox.requests.to('GET', '/download/')).toHaveLength(items.length);
});

test('file types as a comma-separated text from an expression', async () => {
	const { items } = await bench().run(
		'ident',
		'downloadFiles',
		identParameters(SUCCESSFUL_IDENT_ID, { fileTypes: '={{ "screenshots, signed_pdf" }}' }),
	);
	expect(typesOf(items)).toEqual(['signed_pdf', 'screenshots', 'screenshots']);
});

test('files of several idents follow the order of the items', async () => {
	const other = bench().sandbox.seedIdent({ statusCode: '3' });
	const ids = [other.id, PENDING_IDENT_ID, SUCCESSFUL_IDENT_ID];
	const { items } = await bench().run(
		'ident',
		'downloadFiles',
		identFromItem({ fileTypes: ['screenshots'] }),
		{ items: asItems(ids.map((id) => ({ id }))) },
	);
	expect(items.map(({ json }) => json.ident_id)).toEqual([
		other.id,
		other.id,
		SUCCESSFUL_IDENT_ID,
		SUCCESSFUL_IDENT_ID,
	]);
	expect(linkedTo(items)).toEqual([{ item: 0 }, { item: 0 }, { item: 2 }, { item: 2 }]);
});

test('original names, as Identify gives them', async () => {
	const { items } = await bench().run(
		'ident',
		'downloadFiles',
		identParameters(SUCCESSFUL_IDENT_ID, { options: { fileNames: 'original' } }),
	);
	const names = items.map(({ json }) => [json.file_name, json.original_file_name]);
	expect(names).toEqual([
		['identification_pdf.pdf', 'identification_pdf'],
		['signed.pdf', 'signed.pdf'],
	]);
	for (const { json, binary } of items) expect(binary?.data?.fileName).toBe(json.file_name);
});

test('original names that two files of an ident share do not overwrite one another', async () => {
	const shot = (path: string, fileName: string) =>
		({ section: 'screenshots', fileName, path: `/download/7/${path}`, date: NOW }) as const;
	const files = [shot('1.png', 'face.png'), shot('2.png', 'Face.png'), shot('3.png', 'face.png')];
	const ident = bench().sandbox.seedIdent({ statusCode: '5', files });
	const { items } = await bench().run(
		'ident',
		'downloadFiles',
		identParameters(ident.id, { fileTypes: ALL, options: { fileNames: 'original' } }),
	);
	expect(items.map(({ json }) => json.file_name)).toEqual(['face.png', 'Face_2.png', 'face_3.png']);
	expect(items.map(({ json }) => json.original_file_name)).toEqual([
		'face.png',
		'Face.png',
		'face.png',
	]);
});

describe('before success there is nothing to download', () => {
	const hintsOf = ({ run }: EngineResult) =>
		run.data.resultData.runData[NODE_NAME]?.[0]?.hints?.map(({ message }) => message);

	test('no item, and a hint that says why', async () => {
		const ident = bench().sandbox.seedIdent({ statusCode: '2' });
		const parameters = identFromItem({ fileTypes: ALL });
		const result = await bench().run('ident', 'downloadFiles', parameters, {
			items: asItems([{ id: ident.id }, { id: SUCCESSFUL_IDENT_ID }]),
		});
		expect(result.error).toBeUndefined();
		expect(typesOf(result.items)).toHaveLength(5);
		const hint = `No files of the chosen types yet: ident ${ident.id} is Running (2)`;
		expect(hintsOf(result)).toEqual([hint]);
		expect(hint).not.toContain(String(ident.fields.person_last_name));
	});

	test('an ident that is done, without files of that type: nothing more will come', async () => {
		const ident = bench().sandbox.seedIdent({ statusCode: '5', files: [] });
		const result = await bench().run('ident', 'downloadFiles', identParameters(ident.id));
		expect(hintsOf(result)).toEqual([
			`No files of the chosen types: ident ${ident.id} is Successful (5)`,
		]);
	});

	test('of many idents: one hint that names some', async () => {
		const { sandbox } = bench();
		const idents = Array.from({ length: 12 }, () => sandbox.seedIdent({ statusCode: '1' }));
		const result = await bench().run('ident', 'downloadFiles', identFromItem(), {
			items: asItems(idents.map(({ id }) => ({ id }))),
		});
		expect(result.items).toEqual([]);
		expect(hintsOf(result)).toEqual([
			expect.stringMatching(/: (?:ident \S+ is [^,]+, ){9}.* and 2 more$/),
		]);
	});

	test('an n8n without hints: no item, and no error', async () => {
		const spy = jest.spyOn(ExecuteContext.prototype, 'addExecutionHints');
		Object.assign(ExecuteContext.prototype, { addExecutionHints: undefined });
		try {
			const { items, error } = await bench().run(
				'ident',
				'downloadFiles',
				identParameters(PENDING_IDENT_ID, { fileTypes: ALL }),
			);
			expect(error).toBeUndefined();
			expect(items).toEqual([]);
		} finally {
			spy.mockRestore();
		}
	});

	test('where files came out there is no hint', async () => {
		const result = await bench().run('ident', 'downloadFiles', identParameters());
		expect(hintsOf(result) ?? []).toEqual([]);
	});
});

test.each([
	[
		'fileTypes',
		{ fileTypes: '={{ "signed_pdf, passport_scan" }}' },
		/File Types must be .*passport_scan/,
	],
	['fileTypes', { fileTypes: '={{ [] }}' }, /File Types must be/],
	[
		'fileNames',
		{ options: { fileNames: '={{ "short" }}' } },
		/Options > File Names must be one of unique, original.*short/,
	],
	['binaryField', { binaryField: '={{ "" }}' }, /Put Output File in Field is required/],
])('bad %s: nothing is sent', async (_name, changes, message) => {
	const { error } = await bench().run(
		'ident',
		'downloadFiles',
		identParameters(SUCCESSFUL_IDENT_ID, changes),
	);
	expect(error?.message).toMatch(message);
	expect(bench().sandbox.requests.count).toBe(0);
});

describe('n8n keeping files in memory', () => {
	beforeAll(async () => await initEngine('default'));
	afterAll(async () => await initEngine());

	test('whole files, also where the first try breaks off', async () => {
		const match = { path: '/download/', times: 1 };
		bench().sandbox.faults.add({ kind: 'reset', moment: 'midBody', match });
		const { items, error } = await bench().run('ident', 'downloadFiles', {
			ident_id: locator(SUCCESSFUL_IDENT_ID),
		});
		expect(error?.message).toBeUndefined();
		const files = (await originals()).slice(0, 2).map((file) => file.toString('base64'));
		expect(items.map(({ binary }) => binary?.data?.data)).toEqual(files);
		expect(items.map(({ json }) => json.hash_verified)).toEqual([true, true]);
	});

	const asRecording = { ident_id: locator(SUCCESSFUL_IDENT_ID), fileTypes: ['recordings'] };

	async function largeRecording(bytes: number) {
		const { fileBytes } = bench().sandbox.settings;
		await bench().sandbox.configure({ fileBytes: { ...fileBytes, recording: bytes } });
	}

	test('a recording that would take a gigabyte of memory is refused, with what to do', async () => {
		await largeRecording(100_000_000);
		const { items, error } = await bench().run('ident', 'downloadFiles', asRecording);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(
			/ has at least 100 MB\. This n8n keeps files in memory, .+; it was not downloaded/,
		);
		expect(error?.description).toContain('N8N_DEFAULT_BINARY_DATA_MODE=filesystem');
		expect(bench().sandbox.requests.to('GET', '/download/')).toHaveLength(1);
	});

	test('one whose size is not announced is refused as soon as it has grown too large', async () => {
		await largeRecording(66_000_000);
		// Compressed, only a fraction of its size is announced.
		await bench().sandbox.configure({ fileEncoding: 'gzip' });
		const { error } = await bench().run('ident', 'downloadFiles', asRecording);
		expect(error?.message).toMatch(/ has at least 64 MB\. This n8n keeps files in memory/);
	}, 20_000);

	test('one that memory has room for is kept', async () => {
		await largeRecording(60_000_000);
		const { items, error } = await bench().run('ident', 'downloadFiles', asRecording);
		expect(error?.message).toBeUndefined();
		expect(Buffer.from(items[0]?.binary?.data?.data ?? '', 'base64')).toHaveLength(60_000_000);
	});
});
