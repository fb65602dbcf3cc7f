import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { z } from 'zod';

const SCANNER = pathToFileURL(
	join(__dirname, '../../../node_modules/@n8n/scan-community-package/scanner/scanner.mjs'),
).href;

const SCRIPT = `
const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(process.argv[1]);
const [, , folder, patterns] = process.argv;
const chosen = patterns === 'sources' ? SOURCE_FILE_PATTERNS : JSON.parse(patterns);
const { passed, message, details } = await analyzePackage(folder, chosen);
process.stdout.write('\\n' + JSON.stringify({ passed, message, details }));
`;

const resultSchema = z.object({
	passed: z.boolean(),
	message: z.string().optional(),
	details: z.string().optional(),
});

/**
 * Runs n8n's own scanner, which decides whether a community package is verified. It is an ES module
 * with linters of its own, so it gets a process of its own.
 *
 * @param patterns - the files to look at; `sources` means those that n8n looks at in a repository
 */
export async function scan(folder: string, patterns: 'sources' | readonly string[]) {
	const chosen = patterns === 'sources' ? patterns : JSON.stringify(patterns);
	// One of its linters judges files by made-up names while NODE_ENV is "test", as Jest sets it.
	const { stdout } = await promisify(execFile)(
		process.execPath,
		['--input-type=module', '-e', SCRIPT, SCANNER, folder, chosen],
		{ env: { ...process.env, NODE_ENV: 'production' }, maxBuffer: 10_000_000 },
	);
	return resultSchema.parse(JSON.parse(stdout.slice(stdout.lastIndexOf('\n'))));
}
