import { randomUUID } from 'node:crypto';
import axios from 'axios';
import { node, type NodeJson } from '../e2e/actionSupport';
import { waitFor } from '../support/waiting';
import type { Cluster } from './cluster';

/** A published workflow that a call to a webhook processor begins, and a worker executes. */
export class QueuedWorkflow {
	private constructor(
		private readonly cluster: Cluster,
		private readonly path: string,
		readonly id: string,
	) {}

	/** @param steps - one after the other; the first gets the body of the call as `body` */
	static async publish(cluster: Cluster, steps: readonly NodeJson[]): Promise<QueuedWorkflow> {
		const { main } = cluster;
		const path = randomUUID();
		const parameters = { httpMethod: 'POST', path, options: {} };
		const webhook = node('Webhook', 'n8n-nodes-base.webhook', 2, parameters, { webhookId: path });
		const nodes = [webhook, ...steps];
		const connections = Object.fromEntries(
			steps.map(({ name }, index) => [
				nodes[index]?.name ?? '',
				{ main: [[{ node: name, type: 'main', index: 0 }]] },
			]),
		);
		const id = await main.createWorkflow({ nodes, connections });
		await main.activate(id);
		const { status } = await main.waitUntilPublished(id);
		if (status !== 'published') throw new Error(`The workflow is ${status}`);
		return new QueuedWorkflow(cluster, path, id);
	}

	/** Calls a webhook processor. Gives the execution's ID, as soon as it is listed. */
	async begin(body: unknown, webhook = 0): Promise<string> {
		const known = new Set(await this.executions());
		const url = `${this.cluster.webhook(webhook).url}/webhook/${this.path}`;
		await axios.post(url, body, { proxy: false });
		return await waitFor('The execution', async () =>
			(await this.executions()).find((id) => !known.has(id)),
		);
	}

	private async executions() {
		return (await this.cluster.main.listExecutions(this.id)).map(({ id }) => id);
	}
}
