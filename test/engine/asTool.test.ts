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

async function call(kind: AgentKind, emails: string[], node = RETRY): Promise<ToolResult> {
	const { credential } = bench();
	const calls = emails.map((email) => ({ email }));
	return await runTool(kind, { credential, parameters: parameters(), calls, node });
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
});
