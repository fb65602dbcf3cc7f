import type { INodeParameters } from 'n8n-workflow';
import { emailOf } from '../support/person';
import { hasEmail, requestsWith, RETRY } from './onceSupport';
import { createParameters, useBench, withoutBackoff } from './support';
import { runTool, type AgentKind, type ToolResult } from './toolEngine';

const bench = useBench();
withoutBackoff();

const PATH = '/ident/create';
const EMAIL = emailOf(0);
const OTHER = emailOf(1);

/** The model gives the e-mail address; all else is the workflow's. */
function parameters(): INodeParameters {
	const email = "={{ $fromAI('email', 'Whom to invite', 'string') }}";
	return { resource: 'ident', operation: 'create', ...createParameters({ email }) };
}

type Breakage = 'reset' | 500;

/** Carries requests out and loses their answers. */
function loseAnswers(nth: number[], how: Breakage = 'reset'): void {
	const action = how === 'reset' ? { kind: how } : ({ kind: 'status', status: how } as const);
	const match = { path: PATH, nth };
	bench().sandbox.faults.add({ ...action, moment: 'afterCarriedOut', match });
}

async function call(
	kind: AgentKind,
	emails: string[],
	node = RETRY,
	together = false,
): Promise<ToolResult> {
	const { credential } = bench();
	const calls = emails.map((email) => ({ email }));
	return await runTool(kind, { credential, parameters: parameters(), calls, node, together });
}

function sentTo(email: string): number {
	return requestsWith(bench().sandbox, 'email', email).length;
}

const KINDS: AgentKind[] = ['function', 'engine'];

describe.each(KINDS)('called as a tool: %s', (kind) => {
	test('one call creates one ident and tells the model which', async () => {
		const { answers } = await call(kind, [EMAIL]);
		expect(sentTo(EMAIL)).toBe(1);
		expect(answers).toEqual([expect.stringContaining(String(bench().sandbox.created[0]?.id))]);
	});

	test.each<Breakage>(['reset', 500])(
		'Retry On Fail, the first try lost after sending (%s): created once',
		async (how) => {
			loseAnswers([1], how);
			const { answers } = await call(kind, [EMAIL]);
			expect(sentTo(EMAIL)).toBe(1);
			expect(answers).toEqual([expect.not.stringMatching(/nothing was sent/i)]);
		},
	);

	test('Retry On Fail, the first try not sent: created once, by the next', async () => {
		bench().sandbox.faults.add({
			kind: 'status',
			status: 429,
			match: { path: PATH, nth: [1, 2, 3] },
		});
		await call(kind, [EMAIL]);
		expect(bench().sandbox.created).toHaveLength(1);
	});

	test('the model calls again after a lost answer: not sent again, and told why', async () => {
		loseAnswers([1]);
		const { answers } = await call(kind, [EMAIL, EMAIL], {});
		expect(sentTo(EMAIL)).toBe(1);
		expect(answers).toHaveLength(2);
		for (const answer of answers) expect(answer).toMatch(/connection broke/);
	});

	test('the same, with Retry On Fail', async () => {
		loseAnswers([1]);
		await call(kind, [EMAIL, EMAIL, EMAIL]);
		expect(sentTo(EMAIL)).toBe(1);
	});

	test('the model calls for somebody else after a lost answer: created', async () => {
		loseAnswers([1]);
		await call(kind, [EMAIL, OTHER]);
		expect([sentTo(EMAIL), sentTo(OTHER)]).toEqual([1, 1]);
		expect(bench().sandbox.created.some(({ fields }) => hasEmail(fields, OTHER))).toBe(true);
	});

	test('the model calls for three people, one is refused: each once', async () => {
		const action = { kind: 'status', status: 400 } as const;
		bench().sandbox.faults.add({ ...action, match: { path: PATH, nth: 2 } });
		await call(kind, [EMAIL, OTHER, emailOf(2)], {});
		expect(bench().sandbox.created).toHaveLength(2);
	});

	test('the model calls again after a success: created once, with the same answer', async () => {
		const { answers } = await call(kind, [EMAIL, EMAIL], {});
		expect(sentTo(EMAIL)).toBe(1);
		const id = String(bench().sandbox.created[0]?.id);
		expect(answers).toEqual([expect.stringContaining(id), expect.stringContaining(id)]);
	});

	test('calls for several people at once, one loses its answer: each is sent once', async () => {
		const match = { path: PATH, body: { email: EMAIL } };
		// Its answer breaks off when the others have long had theirs.
		bench().sandbox.faults.add({ kind: 'hang', ms: 300, moment: 'afterCarriedOut', match });
		const emails = [EMAIL, OTHER, emailOf(2)];
		await call(kind, emails, RETRY, true);
		expect(emails.map(sentTo)).toEqual([1, 1, 1]);
	});

	test('calls for the same person at once: created once', async () => {
		bench().sandbox.faults.add({ kind: 'delay', ms: 100, match: { path: PATH } });
		const { answers } = await call(kind, [EMAIL, EMAIL], {}, true);
		expect(sentTo(EMAIL)).toBe(1);
		expect(answers).toHaveLength(2);
	});

	test('calls for the same person at once, the answer lost: created once', async () => {
		loseAnswers([1]);
		await call(kind, [EMAIL, EMAIL], RETRY, true);
		expect(sentTo(EMAIL)).toBe(1);
	});

	test('an appointment is moved and moved back: each is set', async () => {
		const { sandbox, credential } = bench();
		const { id } = sandbox.seedIdent({ statusCode: '2' });
		const dates = ['2030-06-30T10:00', '2030-06-30T11:00', '2030-06-30T10:00'];
		const result = await runTool(kind, {
			credential,
			parameters: {
				resource: 'ident',
				operation: 'setAppointment',
				ident_id: { __rl: true, mode: 'id', value: id },
				termin_date: "={{ $fromAI('date', 'When', 'string') }}",
				termin_user: '1',
				options: {},
			},
			calls: dates.map((date) => ({ date })),
		});
		const set = sandbox.requests.to('POST', '/ident/setOnboardifyAppointment');
		expect(set.map(({ parsedBody }) => Reflect.get(Object(parsedBody), 'termin_date'))).toEqual(
			dates.map((date) => `${date}+02:00`),
		);
		expect(result.answers).toHaveLength(3);
	});
});

describe('a failure, in words', () => {
	const LANGCHAIN = '@n8n/n8n-nodes-langchain';
	const wrong = { ...parameters(), birthday: '09/05/1981' };

	async function fail(kind: AgentKind, type: string, typeVersion: number): Promise<string> {
		const { answers } = await runTool(kind, {
			credential: bench().credential,
			parameters: wrong,
			calls: [{ email: EMAIL }],
			node: RETRY,
			agent: { type: `${LANGCHAIN}.${type}`, typeVersion },
		});
		expect(answers).toHaveLength(1);
		expect(bench().calls).toEqual([]);
		return answers[0] ?? '';
	}

	test.each([
		['agent', 1.7],
		['agent', 2.3],
		['agentTool', 2.2],
	])('%s %d hides what is thrown: it is the result', async (type, version) => {
		expect(JSON.parse(await fail('function', type, version))).toEqual([
			{ error: expect.stringMatching(/^Birthday .*09\/05\/1981/), httpCode: null, messages: [] },
		]);
	});

	test.each<[AgentKind, string, number]>([
		['function', 'mcpTrigger', 2],
		['function', 'agentTool', 3],
		['engine', 'agent', 3.1],
	])('%s: %s %d passes the error on, with its advice once', async (kind, type, version) => {
		const answer = await fail(kind, type, version);
		expect(answer).toMatch(/nothing was sent\. Item 0: Birthday .*09\/05\/1981/);
		expect(answer.match(/Correct the fields named/g)).toHaveLength(1);
	});
});
