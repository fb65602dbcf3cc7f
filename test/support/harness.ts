/** One n8n for all end-to-end tests: Jest starts it before the first file and stops it after the last. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Neighbours, type NeighbourAddresses } from '../neighbours';
import { layout } from './n8nProcess';
import { N8nServer, N8nView, type N8nConnection } from './n8nServer';
import { locateTarball, projectRoot } from './places';

/** How the test files learn of the n8n; Jest hands the environment on to its workers. */
const variable = 'N8N_IDENTIFY24_SHARED';
const neighbourVariable = 'N8N_IDENTIFY24_NEIGHBOURS';

/** n8n's output of the last run, for reading after a failure. */
const keptLog = join(projectRoot, '.dev', 'e2e', 'n8n.log');

export interface Shared {
	server: N8nServer;
	neighbours: Neighbours;
	folder: string;
}

/** Starts n8n with Slack, HubSpot and mail around it, and no other way out. */
export async function startShared(): Promise<Shared> {
	const folder = mkdtempSync(join(process.env.N8N_IDENTIFY24_TEMP ?? tmpdir(), 'neighbours-'));
	const neighbours = await Neighbours.start({ folder });
	try {
		const server = await N8nServer.start({ tarball: locateTarball(), env: neighbours.env });
		process.env[variable] = JSON.stringify(server.connection);
		process.env[neighbourVariable] = JSON.stringify(neighbours.addresses);
		return { server, neighbours, folder };
	} catch (error) {
		await neighbours.stop();
		throw error;
	}
}

export async function stopShared({ server, neighbours, folder }: Shared) {
	mkdirSync(dirname(keptLog), { recursive: true });
	cpSync(layout(server.userFolder).output, keptLog);
	await server.stop();
	await neighbours.stop();
	rmSync(folder, { recursive: true, force: true });
}

/** Slack, HubSpot and mail of the shared n8n; each test takes accounts of its own. */
export function sharedNeighbours(): NeighbourAddresses {
	const addresses = process.env[neighbourVariable];
	if (!addresses) throw new Error('There are no neighbours: run the tests by `npx jest test/e2e`');
	return JSON.parse(addresses) as NeighbourAddresses;
}

/** The n8n that all end-to-end tests share. For restarts and kills, start one with `startN8n`. */
export function sharedN8n(): N8nView {
	const connection = process.env[variable];
	if (!connection) throw new Error('There is no shared n8n: run the tests by `npx jest test/e2e`');
	return N8nView.attach(JSON.parse(connection) as N8nConnection);
}
