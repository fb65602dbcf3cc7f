import { storedParameters } from '../../../nodes/Identify/waiting/storedParameters';
import { Item } from '../../../nodes/Identify/input/item';
import { waitForResult } from '../../../nodes/Identify/resources/ident/waitForResult';
import { wokenContext } from './support';

const items = [
	{ id: 'a', status: '5', tries: 2 },
	{ id: 'b', status: '6', tries: 4 },
];

/** A parameter as the items see it. */
function valuesOf(parameter: string, value: unknown): unknown[] {
	const { context } = wokenContext({ items, parameters: { [parameter]: value } as never });
	const source = storedParameters(context);
	return source
		.getInputData()
		.map((_item, index) => new Item(source, index, waitForResult.properties).value(parameter));
}

it('gives the items as they were', () => {
	const source = storedParameters(wokenContext({ items }).context);
	expect(source.getInputData()).toEqual(items.map((json) => ({ json })));
	expect(source.getTimezone()).toBe('Europe/Berlin');
});

it.each<[string, string, unknown, unknown[]]>([
	['a text', 'otherFinalStatuses', '6', ['6', '6']],
	['a number', 'limitAmount', 2, [2, 2]],
	['an expression', 'otherFinalStatuses', '={{ $json.status }}', ['5', '6']],
	[
		'a locator',
		'ident_id',
		{ __rl: true, mode: 'id', value: '={{ $json.id }}' },
		['a', 'b'].map((value) => ({ __rl: true, mode: 'id', value })),
	],
	[
		'a collection',
		'options',
		{ maxTries: '={{ $json.tries }}' },
		[{ maxTries: 2 }, { maxTries: 4 }],
	],
	[
		'a list',
		'finalStatuses',
		['5', '={{ $json.status }}'],
		[
			['5', '5'],
			['5', '6'],
		],
	],
	['what is not stored', 'fields', undefined, ['', '']],
])('resolves %s for each item', (_what, parameter, value, expected) => {
	expect(valuesOf(parameter, value)).toEqual(expected);
});

it.each([undefined, null, 'text', [{ noJson: 1 }]])(
	'throws where n8n gives %j as items',
	(given) => {
		const more = { evaluateExpression: () => given };
		expect(() => storedParameters(wokenContext({ more }).context)).toThrow();
	},
);
