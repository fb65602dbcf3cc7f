import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { PENDING_IDENT_ID, SUCCESSFUL_IDENT_ID } from '../sandbox';
import { Archive, manifestSchema, readManifest } from '../support/archive';
import { readBinary } from './engine';
import { expectNoSecrets } from './secrets';
import { asItems, identFromItem, identParameters, linkedTo, useBench } from './support';

const bench = useBench();

const ALL = ['identification_pdf', 'signed_pdf', 'recordings', 'screenshots'];

const download = async (options: INodeParameters, more: INodeParameters = {}) =>
	await bench().run(
		'ident',
		'downloadFiles',
		identParameters(SUCCESSFUL_IDENT_ID, { fileTypes: ALL, options, ...more }),
	);

/** The files of an output under their names, and nothing else. */
async function archiveOf(items: readonly INodeExecutionData[]): Promise<Archive> {
	const archive = new Archive();
	for (const item of items) {
		archive.add(item.binary?.data?.fileName ?? '', await readBinary(item));
	}
	return archive;
}

const MANIFEST = `${SUCCESSFUL_IDENT_ID}_manifest.json`;

test('the manifest comes first, as an item and as the same JSON in a file', async () => {
	const result = await download({ manifest: true });
	const { items } = result;
	expect(items.map(({ json }) => json.file_type)).toEqual([
		'manifest',
		'identification_pdf',
		'signed_pdf',
		'recordings',
		'screenshots',
		'screenshots',
	]);
	expect(linkedTo(items)).toEqual(Array(6).fill({ item: 0 }));
	const [first, ...files] = items;
	const bytes = await readBinary(first);
	const text = bytes.toString('utf8');
	const { sha256, ...json } = first?.json ?? {};
	expect(manifestSchema.parse(json)).toEqual(readManifest(bytes));
	expect(text).toBe(`${JSON.stringify(json, null, 2)}\n`);
	expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
	expect(first?.binary?.data).toMatchObject({ fileName: MANIFEST, mimeType: 'application/json' });
	expect(json).toMatchObject({ ident_id: SUCCESSFUL_IDENT_ID, file_name: MANIFEST });
	const manifest = readManifest(bytes);
	expect(manifest.ident).toStrictEqual({
		ident_id: SUCCESSFUL_IDENT_ID,
		project_id: '274',
		custom_id: expect.anything(),
		status: 'Successful',
		status_code: '5',
	});
	expect(manifest.file_types).toEqual(ALL);
	for (const [index, { json: of, binary }] of files.entries()) {
		const { ident_id: identId, file_size: inWords, ...shared } = of;
		expect([identId, inWords]).toEqual([SUCCESSFUL_IDENT_ID, expect.stringMatching(/ MB$/)]);
		expect(manifest.files[index]).toMatchObject({ ...shared, size: binary?.data?.bytes });
		expect(manifest.files[index]?.media_type).toBe(binary?.data?.mimeType);
	}
	expectNoSecrets(result, bench().secrets);
});

test('it holds nothing of the person', async () => {
	const { items } = await download({ manifest: true });
	const text = (await readBinary(items[0])).toString('utf8');
	const ident = bench().sandbox.idents.get(SUCCESSFUL_IDENT_ID);
	for (const field of ['person_first_name', 'person_last_name', 'email', 'street']) {
		const value = String(ident?.fields[field]);
		expect(value.length).toBeGreaterThan(2);
		expect(text).not.toContain(value);
	}
});

test('sha256sum finds every archived file under its name, and all of them unchanged', async () => {
	const { items } = await download({ manifest: true });
	const archive = await archiveOf(items);
	try {
		const { isGood, said } = archive.check(MANIFEST);
		expect(said.match(/: OK$/gm)).toHaveLength(5);
		expect(isGood).toBe(true);
	} finally {
		archive.remove();
	}
});

test.each<[string, (archive: Archive, name: string) => void]>([
	[
		'with another byte',
		(archive, name) => {
			const bytes = readFileSync(archive.path(name));
			bytes[100] = (bytes[100] ?? 0) ^ 1;
			writeFileSync(archive.path(name), bytes);
		},
	],
	[
		'cut off',
		(archive, name) =>
			writeFileSync(archive.path(name), readFileSync(archive.path(name)).subarray(1)),
	],
	['gone', (archive, name) => rmSync(archive.path(name))],
])('a file that is %s is noticed', async (_how, harm) => {
	const { items } = await download({ manifest: true });
	const archive = await archiveOf(items);
	try {
		const { file_name: name } = archive.manifest(MANIFEST).files[3]!;
		harm(archive, name);
		const { isGood, said } = archive.check(MANIFEST);
		expect(isGood).toBe(false);
		expect(said).toContain(`${name}: FAILED`);
		expect(said.match(/: OK$/gm)).toHaveLength(4);
	} finally {
		archive.remove();
	}
});

test('a file that arrives with a changed byte, unverified: archived as it is, and said so', async () => {
	const files = bench().sandbox.idents.get(SUCCESSFUL_IDENT_ID)?.files;
	const path = files?.find(({ section }) => section === 'signed_pdf')?.path ?? '';
	bench().sandbox.faults.add({ kind: 'corrupt', moment: 'afterCarriedOut', match: { path } });
	const { items } = await download({ manifest: true, verifyHash: false });
	const archive = await archiveOf(items);
	try {
		const { files: listed } = archive.manifest(MANIFEST);
		const signed = listed.find(({ file_type: type }) => type === 'signed_pdf');
		expect(signed?.hash_verified).toBe(false);
		expect(signed?.sha256).not.toBe(signed?.file_hash);
		expect(archive.check(MANIFEST).isGood).toBe(true);
	} finally {
		archive.remove();
	}
});

test('several idents in one archive, with files that Identify calls alike', async () => {
	const { sandbox } = bench();
	const ids = [SUCCESSFUL_IDENT_ID, sandbox.seedIdent({ statusCode: '5' }).id];
	const { items } = await bench().run(
		'ident',
		'downloadFiles',
		identFromItem({ fileTypes: ALL, options: { manifest: true } }),
		{ items: asItems(ids.map((id) => ({ id }))) },
	);
	expect(
		items.map(({ json }) => json.file_type).filter((type) => type === 'manifest'),
	).toHaveLength(2);
	const archive = await archiveOf(items);
	try {
		for (const id of ids) {
			const { isGood, said } = archive.check(`${id}_manifest.json`);
			expect(said.match(/: OK$/gm)).toHaveLength(5);
			expect(isGood).toBe(true);
		}
	} finally {
		archive.remove();
	}
});

test('original names: the manifest has the names that the files are handed on under', async () => {
	const { items } = await download({ manifest: true, fileNames: 'original' });
	const archive = await archiveOf(items);
	try {
		expect(archive.manifest(MANIFEST).files[0]).toMatchObject({
			file_name: 'identification_pdf.pdf',
			original_file_name: 'identification_pdf',
		});
		expect(archive.check(MANIFEST).isGood).toBe(true);
	} finally {
		archive.remove();
	}
});

test('an ident without files has a manifest that says so', async () => {
	const { items, error } = await download(
		{ manifest: true },
		identParameters(PENDING_IDENT_ID, {
			fileTypes: ['signed_pdf'],
			options: { manifest: true },
		}),
	);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	const manifest = readManifest(await readBinary(items[0]));
	expect(manifest).toMatchObject({ files: [], file_types: ['signed_pdf'] });
	expect(manifest.ident).toMatchObject({ ident_id: PENDING_IDENT_ID, status: 'Pending' });
});

test('a field of one’s own holds the manifest as well', async () => {
	const { items } = await download({ manifest: true }, { binaryField: 'evidence' });
	for (const { binary } of items) expect(Object.keys(binary ?? {})).toEqual(['evidence']);
});
