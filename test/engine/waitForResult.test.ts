import type { INodeParameters } from 'n8n-workflow';
import { Identify } from '../../nodes/Identify/Identify.node';
import type { Fault } from '../sandbox';
import { startEngine, type EngineResult, type EngineRun } from './engine';
import { expectNoSecrets } from './secrets';
import { runTool, type AgentKind } from './toolEngine';
import {
	asItems,
	identFromItem,
	identParameters,
	linkedTo,
	links,
	useBench,
	withoutBackoff,
} from './support';

const bench = useBench();
withoutBackoff();
jest.setTimeout(30_000);

const HOUR = 3_600_000;

/** Two seconds: waited for in the process. */
const SHORT = { limitAmount: 2 / 60, limitUnit: 'minutes' };

function seed(...statusCodes: string[]): string[] {
	return statusCodes.map((statusCode) => bench().sandbox.seedIdent({ statusCode }).id);
}

const run = async (
	ids: string[],
	parameters: INodeParameters = {},
	more: Partial<EngineRun> = {},
): Promise<EngineResult> =>
	await bench().run('ident', 'waitForResult', identFromItem(parameters), {
		items: asItems(ids.map((id) => ({ id }))),
		...more,
	});

/** When n8n is to end the wait; undefined where nothing waits. */
const waitTill = ({ run: { waitTill: till } }: EngineResult) => till ?? undefined;

const asked = (id: string) => bench().sandbox.requests.to('GET', `/ident/get/${id}`).length;

describe('all final at once', () => {
	test('each item is passed on with its output, and nothing waits', async () => {
		const ids = seed('5', '3', '4');
		const result = await run(ids, { output: 'status' });
		expect(waitTill(result)).toBeUndefined();
		expect(result.run.status).toBe('success');
		expect(linkedTo(result.items)).toEqual(links(3));
		expect(result.json).toEqual(
			ids.map((id, index) => ({
				ident_id: id,
				project_id: '6',
				custom_id: '',
				status: expect.any(String),
				status_code: ['5', '3', '4'][index],
				final: true,
			})),
		);
	});

	test.each<[string, INodeParameters, string[]]>([
		['simplified', {}, ['appointment_date', 'email', 'final']],
		['selected', { output: 'selected', fields: ['status'] }, ['final', 'status']],
		['raw', { output: 'raw' }, ['company_name', 'final', 'id']],
	])('with the output %s', async (_output, parameters, fields) => {
		const { json } = await run(seed('5'), parameters);
		expect(Object.keys(json[0] ?? {})).toEqual(expect.arrayContaining(fields));
		expect(json[0]?.final).toBe(true);
	});

	test('by a code or a text among the other statuses, in whichever case', async () => {
		const ids = seed('2', '6');
		await bench().sandbox.setStatus(ids[1] ?? '', '6', 'Cancelled');
		const others = { finalStatuses: [], otherFinalStatuses: '2; CANCELLED' };
		expect((await run(ids, others)).json.map(({ final }) => final)).toEqual([true, true]);
	});

	test('by a list that an expression gives', async () => {
		const { json } = await run(seed('2'), { finalStatuses: '={{ ["2"] }}' });
		expect(json).toMatchObject([{ final: true }]);
	});
});

describe('some open', () => {
	test.each([
		[{}, 24 * HOUR],
		[{ limitAmount: 1.5, limitUnit: 'hours' }, 1.5 * HOUR],
		[{ limitAmount: 90, limitUnit: 'days' }, 90 * 24 * HOUR],
		[{ limitAmount: '={{ 65 / 60 }}', limitUnit: 'minutes' }, 65_000],
	])('%j parks the execution for so long, and says so', async (limit, ms) => {
		const before = Date.now();
		const ids = seed('5', '2', '1');
		const result = await run(ids, limit);
		const till = Number(waitTill(result));
		expect(till).toBeGreaterThanOrEqual(before + ms);
		expect(till).toBeLessThanOrEqual(Date.now() + ms);
		// What n8n shows while it waits, and passes on when the limit passes.
		expect(result.json).toEqual(ids.map((id) => ({ id })));
		const hints = result.run.data.resultData.runData.Identify?.[0]?.hints ?? [];
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(
				/^Waiting for 2 of 3 idents until \d{4}-\d\d-\d\d \d\d:\d\d \(Europe\/Berlin\)$/,
			),
		]);
		expectNoSecrets(result, bench().secrets);
	});

	test('under 65 s the node looks again, and goes on when the last one is final', async () => {
		const ids = seed('5', '2');
		const [first = '', second = ''] = ids;
		const waiting = run(ids, { limitAmount: 0.5, limitUnit: 'minutes', output: 'status' });
		await bench().sandbox.waitForRequest(({ path, finished }) => finished && path.endsWith(second));
		await bench().sandbox.setStatus(second, '5');
		const result = await waiting;
		expect([asked(first), asked(second)]).toEqual([1, 2]);
		expect(waitTill(result)).toBeUndefined();
		expect(result.json.map(({ ident_id: id, final }) => [id, final])).toEqual([
			[first, true],
			[second, true],
		]);
		expect(linkedTo(result.items)).toEqual(links(2));
	});

	test('when a short limit passes, the input goes on as it was', async () => {
		const ids = seed('2', '5');
		const from = performance.now();
		const items = ids.map((id) => ({
			json: { id, more: { of: 'it' } },
			binary: { data: { data: 'aGk=', mimeType: 'text/plain' } },
		}));
		const result = await run(ids, SHORT, { items });
		expect(performance.now() - from).toBeGreaterThanOrEqual(2000);
		expect(result.error).toBeUndefined();
		expect(result.items).toMatchObject(items);
		expect(linkedTo(result.items)).toEqual(links(2));
		// The final one is not asked about again.
		expect(asked(ids[0] ?? '')).toBeGreaterThanOrEqual(3);
		expect(asked(ids[1] ?? '')).toBe(1);
		const hints = result.run.data.resultData.runData.Identify?.[0]?.hints ?? [];
		expect(hints.map(({ message }) => message)).toEqual([
			'The limit has passed. 1 of 2 idents is still open; the input items were passed on',
		]);
	});

	test('stopped while it waits in the process, it ends at once', async () => {
		const [id = ''] = seed('2');
		const running = startEngine({
			credential: bench().credential,
			parameters: {
				resource: 'ident',
				operation: 'waitForResult',
				...identFromItem({ limitAmount: 1, limitUnit: 'minutes' }),
			},
			items: asItems([{ id }]),
		});
		await bench().sandbox.waitForRequest(({ path }) => path.endsWith(id));
		const from = performance.now();
		running.cancel();
		const { status } = await running;
		expect(status).toBe('canceled');
		expect(performance.now() - from).toBeLessThan(1000);
	});

	test('Identify down for a while does not end a wait in the process', async () => {
		const [id = ''] = seed('2');
		const { sandbox } = bench();
		const path = `/ident/get/${id}`;
		sandbox.faults.add({ kind: 'status', status: 503, match: { path, nth: 2 } });
		const waiting = run([id], { limitAmount: 0.5, limitUnit: 'minutes', options: { maxTries: 1 } });
		await sandbox.waitForRequest((entry) => entry.path === path && entry.status === 503);
		await sandbox.setStatus(id, '5');
		expect((await waiting).json).toMatchObject([{ ident_id: id, final: true }]);
	});
});

describe('Identify fails or is silent when a short limit passes', () => {
	const node = { onError: 'continueRegularOutput' } as const;

	test.each<[string, Fault]>([
		['down', { kind: 'status', status: 503 }],
		['silent', { kind: 'hang' }],
	])('%s: the input goes on, with On Error: Continue as well', async (_how, fault) => {
		const { sandbox } = bench();
		const from = performance.now();
		const runs = [{}, { node }].map(async (more) => {
			const [id = ''] = seed('2');
			sandbox.faults.add({ ...fault, match: { path: `/ident/get/${id}`, nth: [2, 3, 4, 5] } });
			const { error, json } = await run([id], { ...SHORT, options: { maxTries: 1 } }, more);
			expect(error).toBeUndefined();
			expect(json).toEqual([{ id }]);
		});
		await Promise.all(runs);
		expect(performance.now() - from).toBeLessThan(9_000);
	});

	test('a failure at the first look is an output only once the others are final', async () => {
		const { sandbox } = bench();
		const [open = '', down = ''] = seed('2', '5');
		const path = `/ident/get/${down}`;
		sandbox.faults.add({ kind: 'status', status: 503, match: { path, nth: 1 } });
		const parameters = { limitAmount: 0.5, limitUnit: 'minutes', options: { maxTries: 1 } };
		const waiting = run([open, down], parameters, { node });
		await sandbox.waitForRequest((entry) => entry.path === path && entry.finished);
		await sandbox.setStatus(open, '5');
		// Asked again, it is no failure any more.
		expect((await waiting).json).toMatchObject([{ final: true }, { final: true }]);
	});
});

describe('what fails', () => {
	const UNKNOWN = '00000000-0000-0000-0000-000000000000';

	test('at the first look ends the run, though others are open', async () => {
		const result = await run([...seed('2'), UNKNOWN]);
		expect(result.error?.message).toMatch(/does not know this ident/);
		expect(result.error?.context).toMatchObject({ itemIndex: 1 });
		expect(waitTill(result)).toBeUndefined();
	});

	test('with On Error: Continue is its item’s output, once the others are final', async () => {
		const node = { onError: 'continueRegularOutput' } as const;
		const open = await run([UNKNOWN, ...seed('2')], {}, { node });
		expect(waitTill(open)).toBeDefined();
		const result = await run([UNKNOWN, ...seed('5')], {}, { node });
		expect(waitTill(result)).toBeUndefined();
		expect(linkedTo(result.items)).toEqual(links(2));
		expect(result.json).toMatchObject([
			{ error: expect.stringMatching(/does not know this ident/), httpCode: 404 },
			{ final: true },
		]);
	});

	test('an answer about another ident is no result', async () => {
		const [asks = '', other = ''] = seed('5', '5');
		const { sandbox } = bench();
		const body = JSON.stringify({
			result: true,
			response_status: 200,
			data: { id: other, status_code: '5' },
		});
		sandbox.faults.add({ kind: 'body', body, match: { path: `/ident/get/${asks}` } });
		const result = await run([asks], { options: { maxTries: 1 } });
		expect(result.error?.message).toMatch(/answered about another ident/);
	});
});

describe('what cannot be waited for is refused before anything is sent', () => {
	const refused: Array<[string, INodeParameters, RegExp]> = [
		['a limit of 0', { limitAmount: 0 }, /Limit must be a number of days above 0.*it is "0"/],
		['a negative limit', { limitAmount: -1 }, /Limit must be/],
		['no limit', { limitAmount: '' }, /Limit must be/],
		['a limit in words', { limitAmount: 'soon' }, /Limit must be.*it is "soon"/],
		['more than 90 days', { limitAmount: 90.1 }, /at most.*it is "90.1"/],
		['an unknown unit', { limitUnit: 'weeks' }, /Limit Unit must be one of minutes, hours, days/],
		['no status', { finalStatuses: [] }, /Final Statuses is empty: choose at least one/],
		[
			'statuses that may be one or several',
			{ otherFinalStatuses: '6 | 7' },
			/Other Final Statuses has entries that may be one status or several: 6 \| 7/,
		],
		[
			'a limit for each item',
			{ limitAmount: '={{ $itemIndex + 1 }}' },
			/Item 1: Limit differs from that of item 0/,
		],
	];

	test.each(refused)('%s', async (_what, parameters, message) => {
		const { error } = await run(seed('2', '2'), parameters);
		expect(error?.message).toMatch(message);
		expect(bench().calls).toEqual([]);
	});

	test.each<AgentKind>(['function', 'engine'])('a call by a model: %s', async (kind) => {
		const [id = ''] = seed('5');
		const { answers } = await runTool(kind, {
			credential: bench().credential,
			parameters: { resource: 'ident', operation: 'waitForResult', ...identParameters(id) },
			calls: [{}],
		});
		expect(answers).toEqual([
			expect.stringMatching(/Wait for Result cannot be used as a tool of an AI agent\. Use Get/),
		]);
		expect(bench().calls).toEqual([]);
	});

	test('an engine that cannot wait', async () => {
		class Elsewhere extends Identify {
			override execute: Identify['execute'] = async function execute(this) {
				const engine = Object.create(this, {
					putExecutionToWait: { value: undefined },
				}) as typeof this;
				return await Identify.prototype.execute.call(engine);
			};
		}
		const { error } = await run(seed('5'), {}, { type: new Elsewhere() });
		expect(error?.message).toBe('Wait for Result cannot wait here');
		expect(error?.description).toMatch(/regular engine/);
		expect(bench().calls).toEqual([]);
	});
});
