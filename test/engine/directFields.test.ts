import type { IDataObject } from 'n8n-workflow';
import { directReader } from '../../nodes/Identify/input/directReader';
import { asItems, createParameters, locator, useBench } from './support';

const bench = useBench();

/** Custom 1 of the last item as Identify gets it, or why it does not. */
async function lastOf(expression: string, items: IDataObject[]): Promise<unknown> {
	bench().reset();
	const tagged = items.map((item, index) => ({ ...item, tag: String(index) }));
	const parameters = createParameters({
		customFields: { custom_id: '={{ $json.tag }}', custom1: expression },
	});
	const { json } = await bench().run('ident', 'create', parameters, {
		items: asItems(tagged),
		node: { onError: 'continueRegularOutput' },
	});
	const bodies = bench().calls.map(({ body }): IDataObject => JSON.parse(body.toString('utf8')));
	const body = bodies.find(({ custom_id }) => custom_id === String(items.length - 1));
	const message = String(json.at(-1)?.error ?? '').replace(/\b\d+\b/g, '#');
	return { sent: body?.custom1, message };
}

const VALUES: Array<[string, unknown]> = [
	['a text', 'Doe'],
	['an empty text', ''],
	['blanks', '  x '],
	['what looks like an expression', '={{ 1 + 1 }}'],
	['braces', '{{ $json.tag }}'],
	['a number', 4711],
	['a fraction', 0.1],
	['0', 0],
	['true', true],
	['false', false],
	['null', null],
	['a list', ['a', 'b']],
	['an object', { a: 1 }],
	['a date', '2024-09-13T08:25:26.000Z'],
	['other alphabets', 'Łódź 東京 👩🏽‍💻'],
	['lines', 'a\nb'],
];

const PATHS: Array<[string, (value: unknown) => IDataObject]> = [
	['={{ $json.field }}', (value) => ({ field: value as IDataObject })],
	['={{$json.field}}', (value) => ({ field: value as IDataObject })],
	['={{ $json["a field"] }}', (value) => ({ 'a field': value as IDataObject })],
	["={{ $json['Straße-Nr.'] }}", (value) => ({ 'Straße-Nr.': value as IDataObject })],
	['={{ $json.a.b["c"].d }}', (value) => ({ a: { b: { c: { d: value as IDataObject } } } })],
];

describe('a field of the item is what n8n makes of it', () => {
	describe.each(PATHS)('%s', (expression, itemWith) => {
		test.each(VALUES)('%s', async (_name, value) => {
			expect(directReader(expression)).toBeDefined();
			// The first item is n8n's to resolve, and so is a single one.
			const asFirst = await lastOf(expression, [itemWith(value)]);
			const asLater = await lastOf(expression, [itemWith('plain'), itemWith(value)]);
			expect(asLater).toEqual(asFirst);
		});

		test('missing', async () => {
			const asFirst = await lastOf(expression, [{}]);
			expect(await lastOf(expression, [itemWith('plain'), {}])).toEqual(asFirst);
			expect(await lastOf(expression, [{}, itemWith('plain'), {}])).toEqual(asFirst);
			expect(await lastOf(expression, [{}, itemWith('plain')])).toMatchObject({ sent: 'plain' });
		});
	});

	test.each(['constructor', 'toString', '__proto__', 'length', 'hasOwnProperty'])(
		'named %s',
		async (name) => {
			const own: IDataObject = JSON.parse(`{ ${JSON.stringify(name)}: "own" }`);
			for (const items of [[{}], [own], [{}, own], [own, {}], [own, own]]) {
				const last = items.at(-1) ?? {};
				const asFirst = await lastOf(`={{ $json.${name} }}`, [last]);
				expect(await lastOf(`={{ $json.${name} }}`, items)).toEqual(asFirst);
			}
		},
	);
});

describe('anything else is n8n’s to resolve', () => {
	test.each([
		'={{ $json.field.trim() }}',
		'={{ $json.field + 1 }}',
		'={{ $json.field ?? "" }}',
		'={{ $json?.field }}',
		'={{ $json.field }} ',
		'=a {{ $json.field }}',
		'={{ $json.field }}{{ $json.field }}',
		'={{ $json[0] }}',
		'={{ $json["a}}b"] }}',
		'={{ $json["\\u0041"] }}',
		'={{ $json[`field`] }}',
		'={{ $json }}',
		'={{ $json.a..b }}',
		'={{ $input.item.json.field }}',
		'={{ $("Start").item.json.field }}',
		'={{ $fromAI("field") }}',
		'={{ /* note */ $json.field }}',
		'=',
		'=field',
	])('%s', (expression) => {
		expect(directReader(expression)).toBeUndefined();
	});

	test('a list that holds an expression', () => {
		expect(directReader({ list: ['={{ $json.field }}'] })).toBeUndefined();
	});

	test('a collection with one such expression', async () => {
		const person = { project: 6, field: 'x' };
		const parameters = createParameters({
			project_id: locator('={{ $json.project }}'),
			customFields: { custom1: '={{ $json.field }}', custom2: '={{ $json.field.toUpperCase() }}' },
		});
		await bench().run('ident', 'create', parameters, { items: asItems([person, person]) });
		const bodies = bench().calls.map(({ body }): IDataObject => JSON.parse(body.toString('utf8')));
		expect(bodies).toHaveLength(2);
		for (const body of bodies) expect(body).toMatchObject({ custom1: 'x', custom2: 'X' });
	});
});

test('a resource locator is read for each item', async () => {
	const items = asItems([{ project: '6' }, { project: 6 }, { project: '13' }]);
	const parameters = createParameters({ project_id: locator('={{ $json.project }}') });
	await bench().run('ident', 'create', parameters, { items });
	const sent = bench().calls.map(({ body }) => JSON.parse(body.toString('utf8')).project_id);
	expect(sent.map(String).sort()).toEqual(['13', '6', '6']);
});
