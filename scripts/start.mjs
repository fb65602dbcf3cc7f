/** `npm start`: the package in a real n8n with the sandbox behind it. See README.md. */
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './lib/dependencies.mjs';
import { devFolder, readJson, root } from './lib/places.mjs';
import { beforeEnd, endEverything, start } from './lib/processes.mjs';
import { ensureRuntime } from './lib/runtime.mjs';
import { say, Trouble, withHeartbeat } from './lib/say.mjs';
import { pack } from './lib/tarball.mjs';

const runningFile = join(devFolder, 'running.json');

/** Two n8n on one folder would damage it. */
function claimFolder() {
	mkdirSync(devFolder, { recursive: true });
	const other = /** @type {{ pid: number, url?: string } | undefined} */ (readJson(runningFile));
	if (other && isAlive(other.pid)) {
		throw new Trouble(
			`npm start is already running here (process ${other.pid})${other.url ? ` at ${other.url}` : ''}.\n` +
				'Use that one, or end it first with Ctrl-C in its terminal.',
		);
	}
	noteRunning({});
	process.once('exit', () => rmSync(runningFile, { force: true }));
}

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return pid !== process.pid;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

/** @param {{ url?: string }} more */
function noteRunning(more) {
	writeFileSync(runningFile, JSON.stringify({ pid: process.pid, ...more }));
}

/** What a person may want to lose: everything but the packed package. */
function reset() {
	for (const name of ['n8n', 'demo', 'neighbours', 'sandbox.log', 'demo.log']) {
		rmSync(join(devFolder, name), { recursive: true, force: true });
	}
	say('Starting afresh: workflows, credentials, idents and messages in .dev are removed.');
}

/**
 * Sandbox, neighbours and first page, in one process.
 * @typedef {{ url: string, partner: string, apiKey: string }} SandboxPlace
 * @typedef {{ url: string, smtpPort: number, env: Record<string, string> }} NeighbourPlaces
 * @typedef {{ sandbox: SandboxPlace, neighbours: NeighbourPlaces, notes: string[] }} DemoPlaces
 */
async function startDemo() {
	const log = join(devFolder, 'demo.log');
	const file = openSync(log, 'w');
	const child = start(
		process.execPath,
		[
			// Even where this process is killed, the demo does not stay behind.
			...['--require', join(root, 'test', 'support', 'exitWithParent.cjs')],
			...['--import', 'tsx', 'test/demo/main.ts', '--folder', join(devFolder, 'demo')],
		],
		{ cwd: root, stdio: ['ignore', file, file, 'ipc'] },
	);
	/** @type {Promise<string>} */
	const ended = new Promise((resolve) => {
		child.once('exit', (code, signal) => {
			const output = readFileSync(log, 'utf8').slice(-2000);
			resolve(`The sandbox ended (${signal ?? `code ${code}`}).\n${output}`);
		});
	});
	/** @type {Promise<DemoPlaces>} */
	const ready = new Promise((resolve) => {
		child.once('message', (message) => resolve(/** @type {DemoPlaces} */ (message)));
	});
	const first = await Promise.race([ready, ended]);
	if (typeof first === 'string') throw new Trouble(first);
	return { ...first, ended, tell: (/** @type {object} */ places) => child.send(places) };
}

const N8N_PORT = 5678;

async function main() {
	const { values } = parseArgs({ options: { reset: { type: 'boolean', default: false } } });
	claimFolder();
	if (values.reset) reset();
	await ensureDependencies();
	const runtime = await ensureRuntime();
	process.env.N8N_IDENTIFY24_RUNTIME = JSON.stringify(runtime);
	const tarball = await withHeartbeat(
		'building and packing the package',
		async () => await pack(join(devFolder, 'package')),
	);

	// The same code that the end-to-end tests use. Only now: it needs the dependencies. In one import:
	// each brings its own copy of everything.
	const { tsImport } = await import('tsx/esm/api');
	const { DEMO_ACCOUNT, fillPlayground, freePort, owner, startN8n } = await tsImport(
		'../test/support/playground.ts',
		import.meta.url,
	);

	const demo = await withHeartbeat('starting the sandbox', startDemo);
	for (const note of demo.notes) say(note);
	const port = await freePort(N8N_PORT, N8N_PORT + 1, N8N_PORT + 2, N8N_PORT + 3);
	if (port !== N8N_PORT) say(`Port ${N8N_PORT} is in use: n8n takes ${port}.`);
	const n8n = await withHeartbeat(
		`starting n8n ${runtime.version} (about 20 seconds)`,
		async () =>
			await startN8n({
				tarball,
				userFolder: join(devFolder, 'n8n'),
				port,
				env: { N8N_LOG_LEVEL: 'info', ...demo.neighbours.env },
			}),
	);
	let ending = false;
	beforeEnd(async () => {
		ending = true;
		say('\nEnding n8n and the sandbox …');
		await n8n.stop();
	});
	const workflows = await withHeartbeat(
		'loading credentials and publishing example workflows',
		async () =>
			await fillPlayground(n8n, {
				sandbox: demo.sandbox,
				neighbours: demo.neighbours,
				account: DEMO_ACCOUNT,
			}),
	);

	const url = `http://localhost:${n8n.port}`;
	const home = demo.neighbours.url;
	const logs = [join('.dev', 'n8n', 'logs', 'output.log'), join('.dev', 'demo.log')];
	noteRunning({ url: home });
	demo.tell({ url, email: owner.email, password: owner.password, workflows, logs });
	for (const { name, trouble } of workflows) {
		if (trouble) say(`"${name}" could not be published: ${trouble}`);
	}
	say(`
  Open this first: ${home}

  n8n:             ${url}
  Log in with:     ${owner.email}
  Password:        ${owner.password}
  Partner portal:  ${demo.sandbox.url}/__sandbox/portal
  Logs:            ${logs.join(', ')}
  Start afresh:    npm start -- --reset

  Ctrl-C ends everything. The next npm start goes on where this one ended.`);

	const reason = await Promise.race([
		n8n.ended.then((/** @type {string} */ end) => `n8n ${end}.\n${n8n.log.slice(-2000)}`),
		demo.ended,
	]);
	// After Ctrl-C both end as they should, and the signal's handler ends this process.
	if (ending) return;
	throw new Trouble(`${reason}`);
}

try {
	await main();
} catch (error) {
	say(error instanceof Trouble ? `\n${error.message}` : String(error?.stack ?? error));
	await endEverything();
	process.exit(1);
}
