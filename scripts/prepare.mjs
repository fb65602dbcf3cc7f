/**
 * Makes sure that everything an end-to-end test needs is there and prints where, as one line of
 * JSON. For a test run started by itself (`npx jest test/e2e`).
 */
import { join } from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { devFolder } from './lib/places.mjs';
import { ensureQueueServers } from './lib/queueServers.mjs';
import { ensureRuntime } from './lib/runtime.mjs';
import { say, tellTrouble } from './lib/say.mjs';
import { pack } from './lib/tarball.mjs';

try {
	await ensureDependencies();
	const runtime = await ensureRuntime();
	let tarball = process.env.N8N_IDENTIFY24_TARBALL;
	if (!tarball && process.argv.includes('--pack')) {
		say('Building and packing the package …');
		tarball = await pack(join(devFolder, 'e2e'));
	}
	const servers = process.argv.includes('--servers') ? await ensureQueueServers() : undefined;
	process.stdout.write(`${JSON.stringify({ runtime, tarball, servers })}\n`);
} catch (error) {
	tellTrouble(error);
}
