import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './installLock.mjs';
import { cacheFolder, readJson, root } from './places.mjs';
import { npm, run } from './processes.mjs';
import { say, Trouble, withHeartbeat } from './say.mjs';
import { checkDisk, checkNode, installTrouble } from './trouble.mjs';

/**
 * @typedef {{ folder: string, node: string, n8n: string, version: string }} Runtime
 * `node` is the Node.js 24 that n8n needs, `n8n` its start script.
 */

const runtimes = join(root, 'test', 'runtime');
const windows = process.platform === 'win32';

/** The name of the marker that is written last: a folder without it is not used. */
const complete = 'complete.json';

/**
 * The versions of n8n that the package is tested with, the newest first. Each has a folder of its name beside the file.
 * @returns {string[]}
 */
export function testedVersions() {
	const { tested } = /** @type {{ tested: Array<{ n8n: string }> }} */ (
		readJson(join(runtimes, 'versions.json'))
	);
	return tested.map(({ n8n }) => n8n);
}

/** The version to run: the one asked for by N8N_IDENTIFY24_N8N, or the newest tested one. */
function chosenVersion() {
	const versions = testedVersions();
	const asked = process.env.N8N_IDENTIFY24_N8N ?? versions[0];
	if (asked !== undefined && versions.includes(asked)) return asked;
	throw new Trouble(
		`There is no n8n ${asked} to run.\nSet N8N_IDENTIFY24_N8N to one of these: ${versions.join(', ')}.`,
	);
}

/**
 * One folder per lock file and kind of machine: a new n8n version never meets an old folder.
 * @param {string} source
 */
function key(source) {
	const hash = createHash('sha256');
	for (const name of ['package.json', 'package-lock.json']) {
		hash.update(readFileSync(join(source, name)));
	}
	return `n8n-${hash.digest('hex').slice(0, 16)}-${process.platform}-${process.arch}`;
}

/**
 * @param {string} folder
 * @returns {Runtime | undefined}
 */
function read(folder) {
	const marker = /** @type {{ node: string, version: string } | undefined} */ (
		readJson(join(folder, complete))
	);
	if (!marker) return undefined;
	const n8n = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	const node = marker.node === 'host' ? process.execPath : join(folder, marker.node);
	return existsSync(n8n) && existsSync(node)
		? { folder, node, n8n, version: marker.version }
		: undefined;
}

/**
 * The Node.js that n8n shall run on: the packaged one, so that everyone tests on the same; this
 * very one where that does not run and this one is new enough.
 * @param {string} folder
 * @param {string} output what npm said, for the message
 * @returns {Promise<string>} relative to the folder, or 'host'
 */
async function pickNode(folder, output) {
	const packaged = join('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
	const { code } = await run(join(folder, packaged), ['--version'], { quiet: true });
	if (code === 0) return packaged;
	if (Number(process.versions.node.split('.')[0]) >= 24) return 'host';
	throw installTrouble(
		'Unpacking Node.js 24 (npm package "node")',
		`${output}\nStarting with Node.js 24 or newer yourself also helps: it is then used for n8n.`,
	);
}

/**
 * @param {string} source the folder with the lock file
 * @param {string} folder an empty one
 */
async function install(source, folder) {
	for (const name of ['package.json', 'package-lock.json']) {
		copyFileSync(join(source, name), join(folder, name));
	}
	await withHeartbeat('downloading and unpacking n8n (about 4 minutes)', async () => {
		const version = await npm(['--version'], { quiet: true });
		// For npm 10 see .npmrc. A newer one shall install all that n8n has.
		const peers = version.output.startsWith('10.') ? '--legacy-peer-deps' : '--no-legacy-peer-deps';
		const { code, output } = await npm(
			['ci', '--ignore-scripts', '--no-audit', '--no-fund', peers],
			{ cwd: folder, quiet: true },
		);
		if (code !== 0) throw installTrouble('Installing n8n', output);
	});
	await withHeartbeat('preparing SQLite and Node.js 24 (about 1 minute)', async () => {
		// Only these two need their install scripts. One by one: each has its own remedy.
		const sqlite = await npm(['rebuild', 'sqlite3'], { cwd: folder, quiet: true });
		if (sqlite.code !== 0) throw installTrouble('Preparing SQLite', sqlite.output);
		const packaged = await npm(['rebuild', 'node'], { cwd: folder, quiet: true });
		const node = await pickNode(folder, packaged.output);
		const proof = await run(
			node === 'host' ? process.execPath : join(folder, node),
			[
				'-e',
				"new (require('sqlite3').Database)(':memory:').get('select 1', (e) => process.exit(e ? 1 : 0))",
			],
			{ cwd: folder, quiet: true },
		);
		if (proof.code !== 0) {
			throw installTrouble('Loading SQLite', `${sqlite.output}\n${proof.output}`);
		}
		const n8n = /** @type {{ version: string }} */ (
			readJson(join(folder, 'node_modules', 'n8n', 'package.json'))
		);
		writeFileSync(join(folder, complete), JSON.stringify({ node, version: n8n.version }));
	});
}

/**
 * Makes sure that n8n is in the cache.
 * @param {string} [version] one of `testedVersions()`
 * @returns {Promise<Runtime>}
 */
export async function ensureRuntime(version = chosenVersion()) {
	checkNode();
	const source = join(runtimes, version);
	const name = key(source);
	const folder = join(cacheFolder(), name);
	const ready = read(folder);
	if (ready) return ready;
	const parent = dirname(folder);
	try {
		mkdirSync(parent, { recursive: true });
	} catch (error) {
		throw new Trouble(
			`The cache folder ${parent} cannot be made (${error.message}).\n` +
				'Set N8N_IDENTIFY24_CACHE to a folder that can be written.',
		);
	}
	return await withLock(`${folder}.lock`, {
		onWait: () => say('Another process is installing n8n. Waiting for it …'),
		work: async () => {
			const byOther = read(folder);
			if (byOther) return byOther;
			say(`Installing n8n ${version} into ${parent}`);
			say('This happens once: about 5 minutes, 3 GB.');
			checkDisk(parent, 4);
			// What an interrupted run left. We hold the lock: nobody else is working there.
			for (const entry of readdirSync(parent)) {
				if (entry.startsWith(`${name}.part-`)) {
					rmSync(join(parent, entry), { recursive: true, force: true });
				}
			}
			const part = `${folder}.part-${process.pid}`;
			mkdirSync(part);
			try {
				await install(source, part);
				rmSync(folder, { recursive: true, force: true });
				renameSync(part, folder);
			} finally {
				rmSync(part, { recursive: true, force: true });
			}
			const installed = read(folder);
			if (!installed) throw new Trouble(`n8n was installed, but ${folder} is not complete.`);
			return installed;
		},
	});
}
