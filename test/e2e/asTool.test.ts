import { randomUUID } from 'node:crypto';
import axios from 'axios';
import { z } from 'zod';
import { SUCCESSFUL_IDENT_ID } from '../sandbox';
import { McpClient } from '../support/mcpClient';
import { PERSON } from '../support/person';
import { searchBytes } from '../support/secretSearch';
import {
	fromModel,
	IDENTIFY,
	locator,
	node,
	refusedToTools,
	useAction,
	type NodeJson,
} from './actionSupport';

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

test('n8n offers as tools whatever a model may call', async () => {
	const tool = await descriptionOf(`${IDENTIFY}Tool`);
	const hidden = { hide: { '@tool': [true] } };
	const menu = z.array(z.object({ value: z.string(), displayOptions: z.unknown() }).passthrough());
	const menuOf = (name: string, resource?: string) =>
		menu.parse(
			tool?.properties.find((property) => {
				const shown = z.object({ show: z.object({ resource: z.array(z.string()) }) });
				const of = shown.safeParse(property.displayOptions).data?.show.resource[0];
				return property.name === name && of === resource;
			})?.options,
		);
	for (const { resource, operation } of refusedToTools) {
		const entry = menuOf('operation', resource).find(({ value }) => value === operation);
		expect(entry).toMatchObject({ displayOptions: hidden });
	}
	const auth = menuOf('resource').find(({ value }) => value === 'auth');
	expect(auth).toMatchObject({ displayOptions: hidden });
	expect(menuOf('resource').filter(({ displayOptions }) => displayOptions)).toEqual([auth]);
});

describe('called by the MCP Server Trigger', () => {
	const PATH = '/ident/create';
	let client: McpClient;
	let workflowId: string | undefined;

	/** The model gives the e-mail address; all else is the workflow's. */
	const invite = () =>
		bench.tool(
			'Invite',
			'ident',
			'create',
			{
				project_id: locator('6'),
				...PERSON,
				email: fromModel('email'),
				additionalFields: {},
				idDocument: {},
				pdfSource: 'none',
				customFields: {},
				options: {},
			},
			{ retryOnFail: true, waitBetweenTries: 1 },
		);

	/** Publishes a workflow that offers these tools, and connects to it. */
	async function serve(...tools: NodeJson[]) {
		const path = randomUUID();
		const trigger = node('MCP', '@n8n/n8n-nodes-langchain.mcpTrigger', 2, { path });
		workflowId = await n8n.createWorkflow({
			name: 'MCP',
			nodes: [{ ...trigger, webhookId: randomUUID() }, ...tools],
			connections: Object.fromEntries(
				tools.map(({ name }) => [
					name,
					{ ai_tool: [[{ node: 'MCP', type: 'ai_tool', index: 0 }]] },
				]),
			),
			settings: {},
		});
		await n8n.activate(workflowId);
		await n8n.waitUntilPublished(workflowId);
		client = new McpClient(`${n8n.url.replace(/[/]rest$/, '')}/mcp/${path}`);
		await client.connect();
	}
	afterEach(async () => {
		if (workflowId !== undefined) await n8n.deactivate(workflowId);
		workflowId = undefined;
	});

	test('creates an ident and tells which', async () => {
		await serve(invite());
		expect(await client.toolNames()).toEqual(['Invite']);
		const { text, isError } = await client.call('Invite', { email: PERSON.email });
		expect(isError).toBe(false);
		expect(bench.sandbox.created).toHaveLength(1);
		expect(text).toContain(String(bench.sandbox.created[0]?.id));
	});

	test('asked again, it creates again: to n8n each call is an execution of its own', async () => {
		await serve(invite());
		for (const count of [1, 2]) {
			await client.call('Invite', { email: PERSON.email });
			expect(bench.sandbox.created).toHaveLength(count);
		}
	});

	test('Retry On Fail, an answer lost: sent once, and told that it may exist', async () => {
		await serve(invite());
		const match = { path: PATH };
		bench.sandbox.faults.add({ kind: 'reset', moment: 'afterCarriedOut', match });
		const { text, isError } = await client.call('Invite', { email: PERSON.email });
		expect(bench.sandbox.created).toHaveLength(1);
		expect(isError).toBe(true);
		expect(text).toMatch(/may have been carried out/);
		expect(text).not.toMatch(/nothing was sent/i);
	});

	test('Retry On Fail, refused at first: sent again, created once', async () => {
		await serve(invite());
		bench.sandbox.faults.add({
			kind: 'status',
			status: 402,
			match: { path: PATH, nth: 1 },
		});
		const { isError } = await client.call('Invite', { email: PERSON.email });
		expect(isError).toBe(false);
		expect(bench.sandbox.created).toHaveLength(1);
	});

	test('lists the projects, reads a status, and says what is wrong with an argument', async () => {
		await serve(
			bench.tool('List Projects', 'project', 'getMany', { returnAll: true }),
			bench.tool('Get Status', 'ident', 'get', { ident_id: locator(fromModel('ident_id')) }),
		);
		expect((await client.toolNames()).sort()).toEqual(['Get_Status', 'List_Projects']);
		const projects = await client.call('List_Projects', {});
		expect(projects.isError).toBe(false);
		expect(JSON.parse(projects.text)).toHaveLength(4);
		const status = await client.call('Get_Status', { ident_id: SUCCESSFUL_IDENT_ID });
		expect(JSON.parse(status.text)).toMatchObject([
			{ ident_id: SUCCESSFUL_IDENT_ID, status: 'Successful' },
		]);
		const unknown = await client.call('Get_Status', { ident_id: 'unknown' });
		expect(unknown.isError).toBe(true);
		// What can be done is said, and only once.
		expect(unknown.text.match(/Check Ident/g)).toHaveLength(1);
	});

	test('refuses what a model must not call, with what to use instead', async () => {
		await serve(...bench.refusedTools());
		for (const { name, advice } of refusedToTools) {
			const { text, isError } = await client.call(name.replaceAll(' ', '_'), {});
			expect(text).toContain(`${name} cannot be used as a tool of an AI agent. ${advice}`);
			expect(isError).toBe(true);
		}
		expect(bench.sandbox.requests.entries).toEqual([]);
	});

	test('neither a token nor the key reaches the client', async () => {
		await serve(
			bench.tool('Get Data', 'ident', 'getData', {
				ident_id: locator(SUCCESSFUL_IDENT_ID),
				output: 'raw',
			}),
			bench.tool('Get Token', 'auth', 'getToken'),
		);
		const answers = [await client.call('Get_Data', {}), await client.call('Get_Token', {})];
		const text = answers.map((answer) => answer.text).join();
		const secrets = [bench.sandbox.apiKey, ...bench.tokens, '%PDF-'];
		expect(secrets).toHaveLength(3);
		const hits = searchBytes(Buffer.from(text), [SUCCESSFUL_IDENT_ID, ...secrets], 'client');
		expect(hits.map(({ secret }) => secret)).toEqual([SUCCESSFUL_IDENT_ID]);
	});
});
