import { execFileSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { event } from '../../../nodes/Identify/output/shapes';
import { resources } from '../../../nodes/Identify/resources';
import { previewOf } from '../../support/preview';
import { importsOf } from './imports';
import { filesIn, root, temporaryFolder } from './places';
import { scan } from './scanner';
import { tarballIn, unpack } from './tarball';

const MINUTE = 60_000;

/** What a file of the package requires that will not be there. */
function missing(folder: string, file: string, text: string): string[] {
	return importsOf(file, text).flatMap((name) => {
		if (name === undefined) return [`${file}: something computed`];
		if (name === 'n8n-workflow' || isBuiltin(name)) return [];
		const target = join(dirname(join(folder, file)), name);
		const there = ['', '.js', '.json', '/index.js'].some(
			(suffix) => existsSync(target + suffix) && statSync(target + suffix).isFile(),
		);
		return name.startsWith('.') && target.startsWith(folder) && there ? [] : [`${file}: ${name}`];
	});
}

const manifestSchema = z.object({
	main: z.string(),
	n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }),
});

/** Loads the package as n8n does, and tells what came of it. */
const LOADER = `
const { basename, join } = require('node:path');
const folder = process.argv[1];
const { n8n } = require(join(folder, 'package.json'));
const load = (file) => {
	const name = basename(file).split('.')[0];
	const { [name]: Class } = require(join(folder, file));
	const instance = new Class();
	return instance.description ? instance.description.name : instance.name;
};
const found = (name) => {
	try { return require.resolve(name, { paths: [folder, join(folder, 'dist', 'nodes')] }); }
	catch { return null; }
};
process.stdout.write(JSON.stringify({
	nodes: n8n.nodes.map(load),
	credentials: n8n.credentials.map(load),
	main: Object.keys(require(folder)),
	zod: found('zod'),
	countries: found('i18n-iso-countries'),
}));
`;
const loadedSchema = z.object({
	nodes: z.array(z.string()),
	credentials: z.array(z.string()),
	main: z.array(z.string()),
	zod: z.string().nullable(),
	countries: z.string().nullable(),
});

describe('the tarball', () => {
	const temporary = temporaryFolder();
	let tarball = '';
	let folder = '';
	let files: string[] = [];
	let manifest: z.infer<typeof manifestSchema>;

	beforeAll(() => {
		tarball = tarballIn(temporary);
		folder = unpack(tarball, temporary);
		files = filesIn(folder);
		manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
	}, 5 * MINUTE);
	afterAll(() => {
		rmSync(temporary, { recursive: true, force: true });
	});

	const scripts = () =>
		files
			.filter((file) => file.endsWith('.js'))
			.map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));

	it('is under 400 kB', () => {
		expect(statSync(tarball).size).toBeGreaterThan(10_000);
		expect(statSync(tarball).size).toBeLessThan(400_000);
	});

	it('has the build, index.js, package.json, README, LICENSE and CHANGELOG, and nothing else', () => {
		const top = [...new Set(files.map((file) => file.split('/')[0]))];
		expect(top.sort()).toEqual(
			['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'index.js', 'package.json'].sort(),
		);
		const kinds = files
			.filter((file) => file.startsWith('dist/'))
			.map((file) => file.split('/')[1]);
		expect([...new Set(kinds)].sort()).toEqual(['credentials', 'icons', 'nodes', 'vendor']);
		const other = files.filter((file) => !/\.(?:js|json|svg|md)$|^LICENSE$/.test(file));
		expect(other).toEqual([]);
		expect(
			files.filter((file) => /(?:^|\/)(?:tests?|node_modules)\/|\.(?:test|spec)\./i.test(file)),
		).toEqual([]);
	});

	it('has the files that its n8n section and main name', () => {
		const named = [...manifest.n8n.nodes, ...manifest.n8n.credentials, manifest.main];
		for (const file of named) expect(files).toContain(file);
	});

	it('has the output preview of every operation, as its schema says', () => {
		const place = 'dist/nodes/Identify/__schema__/v1.0.0';
		const previews = resources.flatMap(({ value, operations }) =>
			operations.map(({ value: name, result }): [string, z.ZodTypeAny] => [
				`${place}/${value}/${name}.json`,
				result,
			]),
		);
		previews.push([`${place}/output.json`, event]);
		expect(files.filter((file) => file.includes('__schema__')).sort()).toEqual(
			previews.map(([file]) => file).sort(),
		);
		for (const [file, schema] of previews) {
			expect(JSON.parse(readFileSync(join(folder, file), 'utf8'))).toEqual(previewOf(schema));
		}
	});

	it('has the codex of every node and the icons where the classes look for them', () => {
		for (const node of manifest.n8n.nodes) {
			expect(files).toContain(node.replace(/\.js$/, '.json'));
		}
		const icons = scripts().flatMap(({ file, text }) =>
			[...text.matchAll(/'file:([^']+\.svg)'/g)].map(([, icon = '']) =>
				join(dirname(file), icon).replaceAll('\\', '/'),
			),
		);
		expect(icons.length).toBeGreaterThanOrEqual(4);
		for (const icon of icons) expect(files).toContain(icon);
	});

	it('requires nothing but its own files, Node.js and n8n-workflow', () => {
		expect(scripts().flatMap(({ file, text }) => missing(folder, file, text))).toEqual([]);
		const all = scripts().flatMap(({ file, text }) => importsOf(file, text));
		expect(all).toContain('n8n-workflow');
	});

	it.each([
		"require('zod');",
		"import('axios');",
		'require(process.env.NAME);',
		"require('./no-such-file');",
		"require('../../../../../package.json');",
	])('would not be let through with %s', (text) => {
		expect(missing(folder, 'dist/nodes/Identify/made-up.js', text)).toHaveLength(1);
	});

	it('can be read: nothing is minified', () => {
		// Minified code has lines of thousands of characters; here the average is below 40.
		const code = (text: string) => text.replace(/(["'`])(?:(?!\1)[^\n]){300,}\1/g, 'data');
		const dense = scripts().filter(({ text }) => code(text).length / text.split('\n').length > 100);
		expect(dense.map(({ file }) => file)).toEqual([]);
	});

	it('keeps the licence of every package that is bundled', () => {
		const bundled = scripts().filter(({ file }) => file.startsWith('dist/vendor/'));
		expect(bundled.length).toBeGreaterThan(0);
		const licences = files.filter((file) => /licen[cs]e/i.test(file) && file !== 'LICENSE');
		const silent = bundled.filter(({ text }) => !/copyright|licen[cs]e/i.test(text));
		expect(licences.length > 0 || silent.length === 0).toBe(true);
	});

	it('loads with n8n-workflow alone beside it', () => {
		const modules = join(temporary, 'modules');
		mkdirSync(modules);
		symlinkSync(
			join(root, 'node_modules', 'n8n-workflow'),
			join(modules, 'n8n-workflow'),
			'junction',
		);
		const script = join(temporary, 'load.cjs');
		writeFileSync(script, LOADER.replace('process.argv[1]', 'process.argv[2]'));
		const output = execFileSync(process.execPath, [script, folder], {
			cwd: temporary,
			encoding: 'utf8',
			env: { NODE_PATH: modules, PATH: process.env.PATH },
		});
		const loaded = loadedSchema.parse(JSON.parse(output));
		expect(loaded).toMatchObject({ credentials: ['identifyApi'], zod: null, countries: null });
		expect(loaded.nodes).toContain('identify');
		expect(loaded.nodes).toHaveLength(manifest.n8n.nodes.length);
		const classes = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map(
			(file) => file.split('/').at(-1)?.split('.')[0],
		);
		expect([...loaded.main].sort()).toEqual(classes.sort());
	});

	it(
		"passes n8n's scanner",
		async () => {
			expect(await scan(folder, ['**/*.js', 'package.json'])).toEqual({ passed: true });
		},
		2 * MINUTE,
	);
});
