import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

export const projectRoot = join(__dirname, '..', '..');

const runtimeSchema = z.object({
	folder: z.string(),
	/** The Node.js 24 that n8n runs on. */
	node: z.string(),
	/** n8n's start script. */
	n8n: z.string(),
	version: z.string(),
});
const serversSchema = z.object({ redis: z.string(), initdb: z.string(), postgres: z.string() });
const preparedSchema = z.object({
	runtime: runtimeSchema,
	tarball: z.string().optional(),
	servers: serversSchema.optional(),
});

export type Runtime = z.infer<typeof runtimeSchema>;

/** Paths of the programs that queue mode needs beside n8n. */
export type ServerPrograms = z.infer<typeof serversSchema>;

/** Runs `scripts/prepare.mjs`: installs what is missing, and says so on stderr. */
function prepare(args: readonly string[]) {
	const output = execFileSync(
		process.execPath,
		[join(projectRoot, 'scripts', 'prepare.mjs'), ...args],
		{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], cwd: projectRoot },
	);
	return preparedSchema.parse(JSON.parse(output));
}

/** The installed n8n: as `npm test` found it, or else looked up (and installed) now. */
export function locateRuntime(): Runtime {
	const given = process.env.N8N_IDENTIFY24_RUNTIME;
	const runtime = given ? runtimeSchema.parse(JSON.parse(given)) : prepare([]).runtime;
	process.env.N8N_IDENTIFY24_RUNTIME = JSON.stringify(runtime);
	return runtime;
}

/** The packed package: as `npm test` packed it, or else built and packed now. */
export function locateTarball(): string {
	const tarball = process.env.N8N_IDENTIFY24_TARBALL ?? prepare(['--pack']).tarball;
	if (tarball === undefined) throw new Error('The package could not be packed');
	process.env.N8N_IDENTIFY24_TARBALL = tarball;
	return tarball;
}

/** Redis and PostgreSQL: as `npm run test:queue` found them, or else looked up (and installed) now. */
export function locateServers(): ServerPrograms {
	const given = process.env.N8N_IDENTIFY24_SERVERS;
	const servers = given ? serversSchema.parse(JSON.parse(given)) : prepare(['--servers']).servers;
	if (servers === undefined) throw new Error('Redis and PostgreSQL were not found');
	process.env.N8N_IDENTIFY24_SERVERS = JSON.stringify(servers);
	return servers;
}
