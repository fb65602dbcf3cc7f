import { existsSync, lstatSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './processes.mjs';
import { readJson, root, sha256OfFile } from './places.mjs';
import { say, Trouble, withHeartbeat } from './say.mjs';
import { checkDisk, checkNode, installTrouble } from './trouble.mjs';

const modules = join(root, 'node_modules');
const lockFile = join(root, 'package-lock.json');
const marker = join(modules, '.n8n-identify24-lock');

/**
 * Whether what npm says it installed is what the lock asks for: then `npm install` or `npm ci` was
 * run by hand and nothing needs to be done.
 */
function installedByHand() {
	/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} Lock */
	const installed = /** @type {Lock | undefined} */ (readJson(join(modules, '.package-lock.json')));
	const wanted = /** @type {Lock | undefined} */ (readJson(lockFile));
	if (!installed?.packages || !wanted?.packages) return false;
	return Object.entries(wanted.packages).every(([path, { version, optional, link }]) => {
		if (path === '' || link) return true;
		const found = installed.packages[path];
		return found ? found.version === version : optional === true;
	});
}

function current() {
	if (!existsSync(modules)) return false;
	const hash = sha256OfFile(lockFile);
	if (existsSync(marker) && readFileSync(marker, 'utf8') === hash) return true;
	if (!installedByHand()) return false;
	writeFileSync(marker, hash);
	return true;
}

/** A folder that several checkouts share: `npm ci` would empty it under all of them. */
function refuseLink() {
	if (!lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return;
	const target = existsSync(modules) ? realpathSync(modules) : 'a folder that is not there';
	throw new Trouble(
		`node_modules is a link to ${target}, and what is in there is not what package-lock.json asks for.\n` +
			'npm ci would empty that folder. Remove the link and start again: this checkout then gets its own.',
	);
}

/** Installs the project's own dependencies as the lock file says, unless they are there. */
export async function ensureDependencies() {
	checkNode();
	if (current()) return;
	refuseLink();
	say('Installing the dependencies of this project (about 2 minutes, once) …');
	checkDisk(root, 2);
	await withHeartbeat('npm ci', async () => {
		// No install script is needed here: everything native comes as a ready-made package.
		const { code, output } = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
			cwd: root,
			quiet: true,
		});
		if (code !== 0) throw installTrouble('npm ci', output);
	});
	writeFileSync(marker, sha256OfFile(lockFile));
}
