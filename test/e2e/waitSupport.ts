import { randomUUID } from 'node:crypto';
import axios, { type AxiosResponse } from 'axios';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import type { Sandbox } from '../sandbox';
import type { WorkflowJson } from '../support/n8nClient';
import type { N8nView } from '../support/n8nServer';
import { waitFor } from '../support/waiting';
import { IDENTIFY, locator, node, source, type NodeJson } from './actionSupport';

/** The node under test. */
export const WAIT = 'Wait for Result';
/** Asks Identify for its projects: each time that it runs can be counted there. */
export const AFTER = 'After';
/** Takes what leaves by the error output. */
export const FAILED = 'Failed';

const RESUME_URL = 'Resume URL';

export const START = 'Start';

/** How to build a workflow that waits. */
export interface WaitOptions {
	credentialId: string;
	/** The idents, one item each. */
	idents: readonly string[];
	parameters?: IDataObject;
	/** Properties of the node, e.g. `onError`. */
	settings?: IDataObject;
}

const MANUAL = node(START, 'n8n-nodes-base.manualTrigger', 1, {});

export function webhookStart(path: string): NodeJson {
	const parameters = { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} };
	return node(START, 'n8n-nodes-base.webhook', 2, parameters, { webhookId: path });
}

/** The connections of a row of nodes. */
export function inARow(nodes: readonly NodeJson[]): Record<string, unknown> {
	return Object.fromEntries(
		nodes
			.slice(1)
			.map(({ name }, index) => [
				nodes[index]?.name ?? '',
				{ main: [[{ node: name, type: 'main', index: 0 }]] },
			]),
	);
}

export function identify(
	name: string,
	credentialId: string,
	parameters: IDataObject,
	settings: IDataObject = {},
): NodeJson {
	const credentials = { identifyApi: { id: credentialId, name: 'Identify Sandbox' } };
	return node(name, IDENTIFY, 1, parameters, { credentials, ...settings });
}

/** Gives the URL away before the node parks: what it returns is seen only while it waits. */
function resumeUrl(): NodeJson {
	const value = '={{ $execution.resumeUrl }}';
	const assignments = [{ id: randomUUID(), name: 'url', value, type: 'string' }];
	const parameters = { assignments: { assignments }, includeOtherFields: true, options: {} };
	return node(RESUME_URL, 'n8n-nodes-base.set', 3.4, parameters);
}

export function waitNode({ credentialId, parameters = {}, settings }: WaitOptions): NodeJson {
	const own = {
		resource: 'ident',
		operation: 'waitForResult',
		// Of another node, so that n8n has to follow the items back to it.
		ident_id: locator("={{ $('Source').item.json.id }}"),
		limitAmount: 2,
		limitUnit: 'hours',
		output: 'status',
		options: { maxTries: 1 },
		...parameters,
	};
	return identify(WAIT, credentialId, own, settings);
}

/** Start, Source, Resume URL, Wait for Result, After (and Failed, where there is an error output). */
export function waitWorkflow(options: WaitOptions, start: NodeJson = MANUAL): WorkflowJson {
	const { credentialId, idents } = options;
	const after = (name: string) =>
		identify(name, credentialId, { resource: 'project', operation: 'getMany', returnAll: true });
	const items = idents.map((id) => ({ id }));
	const row = [start, ...source(items), resumeUrl(), waitNode(options), after(AFTER)];
	const connections = inARow(row);
	const failed = node(FAILED, 'n8n-nodes-base.noOp', 1, {});
	const hasErrorOutput = options.settings?.onError === 'continueErrorOutput';
	if (hasErrorOutput) {
		const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
		connections[WAIT] = { main: [to(AFTER), to(FAILED)] };
	}
	return { name: 'Wait test', nodes: hasErrorOutput ? [...row, failed] : row, connections };
}

const stateSchema = z.object({
	status: z.string(),
	mode: z.string(),
	waitTill: z.string().nullish(),
});

/** What n8n has stored of an execution. */
export interface State {
	status: string;
	mode: string;
	/** In ms; undefined where it does not wait. */
	waitTill: number | undefined;
}

/** The answer to a call of the resume URL. */
export interface Answer {
	code: number;
	body: unknown;
}

export async function call(url: string, body: unknown = {}): Promise<Answer> {
	const { status, data }: AxiosResponse<unknown> = await axios.post(url, body, {
		validateStatus: () => true,
		proxy: false,
	});
	return { code: status, body: data };
}

/** One execution that waits, or has waited. */
export class Waiting {
	constructor(
		private readonly n8n: N8nView,
		readonly id: string,
	) {}

	/** Read from n8n each time. */
	async state(): Promise<State> {
		const { waitTill, ...state } = await waitFor(`Execution ${this.id}`, async () => {
			const told = await this.n8n.tellExecution(this.id);
			if (told === undefined) return undefined;
			const read = stateSchema.parse(told);
			// As n8n 2.20 lists it while it cannot show it yet.
			return read.status === 'waiting' && !read.waitTill ? undefined : read;
		});
		return { ...state, waitTill: waitTill ? Date.parse(waitTill) : undefined };
	}

	/** Waits until the execution has a status, e.g. `waiting`. */
	async becomes(status: string, timeout = 30_000): Promise<State> {
		return await waitFor(
			`Execution ${this.id}, ${status}`,
			async () => {
				const state = await this.state();
				return state.status === status ? state : undefined;
			},
			{ timeout },
		);
	}

	/** The URL that a node before gave away. */
	async url(): Promise<string> {
		const execution = await this.n8n.getExecution(this.id);
		return z.object({ url: z.string() }).parse(execution.json(RESUME_URL)[0]).url;
	}

	async wake(body: unknown = {}): Promise<Answer> {
		return await call(await this.url(), body);
	}

	async items(name: string): Promise<INodeExecutionData[]> {
		return (await this.n8n.getExecution(this.id)).items(name);
	}
}

/** Runs a workflow as "Execute workflow" does, until it waits. */
export async function startByTest(n8n: N8nView, workflow: WorkflowJson): Promise<Waiting> {
	const id = await n8n.createWorkflow(workflow);
	return new Waiting(n8n, await n8n.startWorkflow(id, START));
}

/** Publishes a workflow and calls its webhook. */
export async function startInProduction(n8n: N8nView, options: WaitOptions): Promise<Waiting> {
	const path = randomUUID();
	const id = await n8n.createWorkflow(waitWorkflow(options, webhookStart(path)));
	await n8n.activate(id);
	await n8n.waitUntilPublished(id);
	await call(`${n8n.url}/webhook/${path}`);
	return await firstOf(n8n, id);
}

/** The first execution of a workflow. */
async function firstOf(n8n: N8nView, workflowId: string): Promise<Waiting> {
	const execution = await waitFor('An execution', async () => {
		const [first] = await n8n.listExecutions(workflowId);
		return first;
	});
	return new Waiting(n8n, execution.id);
}

/** How often the node after the wait ran, by Identify's own record. */
export function timesAfter(sandbox: Sandbox): number {
	return sandbox.requests.to('GET', '/project/getAll').length;
}
