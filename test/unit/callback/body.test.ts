import { BODY_MAX_BYTES, readCallback } from '../../../nodes/Identify/callback/body';
import { callbackOf, DOCUMENTED_SAMPLE, IDENT_ID, refusalFrom } from './support';

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';

async function read(body: Buffer | string, contentType = JSON_TYPE) {
	return await readCallback(Buffer.from(body), { 'content-type': contentType });
}

/** The answer to a body that is refused. */
async function refuse(body: Buffer | string, contentType = JSON_TYPE) {
	return await refusalFrom(read(body, contentType));
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
		['JSON called a multipart form', json, 'multipart/form-data; boundary=x'],
		['JSON with a byte order mark', `\uFEFF${json}`, JSON_TYPE],
		['JSON with a trailing comma', json.replace(/\}$/, ', }'), JSON_TYPE],
		['a form', form, FORM],
		['a form with a charset', form, `${FORM}; charset=UTF-8`],
		['a form, its media type in other letters', form, 'Application/X-WWW-Form-Urlencoded'],
	])('from %s', async (_name, body, contentType) => {
		expect(await read(body, contentType)).toEqual(fields);
	});

	test('from the sample of the documentation, verbatim', async () => {
		const value = 'xxxxx';
		const names = Object.keys(fields);
		expect(await read(DOCUMENTED_SAMPLE)).toEqual(
			Object.fromEntries(names.map((name) => [name, value])),
		);
	});

	test('with what JSON and forms encode: umlauts, quotes, commas before brackets', async () => {
		const odd = { ...fields, company_name: 'Fü"r,}th & Söhne, ]\\', custom1: '50 %+1=ß' };
		expect(await read(JSON.stringify(odd))).toEqual(odd);
		expect(await read(`${JSON.stringify(odd).slice(0, -1)},}`)).toEqual(odd);
		expect(
			await read(new URLSearchParams(JSON.parse(JSON.stringify(odd))).toString(), FORM),
		).toEqual(odd);
	});

	test('with numbers for texts and with fields the documentation does not know', async () => {
		const other = { ...fields, status_code: 5, project_id: 13, reason: 'new', list: [1, { a: 2 }] };
		expect(await read(JSON.stringify(other))).toEqual(other);
	});

	test('with the three fields alone', async () => {
		const least = { ident_id: IDENT_ID, status: 'Running', status_code: '2' };
		expect(await read(JSON.stringify(least))).toEqual(least);
	});
});

describe('a callback is read in the charset that it declares', () => {
	const umlauts = { ...fields, company_name: 'Fürth & Söhne', last_name: 'MÜLLER' };
	const text = JSON.stringify(umlauts);
	const utf16be = Buffer.from(text, 'utf16le').swap16();
	const escaped = (letters: Record<string, string>) =>
		new URLSearchParams(JSON.parse(text))
			.toString()
			.replace(/%C3%(BC|B6|9C)/g, (letter) => letters[letter] ?? letter);
	const latin = escaped({ '%C3%BC': '%FC', '%C3%B6': '%F6', '%C3%9C': '%DC' });
	const rawLatin = Buffer.from(
		latin.replace(/%(FC|F6|DC)/g, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16))),
		'latin1',
	);

	test.each<[string, Buffer | string, string]>([
		['JSON in ISO-8859-1', Buffer.from(text, 'latin1'), `${JSON_TYPE}; charset=ISO-8859-1`],
		['JSON in Latin 1, quoted', Buffer.from(text, 'latin1'), `${JSON_TYPE};charset="iso-8859-1"`],
		['JSON in Windows-1252', Buffer.from(text, 'latin1'), `${JSON_TYPE}; charset=windows-1252`],
		['JSON in UTF-16', Buffer.from(text, 'utf16le'), `${JSON_TYPE}; charset=utf-16`],
		['JSON in UTF-16 by its mark', Buffer.from(`\uFEFF${text}`, 'utf16le'), JSON_TYPE],
		['JSON in UTF-16BE', utf16be, `${JSON_TYPE}; charset=utf-16be`],
		[
			'JSON in UTF-8, its mark against what is declared',
			`\uFEFF${text}`,
			'text/json; charset=latin1',
		],
		['JSON in UTF-8, whatever that is called', text, `${JSON_TYPE}; charset=utf8mb4`],
		['JSON in UTF-8 that is called UTF-16', text, `${JSON_TYPE}; charset=utf-16`],
		['a form in ISO-8859-1', latin, `${FORM}; charset=iso-8859-1`],
		['a form in ISO-8859-1, not escaped', rawLatin, `${FORM}; charset=iso-8859-1`],
		['a form in UTF-8, not escaped', decodeURIComponent(escaped({}).replace('%26', '%2526')), FORM],
	])('%s', async (_name, body, contentType) => {
		expect(await read(body, contentType)).toEqual(umlauts);
	});

	test.each([
		['an unknown one', Buffer.from(text, 'latin1'), `${JSON_TYPE}; charset=klingon`, 'UTF-8'],
		['one that it does not keep to', Buffer.from(text, 'latin1'), JSON_TYPE, 'UTF-8'],
		['one that its escapes do not keep to', latin, FORM, 'UTF-8'],
		[
			'half a letter of UTF-16',
			Buffer.from(text, 'utf16le').subarray(0, -1),
			`${JSON_TYPE}; charset=utf-16`,
			'UTF-16',
		],
	])('and refused in %s', async (_name, body, contentType, message) => {
		expect(await refuse(body, contentType)).toEqual({
			status: 400,
			message: expect.stringContaining(message),
		});
	});
});

/** The fields as `multipart/form-data`, as curl and PHP send it. */
function multipart(more = '', boundary = 'X-1'): string {
	const parts = Object.entries(fields).map(
		([name, value]) =>
			`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${String(value)}\r\n`,
	);
	return `${parts.join('')}${more}--${boundary}--\r\n`;
}
const MULTIPART = 'multipart/form-data; boundary=X-1';

describe('a multipart form', () => {
	test('is read', async () => {
		expect(await read(multipart(), MULTIPART)).toEqual(fields);
		expect(
			await read(multipart('', '----q "1"'.slice(0, 5)), 'multipart/form-data; boundary="----q"'),
		).toEqual(fields);
		expect(await read(multipart(), 'Multipart/Form-Data; charset=utf-8; boundary=X-1')).toEqual(
			fields,
		);
	});

	test('keeps line breaks and what looks like a boundary', async () => {
		const odd = '--X-2\r\nÄ "x"; name="y"';
		const part = `--X-1\r\nContent-Disposition: form-data; name="note"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${odd}\r\n`;
		expect(await read(multipart(part), MULTIPART)).toEqual({ ...fields, note: odd });
	});

	test('can be in another charset', async () => {
		const body = Buffer.from(multipart().replace('Test Company', 'Fürth'), 'latin1');
		expect(await read(body, `${MULTIPART}; charset=iso-8859-1`)).toEqual({
			...fields,
			company_name: 'Fürth',
		});
	});

	test.each([
		['broken off', multipart().slice(0, -20), MULTIPART],
		['without a boundary', multipart(), 'multipart/form-data'],
		['with another boundary', multipart(), 'multipart/form-data; boundary=Y'],
		[
			'with a file',
			multipart('--X-1\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nx\r\n'),
			MULTIPART,
		],
		['that is not UTF-8', Buffer.from(multipart().replace('Test', 'Tést'), 'latin1'), MULTIPART],
		[
			'with a field twice',
			multipart('--X-1\r\nContent-Disposition: form-data; name="status"\r\n\r\nx\r\n'),
			MULTIPART,
		],
	])('is refused %s', async (_name, body, contentType) => {
		expect(await refuse(body, contentType)).toMatchObject({ status: 400 });
	});
});

describe('a body that is no callback is refused with 400', () => {
	test.each(['ident_id', 'status', 'status_code'])('naming a missing %s', async (name) => {
		const { status, message = '' } =
			(await refuse(JSON.stringify({ ...fields, [name]: undefined }))) ?? {};
		expect(status).toBe(400);
		expect(message).toMatch(new RegExp(`^Missing or malformed: ${name}\\.`));
	});

	test.each(Object.keys(fields))('naming a malformed %s', async (name) => {
		const wrong = JSON.stringify({ ...fields, [name]: { nested: true } });
		expect(await refuse(wrong)).toEqual({
			status: 400,
			message: expect.stringContaining(`: ${name}.`),
		});
	});

	test('naming every wrong field at once, each once', async () => {
		expect((await refuse('{"status": [], "custom1": {}}'))?.message).toMatch(
			/: ident_id, status, status_code, custom1\./,
		);
	});

	test.each([
		['with a path', '../auth'],
		['with blanks', 'a b'],
		['empty', ''],
		['of 101 characters', 'x'.repeat(101)],
	])('naming an ident ID %s', async (_name, identId) => {
		const body = JSON.stringify({ ...fields, ident_id: identId });
		expect(await refuse(body)).toEqual({
			status: 400,
			message: expect.stringContaining(': ident_id.'),
		});
	});

	test.each(['null', '"text"', '5', '[]', `[${json}]`])('no object: %.20s', async (body) => {
		expect(await refuse(body)).toMatchObject({
			status: 400,
			message: expect.stringContaining('not a JSON object'),
		});
	});

	test.each(['', '   ', '<html></html>', '{', json.slice(0, -1), `${json}}`, `${json}${json}`])(
		'no JSON: %.20s',
		async (body) => {
			expect(await refuse(body)).toMatchObject({
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
	])('bad UTF-8: %s', async (_name, bytes) => {
		const body = Buffer.concat([
			Buffer.from(json.slice(0, -2)),
			Buffer.from(bytes),
			Buffer.from('"}'),
		]);
		expect(await refuse(body)).toMatchObject({
			status: 400,
			message: expect.stringContaining('UTF-8'),
		});
	});

	test('a form that has a field twice, naming it', async () => {
		expect(await refuse(`${form}&status_code=2`, FORM)).toMatchObject({
			status: 400,
			message: expect.stringContaining('"status_code"'),
		});
	});

	test('deep nesting, at a price that does not grow with the depth', async () => {
		const deep = (levels: number) =>
			`${json.slice(0, -1)},"more":${'['.repeat(levels)}${']'.repeat(levels)}}`;
		expect(await refuse(deep(10))).toBeUndefined();
		expect(await refuse(deep(30))).toMatchObject({
			status: 400,
			message: expect.stringContaining('nested too deeply'),
		});
		// Also where the body never ends; a parser would have run out of stack.
		const started = performance.now();
		expect((await refuse('['.repeat(BODY_MAX_BYTES)))?.status).toBe(400);
		expect(performance.now() - started).toBeLessThan(500);
	});

	test('brackets inside texts are no nesting', async () => {
		const odd = { ...fields, custom1: `${'[{'.repeat(50)}"\\` };
		expect(await read(JSON.stringify(odd))).toEqual(odd);
	});

	test('more than 1 MB, and nothing up to it', async () => {
		const padded = (length: number) => json.padEnd(length, ' ');
		expect(await refuse(padded(BODY_MAX_BYTES))).toBeUndefined();
		expect(await refuse(padded(BODY_MAX_BYTES + 1))).toMatchObject({
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
		[
			'a multipart form of many fields',
			fill((count) => `--X-1\r\nContent-Disposition: form-data; name="a${count}"\r\n\r\n\r\n`),
			MULTIPART,
		],
		['a multipart form of boundaries', fill(() => '--X-1\r\n'), MULTIPART],
		['JSON of many fields', `{${fill((count) => `"a${count}":1,`)}}`, JSON_TYPE],
		['JSON of one field many times', `{${fill(() => '"a":1,')}}`, JSON_TYPE],
		['many commas', `{${fill(() => ',')}}`, JSON_TYPE],
		['many blanks after a comma', `{"a":1,${fill(() => ' ')}`, JSON_TYPE],
		['many quotes', `{${fill(() => '"')}`, JSON_TYPE],
		['many backslashes in a text', `{"a":"${fill(() => '\\')}`, JSON_TYPE],
	])('1 MB of %s is dealt with at once', async (_name, body, contentType) => {
		const started = performance.now();
		expect((await refuse(body, contentType))?.status).toBe(400);
		// n8n serves nobody else meanwhile.
		expect(performance.now() - started).toBeLessThan(1_000);
	});
});

describe('names with a meaning', () => {
	/** Written by hand: a literal `__proto__` would not become a field. */
	const hostile = (name: string, value: string) =>
		`{"${name}":${value},${json.slice(1, -1)},"${name}":${value}}`;

	test.each(['__proto__', 'constructor', 'prototype'])('%s changes nothing', async (name) => {
		const callback = await read(hostile(name, '{"polluted":true,"status_code":"5"}'));
		expect(Object.keys(callback).sort()).toEqual(Object.keys(fields).sort());
		expect(Object.getPrototypeOf(callback)).toBe(Object.prototype);
		expect(Reflect.get({}, 'polluted')).toBeUndefined();
		expect(Reflect.get(callback, 'polluted')).toBeUndefined();
	});

	test('__proto__ in a form changes nothing either', async () => {
		const callback = await read(`${form}&__proto__=x&__proto__%5Bpolluted%5D=1`, FORM);
		expect(callback).toMatchObject(fields);
		expect(Object.getPrototypeOf(callback)).toBe(Object.prototype);
		expect(Reflect.get({}, 'polluted')).toBeUndefined();
	});

	test('__proto__ does not lend the fields that are missing', async () => {
		expect((await refuse(`{"__proto__":${json}}`))?.message).toMatch(
			/ident_id, status, status_code/,
		);
	});

	test.each([
		'confirmed',
		'event_key',
		'source',
		'received_at',
		'callback_status',
		'callback_status_code',
		'ident',
		'data',
	])('%s, a field of the output, cannot be sent along', async (name) => {
		expect(await read(JSON.stringify({ ...fields, [name]: true }))).toEqual(fields);
	});

	test('a key given twice counts as JSON has it: the last one, once', async () => {
		expect(await read(json.replace('{', '{"status_code":"2",'))).toEqual(fields);
	});
});

describe('huge numbers', () => {
	test.each(['status', 'status_code', 'project_id', 'custom1'])(
		'a %s beyond all numbers is refused',
		async (name) => {
			const body = JSON.stringify({ ...fields, [name]: 0 }).replace(
				`"${name}":0`,
				`"${name}":1e999`,
			);
			expect(await refuse(body)).toEqual({
				status: 400,
				message: expect.stringContaining(`: ${name}.`),
			});
		},
	);
});
