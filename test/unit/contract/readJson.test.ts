import { readJson } from '../../../nodes/Identify/contract/json';

describe('readJson', () => {
	it.each([
		['valid JSON', '{"a":[1,{"b":null}]}', { a: [1, { b: null }] }],
		['a comma before }', '{"a":1,}', { a: 1 }],
		['a comma before ]', '[1,2,]', [1, 2]],
		['white space after the comma', '{ "a" : 1 ,\r\n\t }', { a: 1 }],
		['nested commas', '{"a":{"b":[1,[2,],],},}', { a: { b: [1, [2]] } }],
		['commas inside strings', '{"a":",}","b":"[1,]",}', { a: ',}', b: '[1,]' }],
		['escaped quotes before commas', '{"a":"\\",}","b":"x\\\\",}', { a: '",}', b: 'x\\' }],
		['a byte order mark', '\uFEFF{"a":1}', { a: 1 }],
		['a byte order mark and a comma', '\uFEFF{"a":1,}', { a: 1 }],
		['characters beyond ASCII', '{"city":"Nürnberg 😀",}', { city: 'Nürnberg 😀' }],
		['a bare text', '"xxx"', 'xxx'],
	])('reads %s', (_what, text, expected) => {
		expect(readJson(text)).toEqual(expected);
	});

	it('keeps prototype keys as data', () => {
		const read = readJson('{"__proto__":{"polluted":true},}');
		expect(Object.keys(Object(read))).toEqual(['__proto__']);
		expect({}).not.toHaveProperty('polluted');
	});

	it.each([
		['nothing', ''],
		['a truncated object', '{"result":true,"data":{"id":"1"'],
		['an object truncated after a comma', '{"result":true,'],
		['a truncated list', '[1,2,'],
		['a truncated text', '{"a":"b'],
		['a text truncated in an escape', '{"a":"b\\'],
		['two commas', '{"a":1,,}'],
		['a comma between braces', '{"a":{"b":1},'],
		['a missing value', '{"a":,}'],
		['single quotes', "{'a':1}"],
		['a comment', '{"a":1/*,*/}'],
		['HTML', '<html><body>502 Bad Gateway</body></html>'],
		['data after the end', '{"a":1,} x'],
	])('refuses %s', (_what, text) => {
		expect(() => readJson(text)).toThrow(SyntaxError);
	});
});

describe('readJson, given a hostile megabyte', () => {
	const many = (text: string) => text.repeat(Math.ceil(1_000_000 / text.length));

	it.each([
		['an unterminated text', `{"a":"${many('x')}`],
		['an unterminated text of backslashes', `{"a":"${many('\\')}`],
		['an odd number of backslashes', `{"a":"${many('\\')}\\`],
		['quotes', many('"')],
		['escaped quotes', `"${many('\\"')}`],
		['commas', many(',')],
		['commas and blanks', `[${many(', ')}`],
		['a comma and blanks', `[1,${many(' ')}x`],
		['blanks and brackets', `[1,${many(', ]')}`],
		['opened brackets', many('[')],
		['opened objects', many('{"a":')],
		['a comma after each nesting', `${many('[')}1${many(',]')}`],
		['nested lists', `${many('[')}${many(']')}`],
		['a long text and a trailing comma', `{"a":"${many('\\"')}",}`],
		['a huge number', many('9')],
		['one key again and again', `{${many('"a":1,')}}`],
	])('reads or refuses %s in under a second', (_what, text) => {
		const started = performance.now();
		let outcome = 'read';
		try {
			readJson(text);
		} catch (error) {
			outcome = error instanceof SyntaxError ? 'refused' : String(error);
		}
		expect(['read', 'refused']).toContain(outcome);
		expect(performance.now() - started).toBeLessThan(1000);
	});
});
