import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core reads both when it is loaded: a folder of its own, and silence.
const userFolder = mkdtempSync(join(tmpdir(), 'identify24-engine-'));
process.env.N8N_USER_FOLDER = userFolder;
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS = 'false';
process.on('exit', () => rmSync(userFolder, { recursive: true, force: true }));

import { Container } from '@n8n/di';
import {
	BinaryDataConfig,
	BinaryDataService,
	ExecutionLifecycleHooks,
	WorkflowExecute,
} from 'n8n-core';
import {
	Workflow,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowExecuteAdditionalData,
	type IWorkflowSettings,
} from 'n8n-workflow';
import { Identify } from '../../nodes/Identify/Identify.node';
import { StoredCredential } from './storedCredential';

export { StoredCredential } from './storedCredential';

/** Hands over the items that a test gives; stands where a trigger stands. */
function source(items: INodeExecutionData[]): INodeType {
	return {
		description: {
			displayName: 'Source',
			name: 'source',
			group: ['trigger'],
			version: 1,
			description: 'Items of a test',
			defaults: { name: 'Source' },
			inputs: [],
			outputs: ['main'],
			properties: [],
		},
		execute: async () => [items.map((item) => structuredClone(item))],
	};
}

function nodeTypes(items: INodeExecutionData[], identify: INodeType): INodeTypes {
	const types: Record<string, INodeType> = { source: source(items), identify };
	const get = (name: string) => {
		const type = types[name];
		if (!type) throw new Error(`no node type ${name}`);
		return type;
	};
	return { getByName: get, getByNameAndVersion: get, getKnownTypes: () => ({}) };
}

/** What n8n hands to an execution besides the workflow. */
export function additionalData(
	credential: StoredCredential,
	base = 'http://localhost:5678',
): IWorkflowExecuteAdditionalData {
	const data: Partial<IWorkflowExecuteAdditionalData> = {
		credentialsHelper: credential,
		currentNodeExecutionIndex: 0,
		executionId: '1',
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: `${base}/`,
		formBaseUrl: base,
		formWaitingBaseUrl: base,
		formTestBaseUrl: base,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		mcpBaseUrl: base,
		mcpTestBaseUrl: base,
		variables: {},
		logAiEvent: () => undefined,
	};
	const complete = data as IWorkflowExecuteAdditionalData;
	complete.hooks = new ExecutionLifecycleHooks('manual', '1', {
		id: '1',
		name: 'Test',
		active: false,
		activeVersionId: null,
		isArchived: false,
		nodes: [],
		connections: {},
		createdAt: new Date(),
		updatedAt: new Date(),
	});
	return complete;
}

/** How to run the node. */
export interface EngineRun {
	credential: StoredCredential;
	parameters: INodeParameters;
	/** The input; one empty item by default. */
	items?: INodeExecutionData[];
	settings?: IWorkflowSettings;
	/** Settings of the node itself, e.g. `onError`. */
	node?: Partial<INode>;
	/** What n8n takes for its own address, without a slash at the end. */
	base?: string;
	/** The code that is run, if not the Identify node's. */
	type?: INodeType;
}

/** What a run left behind. */
export interface EngineResult {
	run: IRun;
	/** The items of the node's outputs. */
	outputs: INodeExecutionData[][];
	/** The first output's items. */
	items: INodeExecutionData[];
	/** The first output's JSON. */
	json: IDataObject[];
	/** The node's error. */
	error:
		| (Error & {
				description?: string | null;
				httpCode?: string | null;
				messages?: string[];
				context?: IDataObject;
		  })
		| undefined;
}

export const NODE_NAME = 'Identify';

export function buildWorkflow(run: EngineRun): Workflow {
	const { parameters, items, settings, node, type = new Identify() } = run;
	const nodes: INode[] = [
		{ id: '1', name: 'Source', type: 'source', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: '2',
			name: NODE_NAME,
			type: 'identify',
			typeVersion: 1,
			position: [200, 0],
			parameters,
			credentials: { identifyApi: { id: '1', name: 'Identify Sandbox' } },
			...node,
		},
	];
	const connections: IConnections = {
		Source: { main: [[{ node: NODE_NAME, type: 'main', index: 0 }]] },
	};
	return new Workflow({
		id: '1',
		name: 'Test',
		nodes,
		connections,
		active: false,
		nodeTypes: nodeTypes(items ?? [{ json: {} }], type),
		settings: { executionOrder: 'v1', timezone: 'Europe/Berlin', ...settings },
	});
}

/** A run under way: its promise can be cancelled as n8n's Stop button does. */
export function startEngine(options: EngineRun): ReturnType<WorkflowExecute['run']> {
	const workflow = buildWorkflow(options);
	const execute = new WorkflowExecute(additionalData(options.credential, options.base), 'manual');
	return execute.run({ workflow, startNode: workflow.getNode('Source') ?? undefined });
}

/** Runs the Identify node in n8n-core's own engine, over HTTP. */
export async function runEngine(options: EngineRun): Promise<EngineResult> {
	return readRun(await startEngine(options));
}

/** Reads what the node returned. */
export function readRun(run: IRun): EngineResult {
	const tasks = run.data.resultData.runData[NODE_NAME] ?? [];
	const task = tasks.at(-1);
	const outputs = (task?.data?.main ?? []).map((items) => items ?? []);
	const items = outputs[0] ?? [];
	return {
		run,
		outputs,
		items,
		json: items.map((item) => item.json),
		error: (task?.error ?? run.data.resultData.error) as EngineResult['error'],
	};
}

/** Sets where n8n keeps files: on disk, in the test's own folder, or in memory. To be called before a run. */
export async function initEngine(mode: 'filesystem' | 'default' = 'filesystem'): Promise<void> {
	Container.get(BinaryDataConfig).mode = mode;
	await Container.get(BinaryDataService).init();
}

/** The bytes of a file in an output. */
export async function readBinary(
	item: INodeExecutionData | undefined,
	field = 'data',
): Promise<Buffer> {
	const file = item?.binary?.[field];
	if (!file) throw new Error(`the item has no file "${field}"`);
	return await Container.get(BinaryDataService).getAsBuffer(file);
}
