import { spawn } from 'node:child_process';

const windows = process.platform === 'win32';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** @type {Array<() => Promise<void>>} */
const closers = [];

/** npm as a command: the one that started this script, where npm did. */
export function npmCommand() {
	const cli = process.env.npm_execpath;
	return cli && /npm-cli\.c?js$/.test(cli)
		? { command: process.execPath, first: [cli], shell: false }
		: { command: windows ? 'npm.cmd' : 'npm', first: [], shell: windows };
}

/**
 * Starts a child in a process group of its own, so that ending it ends what it started too.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function start(command, args, options = {}) {
	const child = spawn(command, args, { stdio: 'inherit', detached: !windows, ...options });
	running.add(child);
	const forget = () => running.delete(child);
	child.once('exit', forget);
	child.once('error', forget);
	return child;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
	if (child.pid === undefined) return;
	try {
		if (windows) child.kill(signal);
		else process.kill(-child.pid, signal);
	} catch {
		// The group has already ended.
	}
}

/**
 * Ends a child and its group: politely first, then not.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function end(child, patience = 10_000) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = new Promise((resolve) => child.once('exit', resolve));
	signalGroup(child, 'SIGTERM');
	const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), patience);
	await gone;
	clearTimeout(timer);
	// What the child started and did not end itself.
	signalGroup(child, 'SIGKILL');
}

/**
 * @typedef {{ code: number, output: string, timedOut: boolean }} Outcome
 * Runs a command to its end. `quiet` keeps its output back (it is in the outcome).
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, shell?: boolean, timeout?: number }} [options]
 * @returns {Promise<Outcome>}
 */
export async function run(command, args, options = {}) {
	const { quiet = false, timeout, ...rest } = options;
	const child = start(command, args, {
		...rest,
		stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
	});
	let output = '';
	let timedOut = false;
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
	}
	const timer =
		timeout &&
		setTimeout(() => {
			timedOut = true;
			void end(child);
		}, timeout);
	const code = await new Promise((resolve) => {
		child.once('error', (error) => {
			output += String(error);
			resolve(127);
		});
		// `close`, not `exit`: the last output may arrive after the exit.
		child.once(quiet ? 'close' : 'exit', (status) => resolve(status ?? 1));
	});
	if (timer) clearTimeout(timer);
	return { code, output, timedOut };
}

/**
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export async function npm(args, options = {}) {
	const { command, first, shell } = npmCommand();
	return await run(command, [...first, ...args], { shell, ...options });
}

/**
 * Something to close before this process ends on a signal.
 * @param {() => Promise<void>} close
 */
export function beforeEnd(close) {
	closers.push(close);
}

/** Closes what was opened and ends every child. */
export async function endEverything() {
	for (const close of closers.splice(0).reverse()) {
		try {
			await close();
		} catch {
			// Ending goes on: the rest must not stay behind because of one.
		}
	}
	await Promise.all([...running].map(async (child) => await end(child)));
}

let ending = false;
for (const [signal, code] of /** @type {const} */ ([
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
])) {
	process.on(signal, () => {
		// A second Ctrl-C means "now": children are killed by the exit handler.
		if (ending) process.exit(code);
		ending = true;
		void endEverything().finally(() => process.exit(code));
	});
}
process.on('exit', () => {
	for (const child of running) signalGroup(child, 'SIGKILL');
});
