import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface Curl {
	urls: readonly string[];
	headers: Readonly<Record<string, string>>;
	/** Transfers at once. */
	parallel: number;
	/** Where the files go; they are deleted afterwards. */
	folder: string;
}

/** Fetches all URLs to files with one curl. Gives the milliseconds that it took. */
export async function curl({ urls, headers, parallel, folder }: Curl): Promise<number> {
	const target = mkdtempSync(join(folder, 'curl-'));
	const heads = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
	const files = urls.flatMap((url, index) => ['-o', join(target, String(index)), url]);
	// Immediate: else the others wait for the first connection, in case they could share it.
	const together =
		parallel > 1 ? ['--parallel', '--parallel-immediate', '--parallel-max', String(parallel)] : [];
	const start = performance.now();
	try {
		await execute('curl', ['-s', '--fail', '--noproxy', '*', ...together, ...heads, ...files]);
		return performance.now() - start;
	} finally {
		await rm(target, { recursive: true, force: true });
	}
}
