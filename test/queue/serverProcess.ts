import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { waitFor } from '../support/waiting';

export interface ServerProgram {
	/** Program and arguments. */
	command: readonly [string, ...string[]];
	/** Where it listens. */
	port: number;
	/** Its output goes there. */
	log: string;
	/** On this signal it ends in good order, whoever is connected. */
	goodEnd: NodeJS.Signals;
	/** Whether it serves already; looked at until it says so. */
	isReady: (port: number) => Promise<boolean>;
}

/** Whether something listens on the port. */
export async function listens(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		const answer = (listening: boolean) => {
			socket.destroy();
			resolve(listening);
		};
		socket.once('connect', () => answer(true));
		socket.once('error', () => answer(false));
	});
}

/** A server that is no n8n, to be ended and started again on the same port and folder. */
export class ServerProcess {
	private child: ChildProcess | undefined;

	private constructor(private readonly program: ServerProgram) {}

	static async start(program: ServerProgram): Promise<ServerProcess> {
		const server = new ServerProcess(program);
		await server.start();
		return server;
	}

	get port() {
		return this.program.port;
	}

	/** 0 while it does not run. */
	get pid() {
		return this.child?.pid ?? 0;
	}

	/** Starts it, which must not be running, and waits until it serves. */
	async start() {
		const { command, port, log, isReady } = this.program;
		const [file, ...args] = command;
		const output = openSync(log, 'a');
		// In our process group, so that what ends the run ends it too.
		const child = spawn(file, args, { stdio: ['ignore', output, output] });
		closeSync(output);
		this.child = child;
		const atExit = () => child.kill('SIGKILL');
		process.once('exit', atExit);
		let end: string | undefined;
		child.once('error', (error) => (end = error.message));
		child.once('exit', (code, signal) => {
			end = `ended (${signal ?? code})`;
			process.removeListener('exit', atExit);
		});
		await waitFor(file, async () => {
			if (end !== undefined) throw new Error(`${file} ${end}: ${readFileSync(log, 'utf8')}`);
			return (await isReady(port)) ? true : undefined;
		});
	}

	private async end(signal: NodeJS.Signals) {
		const { child } = this;
		this.child = undefined;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const gone = new Promise((resolve) => child.once('exit', resolve));
		child.kill(signal);
		const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
		await gone;
		clearTimeout(timer);
	}

	async stop() {
		await this.end(this.program.goodEnd);
	}

	/** Ends it as a power cut does. */
	async kill() {
		await this.end('SIGKILL');
	}

	/** Ends it in good order and starts it again, on the same data. */
	async restart() {
		await this.stop();
		await this.start();
	}
}
