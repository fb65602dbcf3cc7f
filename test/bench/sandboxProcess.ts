import { spawn, type ChildProcess } from 'node:child_process';
import { Agent } from 'node:http';
import { join } from 'node:path';
import axios, { type AxiosInstance } from 'axios';
import { z } from 'zod';
import type { Fault } from '../sandbox/faults/types';
import type { SandboxSettings } from '../sandbox/settings';
import { projectRoot } from '../support/places';
import { freePort, waitFor } from '../support/waiting';

const stateSchema = z.object({ auth: z.object({ attempts: z.number() }) });
const identSchema = z.object({
	id: z.string(),
	origin: z.string(),
	fields: z.record(z.string()),
	files: z.array(z.object({ section: z.string(), path: z.string() })).nullable(),
});
const requestsSchema = z.object({
	count: z.number(),
	requests: z.array(z.object({ seq: z.number(), path: z.string(), status: z.number().nullable() })),
});

export type SandboxIdent = z.infer<typeof identSchema>;

/** More than any run has. */
const ALL_REQUESTS = 1_000_000;

/** The sandbox in a process of its own, as `npm run sandbox` starts it. */
export class SandboxProcess {
	private readonly http: AxiosInstance;

	private constructor(
		private readonly child: ChildProcess,
		readonly url: string,
	) {
		this.http = axios.create({
			baseURL: `${url}/__sandbox`,
			proxy: false,
			httpAgent: new Agent({ keepAlive: false }),
			maxContentLength: Infinity,
		});
	}

	static async start(): Promise<SandboxProcess> {
		const port = await freePort();
		const child = spawn(
			process.execPath,
			[
				// Ends it when this process is killed.
				...['--require', join(projectRoot, 'test', 'support', 'exitWithParent.cjs')],
				...['--import', 'tsx', join('test', 'sandbox', 'main.ts'), '--port', String(port)],
			],
			{ cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] },
		);
		process.once('exit', () => child.kill('SIGKILL'));
		const sandbox = new SandboxProcess(child, `http://127.0.0.1:${port}`);
		const isUp = async () => {
			if (child.exitCode !== null) throw new Error('The sandbox ended at its start.');
			return await sandbox.http.get('/state').then(
				() => true,
				() => undefined,
			);
		};
		await waitFor('The sandbox', isUp);
		return sandbox;
	}

	get pid() {
		return this.child.pid ?? 0;
	}

	/** As freshly started, but for these settings. */
	async renew(settings: Partial<SandboxSettings>): Promise<void> {
		await this.http.post('/reset');
		await this.configure(settings);
	}

	async configure(settings: Partial<SandboxSettings>): Promise<void> {
		await this.http.post('/options', settings);
	}

	async addFault(fault: Fault): Promise<void> {
		await this.http.post('/faults', fault);
	}

	async seedIdent(statusCode: string): Promise<SandboxIdent> {
		const { data } = await this.http.post<unknown>('/idents', { statusCode });
		return identSchema.parse(data);
	}

	/** What ident/create has carried out, oldest first. */
	async created(): Promise<SandboxIdent[]> {
		const { data } = await this.http.get<unknown>('/idents');
		const { idents } = z.object({ idents: z.array(identSchema) }).parse(data);
		return idents.filter(({ origin }) => origin === 'api');
	}

	/** How often a token has been asked for since `renew`. */
	async authAttempts(): Promise<number> {
		const { data } = await this.http.get<unknown>('/state');
		return stateSchema.parse(data).auth.attempts;
	}

	/** How many requests have come since `renew`, also those that the sandbox no longer lists. */
	async requestCount(): Promise<number> {
		const { data } = await this.http.get<unknown>('/requests?limit=1');
		const { count, requests } = requestsSchema.parse(data);
		return count === 0 ? 0 : (requests[0]?.seq ?? Number.NaN) + count - 1;
	}

	/** How many requests have been answered with a status since `renew`. */
	async answered(status: number): Promise<number> {
		const { data } = await this.http.get<unknown>(`/requests?limit=${ALL_REQUESTS}`);
		const { requests } = requestsSchema.parse(data);
		return requests.filter((request) => request.status === status).length;
	}

	async stop(): Promise<void> {
		if (this.child.exitCode !== null || this.child.signalCode !== null) return;
		const ended = new Promise((resolve) => this.child.once('exit', resolve));
		this.child.kill('SIGTERM');
		await ended;
	}
}
