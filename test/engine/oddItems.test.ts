import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { createFromItem, people, useBench } from './support';

const bench = useBench();

/** Puts something into an item that JSON cannot hold, as a node before may do. */
function odd(what: (json: IDataObject) => unknown): INodeExecutionData[] {
	return people(2).map((item) => ({ json: Object.assign(item.json, { odd: what(item.json) }) }));
}

const ODD: Array<[string, INodeExecutionData[]]> = [
	['refers to itself', odd((json) => json)],
	['refers to itself in a list', odd((json) => [[json]])],
	['holds a BigInt', odd(() => 4711n)],
	['holds a BigInt and refers to itself', odd((json) => ({ json, big: 1n }))],
	['holds a map', odd(() => new Map([['a', 1]]))],
];

describe.each(ODD)('an item that %s', (_what, items) => {
	it('is created, and once', async () => {
		const { json, error } = await bench().run('ident', 'create', createFromItem(), { items });
		expect(error?.message).toBeUndefined();
		expect(json).toHaveLength(2);
		expect(bench().sandbox.created).toHaveLength(2);
	});

	it('is named when a field of it is at fault', async () => {
		const { error } = await bench().run(
			'ident',
			'create',
			createFromItem({ email: '={{ $json.odd }}' }),
			{ items },
		);
		expect(error?.message).toMatch(/Item 0-1: (?:Email|An expression) /);
		expect(bench().sandbox.created).toEqual([]);
	});
});
