import { randomUUID } from 'node:crypto';
import axios, { type AxiosResponse } from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { Sandbox } from '../sandbox';
import type { WorkflowJson } from '../support/n8nClient';
import type { N8nView } from '../support/n8nServer';
import { waitFor } from '../support/waiting';

export const TRIGGER = 'Identify Trigger';

const JSON_BODY = { 'content-type': 'application/json' };

/** What to set on the trigger under test. */
export interface TriggerOptions {
	parameters?: IDataObject;
	settings?: IDataObject;
	/** Nodes after the trigger; the first is connected to it, each other to the one before. */
	then?: WorkflowJson['nodes'];
}

/** A credential for the sandbox. */
export async function credentialFor(
	n8n: N8nView,
	{ url, partner, apiKey }: Pick<Sandbox, 'url' | 'partner' | 'apiKey'>,
	callbackSecret = '',
): Promise<string> {
	return await n8n.createCredential({
		name: 'Identify Sandbox',
		type: 'identifyApi',
		data: { gatewayHost: url, partner, apiKey, callbackSecret },
	});
}

/** A workflow that begins with Identify Trigger. */
export function triggerWorkflow(
	credentialId: string,
	{ parameters = {}, settings = {}, then = [] }: TriggerOptions = {},
): { workflow: WorkflowJson; webhookId: string; path: string } {
	const webhookId = randomUUID();
	const trigger = {
		id: randomUUID(),
		name: TRIGGER,
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
	const end = typeof settings.path === 'string' ? settings.path : `${webhookId}/callback`;
	return { workflow: { nodes, connections }, webhookId, path: `/webhook/${end}` };
}

/** What the trigger answered: the HTTP status, and what the body says. */
export interface Reply {
	status: number;
	body: { status?: string | undefined; reason?: string | undefined; message?: string | undefined };
}

const bodySchema = z
	.object({
		status: z.string().optional(),
		reason: z.string().optional(),
		message: z.string().optional(),
	})
	.catch({});

/** Posts; every status is an answer. */
export async function post(
	url: string,
	body: unknown,
	headers: Record<string, string> = JSON_BODY,
): Promise<Reply> {
	const { status, data }: AxiosResponse<unknown> = await axios.post(url, body, {
		headers,
		validateStatus: () => true,
		transformRequest: (content: unknown) =>
			typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
		proxy: false,
		maxBodyLength: Infinity,
	});
	return { status, body: bodySchema.parse(data) };
}

/** A published trigger and ways to look at what it did. */
export class PublishedTrigger {
	constructor(
		private readonly n8n: N8nView,
		readonly workflowId: string,
		readonly url: string,
	) {}

	/** Posts to the production URL. */
	async post(body: unknown, headers?: Record<string, string>, query = ''): Promise<Reply> {
		return await post(`${this.url}${query}`, body, headers);
	}

	/** How many executions there are by now. */
	async count(): Promise<number> {
		return (await this.n8n.listExecutions(this.workflowId)).length;
	}

	/** The finished executions, oldest first, as soon as there are `count`, and however many. */
	async ended(count: number, timeout = 60_000): Promise<string[]> {
		const ended = await waitFor(
			`${count} executions`,
			async () => {
				const all = await this.n8n.listExecutions(this.workflowId);
				const done = all.filter(({ status }) => status === 'success' || status === 'error');
				return done.length >= count && done.length === all.length ? done : undefined;
			},
			{ timeout, interval: 50 },
		);
		return ended.map(({ id }) => id).sort((a, b) => Number(a) - Number(b));
	}

	/** Waits for `count` finished executions; oldest first, the trigger's JSON of each. */
	async events(count: number): Promise<IDataObject[]> {
		const events: IDataObject[] = [];
		for (const id of await this.ended(count)) {
			const execution = await this.n8n.getExecution(id);
			events.push(...execution.json(TRIGGER));
		}
		return events;
	}

	/** How many items reached a node, over all executions; waits until `count` have ended. */
	async itemsAt(node: string, count: number): Promise<IDataObject[]> {
		const items: IDataObject[] = [];
		for (const id of await this.ended(count)) {
			items.push(...(await this.n8n.getExecution(id)).json(node));
		}
		return items;
	}
}

/**
 * Saves a workflow and asks n8n to publish it, without waiting.
 *
 * @param before - is given the production URL before n8n begins
 */
export async function beginPublishing(
	n8n: N8nView,
	credentialId: string,
	options: TriggerOptions = {},
	before: (url: string) => void = () => undefined,
): Promise<PublishedTrigger> {
	const { workflow, path } = triggerWorkflow(credentialId, options);
	const id = await n8n.createWorkflow(workflow);
	const url = `${n8n.url}${path}`;
	before(url);
	await n8n.activate(id);
	return new PublishedTrigger(n8n, id, url);
}

/** Publishes a workflow and waits until its URL answers. */
export async function publish(
	n8n: N8nView,
	credentialId: string,
	options: TriggerOptions = {},
	before?: (url: string) => void,
): Promise<PublishedTrigger> {
	const trigger = await beginPublishing(n8n, credentialId, options, before);
	const publication = await n8n.waitUntilPublished(trigger.workflowId);
	if (publication.status !== 'published') {
		throw new Error(`The workflow is ${JSON.stringify(publication)}`);
	}
	return trigger;
}

/** The payload that Identify would send for an ident of the sandbox. */
export function payloadOf(sandbox: Sandbox, identId: string, more: IDataObject = {}): IDataObject {
	const ident = sandbox.idents.get(identId);
	if (!ident) throw new Error(`The sandbox has no ident ${identId}`);
	const sent = (name: string) => ident.fields[name] ?? '';
	return {
		ident_id: identId,
		status: sandbox.settings.statusTexts[ident.statusCode],
		status_code: ident.statusCode,
		project_id: sent('project_id'),
		custom_id: sent('custom_id'),
		company_name: ident.companyName,
		first_name: sent('person_first_name'),
		last_name: sent('person_last_name'),
		custom1: sent('custom1'),
		custom2: sent('custom2'),
		custom3: sent('custom3'),
		custom4: sent('custom4'),
		...more,
	};
}

/** What the trigger adds to every event, whenever it arrived. */
export const OWN = {
	source: 'callback',
	received_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
};

/** The requests that asked about an ident. */
export function confirmations(sandbox: Sandbox, identId: string): number {
	return sandbox.requests.to('GET', `/ident/get/${identId}`).length;
}
