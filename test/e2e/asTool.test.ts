import { randomUUID } from 'node:crypto';
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { SUCCESSFUL_IDENT_ID } from '../sandbox';
import { McpClient } from '../support/mcpClient';
import { PERSON } from '../support/person';
import { IDENTIFY, locator, node, useAction } from './actionSupport';

const bench = useAction();
const { n8n } = bench;

const descriptions = z.array(
	z
		.object({
			name: z.string(),
			displayName: z.string(),
			outputs: z.unknown(),
			sensitiveOutputFields: z.array(z.string()).optional(),
			credentials: z.array(z.object({ name: z.string() }).passthrough()).optional(),
			properties: z.array(z.object({ name: z.string(), displayName: z.string() }).passthrough()),
		})
		.passthrough(),
);

async function descriptionOf(name: string) {
	const { data } = await axios.get<unknown>(`${n8n.url}/types/nodes.json`, {
		headers: { cookie: n8n.session, 'browser-id': 'identify24-tests' },
		proxy: false,
	});
	return descriptions.parse(data).find((description) => description.name === name);
}

test('n8n offers the Identify node to AI agents as a tool', async () => {
	const [node, tool] = await Promise.all([
		descriptionOf(IDENTIFY),
		descriptionOf(`${IDENTIFY}Tool`),
	]);
	expect(tool?.displayName).toBe('Identify Tool');
	expect(tool?.outputs).toEqual(['ai_tool']);
	expect(tool?.credentials).toEqual(node?.credentials);
	const names = tool?.properties.map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(node?.properties.map(({ name }) => name) ?? []));
});

test('the token of auth:getToken is announced to n8n as sensitive', async () => {
	expect((await descriptionOf(IDENTIFY))?.sensitiveOutputFields).toEqual(['token']);
});

describe('called by the MCP Server Trigger', () => {
	const PATH = '/ident/create';
	const ident = { ident_id: locator(SUCCESSFUL_IDENT_ID) };
	let client: McpClient;
	let workflowId: string;
	let tool: string;

	/** Offers the Identify node with these parameters, and connects as a model's client does. */
	async function offer(parameters: IDataObject) {
		const path = randomUUID();
		const trigger = node('MCP', '@n8n/n8n-nodes-langchain.mcpTrigger', 2, { path });
		const identify = node('Identify', `${IDENTIFY}Tool`, 1, parameters, {
			credentials: bench.credentials,
			retryOnFail: true,
			waitBetweenTries: 1,
		});
		workflowId = await n8n.createWorkflow({
			name: 'MCP',
			nodes: [{ ...trigger, webhookId: randomUUID() }, identify],
			connections: { Identify: { ai_tool: [[{ node: 'MCP', type: 'ai_tool', index: 0 }]] } },
			settings: {},
		});
		await n8n.activate(workflowId);
		await n8n.waitUntilPublished(workflowId);
		client = new McpClient(`${n8n.url.replace(/[/]rest$/, '')}/mcp/${path}`);
		await client.connect();
		[tool = ''] = await client.toolNames();
	}

	/** The model gives the e-mail address; all else is the workflow's. */
	const parameters = {
		resource: 'ident',
		operation: 'create',
		project_id: locator('6'),
		...PERSON,
		email: "={{ $fromAI('email', 'Whom to invite', 'string') }}",
		additionalFields: {},
		idDocument: {},
		pdfSource: 'none',
		customFields: {},
		options: {},
	};

	afterEach(async () => await n8n.deactivate(workflowId));

	test('creates an ident and tells which', async () => {
		await offer(parameters);
		const { text, isError } = await client.call(tool, { email: PERSON.email });
		expect(isError).toBe(false);
		expect(bench.sandbox.created).toHaveLength(1);
		expect(text).toContain(String(bench.sandbox.created[0]?.id));
	});

	test('Retry On Fail, an answer lost: sent once, and told that it may exist', async () => {
		await offer(parameters);
		const match = { path: PATH };
		bench.sandbox.faults.add({ kind: 'reset', moment: 'afterCarriedOut', match });
		const { text, isError } = await client.call(tool, { email: PERSON.email });
		expect(bench.sandbox.created).toHaveLength(1);
		expect(isError).toBe(true);
		expect(text).toMatch(/may have been carried out/);
		expect(text).not.toMatch(/nothing was sent/i);
	});

	test('Retry On Fail, refused at first: sent again, created once', async () => {
		await offer(parameters);
		bench.sandbox.faults.add({
			kind: 'status',
			status: 402,
			match: { path: PATH, nth: 1 },
		});
		const { isError } = await client.call(tool, { email: PERSON.email });
		expect(isError).toBe(false);
		expect(bench.sandbox.created).toHaveLength(1);
	});

	test.each([
		['auth', 'getToken', {}, /Get Token cannot be used as a tool/],
		['ident', 'downloadFiles', ident, /Download Files cannot be used as a tool/],
		['webhook', 'sendTest', { ...ident, callbackUrl: n8n.url }, /Send Test Callback cannot be/],
	])(
		'%s:%s is refused, and told what to use instead',
		async (resource, operation, more, wanted) => {
			await offer({ resource, operation, ...more });
			const { text, isError } = await client.call(tool, {});
			expect(isError).toBe(true);
			expect(text).toMatch(wanted);
			expect(bench.sandbox.requests.count).toBe(0);
		},
	);
});
