/** `npm run bench`: installs what is missing, builds and packs, then measures. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDependencies } from '../../scripts/lib/dependencies.mjs';
import { devFolder, root } from '../../scripts/lib/places.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { ensureRuntime } from '../../scripts/lib/runtime.mjs';
import { say, tellTrouble } from '../../scripts/lib/say.mjs';
import { pack } from '../../scripts/lib/tarball.mjs';

// Removed even where the run is interrupted.
const temporary = mkdtempSync(join(tmpdir(), 'n8n-identify24-bench-'));
// PostgreSQL refuses to run as root, and its user has to get through to its folder.
chmodSync(temporary, 0o711);
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));

try {
	await ensureDependencies();
	const runtime = await ensureRuntime();
	say('Building and packing the package …');
	const tarball = await pack(join(devFolder, 'bench'));
	const { code } = await run(
		process.execPath,
		['--import', 'tsx', join('test', 'bench', 'main.ts'), ...process.argv.slice(2)],
		{
			cwd: root,
			env: {
				...process.env,
				N8N_IDENTIFY24_RUNTIME: JSON.stringify(runtime),
				N8N_IDENTIFY24_TARBALL: tarball,
				N8N_IDENTIFY24_TEMP: temporary,
			},
		},
	);
	process.exitCode = code;
} catch (error) {
	tellTrouble(error);
}
