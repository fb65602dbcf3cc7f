import type { IContextObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Journal } from '../../../nodes/Identify/run/journal';

interface More {
	type?: string;
	isTool?: boolean;
	scope?: string;
}

/** One node of one execution. */
class Execution {
	context: IContextObject = {};

	open(items: Array<INodeExecutionData | string>, runIndex = 0, more: More = {}): Journal {
		const input = items.map((item) => (typeof item === 'string' ? named(item) : item));
		const functions = {
			getContext: () => this.context,
			getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
			getInputData: () => input,
			getNode: () => ({ type: more.type ?? 'n8n-nodes-identify24.identify' }),
			isToolExecution: () => more.isTool ?? false,
		};
		return Journal.open(functions as object as IExecuteFunctions, more.scope ?? 'create at home');
	}

	/** n8n has stored the execution and read it back. */
	restore(): void {
		this.context = JSON.parse(JSON.stringify(this.context)) as IContextObject;
	}
}

const named = (name: string): INodeExecutionData => ({ json: { name } });
const done = (id: string) => ({ state: 'done' as const, json: { ident_id: id } });
const unknown = { state: 'unknown' as const, message: 'lost', advice: 'look' };

let execution: Execution;
beforeEach(() => {
	execution = new Execution();
});

it('knows nothing at first', () => {
	const journal = execution.open(['a', 'b']);
	expect([journal.recall(0), journal.recall(1), journal.recall(2)]).toEqual([
		undefined,
		undefined,
		undefined,
	]);
	expect([journal.done, journal.total]).toEqual([0, 2]);
});

it('recalls in the next try what was noted, done or unknown', () => {
	const journal = execution.open(['a', 'b', 'c']);
	journal.note(0, done('1'));
	journal.note(2, unknown);
	const next = execution.open(['a', 'b', 'c']);
	expect(next.recall(0)).toEqual(done('1'));
	expect(next.recall(1)).toBeUndefined();
	expect(next.recall(2)).toEqual(unknown);
	expect([next.done, next.unsettled, next.total]).toEqual([1, 1, 3]);
});

it('recalls what n8n stored and read back', () => {
	execution.open(['a', 'b']).note(1, done('2'));
	execution.restore();
	expect(execution.open(['a', 'b']).recall(1)).toEqual(done('2'));
});

it('notes into n8n’s own context at once, so that nothing is lost when the run ends', () => {
	const journal = execution.open(['a']);
	journal.note(0, done('1'));
	expect(JSON.stringify(execution.context)).toContain('"ident_id":"1"');
});

it('recognises items by what they hold, not by their place', () => {
	const journal = execution.open(['a', 'b', 'c']);
	journal.note(0, done('1'));
	journal.note(1, done('2'));
	const next = execution.open(['new', 'c', 'b', 'a']);
	expect([0, 1, 2, 3].map((index) => next.recall(index))).toEqual([
		undefined,
		undefined,
		done('2'),
		done('1'),
	]);
});

it('does not take a changed item for the old one', () => {
	execution.open([{ json: { email: 'wrong' } }]).note(0, done('1'));
	expect(execution.open([{ json: { email: 'right' } }]).recall(0)).toBeUndefined();
});

it('tells items with another file apart, and knows one with the same', () => {
	const withFile = (id: string): INodeExecutionData => ({
		json: {},
		binary: { data: { data: 'filesystem', mimeType: 'application/pdf', id, fileName: 'a.pdf' } },
	});
	execution.open([withFile('1')]).note(0, done('1'));
	expect(execution.open([withFile('2')]).recall(0)).toBeUndefined();
	expect(execution.open([withFile('1')]).recall(0)).toEqual(done('1'));
});

it('tells items with another file held in memory apart', () => {
	const withFile = (data: string): INodeExecutionData => ({
		json: {},
		binary: { data: { data, mimeType: 'application/pdf', fileName: 'a.pdf', fileSize: '1 kB' } },
	});
	execution.open([withFile('QUFB')]).note(0, done('1'));
	expect(execution.open([withFile('QkJC')]).recall(0)).toBeUndefined();
	expect(execution.open([withFile('QUFB')]).recall(0)).toEqual(done('1'));
});

it('does not mind the link to the item before', () => {
	execution.open([{ json: { name: 'a' }, pairedItem: { item: 3 } }]).note(0, done('1'));
	const next = execution.open([{ json: { name: 'a' }, pairedItem: { item: 0 } }]);
	expect(next.recall(0)).toEqual(done('1'));
});

it('counts equal items', () => {
	const journal = execution.open(['a', 'a', 'b', 'a']);
	journal.note(0, done('1'));
	journal.note(1, done('2'));
	const next = execution.open(['b', 'a', 'a', 'a']);
	expect([0, 1, 2, 3].map((index) => next.recall(index))).toEqual([
		undefined,
		done('1'),
		done('2'),
		undefined,
	]);
});

it('keeps the rounds of a loop apart', () => {
	execution.open(['a'], 0).note(0, done('1'));
	const second = execution.open(['a'], 1);
	expect(second.recall(0)).toBeUndefined();
	second.note(0, done('2'));
	expect(execution.open(['a'], 1).recall(0)).toEqual(done('2'));
	expect(execution.open(['a'], 0).recall(0)).toEqual(done('1'));
});

it('forgets its own run, and only that', () => {
	execution.open(['a'], 0).note(0, done('1'));
	const second = execution.open(['a', 'b'], 1);
	second.note(0, done('2'));
	second.clear();
	expect(execution.open(['a'], 1).recall(0)).toBeUndefined();
	expect(execution.open(['a'], 0).recall(0)).toEqual(done('1'));
});

it('replaces an entry', () => {
	const journal = execution.open(['a']);
	journal.note(0, unknown);
	journal.note(0, done('1'));
	expect(execution.open(['a']).recall(0)).toEqual(done('1'));
});

it('ignores a place that is not there', () => {
	const journal = execution.open(['a']);
	journal.note(7, done('1'));
	expect([journal.done, journal.recall(7)]).toEqual([0, undefined]);
});

it('is safe with items named like a property of every object', () => {
	const items = ['__proto__', 'constructor', 'toString'];
	const journal = execution.open(items);
	for (const index of items.keys()) expect(journal.recall(index)).toBeUndefined();
	journal.note(0, done('1'));
	expect(execution.open(items).recall(0)).toEqual(done('1'));
	expect(execution.open(items).recall(1)).toBeUndefined();
});

it.each([
	['a text', 'nonsense'],
	['a list', [1, 2]],
	['an entry of another kind', { 'x:y:1': { state: 'half' } }],
])('starts anew when its memory holds %s', (_name, stored) => {
	for (const key of Object.keys(execution.context)) delete execution.context[key];
	execution.open(['a']);
	const [key = ''] = Object.keys(execution.context);
	expect(key).not.toBe('');
	execution.context[key] = stored;
	const journal = execution.open(['a']);
	expect(journal.recall(0)).toBeUndefined();
	journal.note(0, done('1'));
	expect(execution.open(['a']).recall(0)).toEqual(done('1'));
});

it('loses no good entry because of one that is unreadable', () => {
	execution.open(['a', 'b']).note(0, done('1'));
	const [key = ''] = Object.keys(execution.context);
	const entries = execution.context[key];
	if (typeof entries !== 'object' || entries === null) throw new Error('no journal');
	Object.assign(entries, { 'x:y:1': { state: 'half' } });
	expect(execution.open(['a', 'b']).recall(0)).toEqual(done('1'));
});

it.each(['setAppointment at home', 'create elsewhere'])(
	'%s is another matter than what was noted',
	(scope) => {
		execution.open(['a']).note(0, done('1'));
		expect(execution.open(['a'], 0, { scope }).recall(0)).toBeUndefined();
		expect(execution.open(['a']).recall(0)).toEqual(done('1'));
	},
);

describe('a file', () => {
	const upload = (id: string, fileName = 'contract.pdf'): INodeExecutionData => ({
		json: {},
		binary: { contract: { mimeType: 'application/pdf', data: 'filesystem-v2', fileName, id } },
	});
	const stored = (execution: string, name: string) =>
		`filesystem-v2:workflows/7/executions/${execution}/binary_data/${name}`;

	it('is the same one after n8n has moved it into its execution', () => {
		execution.open([upload(stored('temp', 'a1'))]).note(0, done('1'));
		expect(execution.open([upload(stored('4711', 'a1'))]).recall(0)).toEqual(done('1'));
		expect(execution.open([upload(stored('4711', 'b2'))]).recall(0)).toBeUndefined();
		expect(execution.open([upload(stored('4711', 'a1'), 'x.pdf')]).recall(0)).toBeUndefined();
	});
});

describe('what JSON cannot hold', () => {
	const circular = (name: string) => {
		const json: INodeExecutionData['json'] = { name };
		json.self = json;
		return { json };
	};
	const big = (number: bigint): INodeExecutionData => {
		const json: INodeExecutionData['json'] = {};
		return { json: Object.assign(json, { number }) };
	};

	it.each([
		['a circle', circular('a'), circular('b')],
		['a BigInt', big(1n), big(2n)],
	])('%s is recognised and told apart', (_what, one, other) => {
		execution.open([one, other]).note(0, done('1'));
		const journal = execution.open([other, one]);
		expect([journal.recall(0), journal.recall(1)]).toEqual([undefined, done('1')]);
	});
});

describe.each([
	['an agent or MCP', { isTool: true }],
	['the engine, for an agent', { type: 'n8n-nodes-identify24.identifyTool' }],
])('as a tool, called by %s', (_who, more) => {
	it('recognises a call whatever its run and its ID', () => {
		const call = (toolCallId: string) => ({ json: { name: 'a', toolCallId } });
		execution.open([call('call_1')], 0, more).note(0, unknown);
		expect(execution.open([call('call_2')], 5, more).recall(0)).toEqual(unknown);
	});

	it('remembers what was carried out, for a model that asks again', () => {
		const journal = execution.open(['a'], 0, more);
		journal.note(0, done('1'));
		journal.clear();
		expect(execution.open(['a'], 1, more).recall(0)).toEqual(done('1'));
	});
});
