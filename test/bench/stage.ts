import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { DEFAULT_ACCOUNTS } from '../sandbox/accounts';
import { installPackage, layout } from '../support/n8nProcess';
import { startN8n, type N8nServer, type N8nView } from '../support/n8nServer';
import { locateTarball } from '../support/places';
import { identify } from './contestants';
import { installFloor } from './floorPackage';
import { processorTime } from './processorTime';
import { SandboxProcess } from './sandboxProcess';
import { Fleet } from './scale/fleet';
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

/** n8n in queue mode, and the sandbox's credential there. */
interface QueueMode {
	fleet: Fleet;
	credentialId: string;
}

async function addCredential(n8n: N8nView, { url }: SandboxProcess): Promise<string> {
	const [account] = DEFAULT_ACCOUNTS;
	const data = { gatewayHost: url, partner: account?.name, apiKey: account?.apiKey };
	return await n8n.createCredential({ name: 'Identify Sandbox', type: 'identifyApi', data });
}

/** A real n8n with both packages installed, the sandbox beside it, and a credential between them. */
export class Stage {
	private queueMode: QueueMode | undefined;

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
			const credentialId = await addCredential(n8n, sandbox);
			return new Stage(n8n, sandbox, folder, tarball, credentialId);
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

	/** n8n in queue mode, started when it is first wanted. */
	async fleet(): Promise<QueueMode> {
		if (this.queueMode) return this.queueMode;
		const fleet = await Fleet.start();
		const queueMode = { fleet, credentialId: '' };
		// Known before anything can fail, so that it is ended.
		this.queueMode = queueMode;
		queueMode.credentialId = await addCredential(fleet.main, this.sandbox);
		return queueMode;
	}

	async close(): Promise<void> {
		await this.queueMode?.fleet.stop();
		await this.n8n.stop();
		await this.sandbox.stop();
		await rm(this.folder, { recursive: true, force: true });
	}
}
