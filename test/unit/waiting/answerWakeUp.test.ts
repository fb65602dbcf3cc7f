import type { IWebhookResponseData } from 'n8n-workflow';
import { findOperation } from '../../../nodes/Identify/resources';
import { answerWakeUp } from '../../../nodes/Identify/waiting/answerWakeUp';
import { ident, wokenContext, type Seen, type Woken } from './support';

async function wake(woken: Woken = {}): Promise<{ answer: IWebhookResponseData; seen: Seen }> {
	const { context, seen } = wokenContext(woken);
	return { answer: await answerWakeUp(context, findOperation), seen };
}

const REFUSED = { noWebhookResponse: true };

const failing = (status: number) => async () =>
	await Promise.resolve({ result: false, response_status: status, messages: ['JANE DOE is odd'] });

const lastOf = (url: string) => url.split('/').at(-1) ?? '';

it('gives all items, in order and linked, when all are final', async () => {
	const { answer, seen } = await wake({ items: [{ id: 'a' }, { id: 'b' }] });
	expect(seen.asked.sort()).toEqual(['a', 'b']);
	expect(answer.webhookResponse).toEqual({ status: 'resumed' });
	expect(answer.workflowData).toEqual([
		['a', 'b'].map((id, item) => ({
			json: expect.objectContaining({ ident_id: id, status_code: '5', final: true }),
			pairedItem: { item },
		})),
	]);
});

it('gives no items while one is open', async () => {
	const items = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
	const answerOf = async (url: string) =>
		await Promise.resolve(ident(lastOf(url), lastOf(url) === 'b' ? '5' : '2'));
	const { answer, seen } = await wake({ items, answer: answerOf });
	expect(answer).toEqual({
		webhookResponse: { status: 'waiting', message: '2 of 3 idents are still open' },
	});
	expect(seen.log).toEqual([]);
});

describe('when Identify cannot be asked', () => {
	it.each<[string, Woken]>([
		['its own fault', { answer: failing(500) }],
		['too many requests', { answer: failing(429) }],
		['the key is refused', { answer: failing(401) }],
		['no connection', { answer: async () => await Promise.reject(new Error('ECONNREFUSED')) }],
		[
			'no credential',
			{ more: { getCredentials: async () => await Promise.reject(new Error('gone')) } },
		],
	])('%s: 503, and the log has the cause, not the caller', async (_what, woken) => {
		for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
			const { answer, seen } = await wake({ ...woken, node: { onError } });
			expect(answer).toEqual(REFUSED);
			expect(seen.status).toBe(503);
			expect(seen.body).toEqual({
				status: 'refused',
				message: 'Identify could not be asked. Try again later',
			});
			expect(seen.log).toEqual([expect.stringMatching(/^Identify could not look again.*: \w/)]);
			expect(JSON.stringify(seen)).not.toContain('k3y-of-911');
		}
	});

	it('a person who tests is told the cause', async () => {
		const { seen } = await wake({ answer: failing(500), mode: 'manual' });
		expect(seen.body).toMatchObject({ message: expect.stringMatching(/HTTP 500/) });
	});

	it('it takes too long: 503 after 25 s, and nothing is asked any more', async () => {
		jest.useFakeTimers();
		try {
			const never = async () => await new Promise<object>(() => undefined);
			const items = Array.from({ length: 30 }, (_, index) => ({ id: String(index) }));
			const running = wake({ items, answer: never });
			await jest.advanceTimersByTimeAsync(24_000);
			await jest.advanceTimersByTimeAsync(1_500);
			const { answer, seen } = await running;
			expect(answer).toEqual(REFUSED);
			expect(seen.status).toBe(503);
			expect(seen.log[0]).toMatch(/too long/);
			await jest.advanceTimersByTimeAsync(120_000);
			expect(seen.asked).toHaveLength(10);
		} finally {
			jest.useRealTimers();
		}
	});
});

describe('an item that fails for its own sake', () => {
	const items = [{ id: 'a' }, { id: 'b' }];
	const answer = async (url: string) =>
		await (lastOf(url) === 'a' ? failing(404)() : Promise.resolve(ident('b', '5')));

	it('keeps it parked where the node is to stop', async () => {
		const { answer: answered, seen } = await wake({ items, answer });
		expect([answered, seen.status]).toEqual([REFUSED, 503]);
	});

	it.each([{ onError: 'continueRegularOutput' as const }, { continueOnFail: true }])(
		'is its output with %j',
		async (node) => {
			const { answer: answered } = await wake({ items, answer, node });
			expect(answered.workflowData).toEqual([
				[
					{
						json: {
							error: expect.stringContaining('know'),
							httpCode: 404,
							messages: ['JANE DOE is odd'],
						},
						pairedItem: { item: 0 },
					},
					{ json: expect.objectContaining({ ident_id: 'b' }), pairedItem: { item: 1 } },
				],
			]);
		},
	);

	it('holds nothing but its error for the error output, since n8n copies it', async () => {
		const { answer: answered } = await wake({
			items,
			answer,
			node: { onError: 'continueErrorOutput' },
		});
		const [first] = structuredClone(answered.workflowData?.[0] ?? []);
		expect(first).toEqual({
			json: { error: expect.stringContaining('know') },
			pairedItem: { item: 0 },
		});
	});

	it('is no output where the item cannot be read any more, unless the node goes on', async () => {
		const parameters = { ident_id: { __rl: true, mode: 'id', value: '={{ $json.id.x }}' } };
		const { answer: answered, seen } = await wake({ items, parameters });
		expect([answered, seen.status, seen.asked]).toEqual([REFUSED, 503, []]);
	});
});

it.each([
	['another operation', { operation: 'get' }],
	['an operation that there is not', { operation: 'teleport' }],
	['another resource', { resource: 'project', operation: 'get' }],
])('a node that is set to %s now: 404', async (_what, parameters) => {
	const { answer, seen } = await wake({ parameters });
	expect([answer, seen.status, seen.asked]).toEqual([REFUSED, 404, []]);
});

it('calls at once: one resumes it, the others get 409', async () => {
	const executionId = 'at once';
	const calls = await Promise.all([1, 2, 3].map(async () => await wake({ executionId })));
	expect(calls.map(({ seen }) => seen.status)).toEqual([undefined, 409, 409]);
	expect(calls.map(({ answer }) => answer.workflowData !== undefined)).toEqual([
		true,
		false,
		false,
	]);
});

describe('it never throws', () => {
	const fails = () => {
		throw new Error('boom');
	};
	const parts = [
		'getNode',
		'getMode',
		'getExecutionId',
		'getWorkflow',
		'getTimezone',
		'getResponseObject',
		'evaluateExpression',
		'getCredentials',
		'helpers',
		'logger',
	];

	it.each(parts)('whatever becomes of %s', async (part) => {
		for (const broken of [undefined, fails]) {
			for (const code of ['5', '2', 'x']) {
				const answerOf = async (url: string) => await Promise.resolve(ident(lastOf(url), code));
				const { answer } = await wake({ answer: answerOf, more: { [part]: broken } });
				// Resumed, refused or still open: never n8n's own error.
				expect(answer).toEqual(expect.any(Object));
			}
		}
	});

	it('when the caller has been answered already', async () => {
		const response = { headersSent: true, status: fails, json: fails };
		const more = { getResponseObject: () => response };
		expect((await wake({ answer: failing(500), more })).answer).toEqual(REFUSED);
	});
});
