import { randomUUID } from 'node:crypto';
import axios, { type AxiosResponse } from 'axios';
import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../sandbox';
import type { WorkflowJson } from '../support/n8nClient';
import type { N8nView } from '../support/n8nServer';
import { waitFor } from '../support/waiting';

/** The callback's fields, as the documentation lists them. */
export const samplePayload = {
	ident_id: 'xxxxx',
	status: 'xxxxx',
	status_code: 'xxxxx',
	project_id: 'xxxxx',
	custom_id: 'xxxxx',
	company_name: 'xxxxx',
	first_name: 'xxxxx',
	last_name: 'xxxxx',
	custom1: 'xxxxx',
	custom2: 'xxxxx',
	custom3: 'xxxxx',
	custom4: 'xxxxx',
};

/** What to set on the trigger under test. */
export interface TriggerOptions {
	parameters?: IDataObject;
	settings?: IDataObject;
	/** Nodes after the trigger; the first is connected to it, each other to the one before. */
	then?: WorkflowJson['nodes'];
}

/** A workflow that begins with Identify Trigger. */
export function triggerWorkflow(
	credentialId: string,
	{ parameters = {}, settings = {}, then = [] }: TriggerOptions = {},
): { workflow: WorkflowJson; path: string } {
	const webhookId = randomUUID();
	const trigger = {
		id: randomUUID(),
		name: 'Identify Trigger',
		type: 'n8n-nodes-identify24.identifyTrigger',
		typeVersion: 1,
		position: [0, 0],
		webhookId,
		parameters: { ...parameters, settings: { checkRegistration: false, ...settings } },
		credentials: { identifyApi: { id: credentialId, name: 'Identify Sandbox' } },
	};
	const nodes = [trigger, ...then];
	const connections = Object.fromEntries(
		nodes
			.slice(1)
			.map((node, index) => [
				nodes[index]?.name ?? '',
				{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
			]),
	);
	return { workflow: { nodes, connections }, path: `/webhook/${webhookId}/callback` };
}

/** A published trigger and ways to look at what it did. */
export class PublishedTrigger {
	constructor(
		private readonly n8n: N8nView,
		readonly workflowId: string,
		readonly url: string,
	) {}

	/** Posts to the production URL; every status is an answer. */
	async post(
		body: unknown,
		headers: Record<string, string> = { 'content-type': 'application/json' },
		query = '',
	): Promise<AxiosResponse<unknown>> {
		return await axios.post(`${this.url}${query}`, body, {
			headers,
			validateStatus: () => true,
			transformRequest: (data: unknown) =>
				typeof data === 'string' || Buffer.isBuffer(data) ? data : JSON.stringify(data),
			proxy: false,
		});
	}

	/** How many executions there are by now. */
	async count(): Promise<number> {
		return (await this.n8n.listExecutions(this.workflowId)).length;
	}

	/** Waits for `count` finished executions; oldest first, the trigger's JSON of each. */
	async events(count: number): Promise<IDataObject[]> {
		const summaries = await waitFor(
			`${count} executions`,
			async () => {
				const all = await this.n8n.listExecutions(this.workflowId);
				const ended = all.filter(({ status }) => status === 'success' || status === 'error');
				return ended.length >= count ? all : undefined;
			},
			{ timeout: 60_000, interval: 50 },
		);
		const events: IDataObject[] = [];
		for (const { id } of [...summaries].sort((a, b) => Number(a.id) - Number(b.id))) {
			const execution = await this.n8n.getExecution(id);
			const item = execution.runData['Identify Trigger']?.[0]?.data?.main?.[0]?.[0];
			events.push(item?.json ?? {});
		}
		return events;
	}
}

/** Publishes a workflow and waits until its URL answers. */
export async function publish(
	n8n: N8nView,
	credentialId: string,
	options: TriggerOptions = {},
): Promise<PublishedTrigger> {
	const { workflow, path } = triggerWorkflow(credentialId, options);
	const id = await n8n.createWorkflow(workflow);
	await n8n.activate(id);
	const { status } = await n8n.waitUntilPublished(id);
	if (status !== 'published') throw new Error(`The workflow is ${status}`);
	return new PublishedTrigger(n8n, id, `${n8n.url}${path}`);
}

/** The payload that Identify would send for an ident of the sandbox. */
export function payloadOf(sandbox: Sandbox, identId: string, more: IDataObject = {}): IDataObject {
	const ident = sandbox.idents.get(identId);
	if (!ident) throw new Error(`The sandbox has no ident ${identId}`);
	return { ...samplePayload, ident_id: identId, ...more };
}
