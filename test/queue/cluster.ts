import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../sandbox';
import { layout } from '../support/n8nProcess';
import { N8nServer } from '../support/n8nServer';
import { locateTarball, projectRoot } from '../support/places';
import { Member } from './member';
import { QueueServers } from './servers';

/** What the processes said in the last run of each file, for reading after a failure. */
const keptLogs = join(projectRoot, '.dev', 'queue');

const COMMANDS = { worker: ['worker', '--concurrency=5'], webhook: ['webhook'] } as const;

export interface ClusterOptions {
	/** How many of each; two by default. */
	workers?: number;
	webhooks?: number;
	/** Added to the environment of every process. */
	env?: Record<string, string>;
}

/** n8n in queue mode: one main, workers and webhook processors on a Redis and a PostgreSQL of their own. */
export class Cluster {
	readonly workers: Member[] = [];

	readonly webhooks: Member[] = [];

	private started: { servers: QueueServers; main?: N8nServer } | undefined;

	/** The environment of every process. */
	private env: Record<string, string> = {};

	private constructor(private readonly folder: string) {}

	static async start({ workers = 2, webhooks = 2, env = {} }: ClusterOptions = {}) {
		const parent = process.env.N8N_IDENTIFY24_TEMP ?? tmpdir();
		const cluster = new Cluster(mkdtempSync(join(parent, 'n8n-identify24-queue-')));
		try {
			await cluster.begin(workers, webhooks, env);
			return cluster;
		} catch (error) {
			await cluster.stop();
			throw error;
		}
	}

	private async begin(workers: number, webhooks: number, more: Record<string, string>) {
		const servers = await QueueServers.start(this.folder);
		this.started = { servers };
		const env = { N8N_DEFAULT_BINARY_DATA_MODE: 'database', ...servers.env, ...more };
		this.env = env;
		const userFolder = join(this.folder, 'main');
		mkdirSync(userFolder);
		// First and alone: it makes the tables.
		const main = await N8nServer.start({ tarball: locateTarball(), userFolder, env });
		this.started = { servers, main };
		const add = async (kind: keyof typeof COMMANDS, count: number) => {
			for (let number = 1; number <= count; number += 1) await this.add(kind);
		};
		await Promise.all([add('worker', workers), add('webhook', webhooks)]);
	}

	/** One more process, with something of its own in its environment; `stop` ends it too. */
	async add(kind: keyof typeof COMMANDS, env: Record<string, string> = {}): Promise<Member> {
		const list = kind === 'worker' ? this.workers : this.webhooks;
		const folder = join(this.folder, `${kind}${list.length + 1}`);
		const member = await Member.start(COMMANDS[kind], folder, { ...this.env, ...env });
		list.push(member);
		return member;
	}

	get main(): N8nServer {
		if (!this.started?.main) throw new Error('The main process is not up yet.');
		return this.started.main;
	}

	get servers(): QueueServers {
		if (!this.started) throw new Error('The servers are not up yet.');
		return this.started.servers;
	}

	/** The worker that began an execution, and its number. */
	workerOf(executionId: string): { worker: Member; index: number } | undefined {
		const index = this.workers.findIndex(({ begun }) => begun.includes(executionId));
		const worker = this.workers[index];
		return worker && { worker, index };
	}

	/** The webhook processor of this number, starting at 0 again after the last. */
	webhook(number: number): Member {
		const webhook = this.webhooks[number % this.webhooks.length];
		if (!webhook) throw new Error('The cluster has no webhook processors.');
		return webhook;
	}

	private keepLogs() {
		for (const name of ['main', 'worker1', 'worker2', 'webhook1', 'webhook2']) {
			const { output } = layout(join(this.folder, name));
			cpSync(output, join(keptLogs, `${name}.log`), { recursive: true, force: true });
		}
	}

	async stop() {
		await Promise.all([...this.workers, ...this.webhooks].map(async (member) => member.stop()));
		await this.started?.main?.stop();
		await this.started?.servers.stop();
		try {
			this.keepLogs();
		} catch {
			// A cluster that did not come up, or is a small one, has not all of them.
		}
		await rm(this.folder, { recursive: true, force: true });
	}
}

/** A cluster and a sandbox for the tests of a file. */
export function useCluster(options: ClusterOptions = {}) {
	let started: { cluster: Cluster; sandbox: Sandbox } | undefined;
	const get = () => {
		if (!started) throw new Error('The cluster is not up yet.');
		return started;
	};
	beforeAll(async () => {
		const sandbox = await startSandbox();
		try {
			started = { cluster: await Cluster.start(options), sandbox };
		} catch (error) {
			await sandbox.stop();
			throw error;
		}
	}, 180_000);
	afterAll(async () => {
		await started?.cluster.stop();
		await started?.sandbox.stop();
	}, 120_000);
	return {
		get cluster() {
			return get().cluster;
		},
		get sandbox() {
			return get().sandbox;
		},
	};
}
