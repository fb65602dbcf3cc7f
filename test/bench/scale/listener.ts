import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { inParallel } from '../../support/inParallel';
import type { WorkflowJson } from '../../support/n8nClient';
import type { N8nView } from '../../support/n8nServer';
import { waitFor } from '../../support/waiting';
import { inChain, node, type NodeJson } from '../workflow';

/** Identify documents no limit of its own; more than a few wait for n8n at any time. */
const IN_FLIGHT = 16;

const LONGEST_MS = 240_000;

/** Asking more often would take the processors from what is measured. */
const LOOK_EVERY_MS = 200;

/** As Identify's callbacks come: each by a connection of its own. */
const httpAgent = new Agent({ keepAlive: false });

const countSchema = z.object({ count: z.number() });

/** A published workflow that a call to its URL begins. */
export class Listener {
	private constructor(
		private readonly n8n: N8nView,
		private readonly workflowId: string,
		private readonly path: string,
	) {}

	/** @param path - where the first node listens, below the address of each process */
	static async publish(n8n: N8nView, path: string, workflow: WorkflowJson): Promise<Listener> {
		const id = await n8n.createWorkflow(workflow);
		await n8n.activate(id);
		const { status } = await n8n.waitUntilPublished(id);
		if (status !== 'published') throw new Error(`The workflow is ${status}.`);
		return new Listener(n8n, id, path);
	}

	/** @param nodes - each connected to the one before */
	static async publishChain(n8n: N8nView, path: string, nodes: readonly NodeJson[]) {
		return await Listener.publish(n8n, path, {
			name: 'Load',
			nodes,
			connections: inChain(nodes),
		});
	}

	/** Posts each body, to one process after the other. Gives the seconds until all were answered. */
	async post(urls: readonly string[], bodies: readonly IDataObject[]): Promise<number> {
		const start = performance.now();
		await inParallel(bodies, IN_FLIGHT, async (body, index) => {
			const url = `${urls[index % urls.length]}${this.path}`;
			await axios.post(url, body, { httpAgent, proxy: false });
		});
		return (performance.now() - start) / 1000;
	}

	private async countOf(status: string): Promise<number> {
		const filter = JSON.stringify({ workflowId: this.workflowId, status: [status] });
		const path = `/executions?filter=${encodeURIComponent(filter)}&limit=1`;
		return countSchema.parse(await this.n8n.rest('GET', path)).count;
	}

	/** How many executions have succeeded so far. */
	async succeeded(): Promise<number> {
		return await this.countOf('success');
	}

	/** Resolves once so many executions have succeeded. */
	async untilSucceeded(count: number): Promise<void> {
		await waitFor(
			`${count} executions`,
			async () => {
				const failed = await this.countOf('error');
				if (failed > 0) throw new Error(`${failed} executions failed.`);
				return (await this.succeeded()) >= count ? true : undefined;
			},
			{ timeout: LONGEST_MS, interval: LOOK_EVERY_MS },
		);
	}
}

/** A node that begins a workflow, and where it listens. */
export interface Starter {
	node: NodeJson;
	path: string;
}

const settled = { confirm: true, settings: { checkRegistration: false } };

/** Identify Trigger with its default settings, but for the check when it is published. */
export function identifyTrigger(credentialId: string): Starter {
	const webhookId = randomUUID();
	const type = 'n8n-nodes-identify24.identifyTrigger';
	const credentials = { identifyApi: { id: credentialId, name: 'Identify Sandbox' } };
	return {
		node: node('Identify Trigger', type, 1, settled, { webhookId, credentials }),
		path: `/webhook/${webhookId}/callback`,
	};
}

/** n8n's own Webhook node. Unless told otherwise, it answers before the workflow has run. */
export function webhookNode(more: IDataObject = {}): Starter {
	const webhookId = randomUUID();
	const parameters = { httpMethod: 'POST', path: webhookId, options: {}, ...more };
	return {
		node: node('Webhook', 'n8n-nodes-base.webhook', 2, parameters, { webhookId }),
		path: `/webhook/${webhookId}`,
	};
}
