import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nClient, type CredentialJson } from './n8nClient';
import {
	installPackage,
	layout,
	N8nProcess,
	runCommand,
	writePrivately,
	type ProcessOptions,
} from './n8nProcess';
import { locateRuntime } from './places';
import { searchSecrets, type SecretHit } from './secretSearch';
import { freePort, waitFor, type WaitOptions } from './waiting';

export interface N8nOptions {
	/** The packed package to install; none for a bare n8n. */
	tarball?: string | undefined;
	/** Where n8n keeps its data; a new temporary folder by default, removed by `stop()`. */
	userFolder?: string | undefined;
	/** Added to n8n's environment. */
	env?: Record<string, string>;
	/** Wanted port; another one when it is taken. */
	port?: number;
}

/** What another process needs to use an n8n that is running. */
export interface N8nConnection extends ProcessOptions {
	session: string;
	pid: number;
}

/** An n8n, seen by its REST API and its folder. */
export class N8nView extends N8nClient {
	constructor(
		protected readonly options: ProcessOptions,
		session = '',
	) {
		super(`http://127.0.0.1:${options.port}`, session);
	}

	/** Uses an n8n that another process has started. */
	static attach(connection: N8nConnection) {
		return new N8nView(connection, connection.session);
	}

	get port() {
		return this.options.port;
	}

	get userFolder() {
		return this.options.userFolder;
	}

	/** All that n8n has written to stdout and stderr, over all its starts in this folder. */
	get log() {
		return readFileSync(layout(this.userFolder).output, 'utf8');
	}

	/** Waits until n8n's output from `from` on matches. Gives the match. */
	async waitForLog(pattern: RegExp, { from = 0, ...wait }: WaitOptions & { from?: number } = {}) {
		return await waitFor(
			`A line of n8n's log like ${pattern}`,
			() => pattern.exec(this.log.slice(from)) ?? undefined,
			wait,
		);
	}

	/**
	 * Imports credentials under the IDs given, by n8n's command line (some seconds; where any ID will
	 * do, `createCredential` is faster).
	 */
	async importCredentials(credentials: ReadonlyArray<CredentialJson & { id: string }>) {
		const file = join(this.userFolder, 'import', 'credentials.json');
		writePrivately(file, JSON.stringify(credentials));
		try {
			await runCommand(this.options, ['import:credentials', `--input=${file}`]);
		} finally {
			// Its plain text would be found by every later search for secrets.
			await rm(file, { force: true });
		}
		return credentials.map(({ id }) => id);
	}

	/** Runs one of n8n's commands on the same folder. */
	async command(args: readonly string[]) {
		return await runCommand(this.options, args);
	}

	/** Looks for strings in everything n8n has written, database and logs above all. */
	async searchSecrets(secrets: readonly string[]): Promise<SecretHit[]> {
		return await searchSecrets(
			{
				node: this.options.runtime.node,
				userFolder: this.userFolder,
				database: layout(this.userFolder).database,
			},
			secrets,
		);
	}
}

/** An n8n that this process has started and has to stop. */
export class N8nServer extends N8nView {
	private constructor(
		options: ProcessOptions,
		private process: N8nProcess,
		private readonly temporary: boolean,
	) {
		super(options);
	}

	static async start({ tarball, userFolder, env, port }: N8nOptions = {}) {
		// `npm test` names a folder that it removes even where it is interrupted.
		const temporary = process.env.N8N_IDENTIFY24_TEMP ?? tmpdir();
		const folder = userFolder ?? mkdtempSync(join(temporary, 'n8n-identify24-'));
		if (tarball !== undefined) await installPackage(folder, tarball);
		const options: ProcessOptions = {
			runtime: locateRuntime(),
			userFolder: folder,
			port: await freePort(...(port === undefined ? [] : [port])),
			brokerPort: await freePort(),
			...(env && { env }),
		};
		const server = new N8nServer(
			options,
			await N8nProcess.start(options),
			userFolder === undefined,
		);
		try {
			await server.setUpOwner();
			return server;
		} catch (error) {
			await server.stop();
			throw error;
		}
	}

	get pid() {
		return this.process.pid;
	}

	/** Why n8n ended, once it has. */
	get ended() {
		return this.process.ended;
	}

	get connection(): N8nConnection {
		return { ...this.options, session: this.session, pid: this.pid };
	}

	/** Ends n8n in good order and removes its folder, if it was a temporary one. */
	async stop() {
		await this.process.end('SIGTERM');
		if (this.temporary) await rm(this.userFolder, { recursive: true, force: true });
	}

	/** Ends n8n at once, as a power cut does. Its folder stays. */
	async kill() {
		await this.process.end('SIGKILL');
	}

	/** Starts n8n again on the same folder and port, ending it before where it still runs. */
	async restart() {
		await this.process.end('SIGTERM');
		this.process = await N8nProcess.start(this.options);
		await this.setUpOwner();
	}
}

export const startN8n = N8nServer.start;
