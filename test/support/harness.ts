/** One n8n for all end-to-end tests: Jest starts it before the first file and stops it after the last. */
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { layout } from './n8nProcess';
import { N8nServer, N8nView, type N8nConnection } from './n8nServer';
import { locateTarball, projectRoot } from './places';

/** How the test files learn of the n8n; Jest hands the environment on to its workers. */
const variable = 'N8N_IDENTIFY24_SHARED';

/** n8n's output of the last run, for reading after a failure. */
const keptLog = join(projectRoot, '.dev', 'e2e', 'n8n.log');

export async function startShared() {
	const server = await N8nServer.start({ tarball: locateTarball() });
	process.env[variable] = JSON.stringify(server.connection);
	return server;
}

export async function stopShared(started: N8nServer) {
	mkdirSync(dirname(keptLog), { recursive: true });
	cpSync(layout(started.userFolder).output, keptLog);
	await started.stop();
}

/** The n8n that all end-to-end tests share. For restarts and kills, start one with `startN8n`. */
export function sharedN8n(): N8nView {
	const connection = process.env[variable];
	if (!connection) throw new Error('There is no shared n8n: run the tests by `npx jest test/e2e`');
	return N8nView.attach(JSON.parse(connection) as N8nConnection);
}
