import { FAULTS, RESTARTS_WITHIN, STEPS, writeScript } from '../../soak/script';

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1);

const allSteps = SEEDS.flatMap(writeScript);

const endingsOf = (seed: number) => writeScript(seed).flatMap(({ ending }) => ending ?? []);

test.each(SEEDS)('seed %i writes the same script each time', (seed) => {
	expect(writeScript(seed)).toEqual(writeScript(seed));
});

test('every seed writes a script of its own', () => {
	expect(new Set(SEEDS.map((seed) => JSON.stringify(writeScript(seed)))).size).toBe(SEEDS.length);
});

test.each(SEEDS)(
	'seed %i lasts two hours, and ends n8n three times in both ways early on',
	(seed) => {
		const script = writeScript(seed);
		expect(script).toHaveLength(STEPS);
		expect(endingsOf(seed)).toHaveLength(3);
		expect(new Set(endingsOf(seed))).toEqual(new Set(['SIGKILL', 'SIGTERM']));
		expect(script.slice(RESTARTS_WITHIN).every(({ ending }) => ending === undefined)).toBe(true);
	},
);

test('n8n does not end before it has somebody to invite', () => {
	for (const { ending, people, endsAfter } of allSteps) {
		if (ending) expect(people).toBeGreaterThan(endsAfter);
	}
});

test.each([
	['calls that fail', ({ faults }) => faults.length > 0],
	['tokens that expire', ({ expiresTokens }) => expiresTokens],
	['people, with a workflow that goes on', ({ people, goesOn }) => people > 0 && goesOn],
	['people, with a workflow that stops', ({ people, goesOn }) => people > 0 && !goesOn],
	['nobody to invite', ({ people }) => people === 0],
	['waits', ({ parks }) => parks > 0],
	['calls of what is parked', ({ rings }) => rings],
	['callbacks that come late', ({ bringsLate }) => bringsLate],
	['callbacks that come a second time', ({ replays }) => replays > 0],
	['an end in good order', ({ ending }) => ending === 'SIGTERM'],
	['a power cut', ({ ending }) => ending === 'SIGKILL'],
] satisfies Array<[string, (step: (typeof allSteps)[number]) => boolean]>)(
	'over ten seeds there are %s',
	(_, occurs) => {
		expect(allSteps.some(occurs)).toBe(true);
	},
);

test.each(['sent', 'repeated', 'swallowed', 'late'])(
	'over ten seeds callbacks are %s',
	(wanted) => {
		const fares: string[] = allSteps.flatMap(({ changes }) => changes.map(({ fare }) => fare));
		expect(fares).toContain(wanted);
	},
);

test.each(['3', '4', '5'])('over ten seeds idents end with status %s', (wanted) => {
	const ends: string[] = allSteps.flatMap(({ changes }) => changes.map(({ end }) => end));
	expect(ends).toContain(wanted);
});

test('over ten seeds every fault occurs', () => {
	const kinds = new Set(
		allSteps.flatMap(({ faults }) =>
			faults.map(({ match, ...fault }) => JSON.stringify([fault, match?.path])),
		),
	);
	expect(kinds.size).toBe(FAULTS.length);
});
