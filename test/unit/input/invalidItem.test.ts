import {
	describeInvalidItems,
	InvalidItem,
	type FieldIssue,
} from '../../../nodes/Identify/input/invalidItem';

const EMPTY: FieldIssue = {
	path: 'email',
	label: 'Email',
	problem: 'is required, but it is empty',
	value: '',
};
const WRONG: FieldIssue = {
	path: 'birthday',
	label: 'Birthday',
	problem: 'must be a date',
	value: '5.9.81',
};

const itemsWith = (numbers: number[], ...issues: FieldIssue[]) =>
	numbers.map((number) => new InvalidItem(number, issues));

describe('the message of one item', () => {
	it('names every field, what is wrong and what it is', () => {
		const [item] = itemsWith([3], EMPTY, WRONG);
		expect(item?.itemIndex).toBe(3);
		expect(item?.message).toBe(
			'Email is required, but it is empty; Birthday must be a date (it is "5.9.81")',
		);
	});

	it.each<[unknown, string]>([
		['text', ' (it is "text")'],
		[42, ' (it is "42")'],
		[false, ' (it is "false")'],
		[{ mode: 'id', value: 'a b' }, ' (it is "a b")'],
		[{ mode: 'id', value: '' }, ''],
		[['a', 'b'], ' (it is "["a","b"]")'],
		[{ a: 1 }, ' (it is "{"a":1}")'],
		['x'.repeat(61), ` (it is "${'x'.repeat(60)}…")`],
		['x'.repeat(60), ` (it is "${'x'.repeat(60)}")`],
		['', ''],
		['  ', ''],
		[null, ''],
		[undefined, ''],
		[10n, ' (it is "10")'],
		[{ a: 10n }, ' (it is "{"a":"10"}")'],
		[Symbol('x'), ' (it is "Symbol(x)")'],
		[{ value: { toJSON: () => undefined } }, ''],
	])('shows the value %j', (value, shown) => {
		expect(
			new InvalidItem(0, [{ path: 'city', label: 'City', problem: 'is wrong', value }]).message,
		).toBe(`City is wrong${shown}`);
	});
});

const circle: Record<string, unknown> = { a: 1 };
circle.self = circle;
const ring: unknown[] = [];
ring.push(ring);

it.each<[string, unknown, string]>([
	['an object', circle, 'City is wrong (it is "an object that JSON cannot hold")'],
	['a list', ring, 'City is wrong (it is "a list that JSON cannot hold")'],
	[
		'a locator',
		{ mode: 'id', value: circle },
		'City is wrong (it is "an object that JSON cannot hold")',
	],
	[
		'an object that cannot be written',
		{
			toJSON: () => {
				throw new Error('no');
			},
		},
		'City is wrong (it is "an object that JSON cannot hold")',
	],
])('%s that JSON cannot write is named', (_what, value, message) => {
	expect(
		new InvalidItem(0, [{ path: 'city', label: 'City', problem: 'is wrong', value }]).message,
	).toBe(message);
});

describe('the message of all invalid items', () => {
	it('of 5,000 different faults tells the first twenty and counts the others', () => {
		const invalid = Array.from(
			{ length: 5000 },
			(_value, index) => new InvalidItem(index, [{ ...WRONG, value: `bad ${index}` }]),
		);
		const message = describeInvalidItems(invalid, 5000);
		expect(message).toMatch(/^5000 of 5000 items are invalid, so nothing was sent\. Item 0: /);
		expect(message.match(/Item \d+: /g)).toHaveLength(20);
		expect(message).toMatch(/\. And 4,980 more$/);
		expect(message.length).toBeLessThan(2000);
	});

	it('counts the items, not the faults, that are not told', () => {
		const different = Array.from(
			{ length: 20 },
			(_value, index) => new InvalidItem(index, [{ ...WRONG, value: `bad ${index}` }]),
		);
		const message = describeInvalidItems([...different, ...itemsWith([20, 21, 22], EMPTY)], 23);
		expect(message).toMatch(/\. And 3 more$/);
	});

	it('of one fault in every other item tells the first ten places', () => {
		const numbers = Array.from({ length: 2500 }, (_value, index) => index * 2);
		expect(describeInvalidItems(itemsWith(numbers, EMPTY), 5000)).toBe(
			'2500 of 5000 items are invalid, so nothing was sent. ' +
				'Item 0, 2, 4, 6, 8, 10, 12, 14, 16, 18 and 2,490 more: Email is required, but it is empty',
		);
	});

	it('names each item with all its fields', () => {
		const invalid = [
			...itemsWith([4], EMPTY),
			...itemsWith([17], WRONG),
			...itemsWith([49], EMPTY, WRONG),
		];
		expect(describeInvalidItems(invalid, 50)).toBe(
			'3 of 50 items are invalid, so nothing was sent. ' +
				'Item 4: Email is required, but it is empty. ' +
				'Item 17: Birthday must be a date (it is "5.9.81"). ' +
				'Item 49: Email is required, but it is empty; Birthday must be a date (it is "5.9.81")',
		);
	});

	it.each([
		[[0], '0'],
		[[0, 1], '0-1'],
		[[0, 1, 2, 5], '0-2, 5'],
		[[1, 3, 5], '1, 3, 5'],
		[[0, 2, 3, 9, 10, 11], '0, 2-3, 9-11'],
		[Array.from({ length: 1000 }, (_value, index) => index), '0-999'],
	])('writes the same faults of items %j once', (numbers, ranges) => {
		const message = describeInvalidItems(itemsWith(numbers, EMPTY), 1000);
		expect(message).toMatch(new RegExp(`^${numbers.length} of 1000 items (is|are) invalid`));
		expect(message).toContain(`. Item ${ranges}: Email is required`);
		expect(message.match(/Email/g)).toHaveLength(1);
	});

	it('groups items that are apart', () => {
		const invalid = [...itemsWith([0], EMPTY), ...itemsWith([1], WRONG), ...itemsWith([2], EMPTY)];
		const message = describeInvalidItems(invalid, 3);
		expect(message).toContain('Item 0, 2: Email');
		expect(message).toContain('Item 1: Birthday');
	});

	it('speaks of the only item', () => {
		expect(describeInvalidItems(itemsWith([0], EMPTY), 1)).toBe(
			'The item is invalid, so nothing was sent. Item 0: Email is required, but it is empty',
		);
	});
});
