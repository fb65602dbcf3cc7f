import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { PERSON } from '../support/person';
import {
	asItems,
	createFromItem,
	identFromItem,
	linkedTo,
	links,
	people,
	seedItems,
	useBench,
} from './support';

const bench = useBench();

/** Three of fifty are bad: one field, two fields, and fields of which one is in a collection. */
const BAD: Record<number, IDataObject> = {
	7: { email: 'not an address' },
	19: { birthday: '31.02.1990', person_first_name: '' },
	42: { country: 'Nowhere', zip_code: null, sex: 'unknown' },
};

const PARAMETERS = createFromItem({ additionalFields: { gender: '={{ $json.sex }}' } });

const errorsOf = (items: INodeExecutionData[]) =>
	items.filter(({ json }) => json.error !== undefined);
const positions = (items: INodeExecutionData[]) =>
	items.map(({ pairedItem }) =>
		typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : pairedItem,
	);

function expectNames(messages: unknown[]): void {
	expect(messages[0]).toMatch(/Email must be an e-mail address.*"not an address"/);
	expect(messages[1]).toMatch(/First Name is required/);
	expect(messages[1]).toMatch(/Birthday is 31 February 1990, which does not exist.*"31\.02\.1990"/);
	expect(messages[2]).toMatch(/Country must be a country.*"Nowhere"/);
	expect(messages[2]).toMatch(/ZIP Code is required/);
	expect(messages[2]).toMatch(/Additional Fields > Gender must be one of MALE, FEMALE/);
}

describe('50 items of which 3 are invalid', () => {
	test('nothing is sent, one message names all three and every field', async () => {
		const { error, json } = await bench().run('ident', 'create', PARAMETERS, {
			items: people(50, BAD),
		});
		expect(json).toEqual([]);
		expect(bench().sandbox.requests.count).toBe(0);
		const message = error?.message ?? '';
		expect(message).toMatch(/^3 of 50 items are invalid, so nothing was sent\./);
		const [, ...parts] = message.split(/Item (?=\d+: )/);
		expect(parts.map((part) => Number.parseInt(part, 10))).toEqual([7, 19, 42]);
		expectNames(parts);
		expect(error?.description).toMatch(/Correct the fields named/);
	});

	test('On Error: Continue sends the 47; the 3 come back as errors, linked to their items', async () => {
		const { items, error } = await bench().run('ident', 'create', PARAMETERS, {
			items: people(50, BAD),
			node: { onError: 'continueRegularOutput' },
		});
		expect(error).toBeUndefined();
		expect(linkedTo(items)).toEqual(links(50));
		expect(bench().sandbox.created).toHaveLength(47);
		const failed = errorsOf(items);
		expect(positions(failed)).toEqual([7, 19, 42]);
		expectNames(failed.map(({ json }) => json.error));
		const details = failed.map(({ json: { httpCode, messages } }) => ({ httpCode, messages }));
		expect(details).toEqual(failed.map(() => ({ httpCode: null, messages: [] })));
	});

	test('On Error: Continue (using error output) sends them there', async () => {
		const { outputs } = await bench().run('ident', 'create', PARAMETERS, {
			items: people(50, BAD),
			node: { onError: 'continueErrorOutput' },
		});
		const [good = [], failed = [], ...others] = outputs;
		expect(others).toEqual([]);
		expect(positions(good)).toEqual(
			links(50)
				.map((_link, index) => index)
				.filter((i) => !BAD[i]),
		);
		expect(errorsOf(good)).toEqual([]);
		expect(positions(failed)).toEqual([7, 19, 42]);
		expectNames(failed.map(({ json }) => json.error));
		for (const { json } of failed) expect(json).toMatchObject({ httpCode: null, messages: [] });
	});
});

test('items with the same faults share a line', async () => {
	const faults = Object.fromEntries([0, 1, 2, 5].map((index) => [index, { city: '' }]));
	const { error } = await bench().run('ident', 'create', createFromItem(), {
		items: people(6, { ...faults, 4: { street: '' } }),
	});
	expect(error?.message).toBe(
		'5 of 6 items are invalid, so nothing was sent. Item 0-2, 5: City is required, but it is empty. Item 4: Street is required, but it is empty',
	);
});

describe('an expression that fails', () => {
	const parameters = createFromItem({ person_first_name: '={{ $($json.from).item.json.name }}' });
	const items = people(3, {
		0: { from: 'Source', name: 'Ann' },
		1: { from: 'Nowhere' },
		2: { from: 'Source', name: 'Cleo' },
	});

	test('stops before anything is sent and names the item', async () => {
		const { error } = await bench().run('ident', 'create', parameters, { items });
		expect(error?.message).toMatch(/Referenced node doesn't exist/);
		expect(error?.context).toMatchObject({ itemIndex: 1 });
		expect(bench().sandbox.requests.count).toBe(0);
	});

	test('On Error: Continue: the other items go on', async () => {
		const { items: output } = await bench().run('ident', 'create', parameters, {
			items,
			node: { onError: 'continueRegularOutput' },
		});
		expect(linkedTo(output)).toEqual(links(3));
		expect(positions(errorsOf(output))).toEqual([1]);
		expect(output[1]?.json.error).toMatch(/Referenced node doesn't exist/);
		const names = bench().sandbox.created.map(({ fields }) => fields.person_first_name);
		expect(names.sort()).toEqual(['ANN', 'CLEO']);
	});

	test('invalid items are named along with it', async () => {
		const { error } = await bench().run('ident', 'create', parameters, {
			items: [...items, ...people(1, { 0: { from: 'Source', name: 'Dora', email: 'x' } })],
		});
		expect(bench().sandbox.requests.count).toBe(0);
		expect(error?.message).toMatch(/Item 1: .*Referenced node doesn't exist/);
		expect(error?.message).toMatch(/Item 3: Email must be/);
	});
});

describe('a later item that Identify does not know', () => {
	const unknown = '99999999-9999-4999-8999-999999999999';
	const withUnknown = () => {
		const items = seedItems(bench().sandbox, 8);
		items[3] = { json: { id: unknown } };
		return items;
	};
	const message = new RegExp(`Identify does not know this ident: Ident ${unknown} does not exist`);

	test('ends the run with its number', async () => {
		const { error, json } = await bench().run('ident', 'get', identFromItem(), {
			items: withUnknown(),
		});
		expect(json).toEqual([]);
		expect(error?.message).toMatch(message);
		expect(error?.httpCode).toBe('404');
		expect(error?.context).toMatchObject({ itemIndex: 3 });
		expect(error?.description).toMatch(/90 days/);
	});

	test('with concurrency 1 nothing is sent after it', async () => {
		await bench().run('ident', 'get', identFromItem({ options: { concurrency: 1 } }), {
			items: withUnknown(),
		});
		expect(bench().calls).toHaveLength(4);
	});

	test('On Error: Continue: an error item among the results, in input order', async () => {
		const items = withUnknown();
		const { items: output, json } = await bench().run('ident', 'get', identFromItem(), {
			items,
			node: { onError: 'continueRegularOutput' },
		});
		expect(linkedTo(output)).toEqual(links(8));
		expect(json[3]).toEqual({
			error: expect.stringMatching(message),
			httpCode: 404,
			messages: [`Ident ${unknown} does not exist.`],
		});
		const ids = json.map(({ ident_id: id }) => id);
		expect(ids).toEqual(items.map((item, index) => (index === 3 ? undefined : item.json.id)));
	});

	test('error output: the item with its error', async () => {
		const { outputs } = await bench().run('ident', 'get', identFromItem(), {
			items: withUnknown(),
			node: { onError: 'continueErrorOutput' },
		});
		expect(outputs.map((output) => output.length)).toEqual([7, 1]);
		expect(positions(outputs[1] ?? [])).toEqual([3]);
		expect(outputs[1]?.[0]?.json).toMatchObject({
			error: expect.stringMatching(message),
			httpCode: 404,
			messages: [`Ident ${unknown} does not exist.`],
		});
	});
});

test('with On Error: Continue a credential that cannot be used fails every item, each once', async () => {
	bench().credential.data.gatewayHost = 'http://api.identify24.example';
	const { items } = await bench().run('ident', 'create', createFromItem(), {
		items: people(3, { 1: { email: 'x' } }),
		node: { onError: 'continueRegularOutput' },
	});
	expect(linkedTo(items)).toEqual(links(3));
	expect(items.map(({ json }) => json.error)).toEqual([
		expect.stringMatching(/Gateway Host must start with https/),
		expect.stringMatching(/Email must be/),
		expect.stringMatching(/Gateway Host must start with https/),
	]);
});

test('parameters of every item count, not those of the first', async () => {
	const { items } = await bench().run(
		'ident',
		'create',
		createFromItem({ options: { uppercase: '={{ $json.upper }}' } }),
		{ items: asItems([true, false].map((upper) => ({ ...PERSON, upper }))) },
	);
	const names = items.map(
		({ json }) => bench().sandbox.idents.get(String(json.ident_id))?.fields.person_first_name,
	);
	expect(names).toEqual(['JANE', 'Jane']);
});

test('no items, no requests', async () => {
	const { error } = await bench().run('ident', 'create', createFromItem(), { items: [] });
	expect(error).toBeUndefined();
	expect(bench().sandbox.requests.count).toBe(0);
});
