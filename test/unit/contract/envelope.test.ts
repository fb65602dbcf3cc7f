import {
	bodyStatus,
	envelope,
	messageList,
	saysFailed,
} from '../../../nodes/Identify/contract/envelope';

describe('saysFailed', () => {
	it.each([
		[false, true],
		['false', true],
		[0, true],
		['0', true],
		[true, false],
		['true', false],
		[1, false],
		[null, false],
		[undefined, false],
	])('result %j: %j', (result, expected) => {
		expect(saysFailed(envelope.parse({ result }))).toBe(expected);
	});
});

describe('bodyStatus', () => {
	it.each([
		[401, 401],
		['401', 401],
		[200, 200],
		[0, undefined],
		[99, undefined],
		[600, undefined],
		[401.5, undefined],
		['', undefined],
		['OK', undefined],
		[null, undefined],
		[undefined, undefined],
	])('response_status %j: %j', (response_status, expected) => {
		expect(bodyStatus(envelope.parse({ response_status }))).toBe(expected);
	});
});

describe('messageList', () => {
	it.each<[unknown, string[]]>([
		[['Successful..'], ['Successful..']],
		[
			[' a ', '', '  ', 'b'],
			['a', 'b'],
		],
		['one text', ['one text']],
		[[{ field: 'email', message: 'is wrong' }], ['field: email, message: is wrong']],
		[{}, []],
		[{ '0': 'Successful..' }, ['Successful..']],
		[{ '0': 'a', '2': 'b' }, ['a', 'b']],
		[{ email: ['is not valid'] }, ['email: is not valid']],
		[
			{ email: ['is not valid', 'is known'], city: 'is empty' },
			['email: is not valid', 'email: is known', 'city: is empty'],
		],
		[{ person: { email: 'is wrong' } }, ['person: email: is wrong']],
		[JSON.parse('['.repeat(100) + ']'.repeat(100)), []],
		[
			[42, false],
			['42', 'false'],
		],
		[[], []],
		['', []],
		[null, []],
		[undefined, []],
	])('messages %j: %j', (messages, expected) => {
		expect(messageList(envelope.parse({ messages }))).toEqual(expected);
	});
});

it('an envelope is an object', () => {
	for (const body of [[], 'xxx', 1, true, null, undefined]) {
		expect(envelope.safeParse(body).success).toBe(false);
	}
});
