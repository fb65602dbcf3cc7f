import { DataDeduplicationService, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type IDataDeduplicator,
	type INodeExecutionData,
	type IRunExecutionData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { emailOf } from '../support/person';
import { createdEmails } from './onceSupport';
import { additionalData, buildWorkflow, readRun } from './engine';
import { createFromItem, people, useBench } from './support';

jest.setTimeout(60_000);

const COUNT = 30;

const bench = useBench();

/** n8n's table, as Remove Duplicates uses it; `failing` stands for a database that is away. */
const table = { rows: new Map<string, string[]>(), isFailing: false };

const deduplicator: IDataDeduplicator = {
	async checkProcessedAndRecord(items, _scope, { node }, { maxEntries = Infinity }) {
		if (table.isFailing) throw new Error('SQLITE_FULL');
		const row = table.rows.get(node?.id ?? '') ?? [];
		const known = new Set(row);
		const fresh = items.filter((item) => !known.has(String(item)));
		const all = [...row, ...fresh.map(String)];
		table.rows.set(node?.id ?? '', all.slice(-Math.min(maxEntries, all.length)));
		return { new: fresh, processed: items.filter((item) => known.has(String(item))) };
	},
	async removeProcessed(items, _scope, { node }) {
		if (table.isFailing) throw new Error('SQLITE_FULL');
		const gone = new Set(items.map(String));
		const row = table.rows.get(node?.id ?? '') ?? [];
		table.rows.set(
			node?.id ?? '',
			row.filter((entry) => !gone.has(entry)),
		);
	},
	clearAllProcessedItems: async () => undefined,
	getProcessedDataCount: async () => 0,
};

beforeAll(async () => await DataDeduplicationService.init(deduplicator));
beforeEach(() => {
	table.rows.clear();
	table.isFailing = false;
});

/** What n8n stores when it creates an execution, and has after a kill. */
const stored = () => {
	const node = { name: 'Source', id: '1', type: 'source', typeVersion: 1, parameters: {} };
	return createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{ node: { ...node, position: [0, 0] }, data: { main: [[{ json: {} }]] }, source: null },
			],
		},
	});
};

interface Begin {
	items?: INodeExecutionData[];
	mode?: WorkflowExecuteMode;
	id?: string;
}

/** Begins an execution from its start, as n8n does with what it stored. */
async function begin(data: IRunExecutionData, { items, mode = 'webhook', id = '1' }: Begin = {}) {
	const { credential } = bench();
	const parameters = createFromItem({ options: { concurrency: 4 } });
	const node = { onError: 'continueRegularOutput' as const };
	const workflow = buildWorkflow({ credential, parameters, node, items: items ?? people(COUNT) });
	const given = { ...additionalData(credential), executionId: id };
	const execute = new WorkflowExecute(given, mode, structuredClone(data));
	return readRun(await execute.processRunExecutionData(workflow));
}

const messages = (json: ReadonlyArray<Record<string, unknown>>) =>
	json.map(({ error }) => (error === undefined ? '' : String(error)));

const CREATED = expect.stringMatching(/^This item was created already, before n8n was killed/);
const OPEN = expect.stringMatching(/^This item may have been created already: n8n was killed/);

const EMAILS = Array.from({ length: COUNT }, (_, index) => emailOf(index));

describe('an execution that begins anew', () => {
	test.each([
		['Retry, with another ID', { mode: 'retry', id: '2' }],
		['n8n by itself, with the same ID', { mode: 'webhook', id: '1' }],
	] as const)('%s: nobody twice, the missing ones are invited', async (_name, again) => {
		const data = stored();
		await begin(data, { items: people(20) });
		const { json } = await begin(data, again);
		expect(createdEmails(bench().sandbox)).toEqual(EMAILS);
		expect(messages(json)).toEqual(EMAILS.map((_, index) => (index < 20 ? CREATED : '')));
	});

	test('an answer that never came is told as such, again and again', async () => {
		const { sandbox } = bench();
		const match = { body: { email: emailOf(3) } };
		sandbox.faults.add({ kind: 'reset', moment: 'afterCarriedOut', match });
		const data = stored();
		await begin(data, { items: people(5) });
		for (const id of ['2', '3']) {
			const { json } = await begin(data, { items: people(5), mode: 'retry', id });
			expect(messages(json)).toEqual([CREATED, CREATED, CREATED, OPEN, CREATED]);
		}
		expect(sandbox.created).toHaveLength(5);
	});

	test('whom Identify refused is sent again', async () => {
		const { sandbox } = bench();
		sandbox.faults.add({
			kind: 'status',
			status: 402,
			match: { body: { email: emailOf(3) }, times: 1 },
		});
		const data = stored();
		await begin(data, { items: people(5) });
		const { json } = await begin(data, { items: people(5), mode: 'retry', id: '2' });
		expect(messages(json)).toEqual([CREATED, CREATED, CREATED, '', CREATED]);
	});

	test('persons are told by what they are, and counted', async () => {
		const data = stored();
		const twins = [...people(2), ...people(2)];
		await begin(data, { items: twins.slice(0, 3) });
		const changed = twins.map(({ json }) => ({ json: { ...json, city: 'Bonn' } }));
		const { json } = await begin(data, { items: changed, mode: 'retry', id: '2' });
		expect(messages(json)).toEqual([CREATED, CREATED, CREATED, '']);
		expect(bench().sandbox.created).toHaveLength(4);
	});
});

test('another execution is never kept from inviting', async () => {
	await begin(stored(), { items: people(5) });
	const { json } = await begin(stored(), { items: people(5), id: '2' });
	expect(messages(json)).toEqual(['', '', '', '', '']);
});

describe('n8n 1.x, which does not say what is retried', () => {
	const old = () => ({ ...stored(), resumeToken: undefined });

	test('the same execution again: nobody twice', async () => {
		await begin(old(), { items: people(5) });
		const { json } = await begin(old(), { items: people(6) });
		expect(messages(json)).toEqual([CREATED, CREATED, CREATED, CREATED, CREATED, '']);
	});

	test('Retry: whoever was ever invited may have been', async () => {
		await begin(old(), { items: people(5) });
		const { json } = await begin(old(), { items: people(6), mode: 'retry', id: '2' });
		expect(messages(json)).toEqual([OPEN, OPEN, OPEN, OPEN, OPEN, '']);
	});

	test('another execution is never kept from inviting', async () => {
		await begin(old(), { items: people(5) });
		const { json } = await begin(old(), { items: people(5), id: '2' });
		expect(messages(json)).toEqual(['', '', '', '', '']);
	});
});

test('a database that takes no note keeps nobody from being invited', async () => {
	table.isFailing = true;
	const { json } = await begin(stored());
	expect(messages(json)).toEqual(EMAILS.map(() => ''));
	expect(createdEmails(bench().sandbox)).toEqual(EMAILS);
});

test('only hashes are noted, and none that an answer has settled', async () => {
	await begin(stored(), { items: people(5) });
	const [row = []] = table.rows.values();
	expect(row).toHaveLength(5);
	expect(row.every((entry) => /^[\w-]{43} 1 $/.test(entry))).toBe(true);
});
