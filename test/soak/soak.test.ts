import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../sandbox';
import { startN8n, type N8nServer } from '../support/n8nServer';
import { locateTarball } from '../support/places';
import { Heap } from './heap';
import { RESTARTS_WITHIN, writeScript } from './script';
import { Soak } from './soak';

// More than a minute, on whatever machine.
jest.setTimeout(300_000);

const given = process.env.N8N_IDENTIFY24_SEED;
const seeds = given ? [Number(given)] : Array.from({ length: 10 }, (_, index) => index + 1);

/** When everything has run since the last start of n8n. */
const BASELINE_AFTER = RESTARTS_WITHIN + 3;

const MOST_GROWTH = 1.05;

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

let n8n: N8nServer | undefined;
let sandbox: Sandbox | undefined;
let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(process.env.N8N_IDENTIFY24_TEMP ?? tmpdir(), 'identify24-soak-'));
});
afterEach(async () => {
	await sandbox?.stop();
	await n8n?.stop();
	[n8n, sandbox] = [undefined, undefined];
	await rm(folder, { recursive: true, force: true });
});

/** Plays one seed. Gives what is wrong in the end. */
async function play(seed: number): Promise<string[]> {
	const heap = new Heap(folder);
	// One at a time: Remove Duplicates forgets when executions overlap, and a kill among creates hits nothing else.
	const env = { ...heap.env, N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' };
	n8n = await startN8n({ tarball: locateTarball(), env });
	sandbox = await startSandbox({ latencyMs: 30 });
	const soak = await Soak.begin(n8n, sandbox);
	let baseline = 0;
	for (const [index, step] of writeScript(seed).entries()) {
		await soak.play(step);
		if (index === BASELINE_AFTER) baseline = await heap.used(n8n.pid);
	}
	await soak.end();
	const wrongs = await soak.wrongs();
	const used = await heap.used(n8n.pid);
	const growth = used / baseline;
	const memory = `memory in use ${megabytes(used)}, ${growth.toFixed(3)} times the ${megabytes(baseline)} of before`;
	process.stderr.write(`  seed ${seed}: ${soak.figures}, ${memory}\n`);
	return growth > MOST_GROWTH ? [...wrongs, `n8n keeps too much: ${memory}`] : wrongs;
}

test.each(seeds)('two hours in miniature, seed %i', async (seed) => {
	const replay = `To see it again: N8N_IDENTIFY24_SEED=${seed} npm run test:soak`;
	const wrongs = await play(seed).catch((cause: unknown) => {
		throw new Error(replay, { cause });
	});
	if (wrongs.length > 0) throw new Error([`Seed ${seed}:`, ...wrongs, replay].join('\n'));
});
