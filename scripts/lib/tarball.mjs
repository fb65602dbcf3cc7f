import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';
import { npm } from './processes.mjs';
import { Trouble } from './say.mjs';

/**
 * Packs just as it is published: `npm pack` builds (`prepack`). What an earlier build left is removed
 * first, so that nothing but this build can be in the tarball.
 * @param {string} folder
 * @returns {Promise<string>} the tarball's path
 */
export async function pack(folder) {
	rmSync(join(root, 'dist'), { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const { code, output } = await npm(['pack', '--silent', '--pack-destination', folder], {
		cwd: root,
		quiet: true,
	});
	const name = output.trim().split('\n').at(-1);
	if (code !== 0 || !name?.endsWith('.tgz')) throw new Trouble(`${output}\nnpm pack failed.`);
	return join(folder, name);
}
