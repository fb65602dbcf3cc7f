import { DEFAULT_CONCURRENCY, DEFAULT_MAX_TRIES } from '../../nodes/Identify/input/item';
import type { INodeParameters } from 'n8n-workflow';
import {
	createFromItem,
	identFromItem,
	identParameters,
	links,
	linkedTo,
	locator,
	people,
	seedItems,
	useBench,
	withoutBackoff,
} from './support';

const bench = useBench();
withoutBackoff();

const most = () => Math.max(...bench().calls.map(({ inFlight }) => inFlight));

describe('concurrency', () => {
	test.each([
		[{ concurrency: 1 }, 1],
		[{ concurrency: 3 }, 3],
		[{ concurrency: '={{ 8 }}' }, 8],
		[{}, DEFAULT_CONCURRENCY],
	])('%p: %i requests at once', async (options: INodeParameters, expected) => {
		const { sandbox } = bench();
		await sandbox.configure({ latencyMs: 40 });
		const items = seedItems(sandbox, 24);
		await bench().run('ident', 'get', identFromItem({ options }), { items });
		expect(bench().calls).toHaveLength(24);
		expect(most()).toBe(expected);
	});

	test('results come in input order, however long each takes', async () => {
		const { sandbox } = bench();
		const items = seedItems(sandbox, 12);
		for (const [index, { json }] of items.entries()) {
			const path = `/ident/get/${String(json.id)}`;
			sandbox.faults.add({ kind: 'delay', ms: (12 - index) * 12, match: { path } });
		}
		const options = { concurrency: 6 };
		const { json, items: output } = await bench().run('ident', 'get', identFromItem({ options }), {
			items,
		});
		expect(json.map(({ ident_id: id }) => id)).toEqual(items.map((item) => item.json.id));
		expect(linkedTo(output)).toEqual(links(12));
	});

	test('created idents are linked to the right person, however long each takes', async () => {
		const { sandbox } = bench();
		for (let index = 0; index < 8; index++) {
			const body = { email: `person${index}@example.com` };
			sandbox.faults.add({ kind: 'delay', ms: (8 - index) * 12, match: { body } });
		}
		const parameters = createFromItem({ options: { concurrency: 4 } });
		const { json } = await bench().run('ident', 'create', parameters, { items: people(8) });
		const emails = json.map(({ ident_id: id }) => sandbox.idents.get(String(id))?.fields.email);
		expect(emails).toEqual(people(8).map((item) => item.json.email));
		const order = sandbox.created.map(({ fields }) => fields.email);
		expect(order).not.toEqual(emails);
	});
});

/** Every operation that has options, with its path. */
const OPERATIONS: Array<[string, string, INodeParameters, string]> = [
	['ident', 'get', identParameters(), '/ident/get/'],
	['ident', 'getData', identParameters(), '/ident/getIdentData/'],
	['ident', 'downloadFiles', identParameters(), '/ident/getIdentData/'],
	['project', 'get', { project_id: locator('6') }, '/project/get'],
	['project', 'getMany', {}, '/project/getAll'],
	['webhook', 'getMany', {}, '/webhook/getAll'],
];

describe.each(OPERATIONS)('%s:%s', (resource, operation, parameters, path) => {
	test('maxTries bounds how often it is tried', async () => {
		bench().sandbox.faults.add({ kind: 'status', status: 503, match: { path } });
		for (const [options, tries] of [
			[{ maxTries: 1 }, 1],
			[{ maxTries: 4 }, 4],
			[{}, DEFAULT_MAX_TRIES],
		] as const) {
			bench().sandbox.requests.clear();
			const { error } = await bench().run(resource, operation, { ...parameters, options });
			expect(error?.httpCode).toBe('503');
			expect(bench().calls).toHaveLength(tries);
		}
	});

	test('a later try may succeed', async () => {
		bench().sandbox.faults.add({ kind: 'status', status: 503, match: { path, times: 2 } });
		const { error } = await bench().run(resource, operation, { ...parameters, options: {} });
		expect(error).toBeUndefined();
		expect(
			bench()
				.calls.slice(0, 3)
				.map(({ status }) => status),
		).toEqual([503, 503, 200]);
	});

	test('timeout ends a try', async () => {
		bench().sandbox.faults.add({ kind: 'hang', match: { path } });
		const options = { timeout: 60, maxTries: 2 };
		const { error } = await bench().run(resource, operation, { ...parameters, options });
		expect(error?.message).toMatch(/did not answer .* in time/);
		expect(error?.description).toContain('Timeout');
		expect(bench().calls).toHaveLength(2);
	});
});

test.each([
	[{ timeout: '={{ -1 }}' }, /Options > Timeout must be a whole number/],
	[{ maxTries: '={{ 0 }}' }, /Options > Max Tries must be a whole number from 1 to 20/],
	[{ maxTries: '={{ "often" }}' }, /Options > Max Tries must be .*often/],
	[{ concurrency: '={{ 1000 }}' }, /Options > Concurrency must be a whole number from 1 to 100/],
	[{ concurrency: '={{ "many" }}' }, /Options > Concurrency must be/],
])('bad options %p are named and nothing is sent', async (options: INodeParameters, message) => {
	const { error } = await bench().run('ident', 'get', identParameters(undefined, { options }));
	expect(error?.message).toMatch(message);
	expect(bench().sandbox.requests.count).toBe(0);
});

describe('options whose expression fails', () => {
	const goOn = { node: { onError: 'continueRegularOutput' as const } };

	test('for every item: each item fails as its own, and nothing leaves that is no result', async () => {
		const options = { concurrency: "={{ $('Not executed').item.json.many }}" };
		const { json, items, error } = await bench().run(
			'ident',
			'create',
			createFromItem({ options }),
			{ items: people(3), ...goOn },
		);
		expect(error).toBeUndefined();
		expect(linkedTo(items)).toEqual(links(3));
		expect(json).toHaveLength(3);
		for (const output of json) expect(Object.keys(output)).toContain('error');
		expect(json.some((output) => 'email' in output)).toBe(false);
		expect(bench().sandbox.requests.count).toBe(0);
	});

	test('for the first item alone: the others are created', async () => {
		const options = { maxTries: "={{ $json.bad ? $('Not executed').item.json.many : 2 }}" };
		const { json } = await bench().run('ident', 'create', createFromItem({ options }), {
			items: people(3, { 0: { bad: true } }),
			...goOn,
		});
		expect(json).toHaveLength(3);
		expect(json[0]).toHaveProperty('error');
		expect(json.slice(1)).toEqual([
			expect.objectContaining({ ident_id: expect.any(String) }),
			expect.objectContaining({ ident_id: expect.any(String) }),
		]);
	});
});
