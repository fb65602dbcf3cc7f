/** `npm run pictures`: plays the demo in a browser as the tests do, and renews the pictures in docs/pictures. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { root } from './lib/places.mjs';
import { run } from './lib/processes.mjs';
import { ensureRuntime } from './lib/runtime.mjs';
import { tellTrouble } from './lib/say.mjs';

try {
	await ensureDependencies();
	await ensureRuntime();
	rmSync(join(root, 'docs', 'pictures'), { recursive: true, force: true });
	const { code } = await run(
		process.execPath,
		[join(root, 'node_modules', 'jest', 'bin', 'jest.js'), 'test/e2e/demoStory.test.ts'],
		{ cwd: root, env: { ...process.env, N8N_IDENTIFY24_PICTURES: 'true' } },
	);
	process.exitCode = code;
} catch (error) {
	tellTrouble(error);
}
