import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import { SUCCESSFUL_IDENT_ID } from '../sandbox';
import { initEngine } from './engine';
import { expectNoSecrets } from './secrets';
import { identParameters, useBench, withoutBackoff } from './support';

const bench = useBench();
withoutBackoff();

const download = async (options = {}) =>
	await bench().run(
		'ident',
		'downloadFiles',
		identParameters(SUCCESSFUL_IDENT_ID, { fileTypes: ['recordings'], options }),
	);
const downloads = () => bench().sandbox.requests.to('GET', '/download/');

type Store = BinaryDataService['store'];

/** Puts another store in the place of n8n's. */
function storeBy(store: (file: AsyncIterable<Buffer>) => Promise<void>): void {
	const stub: Store = async (_location, file, binary) => {
		if (Buffer.isBuffer(file)) throw new Error('not streamed');
		await store(file as AsyncIterable<Buffer>);
		return binary;
	};
	jest.spyOn(Container.get(BinaryDataService), 'store').mockImplementation(stub);
}

/** Takes the first piece of a file and gives the rest up. */
async function firstOf(file: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
	for await (const piece of file) return piece;
	return undefined;
}

/** Takes a whole file; returns its bytes. */
async function allOf(file: AsyncIterable<Buffer>): Promise<number> {
	let bytes = 0;
	for await (const piece of file) bytes += piece.length;
	return bytes;
}

/** An error as Node.js throws it for a file. */
const systemError = (code: string, what: string) =>
	Object.assign(new Error(`${code}: ${what}, write`), { code, errno: -1, syscall: 'write' });

/** Fails, told as the store's fault, with one download whose connection is closed. */
async function expectStoreFault(message: RegExp): Promise<void> {
	const result = await download();
	expect(result.items).toEqual([]);
	expect(result.error?.message).toMatch(/^n8n(?: could not store|'s store)/);
	expect(result.error?.message).toMatch(message);
	expect(result.error?.description).toMatch(/Nothing is wrong with the download/);
	expect(result.error?.message).not.toMatch(/connection|broke/i);
	expect(result.error?.context).toMatchObject({ itemIndex: 0 });
	expect(downloads()).toHaveLength(1);
	const isClosed = () => downloads().every(({ finished }) => finished);
	await expect(bench().sandbox.waitForRequest(isClosed, 2000)).resolves.toBeDefined();
	expectNoSecrets(result, bench().secrets);
}

describe('n8n cannot keep a file', () => {
	beforeEach(async () => {
		// More than fits into the buffers on the way.
		const sizes = { pdf: 1024, recording: 8 * 1024 * 1024, screenshot: 1024 };
		await bench().sandbox.configure({ fileBytes: sizes });
	});

	test.each([
		['ENOSPC', 'no space left on device', /its disk is full \(ENOSPC\)/],
		['EDQUOT', 'disk quota exceeded', /its share of the disk is used up/],
		['EACCES', 'permission denied', /it may not write/],
		['EROFS', 'read-only file system', /read-only/],
		['EMFILE', 'too many open files', /too many files open/],
		['ECONNRESET', 'the storage has gone', /the storage has gone/],
	])('%s in the middle', async (code, what, message) => {
		storeBy(async (file) => {
			await firstOf(file);
			throw systemError(code, what);
		});
		await expectStoreFault(message);
	});

	test('and has let go of the file before it says so, as when it first removes the half of it', async () => {
		storeBy(async (file) => {
			await firstOf(file);
			await bench().sandbox.waitForRequest(
				({ path, finished }) => path.startsWith('/download/') && finished,
			);
			throw systemError('ENOSPC', 'no space left on device');
		});
		await expectStoreFault(/ENOSPC/);
	});

	test('before it has taken anything', async () => {
		storeBy(async () => await Promise.reject(systemError('ENOSPC', 'no space left on device')));
		await expectStoreFault(/ENOSPC/);
	});

	test('after it has taken everything', async () => {
		storeBy(async (file) => {
			await allOf(file);
			throw systemError('ENOSPC', 'no space left on device');
		});
		await expectStoreFault(/ENOSPC/);
	});

	test('in words of its own', async () => {
		storeBy(async () => await Promise.reject(new Error('The bucket does not exist')));
		await expectStoreFault(/: The bucket does not exist$/);
	});

	test('by the operating system', async () => {
		storeBy(async (file) => await writeFile(join(tmpdir(), 'no-such-folder', 'file'), file));
		await expectStoreFault(/ENOENT/);
	});

	test.each<[string, (file: AsyncIterable<Buffer>) => Promise<void>]>([
		['takes nothing at all', async () => await new Promise(() => undefined)],
		[
			'takes nothing more',
			async (file) => {
				await file[Symbol.asyncIterator]().next();
				await new Promise(() => undefined);
			},
		],
		[
			'does not come to an end',
			async (file) => {
				await allOf(file);
				await new Promise(() => undefined);
			},
		],
	])('and %s', async (_how, store) => {
		storeBy(store);
		const { error } = await download({ timeout: 400 });
		expect(error?.message).toMatch(/^n8n's store took nothing more of .* within Timeout/);
		expect(error?.description).toMatch(/binary data/);
		expect(downloads()).toHaveLength(1);
	});

	test('and the source breaks off: that is the download’s fault', async () => {
		const match = { path: '/download/' };
		bench().sandbox.faults.add({ kind: 'reset', moment: 'midBody', match });
		const { error } = await download({ maxTries: 2 });
		expect(error?.message).toMatch(/The connection broke while download/);
		expect(downloads()).toHaveLength(2);
	});
});

describe('n8n’s own folder', () => {
	let folder = '';
	let usual = '';

	beforeAll(async () => {
		const config = Container.get(BinaryDataConfig);
		usual = config.localStoragePath;
		folder = mkdtempSync(join(tmpdir(), 'identify24-store-'));
		config.localStoragePath = folder;
		await initEngine();
		// A file where n8n makes a folder: nobody, not even root, can write below it.
		writeFileSync(join(folder, 'workflows'), '');
	});
	afterAll(async () => {
		Container.get(BinaryDataConfig).localStoragePath = usual;
		await initEngine();
		rmSync(folder, { recursive: true });
	});

	test('that cannot be written', async () => {
		await expectStoreFault(/ENOTDIR|EEXIST/);
	});
});
