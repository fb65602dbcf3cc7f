import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';

export const root = join(__dirname, '..', '..', '..');

/** Every file in `folder`, by its path in it, with forward slashes. */
export function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
		.sort();
}

export const temporaryFolder = () => mkdtempSync(join(tmpdir(), 'n8n-identify24-unit-'));

/** What the package is made from. */
const SOURCES =
	'package.json gulpfile.js index.js tsconfig.json tsconfig.build.json scripts nodes credentials icons README.md LICENSE CHANGELOG.md'.split(
		' ',
	);

/** Copies the sources, so that a build does not disturb other tests or the person at work. */
export function copySources(folder: string): void {
	for (const name of SOURCES.filter((source) => existsSync(join(root, source)))) {
		cpSync(join(root, name), join(folder, name), { recursive: true });
	}
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

/** The TypeScript of the package, by its path in the checkout. */
export const sources = ['nodes', 'credentials'].flatMap((folder) =>
	filesIn(join(root, folder))
		.filter((file) => file.endsWith('.ts'))
		.map((file) => ({
			file: `${folder}/${file}`,
			text: readFileSync(join(root, folder, file), 'utf8'),
		})),
);
