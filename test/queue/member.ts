import { mkdirSync, readFileSync } from 'node:fs';
import { installPackage, layout, N8nProcess, type ProcessOptions } from '../support/n8nProcess';
import { freePort } from '../support/waiting';
import { locateRuntime, locateTarball } from '../support/places';

/** The patience n8n itself has with its running executions when it is told to end (30 s), and some more. */
const PATIENCE = 45_000;

/** A worker or a webhook processor, with a folder and a copy of the package of its own. */
export class Member {
	private constructor(
		private readonly options: ProcessOptions,
		private process: N8nProcess,
	) {}

	static async start(
		command: readonly string[],
		userFolder: string,
		env: Record<string, string>,
	): Promise<Member> {
		mkdirSync(userFolder);
		await installPackage(userFolder, locateTarball());
		const port = await freePort();
		const options: ProcessOptions = {
			runtime: locateRuntime(),
			userFolder,
			port,
			brokerPort: await freePort(),
			command,
			env: {
				...env,
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(port),
			},
		};
		return new Member(options, await N8nProcess.start(options));
	}

	get pid() {
		return this.process.pid;
	}

	/** What is its own: its folder is where it runs. */
	get folder() {
		return this.options.userFolder;
	}

	/** Where a webhook processor takes callbacks. */
	get url() {
		return `http://127.0.0.1:${this.options.port}`;
	}

	/** All that it has written, over all its starts. */
	get log() {
		return readFileSync(layout(this.options.userFolder).output, 'utf8');
	}

	/** The executions that a worker has begun, in order. */
	get begun(): string[] {
		return [...this.log.matchAll(/Worker started execution (\d+)/g)].map(([, id = '']) => id);
	}

	/** Ends it in good order: n8n lets running executions end first. Gives how it ended. */
	async stop(): Promise<string> {
		return await this.process.end('SIGTERM', PATIENCE);
	}

	/** Ends it as a power cut does. */
	async kill(): Promise<string> {
		return await this.process.end('SIGKILL');
	}

	/** Starts it again, once it has ended. */
	async start() {
		this.process = await N8nProcess.start(this.options);
	}
}
