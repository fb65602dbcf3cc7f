import { readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';
import { Trouble } from './say.mjs';

/**
 * Whether a version of Node.js is in a range like `^20.19.0 || >=24.0.0`. Own code, because it is asked
 * before anything is installed.
 * @param {string} version
 * @param {string} range
 */
export function nodeSuits(version, range) {
	const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
	return range.split('||').some((part) => {
		const [, sign, ...numbers] = /^\s*(\^|>=)(\d+)\.(\d+)\.(\d+)\s*$/.exec(part) ?? [];
		if (sign === undefined)
			throw new Error(`package.json: engines.node is not understood: ${part}`);
		const [oldest = 0, oldestMinor = 0, oldestPatch = 0] = numbers.map(Number);
		if (major !== oldest) return sign === '>=' && major > oldest;
		return minor === oldestMinor ? patch >= oldestPatch : minor > oldestMinor;
	});
}

export function checkNode() {
	const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	if (nodeSuits(process.versions.node, engines.node)) return;
	throw new Trouble(
		`Node.js ${engines.node} is needed, this is ${process.versions.node}.\n` +
			'Install a current one from https://nodejs.org (or with nvm: `nvm install 24`) and start again.',
	);
}

/**
 * @param {string} folder
 * @param {number} gigabytes
 */
export function checkDisk(folder, gigabytes) {
	const { bavail, bsize } = statfsSync(folder);
	const free = (bavail * bsize) / 1e9;
	if (free >= gigabytes) return;
	throw new Trouble(
		`About ${gigabytes} GB are needed in ${folder}, ${free.toFixed(1)} GB are free.\n` +
			'Free some space, or set N8N_IDENTIFY24_CACHE to a folder on a larger disk.',
	);
}

/** What npm's output means, most telling first, and how to get unstuck. */
const causes = [
	{
		pattern: /ENOSPC|no space left/i,
		advice: 'The disk is full. Free about 4 GB, or set N8N_IDENTIFY24_CACHE to a larger disk.',
	},
	{
		pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|network (request|timeout)/i,
		advice:
			'The npm registry could not be reached. Check the network and, behind a proxy, `npm config get proxy`\n' +
			'and `npm config get registry`; then start again: nothing half-installed is kept.',
	},
	{
		pattern: /EINTEGRITY/,
		advice: 'A download was damaged. Run `npm cache verify` and start again.',
	},
	{
		pattern: /gyp ERR! find Python|find Python/i,
		advice: 'Python 3 is needed to compile SQLite. Install it and start again.',
	},
	{
		pattern: /gyp ERR!|not found: make|g\+\+|xcode|Visual Studio/i,
		advice:
			'SQLite had to be compiled and a compiler is missing. Install one and start again:\n' +
			'  Debian, Ubuntu: sudo apt-get install python3 make g++\n' +
			'  macOS:          xcode-select --install\n' +
			'  Windows:        Visual Studio Build Tools, "Desktop development with C++"',
	},
	{
		pattern: /EACCES|EPERM/,
		advice: 'A file may not be written. Check who owns the folder named above.',
	},
	{
		pattern: /E404|ETARGET|404 Not Found/,
		advice:
			'A package is missing from the npm registry in use (`npm config get registry`). If it is a mirror, try another.',
	},
	{
		pattern: /can only install packages when your package\.json and package-lock/i,
		advice:
			'package.json and package-lock.json disagree. Run `npm install`, or `git checkout package-lock.json`.',
	},
];

/**
 * @param {string} what
 * @param {string} output
 */
export function installTrouble(what, output) {
	const cause = causes.find(({ pattern }) => pattern.test(output));
	const advice = cause?.advice ?? 'The output above says why. Starting again is safe.';
	return new Trouble(`${output.trimEnd()}\n\n${what} failed.\n${advice}`);
}
