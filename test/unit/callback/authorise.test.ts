import * as crypto from 'node:crypto';
import {
	invalidRanges,
	isListed,
	requireListedIp,
	requireSecret,
} from '../../../nodes/Identify/callback/authorise';
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
			Array.from({ length: 3 }, () => [32, 32]),
		);
	});

	test('is in no answer', () => {
		expect(refusalOf(() => requireSecret('guess', SECRET))?.message).toMatch(
			/^(?!.*(kä|guess)).*\?secret=.*Callback Secret/,
		);
	});
});

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
		['203.0.113.7', 'nonsense, 203.0.113.7', true],
		['203.0.113.7', 'nonsense', false],
		['nonsense', '0.0.0.0/0, ::/0', false],
		['', '0.0.0.0/0', false],
	])('%s in "%s": %s', (ip, list, listed) => {
		expect(isListed(ip, list)).toBe(listed);
		expect(refusalOf(() => requireListedIp(ip, list))?.status).toBe(listed ? undefined : 403);
	});

	test('lets everyone in when it is empty', () => {
		for (const list of ['', '  ', ' , ,']) {
			expect(refusalOf(() => requireListedIp('203.0.113.7', list))).toBeUndefined();
			expect(refusalOf(() => requireListedIp(undefined, list))).toBeUndefined();
		}
	});

	test('lets nobody in whose address n8n does not know', () => {
		expect(refusalOf(() => requireListedIp(undefined, '0.0.0.0/0'))?.status).toBe(403);
	});

	test('names the address it refuses, for whoever sets it up', () => {
		expect(refusalOf(() => requireListedIp('198.51.100.9', '203.0.113.7'))?.message).toContain(
			'198.51.100.9',
		);
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
		'203.0.113.7 198.51.100.1',
		'2001:db8:::1',
		// Other programs read these as addresses; a person who writes them means something else.
		'203.0.113',
		'203',
		'0xcb.0.113.7',
	])('calls "%s" neither an address nor a range', (entry) => {
		expect(invalidRanges(`203.0.113.7, ${entry},::1`)).toEqual([entry]);
	});

	test('finds nothing wrong with what is right', () => {
		expect(invalidRanges('203.0.113.7, 10.0.0.0/8,2001:db8::/32, ::1,fe80::1%eth0')).toEqual([]);
		expect(invalidRanges('')).toEqual([]);
	});
});
