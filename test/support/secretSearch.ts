import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const execute = promisify(execFile);

export interface SecretHit {
	secret: string;
	/** In which disguise: `plain`, `base64`, `url`, `json`, `hex`. */
	form: string;
	/** A file, or `table.column` of the database. */
	place: string;
	/** What stands around it. */
	excerpt: string;
}

/** A string's forms inside longer base64: it may begin at any of three positions of a group. */
function base64Forms(secret: string) {
	return [0, 1, 2].map((offset) => {
		const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
		const encoded = bytes.toString('base64').replace(/=+$/, '');
		// The first and last characters also depend on the neighbours.
		const start = Math.ceil((offset * 8) / 6);
		const end = bytes.length % 3 === 0 ? encoded.length : encoded.length - 1;
		return encoded.slice(start, end);
	});
}

function formsOf(secret: string): Array<{ form: string; text: string }> {
	const base64 = base64Forms(secret);
	const forms = [
		{ form: 'plain', text: secret },
		{ form: 'json', text: JSON.stringify(secret).slice(1, -1) },
		{ form: 'url', text: encodeURIComponent(secret) },
		{ form: 'url', text: new URLSearchParams({ q: secret }).toString().slice(2) },
		{ form: 'hex', text: Buffer.from(secret).toString('hex') },
		...base64.map((text) => ({ form: 'base64', text })),
		...base64.map((text) => ({
			form: 'base64',
			text: text.replaceAll('+', '-').replaceAll('/', '_'),
		})),
	];
	return forms.filter(
		({ text }, index) => forms.findIndex((other) => other.text === text) === index,
	);
}

/** Finds the secrets in some bytes. */
export function searchBytes(bytes: Buffer, secrets: readonly string[], place: string): SecretHit[] {
	return secrets.flatMap((secret) =>
		formsOf(secret).flatMap(({ form, text }) => {
			const at = bytes.indexOf(text);
			if (at < 0) return [];
			const excerpt = bytes
				.subarray(Math.max(0, at - 60), at + text.length + 60)
				.toString('latin1')
				.replace(/[^ -~]+/g, '·');
			return [{ secret, form, place, excerpt }];
		}),
	);
}

async function filesUnder(folder: string, skip: (path: string) => boolean): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true });
	const found = await Promise.all(
		entries.map(async (entry) => {
			const path = join(folder, entry.name);
			if (skip(path)) return [];
			if (entry.isDirectory()) return await filesUnder(path, skip);
			return entry.isFile() ? [path] : [];
		}),
	);
	return found.flat();
}

/** Reads every value of every table: a long value lies in pieces in the file itself. */
const dumpScript = `
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(process.argv[1]);
const quote = (name) => '"' + name.replaceAll('"', '""') + '"';
for (const { name } of database.prepare("select name from sqlite_master where type = 'table'").all()) {
	for (const row of database.prepare('select * from ' + quote(name)).iterate()) {
		for (const [column, value] of Object.entries(row)) {
			if (value === null || typeof value === 'number' || typeof value === 'bigint') continue;
			const bytes = Buffer.from(value);
			process.stdout.write(JSON.stringify({ place: name + '.' + column, bytes: bytes.toString('base64') }) + '\\n');
		}
	}
}
`;

async function searchTables(node: string, database: string, secrets: readonly string[]) {
	// A copy: reading must neither disturb a running n8n nor tidy up after a killed one.
	const folder = mkdtempSync(join(tmpdir(), 'n8n-identify24-search-'));
	try {
		for (const suffix of ['', '-wal']) {
			const file = `${database}${suffix}`;
			if (existsSync(file)) cpSync(file, join(folder, basename(file)));
		}
		const { stdout } = await execute(
			node,
			['--no-warnings', '-e', dumpScript, join(folder, basename(database))],
			{ maxBuffer: 2e9 },
		);
		const valueSchema = z.object({ place: z.string(), bytes: z.string() });
		return stdout.split('\n').flatMap((line) => {
			if (line === '') return [];
			const { place, bytes } = valueSchema.parse(JSON.parse(line));
			return searchBytes(Buffer.from(bytes, 'base64'), secrets, place);
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A file that went while the others were searched (another test's import) keeps nothing. */
async function readIfThere(file: string): Promise<Buffer | undefined> {
	try {
		return await readFile(file);
	} catch (error) {
		// Not `instanceof Error`: Node.js makes its errors outside of Jest's world.
		if (z.object({ code: z.literal('ENOENT') }).safeParse(error).success) return undefined;
		throw error;
	}
}

/**
 * Looks for strings, plain and encoded, in everything n8n has written: each value of its database,
 * the database's raw bytes (deleted rows and the write-ahead log included), logs, captured output
 * and stored files. The installed packages and the editor's own files are left out.
 */
export async function searchSecrets(
	{ node, userFolder, database }: { node: string; userFolder: string; database: string },
	secrets: readonly string[],
): Promise<SecretHit[]> {
	const notData = new Set([
		join(userFolder, '.n8n', 'nodes'),
		join(userFolder, '.cache', 'n8n', 'public', 'assets'),
	]);
	const files = await filesUnder(userFolder, (path) => notData.has(path));
	const inFiles: SecretHit[] = [];
	for (const file of files) {
		const bytes = await readIfThere(file);
		if (bytes) inFiles.push(...searchBytes(bytes, secrets, relative(userFolder, file)));
	}
	return [...inFiles, ...(await searchTables(node, database, secrets))];
}
