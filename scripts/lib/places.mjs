import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The ignored folder for everything a person may delete at any time. */
export const devFolder = join(root, '.dev');

/** Where n8n is kept: outside the checkout, so that a fresh clone does not install it again. */
export function cacheFolder() {
	if (process.env.N8N_IDENTIFY24_CACHE) return process.env.N8N_IDENTIFY24_CACHE;
	const name = 'n8n-nodes-identify24';
	if (process.platform === 'win32') {
		return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), name);
	}
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', name);
	return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), name);
}

/** @param {string} file */
export function sha256OfFile(file) {
	return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/**
 * @param {string} file
 * @returns {unknown} the parsed file, or undefined where it is missing or broken
 */
export function readJson(file) {
	if (!existsSync(file)) return undefined;
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return undefined;
	}
}
