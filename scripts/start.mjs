/** `npm start`: the package in a real n8n with the sandbox behind it. See README.md. */
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** @param {number} port */
async function startSandbox(port) {
	const log = join(devFolder, 'sandbox.log');
	const file = openSync(log, 'w');
	const child = start(
		process.execPath,
		[
			// Even where this process is killed, the sandbox does not stay behind.
			...['--require', join(root, 'test', 'support', 'exitWithParent.cjs')],
			...['--import', 'tsx', 'test/sandbox/main.ts', '--port', String(port)],
		],
		{ cwd: root, stdio: ['ignore', file, file] },
	);
	/** @type {string | undefined} */
	let end;
	const ended = new Promise((resolve) => {
		child.once('exit', (code, signal) => {
			end = `The sandbox ended (${signal ?? `code ${code}`}).\n${readFileSync(log, 'utf8').slice(-2000)}`;
			resolve(end);
		});
	});
	const url = `http://127.0.0.1:${port}`;
	for (let attempt = 0; ; attempt++) {
		if (end !== undefined) throw new Trouble(end);
		if (attempt > 300) throw new Trouble(`The sandbox does not answer. See ${log}.`);
		try {
			await fetch(`${url}/__sandbox/portal`);
			return { url, ended };
		} catch {
			await sleep(100);
		}
	}
}

async function main() {
	claimFolder();
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
	const { fillPlayground, freePort, Neighbours, owner, startN8n } = await tsImport(
		'../test/support/playground.ts',
		import.meta.url,
	);

	const sandbox = await withHeartbeat(
		'starting the sandbox',
		async () => await startSandbox(await freePort(4010)),
	);
	const neighbours = await Neighbours.start({ folder: join(devFolder, 'neighbours') });
	const n8n = await withHeartbeat(
		`starting n8n ${runtime.version} (about 20 seconds)`,
		async () =>
			await startN8n({
				tarball,
				userFolder: join(devFolder, 'n8n'),
				port: await freePort(5678, 5679, 5680, 5681, 5682),
				env: { N8N_LOG_LEVEL: 'info', ...neighbours.env },
			}),
	);
	let ending = false;
	beforeEnd(async () => {
		ending = true;
		say('\nEnding n8n and the sandbox …');
		await n8n.stop();
		await neighbours.stop();
	});
	const workflows = await withHeartbeat(
		'loading credential and example workflows',
		async () =>
			await fillPlayground(n8n, {
				sandbox: {
					url: sandbox.url,
					partner: 'sandbox-partner',
					apiKey: 'sandbox-api-key-0123456789',
				},
				neighbours: neighbours.addresses,
				account: 'demo',
			}),
	);

	const url = `http://localhost:${n8n.port}`;
	noteRunning({ url });
	const first = workflows.find(({ state }) => state !== 'kept') ?? workflows[0];
	say(`
  n8n is running:  ${url}
  Log in with:     ${owner.email}
  Password:        ${owner.password}

  Open             ${first ? `${url}/workflow/${first.id}` : url}
  and click "Execute workflow".
`);
	for (const { name, id, state } of workflows) {
		const remark = state === 'kept' ? ' (left as you changed it)' : '';
		say(`  Example          ${name}${remark}: ${url}/workflow/${id}`);
	}
	say(`
  Sandbox portal:  ${sandbox.url}/__sandbox/portal (idents, requests, callbacks)
  Credential:      "Identify Sandbox", already in n8n
  Logs:            ${join('.dev', 'n8n', 'logs', 'output.log')}, ${join('.dev', 'sandbox.log')}
  Start afresh:    delete the folder .dev and run npm start again

  Ctrl-C ends n8n and the sandbox.`);

	const reason = await Promise.race([
		n8n.ended.then((end) => `n8n ${end}.\n${n8n.log.slice(-2000)}`),
		sandbox.ended,
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
