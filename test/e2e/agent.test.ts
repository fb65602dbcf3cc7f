import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { SUCCESSFUL_IDENT_ID } from '../sandbox';
import { ChatModel, type ToolCall, type Turn } from '../support/chatModel';
import { n8nIs } from '../support/n8nVersion';
import { PERSON, PERSON_SENT } from '../support/person';
import { searchBytes } from '../support/secretSearch';
import {
	data,
	fromModel,
	locator,
	node,
	refusedToTools,
	useAction,
	type NodeJson,
} from './actionSupport';
import { toFile } from './createSupport';

const apiKey = randomUUID();
const callbackSecret = randomUUID();
const bench = useAction({ accounts: [{ name: 'agent-partner', apiKey }] });
const { n8n } = bench;

let model: ChatModel;
let modelCredential: string;

beforeAll(async () => {
	model = await ChatModel.start();
	modelCredential = await n8n.createCredential({
		name: 'Chat Model',
		type: 'openAiApi',
		data: { apiKey: 'stand-in', url: model.url },
	});
});
afterAll(async () => await model.stop());

const CREATE = '/ident/create';

const call = (tool: string, args: IDataObject = {}): ToolCall => ({ tool, args });

/** Tools as people set them up; the model gives what only it can know. */
const tools = {
	projects: () => bench.tool('List Projects', 'project', 'getMany', { returnAll: true }),
	invite: (changes: IDataObject = {}, settings: IDataObject = {}) => {
		const parameters = {
			project_id: locator(fromModel('project_id')),
			...PERSON,
			email: fromModel('email'),
			birthday: fromModel('birthday'),
			...changes,
		};
		return bench.tool('Invite', 'ident', 'create', parameters, settings);
	},
	status: (changes: IDataObject = {}) =>
		bench.tool('Get Status', 'ident', 'get', {
			ident_id: locator(fromModel('ident_id')),
			...changes,
		}),
	data: () =>
		bench.tool('Get Data', 'ident', 'getData', {
			ident_id: locator(fromModel('ident_id')),
			output: 'raw',
		}),
};

const invitation = { project_id: '6', email: PERSON.email, birthday: PERSON.birthday };
const anIdent = { ident_id: SUCCESSFUL_IDENT_ID };

const listSchema = z.array(z.record(z.unknown()));

/** The items that each call of a tool gave to the model. */
const answers = () => model.answers.map((answer) => listSchema.parse(JSON.parse(answer)));

/** The first item of each. */
const firsts = () => answers().map(([first]) => first ?? {});

const sentTo = (path: string) => bench.calls.filter((request) => request.path === path);

interface Conversation {
	/** Nodes before the agent. */
	before?: readonly NodeJson[];
	/** What the user says. */
	asked?: string;
}

/** Versions of n8n's AI Agent, each with the API of OpenAI that it speaks by default. */
const AGENTS = [
	{ agent: 1.7, chat: 1.2, path: '/v1/chat/completions' },
	{ agent: n8nIs('>=2') ? 2.3 : 2.2, chat: 1.2, path: '/v1/chat/completions' },
	{ agent: n8nIs('>=2') ? 3.1 : 3, chat: 1.3, path: '/v1/responses' },
];

// Before n8n 2.41 an error of a tool ends the execution of an AI Agent 3, unless the tool goes on.
const needsToGoOn = (agent: number) => agent >= 3 && !n8nIs('>=2.41');

describe.each(AGENTS)('AI Agent $agent', ({ agent, chat, path }) => {
	/** A workflow in which the model says what the script has, and calls the tools. */
	async function converse(
		offered: readonly NodeJson[],
		turns: readonly Turn[],
		{ before = [], asked = 'Do what is to be done.' }: Conversation = {},
	) {
		model.play([...turns, 'Done.']);
		const goesOn = needsToGoOn(agent) && { onError: 'continueRegularOutput' };
		const link = (from: string, to: string, type = 'main') => ({
			[from]: { [type]: [[{ node: to, type, index: 0 }]] },
		});
		const way = ['Start', ...before.map(({ name }) => name), 'Agent'];
		const nodes = [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Agent', '@n8n/n8n-nodes-langchain.agent', agent, {
				promptType: 'define',
				text: asked,
				options: { maxIterations: 30 },
			}),
			node(
				'Model',
				'@n8n/n8n-nodes-langchain.lmChatOpenAi',
				chat,
				{ model: locator('stand-in'), options: { maxRetries: 0 } },
				{ credentials: { openAiApi: { id: modelCredential, name: 'Chat Model' } } },
			),
		];
		const execution = await n8n.runWorkflow({
			name: `AI Agent ${agent}`,
			nodes: [...nodes, ...before, ...offered.map((tool) => ({ ...tool, ...goesOn }))],
			connections: Object.assign(
				{},
				...way.slice(1).map((to, index) => link(way[index] ?? '', to)),
				link('Model', 'Agent', 'ai_languageModel'),
				...offered.map(({ name }) => link(name, 'Agent', 'ai_tool')),
			) as Record<string, unknown>,
			settings: { executionOrder: 'v1' },
		});
		expect(execution.errorMessage).toBeUndefined();
		expect(execution.json('Agent')).toEqual([{ output: 'Done.' }]);
		expect(model.requests.map((request) => request.path)).toEqual(
			Array.from({ length: turns.length + 1 }, () => path),
		);
	}

	test('lists the projects', async () => {
		await converse([tools.projects()], [[call('List_Projects')]]);
		expect(model.tools).toMatchObject([
			{ name: 'List_Projects', description: 'Get many projects in Identify' },
		]);
		const [projects] = answers();
		expect(projects?.map(({ id }) => id)).toEqual(['6', '13', '274', '99']);
		expect(projects?.[0]).toEqual({ id: '6', title: '911 Internet GmbH', status: 'Active' });
	});

	test('sees what each tool does, and what is wanted of it', async () => {
		await converse([tools.invite(), tools.status(), tools.projects()], []);
		expect(
			Object.fromEntries(model.tools.map(({ name, description }) => [name, description])),
		).toEqual({
			Invite: 'Create an ident to identify a person by video in Identify',
			Get_Status: 'Get the status of an ident in Identify',
			List_Projects: 'Get many projects in Identify',
		});
		// With what npm installs today, older n8n tells models of no tool what it takes.
		if (!n8nIs('>=2.41')) return;
		const { parameters } = model.tools.find(({ name }) => name === 'Invite') ?? {};
		expect(parameters).toMatchObject({
			required: expect.arrayContaining(['project_id', 'email', 'birthday']),
			properties: { email: { type: 'string', description: 'email' } },
		});
	});

	test('validates a person from a sentence: what is wrong, then what would be sent', async () => {
		const asked =
			'Can we identify Mrs Jane Doe, born September 5, 1981, German, of Parkstr. 45, 90763 Nürnberg, Germany? Mail jane.doe@example.com, phone 01511 111111.';
		const fields = Object.keys(PERSON).map((name) => [name, fromModel(name)]);
		const check = bench.tool('Check', 'ident', 'validate', {
			project_id: locator('6'),
			...Object.fromEntries(fields),
			additionalFields: { gender: fromModel('gender') },
		});
		const said = {
			person_first_name: 'Jane',
			person_last_name: 'Doe',
			gender: 'Mrs',
			birthday: 'September 5, 1981',
			nationality: 'German',
			street: 'Parkstr. 45',
			house_no: '',
			zip_code: '90763',
			city: 'Nürnberg',
			country: 'Germany',
			email: 'jane.doe@example.com',
			mobile_phone: '01511 111111',
		};
		const wrong = { ...said, birthday: '09/05/1981', email: 'jane.doe' };
		await converse([check], [[call('Check', wrong)], [call('Check', said)]], { asked });
		expect(model.requests[0]?.body).toContain(asked);
		const [refusal, acceptance] = firsts();
		expect(refusal).toMatchObject({
			valid: false,
			problems: expect.arrayContaining([
				expect.objectContaining({ field: 'birthday', value: '09/05/1981' }),
				expect.objectContaining({ field: 'email', value: 'jane.doe' }),
			]),
		});
		expect(acceptance).toEqual({
			valid: true,
			problems: [],
			request: { ...PERSON_SENT, gender: 'FEMALE' },
		});
		expect(bench.sandbox.requests.entries).toEqual([]);
	});

	test('creates once although the model calls twice at once, and again', async () => {
		const twice = [call('Invite', invitation), call('Invite', invitation)];
		await converse([tools.invite()], [twice, [call('Invite', invitation)]]);
		expect(sentTo(CREATE)).toHaveLength(1);
		const id = bench.sandbox.created[0]?.id;
		expect(firsts().map(({ ident_id: told }) => told)).toEqual([id, id, id]);
	});

	test('creates for each of two people', async () => {
		const second = { ...invitation, email: 'john.doe@example.com' };
		await converse([tools.invite()], [[call('Invite', invitation), call('Invite', second)]]);
		const emails = bench.sandbox.created.map(({ fields }) => fields.email);
		expect(emails.sort()).toEqual([PERSON.email, second.email]);
	});

	test('an answer of Identify lost: the model is told that it may exist, and calls in vain', async () => {
		bench.sandbox.faults.add({ kind: 'reset', moment: 'afterCarriedOut', match: { path: CREATE } });
		const invite = tools.invite({}, { retryOnFail: true, waitBetweenTries: 1 });
		await converse([invite], [[call('Invite', invitation)], [call('Invite', invitation)]]);
		expect(sentTo(CREATE)).toHaveLength(1);
		expect(firsts()).toMatchObject(
			[1, 2].map(() => ({ error: expect.stringMatching(/may have been carried out/) })),
		);
	});

	test('reads the status, by an ID or the conference URL', async () => {
		const url = `https://identify24.de/apply/${SUCCESSFUL_IDENT_ID}`;
		await converse(
			[tools.status()],
			[[call('Get_Status', anIdent)], [call('Get_Status', { ident_id: url })]],
		);
		expect(firsts()).toMatchObject(
			[1, 2].map(() => ({ ident_id: SUCCESSFUL_IDENT_ID, status: 'Successful' })),
		);
	});

	test('gives no more of a person than the node is set to', async () => {
		await converse([tools.status({ output: 'status' })], [[call('Get_Status', anIdent)]]);
		expect(firsts()).toMatchObject([{ ident_id: SUCCESSFUL_IDENT_ID, status: 'Successful' }]);
		expect(model.answers.join()).not.toMatch(/sven|faerber/i);
	});

	test('takes dates, choices and numbers as the model writes them', async () => {
		const { id } = bench.sandbox.seedIdent({ statusCode: '2' });
		await converse(
			[
				tools.invite({
					nationality: fromModel('nationality'),
					additionalFields: { gender: fromModel('gender') },
				}),
				bench.tool('Set Appointment', 'ident', 'setAppointment', {
					ident_id: locator(fromModel('ident_id')),
					termin_date: fromModel('date'),
					termin_user: '1',
				}),
				bench.tool('First Projects', 'project', 'getMany', {
					returnAll: false,
					limit: fromModel('limit', 'How many', 'number'),
				}),
				tools.status({ output: fromModel('output') }),
			],
			[
				[
					call('Invite', {
						...invitation,
						birthday: 'September 5, 1981',
						nationality: 'German',
						gender: 'Mrs',
					}),
					call('Set_Appointment', { ident_id: id, date: '2030-06-30T15:20:00+02:00' }),
					call('First_Projects', { limit: 2 }),
					call('Get_Status', { ident_id: id, output: 'status' }),
				],
			],
		);
		expect(bench.sandbox.created[0]?.fields).toEqual({ ...PERSON_SENT, gender: 'FEMALE' });
		const [, appointment, projects, status] = answers();
		expect(appointment).toMatchObject([{ ident_id: id, termin_date: '2030-06-30T15:20+02:00' }]);
		expect(projects).toHaveLength(2);
		expect(status).toMatchObject([{ ident_id: id, status_code: '2' }]);
	});

	test('a wrong argument: the model is told which, and what to give instead', async () => {
		await converse(
			[tools.invite(), tools.status()],
			[
				[call('Invite', { ...invitation, birthday: '09/05/1981' })],
				[call('Invite', { ...invitation, email: 'Jane', project_id: '' })],
				[call('Get_Status', { ident_id: 'unknown' })],
				[call('Get_Status', { ident_id: '' })],
			],
		);
		const errors = firsts().map(({ error }) => String(error));
		expect(errors[0]).toMatch(/Birthday .*09\/05\/1981/);
		expect(errors[1]).toMatch(/Project .*Email .*Jane/);
		expect(errors[2]).toMatch(/does not know this ident.*Check Ident/);
		expect(errors[3]).toMatch(/Ident is required/);
		expect(sentTo(CREATE)).toEqual([]);
	});

	test('Identify refuses: the model is told why, and what can be done', async () => {
		bench.sandbox.faults.add({ kind: 'status', status: 403, match: { path: CREATE } });
		await converse([tools.invite()], [[call('Invite', invitation)]]);
		const [told] = firsts();
		expect(told?.error).toMatch(/HTTP 403\)\. \w+/);
	});

	test('what a model must not call is refused, with what to use instead', async () => {
		const turns = refusedToTools.map(({ name }) => [call(name.replaceAll(' ', '_'))]);
		await converse(bench.refusedTools(), turns);
		expect(refusedToTools.length).toBeGreaterThanOrEqual(2);
		expect(firsts()).toMatchObject(
			refusedToTools.map(({ name, advice }) => ({
				error: `${name} cannot be used as a tool of an AI agent. ${advice}`,
			})),
		);
		expect(bench.sandbox.requests.entries).toEqual([]);
	});

	test('no token, key, secret or file reaches the model, nor n8n what it must not keep', async () => {
		const pdf = Buffer.from(`%PDF-1.4\n${randomUUID()}\n%%EOF\n`);
		await bench.renew({ callbackSecret });
		const file = "={{ $('To File').first().binary.contract }}";
		const contract = tools.invite({ pdfSource: 'binary', pdfBinaryField: file });
		const offered = [
			...bench.refusedTools(),
			contract,
			...[tools.projects(), tools.status(), tools.data()],
		];
		bench.sandbox.faults.add({
			kind: 'status',
			status: 401,
			match: { path: '/ident/get', nth: 2 },
		});
		await converse(
			offered,
			[
				[call('List_Projects'), call('Get_Status', anIdent), call('Get_Data', anIdent)],
				[call('Invite', invitation)],
				[call('Get_Status', { ident_id: 'unknown' }), call('Get_Status', anIdent)],
				refusedToTools.map(({ name }) => call(name.replaceAll(' ', '_'))),
			],
			{ before: [data({ pdf: pdf.toString('base64') }), toFile('contract')] },
		);
		expect(bench.sandbox.created[0]?.fields.pdf_content).toContain(pdf.toString('base64'));
		const said = Buffer.from(JSON.stringify(model.requests));
		const secrets = [apiKey, callbackSecret, ...bench.tokens];
		expect(secrets.length).toBeGreaterThanOrEqual(3);
		expect(secrets).not.toContain('');
		// Something that is there, too: the search would have found the others.
		const hits = searchBytes(said, ['911 Internet', ...secrets, '%PDF-', pdf.toString()], 'model');
		expect(hits.map(({ secret }) => secret)).toEqual(['911 Internet']);
		expect(await n8n.searchSecrets(secrets)).toEqual([]);
	});
});
