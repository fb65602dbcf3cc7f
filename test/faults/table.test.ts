import { resources } from '../../nodes/Identify/resources';
import { EXCEPTIONS, RULES } from './expectations';
import { FAULTS } from './faults';
import { allCells } from './matrix';
import { chosenCells } from './selection';
import { SEND_NOTHING, TARGETS } from './targets';

const { cells, impossible } = allCells();

test('every operation of the node is in the matrix', () => {
	const operations = resources.flatMap(({ value, operations: all }) =>
		all.map((operation) => `${value}:${operation.value}`),
	);
	const covered = new Set(TARGETS.map(({ resource, operation }) => `${resource}:${operation}`));
	// Where no request leaves, nothing can befall it.
	expect([...covered, ...SEND_NOTHING].sort()).toEqual(operations.sort());
});

test('every combination is a cell with an expectation, or says why it means nothing', () => {
	const combinations = new Set(
		cells.map(({ target, fault, moment }) => `${target.name} ${fault.name} ${moment}`),
	);
	expect(combinations.size + impossible.length).toBe(TARGETS.length * FAULTS.length * 3);
	for (const reason of impossible) expect(reason).toMatch(/: \w.{10,}/);
});

test('nothing that changes something may be repeated when its fate is unknown', () => {
	for (const symptom of ['lost', 'unreadable', '500', '502', '503'] as const) {
		for (const expected of Object.values(RULES.changing[symptom])) {
			expect(expected).toEqual({ outcome: symptom, tries: 1 });
		}
	}
});

test('every exception applies, and says why', () => {
	for (const { on, faults, moments, why } of EXCEPTIONS) {
		const known = TARGETS.flatMap((target) => [target.class, target.name]);
		expect(on.filter((name) => !known.includes(name))).toEqual([]);
		expect(faults.length * moments.length).toBeGreaterThan(0);
		const unknown = faults.filter((name) => !FAULTS.some((fault) => fault.name === name));
		expect(unknown).toEqual([]);
		expect(why.length).toBeGreaterThan(20);
	}
});

test('the shortened form has every operation, fault and moment', () => {
	const chosen = chosenCells(cells);
	const count = (of: (cell: (typeof cells)[number]) => string) => new Set(chosen.map(of)).size;
	expect(count(({ target }) => target.name)).toBe(TARGETS.length);
	expect(count(({ fault }) => fault.name)).toBe(FAULTS.length);
	expect(count(({ moment }) => moment)).toBe(3);
});
