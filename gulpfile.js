'use strict';

const { builtinModules } = require('node:module');
const { execFile } = require('node:child_process');
const { readdir, readFile, rm } = require('node:fs/promises');
const path = require('node:path');
const { Transform } = require('node:stream');
const { promisify } = require('node:util');
const { build: bundle } = require('esbuild');
const { dest, parallel, series, src } = require('gulp');
const { writePreviews } = require('./scripts/previews.cjs');

const DIST = path.join(__dirname, 'dist');
const VENDOR = path.join(DIST, 'vendor');

/** What n8n provides. Everything else that the nodes import is bundled into dist/vendor. */
const PROVIDED = new Set(['n8n-workflow', ...builtinModules]);

const isProvided = (name) => name.startsWith('node:') || PROVIDED.has(name);

/** The file in dist/vendor of an imported package or one of its files. */
const vendorFile = (name) => `${name.replace(/\.js(?:on)?$/, '').replace(/[@/]+/g, '-')}.js`;

/** The package that an import belongs to. */
const packageOf = (name) =>
	name
		.split('/')
		.slice(0, name.startsWith('@') ? 2 : 1)
		.join('/');

async function clean() {
	await rm(DIST, { recursive: true, force: true });
}

/** TypeScript's own compiler: one readable file per source file. Type errors fail the build. */
async function compile() {
	const tsc = require.resolve('typescript/bin/tsc');
	try {
		await promisify(execFile)(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
			cwd: __dirname,
		});
	} catch (error) {
		throw new Error(`TypeScript found errors:\n${error.stdout ?? error.message}`);
	}
}

/** Points the imports of bundled packages at dist/vendor, and bundles each of them once. */
async function vendor() {
	const names = new Set();
	const rewrite = new Transform({
		objectMode: true,
		transform(file, _encoding, done) {
			const code = file.contents.toString().replace(/require\("([^".][^"]*)"\)/g, (call, name) => {
				if (isProvided(name)) return call;
				names.add(name);
				const target = path.join(VENDOR, vendorFile(name));
				const relative = path.relative(path.dirname(file.path), target).split(path.sep).join('/');
				return `require("${relative.startsWith('.') ? relative : `./${relative}`}")`;
			});
			file.contents = Buffer.from(code);
			done(null, file);
		},
	});
	const { pipeline } = require('node:stream/promises');
	await pipeline(src('dist/{nodes,credentials}/**/*.js', { base: DIST }), rewrite, dest(DIST));
	await Promise.all([...names].map(bundleVendor));
}

/** A package's licence, with that of the data in it where it has one of its own. */
async function readLicence(folder) {
	const names = (await readdir(folder)).filter((file) => /^LICEN[CS]E(?:\.\w+)?$/i.test(file));
	if (names.length === 0) throw new Error(`${folder} has no licence`);
	const texts = names.sort().map((name) => readFile(path.join(folder, name), 'utf8'));
	return (await Promise.all(texts)).join('\n');
}

/** Bundles one package, readable, with its licence, and with nothing left outside. */
async function bundleVendor(name) {
	const folder = path.dirname(require.resolve(`${packageOf(name)}/package.json`));
	const licence = await readLicence(folder);
	await bundle({
		banner: {
			js: `/*!\n * ${packageOf(name)}\n *\n${licence.replace(/^/gm, ' * ').replaceAll('*/', '* /')}\n */`,
		},
		stdin: {
			contents: `module.exports = require(${JSON.stringify(name)});`,
			resolveDir: __dirname,
		},
		outfile: path.join(VENDOR, vendorFile(name)),
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		minify: false,
		legalComments: 'inline',
		charset: 'utf8',
		// libphonenumber-js has some for its own developers; n8n's scanner wants none.
		drop: ['console'],
		logLevel: 'warning',
	});
}

/** What the editor shows of each operation's output before the first run. */
async function previews() {
	const nodes = path.join(DIST, 'nodes', 'Identify');
	const { resources } = require(path.join(nodes, 'resources'));
	const { event } = require(path.join(nodes, 'output', 'shapes'));
	await writePreviews(nodes, resources, event);
}

/** The icons, kept once in icons/. */
function icons() {
	return src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
}

/** What n8n's node panel shows beside the description: categories, aliases, documentation. */
function codex() {
	return src('nodes/**/*.node.json').pipe(dest('dist/nodes'));
}

exports.clean = clean;
exports.build = series(clean, compile, parallel(vendor, icons, codex), previews);
exports.default = exports.build;
