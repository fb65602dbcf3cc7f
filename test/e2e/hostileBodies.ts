import { gzipSync } from 'node:zlib';
import type { IDataObject } from 'n8n-workflow';

/** A small generator of numbers (mulberry32): the same seed gives the same numbers. */
export class Dice {
	constructor(private state: number) {}

	/** From 0 up to, not including, 1. */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A whole number below `end`. */
	below(end: number): number {
		return Math.floor(this.next() * end);
	}

	of<Item>(items: readonly Item[]): Item {
		const item = items[this.below(items.length)];
		if (item === undefined) throw new Error('There is nothing to choose from');
		return item;
	}
}

/** One request, and what must become of it. */
export interface Hostile {
	kind: string;
	body: Buffer;
	headers: Record<string, string>;
	/** Announced instead of the true length, on a connection of its own. */
	announcedLength?: number;
	/** `accepted`: 200. `refused`: 400, or 403 for an ident nobody knows. `either`: one of these. */
	verdict: 'accepted' | 'refused' | 'either';
}

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const DEMANDED = ['ident_id', 'status', 'status_code'];

const request = (
	kind: string,
	verdict: Hostile['verdict'],
	body: Buffer | string,
	headers: Record<string, string> = { 'content-type': JSON_TYPE },
): Hostile => ({ kind, verdict, body: Buffer.from(body), headers });

/** JSON with one more member, which a literal object could not have (`__proto__`, a second key). */
function withMember(payload: IDataObject, name: string, value: string, first: boolean): string {
	const text = JSON.stringify(payload);
	const member = `${JSON.stringify(name)}:${value}`;
	return first ? `{${member},${text.slice(1)}` : `${text.slice(0, -1)},${member}}`;
}

type Mutation = (dice: Dice, payload: IDataObject) => Hostile;

const WRONG_VALUES: readonly unknown[] = [
	null,
	true,
	[],
	{},
	[5],
	{ $ne: '' },
	{ toString: 'x' },
	'',
	['a', ['b']],
];
const HUGE = ['1e999', '-1e999', '9'.repeat(400), `0.${'0'.repeat(500)}1`, '1e308'];
const PROTOTYPE = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON'];

const mutations: readonly Mutation[] = [
	(dice, payload) => {
		const text = JSON.stringify(payload);
		return request('truncated', 'refused', text.slice(0, dice.below(text.length)));
	},
	(dice, payload) => {
		const name = dice.of(DEMANDED);
		const value = dice.of(WRONG_VALUES);
		return request('wrong type', 'refused', JSON.stringify({ ...payload, [name]: value }));
	},
	(dice, payload) => {
		const name = dice.of([...DEMANDED, 'custom1', 'reason']);
		const text = withMember({ ...payload, [name]: undefined }, name, dice.of(HUGE), false);
		// A field that is not documented may be what it likes.
		return request('huge number', name === 'ident_id' ? 'refused' : 'either', text);
	},
	(dice, payload) => {
		const value = dice.of(['null', '"x"', JSON.stringify(payload), '{"polluted":{"a":1}}']);
		const text = withMember(payload, dice.of(PROTOTYPE), value, dice.below(2) === 0);
		return request('prototype key', 'accepted', text);
	},
	(_dice, payload) =>
		request('fields in the prototype', 'refused', `{"__proto__":${JSON.stringify(payload)}}`),
	(dice, payload) => {
		const text = Buffer.from(JSON.stringify(payload));
		const at = 2 + dice.below(text.length - 3);
		const bad = Buffer.from(dice.of([[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0xaf]]));
		return request(
			'bad UTF-8',
			'refused',
			Buffer.concat([text.subarray(0, at), bad, text.subarray(at)]),
		);
	},
	(dice, payload) => {
		const name = dice.of(DEMANDED);
		const wrong = dice.of(['null', '[]', '{}']);
		// JSON's last one counts.
		return dice.below(2) === 0
			? request('duplicated key, wrong first', 'accepted', withMember(payload, name, wrong, true))
			: request('duplicated key, wrong last', 'refused', withMember(payload, name, wrong, false));
	},
	(dice, payload) => {
		const text = new URLSearchParams(JSON.parse(JSON.stringify(payload))).toString();
		const twice = `${text}&${dice.of(DEMANDED)}=${dice.below(9)}`;
		return request('duplicated form field', 'refused', twice, { 'content-type': FORM });
	},
	(dice, payload) => {
		const levels = dice.of([1, 5, 100, 10_000, 400_000]);
		const nested = `${'['.repeat(levels)}${JSON.stringify(payload)}${']'.repeat(levels)}`;
		return request('nested arrays', 'refused', nested);
	},
	(dice, payload) => {
		const levels = dice.of([50, 1_000, 100_000]);
		const deep = dice.of([
			`${'['.repeat(levels)}${']'.repeat(levels)}`,
			`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
			'['.repeat(levels),
		]);
		return request('deep field', 'refused', withMember(payload, 'more', deep, false));
	},
	(dice, payload) => {
		const type = dice.of([
			'',
			'text/plain',
			'text/xml',
			'image/png',
			'application/octet-stream',
			'multipart/form-data; boundary=x',
			'application/json; charset=utf-16',
			'nonsense',
			`${JSON_TYPE}, ${FORM}`,
		]);
		const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
		return request('other media type', 'accepted', JSON.stringify(payload), headers);
	},
	(_dice, payload) =>
		request('JSON called a form', 'refused', JSON.stringify(payload), { 'content-type': FORM }),
	(dice, payload) => {
		const encoding = dice.of(['gzip', 'deflate', 'br']);
		const text = JSON.stringify(payload);
		const zipped = gzipSync(text);
		const body =
			encoding === 'gzip'
				? dice.of([Buffer.from(text), zipped.subarray(0, 10 + dice.below(zipped.length - 10))])
				: zipped;
		return request('lying content encoding', 'refused', body, {
			'content-type': JSON_TYPE,
			'content-encoding': encoding,
		});
	},
	(dice) => {
		const bomb = gzipSync(Buffer.alloc(dice.of([2_000_000, 20_000_000]), ' '));
		return request('gzip bomb', 'refused', bomb, {
			'content-type': JSON_TYPE,
			'content-encoding': 'gzip',
		});
	},
	(dice, payload) => {
		const text = JSON.stringify(payload);
		const announcedLength = dice.of([0, 1, text.length - 1, text.length + 1, 10 ** 7, 10 ** 12]);
		return { ...request('lying content length', 'refused', text), announcedLength };
	},
	(dice, payload) => {
		const padding = 'x'.repeat(dice.of([999_000, 1_000_000, 3_000_000]));
		const long = JSON.stringify({ ...payload, custom1: padding });
		return request('large', long.length > 1_000_000 ? 'refused' : 'accepted', long);
	},
	(dice, payload) => {
		const bytes = Buffer.from(JSON.stringify(payload));
		for (let count = 1 + dice.below(4); count > 0; count--) {
			bytes[dice.below(bytes.length)] = dice.below(256);
		}
		return request('changed bytes', 'either', bytes);
	},
	(dice) =>
		request(
			'noise',
			'refused',
			Buffer.from(Array.from({ length: dice.below(2_000) }, () => dice.below(256))),
		),
	(dice, payload) => {
		const made = `${dice.below(2 ** 32).toString(16)}-made-up`;
		return request('made-up ident', 'refused', JSON.stringify({ ...payload, ident_id: made }));
	},
	(dice, payload) => {
		const odd = dice.of(['../auth', 'a/../../b', '%2e%2e', "' or 1=1 --", '\u0000', 'ä', ' ']);
		return request('odd ident ID', 'refused', JSON.stringify({ ...payload, ident_id: odd }));
	},
	(dice) =>
		request(
			'no object',
			'refused',
			dice.of(['null', '0', '""', '[]', 'true', '', ' ', '{}', '<a/>']),
		),
	(dice, payload) => {
		const text = JSON.stringify(payload);
		const fine = dice.of([
			request('valid', 'accepted', text),
			request('valid', 'accepted', `\uFEFF ${text}\n`),
			request('valid', 'accepted', `${text.slice(0, -1)} , }`),
			request('valid', 'accepted', gzipSync(text), {
				'content-type': JSON_TYPE,
				'content-encoding': 'gzip',
			}),
			request('valid', 'accepted', new URLSearchParams(JSON.parse(text)).toString(), {
				'content-type': FORM,
			}),
		]);
		return fine;
	},
];

/** `count` requests, made of good payloads. */
export function hostileRequests(
	seed: number,
	count: number,
	payloads: readonly IDataObject[],
): Hostile[] {
	const dice = new Dice(seed);
	return Array.from({ length: count }, (_value, index) => {
		// Each way in turn, so that none is missing.
		const mutate = mutations[index % mutations.length] ?? dice.of(mutations);
		return mutate(dice, dice.of(payloads));
	});
}
