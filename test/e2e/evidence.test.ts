import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { PENDING_IDENT_ID, SUCCESSFUL_IDENT_ID } from '../sandbox';
import { Archive } from '../support/archive';
import { layout } from '../support/n8nProcess';
import { locator, node, useAction } from './actionSupport';

const bench = useAction();

const ALL = ['identification_pdf', 'signed_pdf', 'recordings', 'screenshots'];
const fromItem = { ident_id: locator('={{ $json.id }}'), fileTypes: ALL };

/** A folder that n8n may write into, and n8n's own node that writes every file under its name. */
function archiveIn(folder = join(layout(bench.n8n.userFolder).files, randomUUID())) {
	mkdirSync(folder, { recursive: true });
	const write = node('Write', 'n8n-nodes-base.readWriteFile', 1, {
		operation: 'write',
		fileName: `=${folder}/{{ $json.file_name }}`,
		dataPropertyName: 'data',
		options: {},
	});
	return { archive: new Archive(folder), write };
}

test('n8n archives files and manifests of several idents; sha256sum agrees, and notices a change', async () => {
	const { archive, write } = archiveIn();
	const ids = [SUCCESSFUL_IDENT_ID, bench.sandbox.seedIdent({ statusCode: '5' }).id];
	const execution = await bench.run(
		'ident',
		'downloadFiles',
		{ ...fromItem, options: { manifest: true } },
		{ items: ids.map((id) => ({ id })), after: [write] },
	);
	expect(execution.errorMessage).toBeUndefined();
	expect(execution.items('Write')).toHaveLength(12);
	for (const id of ids) {
		const manifest = `${id}_manifest.json`;
		const { isGood, said } = archive.check(manifest);
		expect(said.match(/: OK$/gm)).toHaveLength(5);
		expect(isGood).toBe(true);
		expect(archive.manifest(manifest).ident).toMatchObject({ ident_id: id, status_code: '5' });
	}
	const [victim] = archive.manifest(`${ids[0]}_manifest.json`).files;
	const path = archive.path(victim?.file_name ?? '');
	const bytes = readFileSync(path);
	bytes[1000] = (bytes[1000] ?? 0) ^ 1;
	writeFileSync(path, bytes);
	expect(archive.check(`${ids[0]}_manifest.json`).isGood).toBe(false);
	expect(archive.check(`${ids[1]}_manifest.json`).isGood).toBe(true);
});

test('original names: the manifest has them as they are archived', async () => {
	const { archive, write } = archiveIn();
	const options = { manifest: true, fileNames: 'original' };
	const execution = await bench.run(
		'ident',
		'downloadFiles',
		{ ...fromItem, ident_id: locator(SUCCESSFUL_IDENT_ID), options },
		{ after: [write] },
	);
	const manifest = `${SUCCESSFUL_IDENT_ID}_manifest.json`;
	expect(execution.json('Identify').map(({ file_name: name }) => name)).toEqual([
		manifest,
		'identification_pdf.pdf',
		'signed.pdf',
		expect.stringMatching(/^[0-9a-f]+\.webm$/),
		expect.stringMatching(/^\d+\.png$/),
		expect.stringMatching(/^\d+\.png$/),
	]);
	expect(archive.check(manifest).isGood).toBe(true);
});

test('no files yet: n8n stores a hint that says why nothing comes out', async () => {
	const execution = await bench.run('ident', 'downloadFiles', {
		ident_id: locator(PENDING_IDENT_ID),
	});
	expect(execution.status).toBe('success');
	expect(execution.items('Identify')).toEqual([]);
	expect(execution.runsOf('Identify')[0]?.hints).toMatchObject([
		{ message: `No files of the chosen types yet: ident ${PENDING_IDENT_ID} is Pending (1)` },
	]);
});
