import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { copySources } from './places';

/** `npm test` packs once for all suites and says so here. */
const GIVEN = process.env.N8N_IDENTIFY24_TARBALL ?? process.env.IDENTIFY24_TARBALL;

function npm(args: readonly string[], cwd: string): string {
	const shell = process.platform === 'win32';
	return execFileSync('npm', args, {
		cwd,
		shell,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}

/**
 * The tarball as it would be published: the given one, or a fresh one made in `folder`. Neither has a
 * build to fall back on: `npm pack` has to make it.
 */
export function tarballIn(folder: string): string {
	if (GIVEN) return GIVEN;
	const workspace = join(folder, 'workspace');
	mkdirSync(workspace);
	copySources(workspace);
	const output = npm(['pack', '--silent', '--pack-destination', folder], workspace);
	return join(folder, output.trim().split('\n').at(-1) ?? '');
}

/** Unpacks a tarball and returns the package's folder. */
export function unpack(tarball: string, folder: string): string {
	const unpacked = join(folder, 'unpacked');
	mkdirSync(unpacked);
	execFileSync('tar', ['-xzf', tarball, '-C', unpacked]);
	return join(unpacked, 'package');
}
