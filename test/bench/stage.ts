import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { DEFAULT_ACCOUNTS } from '../sandbox/accounts';
import { installPackage, layout } from '../support/n8nProcess';
import { startN8n, type N8nServer } from '../support/n8nServer';
import { locateTarball } from '../support/places';
import { identify } from './contestants';
import { installFloor } from './floorPackage';
import { processorTime } from './processorTime';
import { SandboxProcess } from './sandboxProcess';
import { CONTESTANT, workflowOf, type NodeJson } from './workflow';

const LONGEST_EXECUTION_MS = 180_000;

/** Looking more often would take n8n's time from what is measured. */
const LOOK_EVERY_MS = 500;

/** What n8n has recorded about one execution. */
export interface Measured {
	/** The node's own `executionTime`, in ms. */
	node: number;
	/** From the start of the execution to its end, in ms. */
	execution: number;
	/** Processor time of n8n meanwhile, in ms: it hardly depends on what else the machine does. */
	processor: number;
	status: string;
	/** Items that the node returned as results, without those that report a failure. */
	returned: number;
	error: string | undefined;
}

/** A real n8n with both packages installed, the sandbox beside it, and a credential between them. */
export class Stage {
	private constructor(
		readonly n8n: N8nServer,
		readonly sandbox: SandboxProcess,
		readonly folder: string,
		readonly tarball: string,
		readonly credentialId: string,
	) {}

	static async open(): Promise<Stage> {
		const tarball = locateTarball();
		const temporary = process.env.N8N_IDENTIFY24_TEMP ?? tmpdir();
		const folder = mkdtempSync(join(temporary, 'n8n-identify24-bench-'));
		await installPackage(folder, tarball);
		await installFloor(layout(folder).nodes);
		const sandbox = await SandboxProcess.start();
		try {
			const n8n = await startN8n({ tarball, userFolder: folder, env: { N8N_LOG_LEVEL: 'error' } });
			const [account] = DEFAULT_ACCOUNTS;
			const data = { gatewayHost: sandbox.url, partner: account?.name, apiKey: account?.apiKey };
			const name = 'Identify Sandbox';
			const credential = await n8n.createCredential({ name, type: 'identifyApi', data });
			return new Stage(n8n, sandbox, folder, tarball, credential);
		} catch (error) {
			await sandbox.stop();
			throw error;
		}
	}

	/** Lets one node work on the items. */
	async measure(items: readonly IDataObject[], contestant: NodeJson): Promise<Measured> {
		const { n8n } = this;
		const workflow = await n8n.createWorkflow(workflowOf(items, contestant));
		const before = processorTime(n8n.pid);
		const id = await n8n.startWorkflow(workflow, 'Start');
		const wait = { timeout: LONGEST_EXECUTION_MS, interval: LOOK_EVERY_MS };
		const execution = await n8n.waitForExecution(id, wait);
		const processor = processorTime(n8n.pid) - before;
		const [summary] = await n8n.listExecutions(workflow);
		await n8n.deleteWorkflow(workflow);
		const results = execution
			.json(CONTESTANT)
			.filter(({ error, result }) => error === undefined && result !== false);
		return {
			node: execution.runsOf(CONTESTANT).at(-1)?.executionTime ?? Number.NaN,
			execution: Date.parse(summary?.stoppedAt ?? '') - Date.parse(summary?.startedAt ?? ''),
			processor,
			status: execution.status,
			returned: results.length,
			error: execution.errorMessage,
		};
	}

	/** Gives the credential a token that the sandbox accepts: a run shall not begin with a 401. */
	async refreshToken(): Promise<void> {
		const { status, error } = await this.measure(
			[{}],
			identify('project', 'getMany', {}, this.credentialId),
		);
		if (status !== 'success') throw new Error(`The credential does not work: ${error}`);
	}

	async close(): Promise<void> {
		await this.n8n.stop();
		await this.sandbox.stop();
		await rm(this.folder, { recursive: true, force: true });
	}
}
