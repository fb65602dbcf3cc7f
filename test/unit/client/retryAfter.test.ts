import { retryAfterMs } from '../../../nodes/Identify/client/retryAfter';

const NOW = new Date('2024-09-18T10:00:00Z');

describe('retryAfterMs', () => {
	beforeEach(() => {
		jest.useFakeTimers({ now: NOW });
	});
	afterEach(() => {
		jest.useRealTimers();
	});

	it.each([
		['seconds', '120', 120_000],
		['no second', '0', 0],
		['part of a second', '0.5', 500],
		['blanks around', ' 3 ', 3000],
		['an HTTP date', 'Wed, 18 Sep 2024 10:00:30 GMT', 30_000],
		['an HTTP date that is over', 'Wed, 18 Sep 2024 09:00:00 GMT', 0],
		['a negative number', '-5', 0],
	])('reads %s', (_what, header, expected) => {
		expect(retryAfterMs({ 'retry-after': header })).toEqual({ retryAfterMs: expected });
	});

	it.each([
		['nothing', {}],
		['an empty text', { 'retry-after': '' }],
		['words', { 'retry-after': 'soon' }],
		['infinity', { 'retry-after': 'Infinity' }],
		['a list', { 'retry-after': ['5'] }],
		['another header', { 'x-retry-after': '5' }],
	])('leaves %s to the backoff', (_what, headers) => {
		expect(retryAfterMs(headers)).toEqual({});
	});
});
