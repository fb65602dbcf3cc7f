import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	realpathSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import axios from 'axios';
import { satisfies } from 'semver';
import type { Runtime } from './places';
import { waitFor } from './waiting';

const execute = promisify(execFile);
const windows = process.platform === 'win32';

/** Fixed, so that a folder can be opened again and the command line sees the same credentials. */
export const encryptionKey = 'identify24-test-encryption-key';

export interface ProcessOptions {
	runtime: Runtime;
	userFolder: string;
	port: number;
	/** n8n's internal port for its task runner. */
	brokerPort: number;
	/** What n8n is to be, with its arguments: `start` by default; `worker` or `webhook` in queue mode. */
	command?: readonly string[];
	/** Added to n8n's environment, and stronger than what we set. */
	env?: Record<string, string>;
}

/** Paths inside an n8n user folder. */
export function layout(userFolder: string) {
	const home = join(userFolder, '.n8n');
	return {
		home,
		nodes: join(home, 'nodes'),
		database: join(home, 'database.sqlite'),
		logFile: join(userFolder, 'logs', 'n8n.log'),
		/** Where workflows may read and write files; n8n does not create it. */
		files: join(userFolder, 'files'),
		/** What n8n wrote to stdout and stderr. */
		output: join(userFolder, 'logs', 'output.log'),
	};
}

/** n8n's environment: ours and the machine's, but none of the n8n settings and proxies of whoever runs this. */
function environment({ runtime, userFolder, port, brokerPort, env }: ProcessOptions) {
	const inherited = Object.entries(process.env).filter(
		([name]) =>
			!/^(N8N|DB|QUEUE|EXECUTIONS|CREDENTIALS|GENERIC|WEBHOOK|NODE|NPM_CONFIG|JEST)_|^NODE_OPTIONS$|^WEBHOOK_URL$|_PROXY$/i.test(
				name,
			),
	);
	return {
		...Object.fromEntries(inherited),
		// n8n starts its task runner as `node`, which must be the same Node.js.
		PATH: [dirname(runtime.node), process.env.PATH ?? ''].join(delimiter),
		NODE_ENV: 'production',
		NODE_COMPILE_CACHE: join(runtime.folder, 'compile-cache'),
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: encryptionKey,
		N8N_HOST: 'localhost',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_LOG_LEVEL: 'debug',
		N8N_LOG_OUTPUT: 'console,file',
		N8N_LOG_FILE_LOCATION: layout(userFolder).logFile,
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		// n8n compares real paths; a temporary folder may be a link.
		N8N_RESTRICT_FILE_ACCESS_TO: layout(realpathSync(userFolder)).files,
		N8N_SECURE_COOKIE: 'false',
		GENERIC_TIMEZONE: 'Europe/Berlin',
		// Nothing below may leave the machine.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_AI_ENABLED: 'false',
		// n8n 2 does so by itself. On its single connection, n8n 1.x mixes up the transactions of two requests at once.
		...(satisfies(runtime.version, '<2') && { DB_SQLITE_POOL_SIZE: '3' }),
		...(satisfies(runtime.version, '>=2.41') && { N8N_DISABLED_MODULES: 'mcp-registry' }),
		// The package is installed by hand, as one that n8n has not verified.
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		...env,
	};
}

/**
 * Installs a packed package where n8n keeps community packages: unpacked without its peers, as n8n's
 * own installer does. Does nothing when this very tarball is there.
 */
export async function installPackage(userFolder: string, tarball: string): Promise<boolean> {
	const { nodes } = layout(userFolder);
	const marker = join(nodes, '.installed-tarball');
	const hash = createHash('sha256')
		.update(await readFile(tarball))
		.digest('hex');
	if (existsSync(marker) && (await readFile(marker, 'utf8')) === hash) return false;
	await rm(nodes, { recursive: true, force: true });
	await mkdir(nodes, { recursive: true });
	await writeFile(
		join(nodes, 'package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }),
	);
	await execute(
		windows ? 'npm.cmd' : 'npm',
		[
			'install',
			tarball,
			// The package has no dependencies, so nothing may want the network.
			'--offline',
			'--ignore-scripts',
			'--legacy-peer-deps',
			'--no-audit',
			'--no-fund',
			'--no-package-lock',
		],
		{ cwd: nodes, shell: windows },
	);
	await writeFile(marker, hash);
	return true;
}

/** Runs one of n8n's commands (`import:credentials`, …) on the folder; it may be in use. */
export async function runCommand(options: ProcessOptions, args: readonly string[]) {
	try {
		const { stdout, stderr } = await execute(options.runtime.node, [options.runtime.n8n, ...args], {
			cwd: options.userFolder,
			env: environment(options),
			maxBuffer: 64e6,
		});
		return stdout + stderr;
	} catch (error) {
		const detail = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
		throw new Error(`n8n ${args.join(' ')} failed: ${String(error)}\n${detail}`);
	}
}

/** One run of n8n. */
export class N8nProcess {
	private constructor(
		private readonly child: ChildProcess,
		private readonly options: ProcessOptions,
		private readonly exited: Promise<string>,
	) {}

	get pid() {
		return this.child.pid ?? 0;
	}

	/** Why n8n ended, once it has. */
	get ended() {
		return this.exited;
	}

	/** Starts n8n and waits until it takes requests. */
	static async start(options: ProcessOptions, timeout = 120_000) {
		const { output } = layout(options.userFolder);
		mkdirSync(dirname(output), { recursive: true });
		const from = existsSync(output) ? readFileSync(output).length : 0;
		// After a crash n8n waits ten seconds, against restart loops. A test that kills it need not.
		rmSync(join(layout(options.userFolder).home, 'crash.journal'), { force: true });
		// To a file, not through a pipe: what n8n says when it is killed is kept, and no reader is needed.
		const file = openSync(output, 'a');
		const child = spawn(
			options.runtime.node,
			[
				'--require',
				join(__dirname, 'exitWithParent.cjs'),
				options.runtime.n8n,
				...(options.command ?? ['start']),
			],
			{ cwd: options.userFolder, env: environment(options), stdio: ['ignore', file, file] },
		);
		closeSync(file);
		const atExit = () => child.kill('SIGKILL');
		process.once('exit', atExit);
		const exited = new Promise<string>((resolve) => {
			child.once('error', (error) => resolve(error.message));
			child.once('exit', (code, signal) => {
				process.removeListener('exit', atExit);
				resolve(signal ? `ended by ${signal}` : `ended with code ${code}`);
			});
		});
		const started = new N8nProcess(child, options, exited);
		let end: string | undefined;
		void exited.then((reason) => (end = reason));
		try {
			await waitFor(
				'n8n',
				async () => {
					if (end !== undefined) throw new Error(`n8n ${end}`);
					return (await started.isReady()) ? true : undefined;
				},
				{ timeout, interval: 100 },
			);
		} catch (error) {
			await started.end('SIGKILL');
			const said = readFileSync(output).subarray(from).toString('utf8');
			throw new Error(`${String(error)}. Its last words:\n${said.slice(-4000)}`);
		}
		return started;
	}

	private async isReady() {
		try {
			const url = `http://127.0.0.1:${this.options.port}/healthz/readiness`;
			const { status } = await axios.get(url, {
				timeout: 1000,
				validateStatus: null,
				proxy: false,
			});
			return status === 200;
		} catch {
			return false;
		}
	}

	/** Ends n8n with the signal; SIGTERM becomes SIGKILL after a while. */
	async end(signal: 'SIGTERM' | 'SIGKILL', patience = 15_000) {
		if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
		const timer = setTimeout(() => this.child.kill('SIGKILL'), patience);
		const reason = await this.exited;
		clearTimeout(timer);
		return reason;
	}
}

/** Writes a file for n8n to read, with credentials in it: readable by its owner alone. */
export function writePrivately(file: string, content: string) {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, content, { mode: 0o600 });
}
