import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** What a manifest has, and nothing else. */
export const manifestSchema = z
	.object({
		ident_id: z.string(),
		file_type: z.literal('manifest'),
		file_name: z.string(),
		ident: z.record(z.unknown()),
		file_types: z.array(z.string()),
		files: z.array(
			z
				.object({
					file_name: z.string(),
					original_file_name: z.string().nullable(),
					file_type: z.string(),
					media_type: z.string(),
					file_date: z.string().nullable(),
					size: z.number(),
					sha256: z.string().regex(/^[0-9a-f]{64}$/),
					file_hash: z.string().nullable(),
					hash_verified: z.boolean().nullable(),
					fetched_at: z.string().datetime(),
				})
				.strict(),
		),
	})
	.strict();

export type Manifest = z.infer<typeof manifestSchema>;

export function readManifest(bytes: Buffer): Manifest {
	return manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
}

export interface Check {
	isGood: boolean;
	/** A line for each file: `<name>: OK`, or `FAILED` and more. */
	said: string;
}

/** What `sha256sum --check` says, where there is none (macOS, Windows). */
function checkByNode(folder: string, files: Manifest['files']): Check {
	const verdicts = files.map(({ sha256, file_name: name }) => {
		const path = join(folder, name);
		const isGood =
			existsSync(path) && createHash('sha256').update(readFileSync(path)).digest('hex') === sha256;
		return { isGood, line: `${name}: ${isGood ? 'OK' : 'FAILED'}\n` };
	});
	return {
		isGood: verdicts.every((verdict) => verdict.isGood),
		said: verdicts.map(({ line }) => line).join(''),
	};
}

/** An archive of files as somebody keeps it: a folder. */
export class Archive {
	constructor(readonly folder = mkdtempSync(join(tmpdir(), 'identify24-archive-'))) {}

	path(name: string): string {
		return join(this.folder, name);
	}

	/** Never over another file. */
	add(name: string, bytes: Buffer): void {
		writeFileSync(this.path(name), bytes, { flag: 'wx' });
	}

	manifest(name: string): Manifest {
		return readManifest(readFileSync(this.path(name)));
	}

	/** Checks the files against a manifest that lies among them, as an auditor does: without n8n. */
	check(name: string): Check {
		const { files } = this.manifest(name);
		const list = files.map(({ sha256, file_name: file }) => `${sha256}  ${file}\n`).join('');
		const options = { cwd: this.folder, input: list, encoding: 'utf8' } as const;
		const { status, stdout, stderr, error } = spawnSync(
			'sha256sum',
			['--check', '--strict', '-'],
			options,
		);
		if (error) return checkByNode(this.folder, files);
		return { isGood: status === 0, said: `${stdout}${stderr}` };
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
