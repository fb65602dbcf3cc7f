import { createHash } from 'node:crypto';
import { SUCCESSFUL_IDENT_ID, type Sandbox } from '../sandbox';
import { readBinary } from './engine';
import { asItems, identFromItem, identParameters, useBench, withoutBackoff } from './support';

jest.setTimeout(120_000);

const bench = useBench();
withoutBackoff();

const downloads = () => bench().sandbox.requests.to('GET', '/download/');

function fileOf(sandbox: Sandbox, id: string, section: string): string {
	const file = sandbox.idents.get(id)?.files?.find((candidate) => candidate.section === section);
	if (!file) throw new Error(`no ${section}`);
	return file.path;
}

test.each([1, 4])('several files at once, within concurrency %i, in order', async (concurrency) => {
	const { sandbox } = bench();
	await sandbox.configure({ latencyMs: 40 });
	const ids = Array.from({ length: 6 }, () => sandbox.seedIdent({ statusCode: '5' }).id);
	const fileTypes = ['identification_pdf', 'signed_pdf', 'screenshots'];
	const { items, error } = await bench().run(
		'ident',
		'downloadFiles',
		identFromItem({ fileTypes, options: { concurrency } }),
		{ items: asItems(ids.map((id) => ({ id }))) },
	);
	expect(error?.message).toBeUndefined();
	expect(Math.max(...bench().calls.map(({ inFlight }) => inFlight))).toBe(concurrency);
	expect(downloads()).toHaveLength(24);
	const kinds = ['identification_pdf', 'signed_pdf', 'screenshots', 'screenshots'];
	expect(items.map(({ json }) => [json.ident_id, json.file_type])).toEqual(
		ids.flatMap((id) => kinds.map((kind) => [id, kind])),
	);
	for (const item of items.filter(({ json }) => json.file_hash !== null)) {
		const hash = createHash('sha256')
			.update(await readBinary(item))
			.digest('hex');
		expect(hash).toBe(item.json.file_hash);
	}
});

test('a file that fails leaves no other download running when the run has ended', async () => {
	const { sandbox } = bench();
	const match = { path: fileOf(sandbox, SUCCESSFUL_IDENT_ID, 'signed_pdf') };
	// Late enough for the other one to have begun.
	sandbox.faults.add({ kind: 'delay', ms: 300, match });
	sandbox.faults.add({ kind: 'status', status: 404, match });
	sandbox.faults.add({
		kind: 'trickle',
		chunkBytes: 1024,
		intervalMs: 10,
		moment: 'afterCarriedOut',
		match: { path: fileOf(sandbox, SUCCESSFUL_IDENT_ID, 'recordings') },
	});
	const fileTypes = ['signed_pdf', 'recordings'];
	const { error } = await bench().run(
		'ident',
		'downloadFiles',
		identParameters(undefined, { fileTypes }),
	);
	expect(error?.httpCode).toBe('404');
	// The one that failed was tried with a fresh address.
	expect(downloads()).toHaveLength(3);
	// Awaited or ended, either will do; 256 kB would take another 2.5 s.
	const allFinished = () => downloads().every(({ finished }) => finished);
	await expect(sandbox.waitForRequest(allFinished, 500)).resolves.toBeDefined();
});
