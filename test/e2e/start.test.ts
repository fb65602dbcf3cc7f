import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { projectRoot } from '../support/places';
import { waitFor } from '../support/waiting';
import { ask } from '../unit/sandbox/support';

/** Each port that `npm start` would like, and what it says it is for. */
const PORTS = [
	[4000, 'the first page'],
	[4010, 'the sandbox'],
	[2525, 'the mail server'],
	[5678, 'n8n'],
] as const;

const LEFT_OUT = new Set(['.dev', '.git', 'dist', 'node_modules']);

/** A checkout of its own: `npm start` keeps its state there, and packs the package there. */
let checkout: string;
/** Whatever else listens on these ports, e.g. an `npm start` of the person's. */
const taken: Server[] = [];
const started: ChildProcess[] = [];

beforeAll(async () => {
	checkout = mkdtempSync(join(process.env.N8N_IDENTIFY24_TEMP ?? tmpdir(), 'identify24-start-'));
	cpSync(projectRoot, checkout, {
		recursive: true,
		filter: (path) => !LEFT_OUT.has(basename(path)),
	});
	symlinkSync(join(projectRoot, 'node_modules'), join(checkout, 'node_modules'));
	for (const [port] of PORTS) {
		const server = createServer();
		server.listen(port, '127.0.0.1');
		taken.push(server);
		await Promise.race([once(server, 'listening'), once(server, 'error')]);
	}
});
afterAll(async () => {
	for (const child of started) child.kill('SIGKILL');
	for (const server of taken) server.close();
	await rm(checkout, { recursive: true, force: true });
});

function npmStart(...args: string[]) {
	const child = spawn(process.execPath, ['scripts/start.mjs', ...args], { cwd: checkout });
	started.push(child);
	let said = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (said += text));
	}
	const ended = once(child, 'close').then(([code]: unknown[]) => code);
	return {
		said: () => said,
		ended,
		/** Waits for the last thing that it says when all is up. Gives the address of the first page. */
		ready: async () => {
			await waitFor(
				'The first page',
				() =>
					said.includes('Ctrl-C ends everything') || child.exitCode !== null ? true : undefined,
				{ timeout: 240_000 },
			);
			expect(said).toContain('Ctrl-C ends everything');
			const addressAfter = (label: string) =>
				new RegExp(`${label}:\\s+(http\\S+)`).exec(said)?.[1] ?? 'nothing';
			return {
				home: addressAfter('Open this first'),
				n8n: addressAfter('n8n'),
				portal: addressAfter('Partner portal'),
			};
		},
		end: async () => {
			child.kill('SIGINT');
			return await ended;
		},
	};
}

const stateOf = async (portal: string) =>
	(await ask('GET', portal.replace('/portal', '/state'))).json();

test('npm start takes other ports, keeps to one at a time, ends with Ctrl-C, and starts afresh on request', async () => {
	const first = npmStart();
	const places = await first.ready();
	for (const [port, what] of PORTS) {
		expect(first.said()).toMatch(new RegExp(`Port ${port} is in use: ${what} takes \\d+\\.`));
	}
	for (const url of Object.values(places))
		expect([url, (await ask('GET', url)).status]).toEqual([url, 200]);

	const second = npmStart();
	expect(await second.ended).toBe(1);
	expect(second.said()).toContain(`npm start is already running here`);
	expect(second.said()).toContain(places.home);

	const before = await stateOf(places.portal);
	expect(JSON.stringify(before)).toContain('/webhook/identify/');
	expect(await first.end()).toBe(130);
	for (const url of Object.values(places))
		await expect(ask('GET', url)).rejects.toThrow('ECONNREFUSED');
	expect(existsSync(join(checkout, '.dev', 'running.json'))).toBe(false);
	expect(existsSync(join(checkout, '.dev', 'demo', 'state.json'))).toBe(true);

	const afresh = npmStart('--reset');
	await afresh.ready();
	expect(afresh.said()).toContain('Starting afresh');
	expect(afresh.said()).not.toContain('could not be published');
	expect(await afresh.end()).toBe(130);
}, 600_000);
