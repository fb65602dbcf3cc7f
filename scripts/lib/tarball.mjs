import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';
import { npm } from './processes.mjs';
import { Trouble } from './say.mjs';

/** @param {{ quiet?: boolean }} [options] */
export async function build({ quiet = false } = {}) {
	const { code, output } = await npm(['run', 'build'], { cwd: root, quiet });
	if (code !== 0) throw new Trouble(`${output}\nThe build failed.`.trim());
}

/**
 * Packs what was built, just as it would be published.
 * @param {string} folder
 * @returns {Promise<string>} the tarball's path
 */
export async function pack(folder) {
	mkdirSync(folder, { recursive: true });
	const { code, output } = await npm(
		['pack', '--ignore-scripts', '--silent', '--pack-destination', folder],
		{ cwd: root, quiet: true },
	);
	const name = output.trim().split('\n').at(-1);
	if (code !== 0 || !name?.endsWith('.tgz')) throw new Trouble(`${output}\nnpm pack failed.`);
	return join(folder, name);
}
