import { WorkflowExecute } from 'n8n-core';
import {
	Workflow,
	type EngineResponse,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IRun,
} from 'n8n-workflow';
import { Identify } from '../../nodes/Identify/Identify.node';
import { additionalData, NODE_NAME, type StoredCredential } from './engine';

/** Arguments with which a model calls the tool, call after call. */
export type ToolCalls = readonly IDataObject[];

export interface ToolRun {
	credential: StoredCredential;
	/** Parameters of the node; `$fromAI()` in them takes what the model gives. */
	parameters: INodeParameters;
	calls: ToolCalls;
	node?: Partial<INode>;
	/** Whether a model that may calls them all at once; one after the other by default. */
	together?: boolean;
	/** The node that calls the tool, as n8n names it. */
	agent?: Pick<INode, 'type' | 'typeVersion'>;
}

/** What the model was told, call after call. */
export interface ToolResult {
	run: IRun;
	answers: string[];
}

interface Tool {
	invoke: (args: IDataObject) => Promise<unknown>;
}

const AGENT = 'Agent';

function wordsOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/**
 * Calls the tool as the MCP Server Trigger and the AI Agent up to version 2 do: n8n hands it out as
 * a function, gives it each try as a run of its own, and tells the node that it is a tool.
 */
async function callTool(
	context: IExecuteFunctions,
	{ calls, together = false }: ToolRun,
	answers: string[],
): Promise<INodeExecutionData[][]> {
	const [tool] = (await context.getInputConnectionData('ai_tool', 0)) as Tool[];
	if (!tool) throw new Error('no tool');
	const call = async (args: IDataObject) => String(await tool.invoke({ ...args }).catch(wordsOf));
	if (together) answers.push(...(await Promise.all(calls.map(call))));
	else for (const args of calls) answers.push(await call(args));
	return [[{ json: {} }]];
}

type Request = Exclude<Awaited<ReturnType<NonNullable<INodeType['execute']>>>, null | unknown[][]>;

/**
 * Calls the tool as the AI Agent from version 3 on does: it asks n8n's engine to run the node, and
 * is run again with the result. The node is not told that it is a tool.
 */
function requestTool(
	{ calls, together = false }: ToolRun,
	answers: string[],
	response: EngineResponse | undefined,
): Request | INodeExecutionData[][] {
	for (const { data } of response?.actionResponses ?? []) {
		answers.push(data.error ? data.error.message : JSON.stringify(data.data));
	}
	const next = calls.slice(answers.length, together ? undefined : answers.length + 1);
	if (next.length === 0) return [[{ json: {} }]];
	const actions = next.map((args, index) => ({
		nodeName: NODE_NAME,
		input: { ...args },
		type: 'ai_tool',
		id: `call_${answers.length + index}`,
		actionType: 'ExecutionNodeAction',
		metadata: { itemIndex: 0 },
	}));
	return { actions, metadata: {} } as unknown as Request;
}

export type AgentKind = 'function' | 'engine';

function agent(kind: AgentKind, run: ToolRun, answers: string[]): INodeType {
	return {
		description: {
			displayName: AGENT,
			name: 'agent',
			group: ['transform'],
			version: 1,
			description: 'Stands where a model calls tools',
			defaults: { name: AGENT },
			inputs: ['main', { type: 'ai_tool', displayName: 'Tool' }],
			outputs: ['main'],
			properties: [],
		},
		async execute(response) {
			if (kind === 'function') return await callTool(this, run, answers);
			return requestTool(run, answers, response);
		},
	};
}

/** The node as n8n offers it to models: no input, and a tool as its output. */
function identifyTool(): INodeType {
	const node = new Identify();
	node.description = { ...node.description, inputs: [], outputs: ['ai_tool'] };
	return node;
}

const trigger: INodeType = {
	description: {
		displayName: 'Trigger',
		name: 'trigger',
		group: ['trigger'],
		version: 1,
		description: 'Begins',
		defaults: { name: 'Trigger' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	execute: async () => await Promise.resolve([[{ json: { chatInput: 'Invite Jane Doe' } }]]),
};

function place(name: string, type: string, more: Partial<INode> = {}): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...more };
}

/** Runs a workflow in which a model calls the Identify node as a tool. */
export async function runTool(kind: AgentKind, options: ToolRun): Promise<ToolResult> {
	const answers: string[] = [];
	const caller = options.agent ?? { type: 'agent', typeVersion: 1 };
	const types: Record<string, INodeType> = {
		trigger,
		[caller.type]: agent(kind, options, answers),
		identifyTool: identifyTool(),
	};
	const get = (name: string) => {
		const type = types[name];
		if (!type) throw new Error(`no node type ${name}`);
		return type;
	};
	const workflow = new Workflow({
		id: '1',
		name: 'Test',
		active: false,
		nodes: [
			place('Trigger', 'trigger'),
			place(AGENT, caller.type, caller),
			place(NODE_NAME, 'identifyTool', {
				parameters: options.parameters,
				credentials: { identifyApi: { id: '1', name: 'Identify Sandbox' } },
				...options.node,
			}),
		],
		connections: {
			Trigger: { main: [[{ node: AGENT, type: 'main', index: 0 }]] },
			[NODE_NAME]: { ai_tool: [[{ node: AGENT, type: 'ai_tool', index: 0 }]] },
		},
		nodeTypes: { getByName: get, getByNameAndVersion: get, getKnownTypes: () => ({}) },
		settings: { executionOrder: 'v1', timezone: 'Europe/Berlin' },
	});
	const execute = new WorkflowExecute(additionalData(options.credential), 'manual');
	const startNode = workflow.getNode('Trigger') ?? undefined;
	return { run: await execute.run({ workflow, startNode }), answers };
}
