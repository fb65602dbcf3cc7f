import axios from 'axios';
import { z } from 'zod';
import { SUCCESSFUL_IDENT_ID } from '../../sandbox';
import { ChatModel, type Turn } from '../../support/chatModel';
import type { WorkflowJson } from '../../support/n8nClient';
import { n8nIs } from '../../support/n8nVersion';
import { PERSON, PERSON_SENT } from '../../support/person';
import { waitFor } from '../../support/waiting';
import { useExamples } from '../exampleSupport';

const FILE = '10-agent-with-approval.json';
const bench = useExamples();

let model: ChatModel;
let credential = { id: '', name: 'Chat Model' };

beforeAll(async () => {
	model = await ChatModel.start();
	const data = { apiKey: 'stand-in', url: model.url };
	const id = await bench.n8n.createCredential({ name: 'Chat Model', type: 'openAiApi', data });
	credential = { ...credential, id };
});
afterAll(async () => await model.stop());

/** The example with the chat model of this file. */
function withModel(): WorkflowJson {
	const workflow = bench.read(FILE);
	const nodes = workflow.nodes.map((node) =>
		node.name === 'Chat Model' ? { ...node, credentials: { openAiApi: credential } } : node,
	);
	return { ...workflow, nodes };
}

const startSchema = z.object({ executionId: z.coerce.string() });

/** Says something in the editor's chat. Gives the execution's ID. */
async function say(chatInput: string, workflow = withModel()): Promise<string> {
	const id = await bench.n8n.createWorkflow(workflow);
	const json = { sessionId: id, action: 'sendMessage', chatInput };
	const data = {
		startTime: Date.now(),
		executionTime: 0,
		executionIndex: 0,
		executionStatus: 'success',
		data: { main: [[{ json }]] },
		source: [null],
	};
	return startSchema.parse(await bench.n8n.execute(id, { name: 'Chat', data })).executionId;
}

async function answerOf(executionId: string): Promise<unknown> {
	const execution = await waitFor('The end of the conversation', async () => {
		const held = await bench.n8n.getExecution(executionId);
		return ['success', 'error', 'crashed'].includes(held.status) ? held : undefined;
	});
	expect(execution.errorMessage).toBeUndefined();
	return execution.json('Identify Agent')[0]?.output;
}

const blocksSchema = z.array(
	z
		.object({
			type: z.string(),
			text: z.object({ text: z.string() }).optional(),
			elements: z
				.array(
					z.object({ text: z.object({ text: z.string() }).optional(), url: z.string().optional() }),
				)
				.optional(),
		})
		.passthrough(),
);

const approvals = async () =>
	(await bench.neighbours.of('slack', bench.account)).messages.filter(
		({ channel }) => channel === '#identify-approvals',
	);

/** Waits for the next message that asks for approval. */
async function asked(before: number) {
	const message = await waitFor(
		'A message that asks for approval',
		async () => (await approvals())[before],
	);
	const blocks = blocksSchema.parse(message.blocks);
	const buttons = blocks.flatMap(({ elements = [] }) => elements).filter(({ url }) => url);
	return {
		text: blocks.map(({ text }) => text?.text ?? '').join(''),
		labels: buttons.map(({ text }) => text?.text),
		click: async (label: string) => {
			const url = new URL(buttons.find(({ text }) => text?.text === label)?.url ?? '');
			const at = `${bench.n8n.url}${url.pathname}${url.search}`;
			// n8n lets no robot approve, as Slack's previews of links are.
			const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x64) Firefox/140.0' };
			return (await axios.get<string>(at, { headers, proxy: false })).data;
		},
	};
}

const PERSONS_FIELDS = { project_id: '6', ...PERSON };

/** What the model is to call: the tool's own fields, below those of the person's review. */
const create: Turn = [
	{ tool: 'Create_Ident', args: { toolParameters: PERSONS_FIELDS, hitlParameters: {} } },
];

const waiting = async (executionId: string) =>
	await waitFor('An execution that waits', async () =>
		(await bench.n8n.getExecution(executionId)).status === 'waiting' ? true : undefined,
	);

if (n8nIs('>=2')) {
	test('approved in Slack: the ident is created, once, as the message showed it', async () => {
		model.play([create, 'Invited.']);
		const before = (await approvals()).length;
		const executionId = await say('Please invite Jane Doe.');
		const message = await asked(before);
		await waiting(executionId);
		expect(message.labels).toEqual(['Decline', 'Approve']);
		for (const value of ['Create_Ident', ...Object.values(PERSONS_FIELDS)]) {
			expect(message.text).toContain(value);
		}
		expect(bench.sandbox.created).toEqual([]);
		await message.click('Approve');
		expect(await answerOf(executionId)).toBe('Invited.');
		expect(bench.sandbox.created.map(({ fields }) => fields)).toEqual([PERSON_SENT]);
		expect(model.answers.at(-1)).toContain(bench.sandbox.created[0]?.id);
		await message.click('Approve').catch(() => undefined);
		expect(bench.sandbox.created).toHaveLength(1);
	});

	test('declined in Slack: nothing is created, and the model is told', async () => {
		const created = bench.sandbox.created.length;
		model.play([create, 'It was declined.']);
		const before = (await approvals()).length;
		const executionId = await say('Please invite Jane Doe.');
		const message = await asked(before);
		await waiting(executionId);
		await message.click('Decline');
		expect(await answerOf(executionId)).toBe('It was declined.');
		expect(bench.sandbox.created).toHaveLength(created);
		expect(model.answers.at(-1)).toMatch(/denied|declined|not approved|rejected/i);
	});

	test('the other tools only read, at once, and tell the model no name', async () => {
		const created = bench.sandbox.created.length;
		const before = (await approvals()).length;
		model.play([
			[
				{ tool: 'Get_Status', args: { ident_id: SUCCESSFUL_IDENT_ID } },
				{ tool: 'List_Projects', args: {} },
				{ tool: 'List_Webhooks', args: {} },
				{ tool: 'Check_Data', args: { ...PERSONS_FIELDS, email: 'jane.doe' } },
			],
			'It is successful.',
		]);
		const hook = bench.sandbox.webhooks.register('https://example.com/identify');
		expect(await answerOf(await say('What about the ident?'))).toBe('It is successful.');
		const [status, projects, webhooks, check] = model.answers;
		expect(JSON.parse(status ?? '')).toMatchObject([
			{ ident_id: SUCCESSFUL_IDENT_ID, status: 'Successful' },
		]);
		expect(status).not.toMatch(/sven|faerber/i);
		expect(projects).toContain('911 Internet GmbH');
		expect(webhooks).toContain(hook.url);
		expect(JSON.parse(check ?? '')).toMatchObject([
			{ valid: false, problems: [{ field: 'email', value: 'jane.doe' }] },
		]);
		expect(model.tools.map(({ name }) => name).sort()).toEqual([
			'Check_Data',
			'Create_Ident',
			'Get_Status',
			'List_Projects',
			'List_Webhooks',
		]);
		expect(bench.sandbox.created).toHaveLength(created);
		expect(await approvals()).toHaveLength(before);
	});

	test('with the demo’s credential the agent says that there is no language model', async () => {
		expect(await answerOf(await say('Hello', bench.read(FILE)))).toContain(
			'The demo has no language model.',
		);
	});
} else {
	test('n8n 1.x says what it does not know', async () => {
		await expect(say('Hello')).rejects.toThrow(/Unrecognized node type: n8n-nodes-base\.slackHitl/);
	});
}
