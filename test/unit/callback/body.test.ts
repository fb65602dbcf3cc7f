import { BODY_MAX_BYTES, readCallback } from '../../../nodes/Identify/callback/body';
import { callbackOf, DOCUMENTED_SAMPLE, IDENT_ID, refusalOf } from './support';

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';

function read(body: Buffer | string, contentType = JSON_TYPE) {
	return readCallback(Buffer.from(body), { 'content-type': contentType });
}

/** The answer to a body that is refused. */
function refuse(body: Buffer | string, contentType = JSON_TYPE) {
	return refusalOf(() => read(body, contentType));
}

const fields = callbackOf();
const json = JSON.stringify(fields);
const form = new URLSearchParams(JSON.parse(json)).toString();

describe('a callback is read', () => {
	test.each([
		['JSON', json, JSON_TYPE],
		['JSON with a charset', json, 'application/json; charset=utf-8'],
		['JSON in a text body', json, 'text/plain'],
		['JSON without a media type', json, ''],
		['JSON with a byte order mark', `\uFEFF${json}`, JSON_TYPE],
		['JSON with a trailing comma', json.replace(/\}$/, ', }'), JSON_TYPE],
		['a form', form, FORM],
		['a form with a charset', form, `${FORM}; charset=UTF-8`],
		['a form, its media type in other letters', form, 'Application/X-WWW-Form-Urlencoded'],
	])('from %s', (_name, body, contentType) => {
		expect(read(body, contentType)).toEqual(fields);
	});

	test('from the sample of the documentation, verbatim', () => {
		const value = 'xxxxx';
		const names = Object.keys(fields);
		expect(read(DOCUMENTED_SAMPLE)).toEqual(Object.fromEntries(names.map((name) => [name, value])));
	});

	test('with what JSON and forms encode: umlauts, quotes, commas before brackets', () => {
		const odd = { ...fields, company_name: 'Fü"r,}th & Söhne, ]\\', custom1: '50 %+1=ß' };
		expect(read(JSON.stringify(odd))).toEqual(odd);
		expect(read(`${JSON.stringify(odd).slice(0, -1)},}`)).toEqual(odd);
		expect(read(new URLSearchParams(JSON.parse(JSON.stringify(odd))).toString(), FORM)).toEqual(
			odd,
		);
	});

	test('with numbers for texts and with fields the documentation does not know', () => {
		const other = { ...fields, status_code: 5, project_id: 13, reason: 'new', list: [1, { a: 2 }] };
		expect(read(JSON.stringify(other))).toEqual(other);
	});

	test('with the three fields alone', () => {
		const least = { ident_id: IDENT_ID, status: 'Running', status_code: '2' };
		expect(read(JSON.stringify(least))).toEqual(least);
	});
});

describe('a body that is no callback is refused with 400', () => {
	test.each(['ident_id', 'status', 'status_code'])('naming a missing %s', (name) => {
		const { status, message = '' } = refuse(JSON.stringify({ ...fields, [name]: undefined })) ?? {};
		expect(status).toBe(400);
		expect(message).toMatch(new RegExp(`^Missing or malformed: ${name}\\.`));
	});

	test.each(Object.keys(fields))('naming a malformed %s', (name) => {
		const wrong = JSON.stringify({ ...fields, [name]: { nested: true } });
		expect(refuse(wrong)).toEqual({ status: 400, message: expect.stringContaining(`: ${name}.`) });
	});

	test('naming every wrong field at once, each once', () => {
		expect(refuse('{"status": [], "custom1": {}}')?.message).toMatch(
			/: ident_id, status, status_code, custom1\./,
		);
	});

	test.each([
		['with a path', '../auth'],
		['with blanks', 'a b'],
		['empty', ''],
		['of 101 characters', 'x'.repeat(101)],
	])('naming an ident ID %s', (_name, identId) => {
		const body = JSON.stringify({ ...fields, ident_id: identId });
		expect(refuse(body)).toEqual({ status: 400, message: expect.stringContaining(': ident_id.') });
	});

	test.each(['null', '"text"', '5', '[]', `[${json}]`])('no object: %.20s', (body) => {
		expect(refuse(body)).toMatchObject({
			status: 400,
			message: expect.stringContaining('not a JSON object'),
		});
	});

	test.each(['', '   ', '<html></html>', '{', json.slice(0, -1), `${json}}`, `${json}${json}`])(
		'no JSON: %.20s',
		(body) => {
			expect(refuse(body)).toMatchObject({
				status: 400,
				message: expect.stringContaining('The body is not JSON'),
			});
		},
	);

	test.each([
		['bytes no text has', [0xff, 0xfe]],
		['half a letter', [0xc3]],
		['an overlong slash', [0xc0, 0xaf]],
		['a surrogate', [0xed, 0xa0, 0x80]],
	])('bad UTF-8: %s', (_name, bytes) => {
		const body = Buffer.concat([
			Buffer.from(json.slice(0, -2)),
			Buffer.from(bytes),
			Buffer.from('"}'),
		]);
		expect(refuse(body)).toMatchObject({ status: 400, message: expect.stringContaining('UTF-8') });
	});

	test('a form that has a field twice, naming it', () => {
		expect(refuse(`${form}&status_code=2`, FORM)).toMatchObject({
			status: 400,
			message: expect.stringContaining('"status_code"'),
		});
	});

	test('deep nesting, at a price that does not grow with the depth', () => {
		const deep = (levels: number) =>
			`${json.slice(0, -1)},"more":${'['.repeat(levels)}${']'.repeat(levels)}}`;
		expect(refuse(deep(10))).toBeUndefined();
		expect(refuse(deep(30))).toMatchObject({
			status: 400,
			message: expect.stringContaining('nested too deeply'),
		});
		// Also where the body never ends; a parser would have run out of stack.
		const started = performance.now();
		expect(refuse('['.repeat(BODY_MAX_BYTES))?.status).toBe(400);
		expect(performance.now() - started).toBeLessThan(500);
	});

	test('brackets inside texts are no nesting', () => {
		const odd = { ...fields, custom1: `${'[{'.repeat(50)}"\\` };
		expect(read(JSON.stringify(odd))).toEqual(odd);
	});

	test('more than 1 MB, and nothing up to it', () => {
		const padded = (length: number) => json.padEnd(length, ' ');
		expect(refuse(padded(BODY_MAX_BYTES))).toBeUndefined();
		expect(refuse(padded(BODY_MAX_BYTES + 1))).toMatchObject({
			status: 400,
			message: expect.stringContaining('larger than 1 MB'),
		});
	});

	const fill = (piece: (count: number) => string) => {
		const pieces: string[] = [];
		for (let length = 0; length < BODY_MAX_BYTES - 40; length += pieces.at(-1)?.length ?? 0) {
			pieces.push(piece(pieces.length));
		}
		return pieces.join('');
	};

	test.each([
		['a form of many fields', fill((count) => `a${count}=&`), FORM],
		['a form of one field many times', fill(() => 'a=&'), FORM],
		['JSON of many fields', `{${fill((count) => `"a${count}":1,`)}}`, JSON_TYPE],
		['JSON of one field many times', `{${fill(() => '"a":1,')}}`, JSON_TYPE],
		['many commas', `{${fill(() => ',')}}`, JSON_TYPE],
		['many blanks after a comma', `{"a":1,${fill(() => ' ')}`, JSON_TYPE],
		['many quotes', `{${fill(() => '"')}`, JSON_TYPE],
		['many backslashes in a text', `{"a":"${fill(() => '\\')}`, JSON_TYPE],
	])('1 MB of %s is dealt with at once', (_name, body, contentType) => {
		const started = performance.now();
		expect(refuse(body, contentType)?.status).toBe(400);
		// n8n serves nobody else meanwhile.
		expect(performance.now() - started).toBeLessThan(1_000);
	});
});

describe('names with a meaning', () => {
	/** Written by hand: a literal `__proto__` would not become a field. */
	const hostile = (name: string, value: string) =>
		`{"${name}":${value},${json.slice(1, -1)},"${name}":${value}}`;

	test.each(['__proto__', 'constructor', 'prototype'])('%s changes nothing', (name) => {
		const callback = read(hostile(name, '{"polluted":true,"status_code":"5"}'));
		expect(Object.keys(callback).sort()).toEqual(Object.keys(fields).sort());
		expect(Object.getPrototypeOf(callback)).toBe(Object.prototype);
		expect(Reflect.get({}, 'polluted')).toBeUndefined();
		expect(Reflect.get(callback, 'polluted')).toBeUndefined();
	});

	test('__proto__ in a form changes nothing either', () => {
		const callback = read(`${form}&__proto__=x&__proto__%5Bpolluted%5D=1`, FORM);
		expect(callback).toMatchObject(fields);
		expect(Object.getPrototypeOf(callback)).toBe(Object.prototype);
		expect(Reflect.get({}, 'polluted')).toBeUndefined();
	});

	test('__proto__ does not lend the fields that are missing', () => {
		expect(refuse(`{"__proto__":${json}}`)?.message).toMatch(/ident_id, status, status_code/);
	});

	test.each(['confirmed', 'event_key', 'callback_status', 'callback_status_code', 'ident', 'data'])(
		'%s, a field of the output, cannot be sent along',
		(name) => {
			expect(read(JSON.stringify({ ...fields, [name]: true }))).toEqual(fields);
		},
	);

	test('a key given twice counts as JSON has it: the last one, once', () => {
		expect(read(json.replace('{', '{"status_code":"2",'))).toEqual(fields);
	});
});

describe('huge numbers', () => {
	test.each(['status', 'status_code', 'project_id', 'custom1'])(
		'a %s beyond all numbers is refused',
		(name) => {
			const body = JSON.stringify({ ...fields, [name]: 0 }).replace(
				`"${name}":0`,
				`"${name}":1e999`,
			);
			expect(refuse(body)).toEqual({
				status: 400,
				message: expect.stringContaining(`: ${name}.`),
			});
		},
	);
});
