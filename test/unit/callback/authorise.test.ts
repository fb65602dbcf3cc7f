import * as crypto from 'node:crypto';
import {
	isListed,
	readRange,
	requireListedIp,
	requireSecret,
} from '../../../nodes/Identify/callback/authorise';
import { splitWords } from '../../../nodes/Identify/input/lists';
import { refusalOf } from './support';

jest.mock('node:crypto', () => {
	const actual = jest.requireActual<typeof crypto>('node:crypto');
	return { ...actual, timingSafeEqual: jest.fn(actual.timingSafeEqual) };
});

describe('the secret of the callback URL', () => {
	const SECRET = 'kä+se/42';
	const answer = (given: unknown, secret = SECRET) =>
		refusalOf(() => requireSecret(given, secret))?.status ?? 'accepted';

	test('is demanded when the credential has one', () => {
		expect(answer(SECRET)).toBe('accepted');
		// Entered as it is, its + arrives as a blank.
		expect(answer('kä se/42')).toBe('accepted');
		for (const wrong of ['', 'wrong', `${SECRET} `, SECRET.slice(1), SECRET.toUpperCase()]) {
			expect(answer(wrong)).toBe(401);
		}
	});

	test('is not demanded when the credential has none', () => {
		for (const given of [undefined, '', 'anything', ['a', 'b']]) {
			expect(answer(given, '')).toBe('accepted');
		}
	});

	test.each([
		['missing', undefined],
		['null', null],
		['two values, both right', [SECRET, SECRET]],
		['two values, one right', [SECRET, 'guess']],
		['a list of one', [SECRET]],
		['an object', { secret: SECRET }],
		['an object that calls itself a text', { toString: () => SECRET }],
		['a number', 42],
	])('is refused as %s', (_name, given) => {
		expect(answer(given)).toBe(401);
	});

	test('is compared in constant time, whatever its length', () => {
		const compare = jest.mocked(crypto.timingSafeEqual);
		compare.mockClear();
		for (const given of ['k', SECRET, 'x'.repeat(10_000)]) answer(given);
		expect(compare.mock.calls.map(([a, b]) => [a.byteLength, b.byteLength])).toEqual(
			Array.from({ length: 6 }, () => [32, 32]),
		);
	});

	test('with a blank is not asked for a +', () => {
		expect(answer('a+b', 'a b')).toBe(401);
		expect(answer('a b+c', 'a+b+c')).toBe(401);
		expect(answer('a b c', 'a+b+c')).toBe('accepted');
	});

	test('is refused in the same words, however nearly right, and with how to write it', () => {
		const words = ['', 'kä', 'kä+se/4', SECRET.toUpperCase()].map(
			(given) => refusalOf(() => requireSecret(given, SECRET))?.message,
		);
		expect(new Set(words).size).toBe(1);
		expect(refusalOf(() => requireSecret('guess', 'plain'))?.message).toBe(words[0]);
		expect(words[0]).toMatch(/%25.*%2B.*%26.*%23.*%20/);
	});

	test('is in no answer', () => {
		expect(refusalOf(() => requireSecret('guess', SECRET))?.message).toMatch(
			/^(?!.*(kä|guess)).*\?secret=.*Callback Secret/,
		);
	});
});

/** The ranges of a list that can be read. */
const rangesOf = (list: string) =>
	splitWords(list)
		.map(readRange)
		.filter((range) => range !== undefined);

describe('the allow-list', () => {
	test.each([
		['203.0.113.7', '203.0.113.7', true],
		['203.0.113.8', '203.0.113.7', false],
		['203.0.113.255', '203.0.113.0/24', true],
		['203.0.114.0', '203.0.113.0/24', false],
		['203.0.113.77', '203.0.113.5/24', true],
		['8.8.8.8', '0.0.0.0/0', true],
		['2001:db8::1', '2001:db8::/32', true],
		['2001:db9::1', '2001:db8::/32', false],
		['2001:DB8:0:0:0:0:0:1', '2001:db8::1', true],
		['::1', '::/0', true],
		// A dual-stack socket writes IPv4 callers so.
		['::ffff:203.0.113.7', '203.0.113.7', true],
		['::ffff:203.0.113.7', '203.0.113.0/24', true],
		['::ffff:203.0.114.7', '203.0.113.0/24', false],
		['203.0.113.7', '::ffff:203.0.113.7', true],
		// Neither family's "everyone" is the other's.
		['203.0.113.7', '::/0', false],
		['2001:db8::1', '0.0.0.0/0', false],
		['::ffff:203.0.113.7', '::/0', false],
		// A zone says by which of its own interfaces a machine is reached.
		['fe80::1%eth0', 'fe80::/10', true],
		['fe80::1%eth0', 'fe80::1', true],
		['203.0.113.7', ' 198.51.100.1 ,, 203.0.113.7/32,', true],
		['203.0.113.7', '198.51.100.1 203.0.113.7', true],
		['203.0.113.7', '198.51.100.1;203.0.113.7', true],
		// Some proxies add the caller's port.
		['203.0.113.7:54321', '203.0.113.7', true],
		['203.0.113.8:54321', '203.0.113.7', false],
		['[2001:db8::1]:443', '2001:db8::1', true],
		['[2001:db8::1]', '2001:db8::/32', true],
		['[2001:db9::1]:443', '2001:db8::/32', false],
		['[::ffff:203.0.113.7]:443', '203.0.113.7', true],
		['[fe80::1%eth0]:443', 'fe80::/10', true],
		[' 203.0.113.7 ', '203.0.113.7', true],
		['203.0.113.7:', '203.0.113.7', false],
		['203.0.113.7:port', '203.0.113.7', false],
		['203.0.113.7:54321:1', '203.0.113.7', false],
		['203.0.113.7, 198.51.100.1', '203.0.113.7', false],
		['203.0.113', '203.0.0.113', false],
		['[2001:db8::1', '2001:db8::/32', false],
		['203.0.113.7', 'nonsense, 203.0.113.7', true],
		['203.0.113.7', 'nonsense', false],
		['nonsense', '0.0.0.0/0, ::/0', false],
		['', '0.0.0.0/0', false],
	])('%s in "%s": %s', (ip, list, listed) => {
		expect(isListed(ip, rangesOf(list))).toBe(listed);
		expect(refusalOf(() => requireListedIp(ip, rangesOf(list)))?.status).toBe(
			listed ? undefined : 403,
		);
	});

	test('lets everyone in when it is not set', () => {
		expect(refusalOf(() => requireListedIp('203.0.113.7', undefined))).toBeUndefined();
		expect(refusalOf(() => requireListedIp(undefined, undefined))).toBeUndefined();
	});

	test('lets nobody in whose address n8n does not know', () => {
		expect(refusalOf(() => requireListedIp(undefined, rangesOf('0.0.0.0/0')))?.status).toBe(403);
	});

	test('names the address it refuses, for whoever sets it up', () => {
		expect(
			refusalOf(() => requireListedIp('198.51.100.9', rangesOf('203.0.113.7')))?.message,
		).toContain('198.51.100.9');
	});

	test.each([
		'identify24.de',
		'203.0.113.256',
		'203.0.113.0/33',
		'2001:db8::/129',
		'203.0.113.0/',
		'203.0.113.0/-1',
		'203.0.113.0-203.0.113.9',
		'203.0.113.*',
		'2001:db8:::1',
		// Other programs read these as addresses; a person who writes them means something else.
		'203.0.113',
		'203',
		'0xcb.0.113.7',
	])('calls "%s" neither an address nor a range', (entry) => {
		expect(readRange(entry)).toBeUndefined();
	});
});
