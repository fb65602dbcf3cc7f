import { Random } from '../../soak/random';

const draw = (seed: number) => {
	const random = new Random(seed);
	return Array.from({ length: 1_000 }, () => random.between(1, 6));
};

test('the same seed gives the same numbers, another one others', () => {
	expect(draw(7)).toEqual(draw(7));
	expect(draw(8)).not.toEqual(draw(7));
});

test('a range has both its ends and nothing beyond', () => {
	expect([...new Set(draw(1))].sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

test('what is certain happens, what is impossible does not', () => {
	const random = new Random(1);
	const chances = (probability: number) =>
		new Set(Array.from({ length: 1_000 }, () => random.chance(probability)));
	expect(chances(1)).toEqual(new Set([true]));
	expect(chances(0)).toEqual(new Set([false]));
	expect(chances(0.5)).toEqual(new Set([true, false]));
});

test('each item of a list is picked', () => {
	const random = new Random(1);
	const picked = Array.from({ length: 100 }, () => random.pick(['a', 'b', 'c']));
	expect(new Set(picked)).toEqual(new Set(['a', 'b', 'c']));
});
