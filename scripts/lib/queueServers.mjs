import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './processes.mjs';
import { say, Trouble } from './say.mjs';

/** @typedef {{ redis: string, initdb: string, postgres: string }} QueueServers paths of programs */

/** Debian keeps PostgreSQL's programs off the PATH, one folder a version. */
const debianPostgres = '/usr/lib/postgresql';

/** @param {string} file */
function isProgram(file) {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

function folders() {
	const versions = existsSync(debianPostgres) ? readdirSync(debianPostgres) : [];
	const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
	return [
		...newestFirst.map((version) => join(debianPostgres, version, 'bin')),
		...(process.env.PATH ?? '').split(delimiter),
	];
}

/** @param {string} name */
function find(name) {
	return folders()
		.map((folder) => join(folder, name))
		.find(isProgram);
}

/** @returns {QueueServers | string[]} the programs, or the Debian packages that are missing */
function look() {
	const redis = find('redis-server');
	const initdb = find('initdb');
	const postgres = find('postgres');
	if (redis && initdb && postgres) return { redis, initdb, postgres };
	return [...(redis ? [] : ['redis-server']), ...(initdb && postgres ? [] : ['postgresql'])];
}

/** @param {readonly string[]} packages */
async function install(packages) {
	say(`Installing ${packages.join(' and ')} by apt-get …`);
	const env = {
		...process.env,
		DEBIAN_FRONTEND: 'noninteractive',
		// Debian would start what it installs; the tests start servers of their own.
		RUNLEVEL: '1',
	};
	let said = '';
	for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
		const { code, output } = await run('apt-get', args, { quiet: true, env });
		said += output;
		// Without fresh lists the install may still work with those that are there.
		if (code !== 0 && args[0] === 'install') throw new Trouble(`${said}\napt-get failed.`);
	}
}

/**
 * Makes sure that Redis and PostgreSQL can be started here.
 * @returns {Promise<QueueServers>}
 */
export async function ensureQueueServers() {
	const found = look();
	if (!Array.isArray(found)) return found;
	if (process.getuid?.() === 0 && find('apt-get')) await install(found);
	const installed = look();
	if (!Array.isArray(installed)) return installed;
	throw new Trouble(
		`npm run test:queue needs Redis and PostgreSQL. Missing: ${installed.join(', ')}.\n` +
			`On Debian or Ubuntu: sudo apt-get install ${installed.join(' ')}\n` +
			'Elsewhere: put redis-server, initdb and postgres on the PATH. Nothing needs to be running.',
	);
}
