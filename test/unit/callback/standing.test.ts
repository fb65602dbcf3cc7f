import {
	furtherLooks,
	mayBeLost,
	standingOf,
	type Situation,
} from '../../../nodes/Identify/callback/standing';

const dropped: Situation = {
	standing: 'news',
	isFiltered: true,
	isRepeated: false,
	isWanted: true,
	wasSaid: false,
};

test.each([
	['5', '5', 'agrees'],
	['x', 'x', 'agrees'],
	['1', '2', 'older'],
	['2', '5', 'older'],
	['1', '4', 'older'],
	['3', '5', 'alike'],
	['5', '3', 'alike'],
	['5', '2', 'news'],
	['2', '1', 'news'],
	// Of two ends, nobody knows which came first.
	['4', '5', 'news'],
	['5', '4', 'news'],
	['6', '5', 'news'],
	['1', '6', 'news'],
])('a callback that says %s where Identify says %s: %s', (said, known, standing) => {
	expect(standingOf(said, known)).toBe(standing);
});

test.each<[string, Partial<Situation>, number, boolean]>([
	['a status that is waited for, ahead of Identify', {}, 3, true],
	[
		'the same, where Identify only repeats itself',
		{ isFiltered: false, isRepeated: true },
		3,
		true,
	],
	['the same, where Identify’s own passes', { isFiltered: false }, 3, false],
	['a status that nobody waits for', { isWanted: false }, 0, false],
	[
		'one that has started a workflow',
		{ wasSaid: true, isFiltered: false, isRepeated: true },
		0,
		false,
	],
	['what Identify says too, filtered', { standing: 'agrees' }, 0, false],
	['an older one, filtered', { standing: 'older' }, 0, false],
	[
		'an older one, where Identify repeats itself',
		{ standing: 'older', isFiltered: false, isRepeated: true },
		1,
		false,
	],
	['success in other words, filtered', { standing: 'alike' }, 0, true],
	[
		'success in other words, a repeat',
		{ standing: 'alike', isFiltered: false, isRepeated: true },
		1,
		false,
	],
])('%s', (_name, more, looks, isLost) => {
	const situation = { ...dropped, ...more };
	expect([furtherLooks(situation), mayBeLost(situation)]).toEqual([looks, isLost]);
});
