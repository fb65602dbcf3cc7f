import { randomUUID } from 'node:crypto';
import axios from 'axios';
import { locator, node, IDENTIFY } from '../e2e/actionSupport';
import { credentialFor } from '../e2e/triggerSupport';
import type { Sandbox } from '../sandbox';
import { emailOf, FROM_ITEM, PERSON } from '../support/person';
import { waitFor } from '../support/waiting';
import type { Cluster } from './cluster';

/** The people of one call: `count` of them from number `from` on. */
export interface Batch {
	from: number;
	count: number;
}

export const emailsOf = ({ from, count }: Batch) =>
	Array.from({ length: count }, (_value, index) => emailOf(from + index)).sort();

function workflow(path: string, credentialId: string) {
	const nodes = [
		node('Webhook', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path, options: {} }),
		node('Split', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.people', options: {} }),
		node(
			'Invite',
			IDENTIFY,
			1,
			{
				resource: 'ident',
				operation: 'create',
				project_id: locator('6'),
				...FROM_ITEM,
				options: {},
			},
			{ credentials: { identifyApi: { id: credentialId, name: 'Identify Sandbox' } } },
		),
	].map((entry) => (entry.name === 'Webhook' ? { ...entry, webhookId: path } : entry));
	const next = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
	return { nodes, connections: { Webhook: next('Split'), Split: next('Invite') } };
}

/** A published workflow that invites the people of each call to its URL. */
export class Invitations {
	private constructor(
		private readonly cluster: Cluster,
		private readonly sandbox: Sandbox,
		private readonly path: string,
		readonly workflowId: string,
	) {}

	static async publish(cluster: Cluster, sandbox: Sandbox): Promise<Invitations> {
		const path = randomUUID();
		const { main } = cluster;
		const id = await main.createWorkflow(workflow(path, await credentialFor(main, sandbox)));
		await main.activate(id);
		const { status } = await main.waitUntilPublished(id);
		if (status !== 'published') throw new Error(`The workflow is ${status}`);
		return new Invitations(cluster, sandbox, path, id);
	}

	/** Hands a batch to a webhook processor. Gives the execution's ID, as soon as it is listed. */
	async invite(batch: Batch, webhook = 0): Promise<string> {
		const known = new Set(await this.ids());
		const people = emailsOf(batch).map((email) => ({ ...PERSON, email }));
		await axios.post(
			`${this.cluster.webhook(webhook).url}/webhook/${this.path}`,
			{ people },
			{
				proxy: false,
			},
		);
		return await waitFor('The execution', async () =>
			(await this.ids()).find((id) => !known.has(id)),
		);
	}

	private async ids() {
		return (await this.cluster.main.listExecutions(this.workflowId)).map(({ id }) => id);
	}

	/** Resolves when the sandbox has made so many idents since it was reset. */
	async untilCreated(count: number) {
		await this.sandbox.waitForRequest(() => this.sandbox.created.length >= count, 60_000);
	}

	/** Everyone the sandbox's idents belong to, sorted. */
	get invited() {
		return this.sandbox.created.map(({ fields }) => fields.email ?? '').sort();
	}

	/** Who has more than one ident. */
	get twice(): string[] {
		const { invited } = this;
		return [...new Set(invited.filter((email, index) => invited.indexOf(email) !== index))];
	}
}
