import { RepeatMemory } from '../../../nodes/Identify/callback/repeats';

const WINDOW = 60_000;

/** A memory with a clock that stands still until told otherwise. */
function memoryWithClock(max?: number) {
	const clock = { now: 1_000 };
	return { clock, memory: new RepeatMemory(() => clock.now, max) };
}

const event = (said: string, emitted = said, agrees = true) => ({ said, emitted, agrees });

describe('the memory of events', () => {
	test('knows the last event of an ident, by callback and by event', () => {
		const { memory } = memoryWithClock();
		memory.remember('ident', event('said', 'emitted'));
		expect(memory.isRepeatedCallback('ident', 'said', WINDOW)).toBe(true);
		expect(memory.isRepeatedEvent('ident', 'emitted', WINDOW)).toBe(true);
		expect(memory.isRepeatedCallback('ident', 'other', WINDOW)).toBe(false);
		expect(memory.isRepeatedEvent('ident', 'other', WINDOW)).toBe(false);
		expect(memory.isRepeatedCallback('other', 'said', WINDOW)).toBe(false);
		expect(memory.isRepeatedEvent('other', 'emitted', WINDOW)).toBe(false);
	});

	test('forgets it when the window is over', () => {
		const { memory, clock } = memoryWithClock();
		memory.remember('ident', event('said', 'emitted'));
		clock.now += WINDOW - 1;
		expect(memory.isRepeatedEvent('ident', 'emitted', WINDOW)).toBe(true);
		clock.now += 1;
		expect(memory.isRepeatedEvent('ident', 'emitted', WINDOW)).toBe(false);
		expect(memory.isRepeatedCallback('ident', 'said', WINDOW)).toBe(false);
		expect(memory.wasSaid('ident', 'said', WINDOW)).toBe(false);
		// The window counts from what was emitted, so that a steady stream of repeats ends once.
		expect(memory.isRepeatedEvent('ident', 'emitted', 2 * WINDOW)).toBe(true);
	});

	test('knows nothing when the window is 0', () => {
		const { memory } = memoryWithClock();
		memory.remember('ident', event('said', 'emitted'));
		expect(memory.isRepeatedEvent('ident', 'emitted', 0)).toBe(false);
	});

	test('calls an event new when another one came in between', () => {
		const { memory } = memoryWithClock();
		memory.remember('ident', event('successful'));
		memory.remember('ident', event('running'));
		expect(memory.isRepeatedCallback('ident', 'successful', WINDOW)).toBe(false);
		expect(memory.isRepeatedEvent('ident', 'successful', WINDOW)).toBe(false);
	});

	test('lets the real callback be asked about after a forged one', () => {
		const { memory } = memoryWithClock();
		// "Successful" came, Identify said "Running".
		memory.remember('ident', event('successful', 'running', false));
		expect(memory.isRepeatedCallback('ident', 'successful', WINDOW)).toBe(false);
		expect(memory.wasSaid('ident', 'successful', WINDOW)).toBe(true);
		expect(memory.isRepeatedEvent('ident', 'running', WINDOW)).toBe(true);
	});

	test('is bounded: the event that is oldest goes first', () => {
		const { memory } = memoryWithClock(3);
		for (const ident of ['a', 'b', 'c']) memory.remember(ident, event('said'));
		memory.remember('a', event('said again'));
		memory.remember('d', event('said'));
		expect(memory.size).toBe(3);
		const known = ['a', 'b', 'c', 'd'].filter((ident) =>
			['said', 'said again'].some((emitted) => memory.isRepeatedEvent(ident, emitted, WINDOW)),
		);
		expect(known).toEqual(['a', 'c', 'd']);
		for (let count = 0; count < 1_000; count++) memory.remember(`more ${count}`, event('said'));
		expect(memory.size).toBe(3);
	});

	test('forgets one ident and no other', () => {
		const { memory } = memoryWithClock();
		for (const ident of ['w/n/a', 'w/n/ab', 'w/n2/a']) memory.remember(ident, event('said'));
		memory.forget('w/n/a');
		expect(memory.size).toBe(2);
		expect(memory.isRepeatedEvent('w/n/a', 'said', WINDOW)).toBe(false);
		expect(memory.isRepeatedEvent('w/n/ab', 'said', WINDOW)).toBe(true);
	});

	test('keeps no text of a callback', () => {
		const { memory } = memoryWithClock();
		memory.remember('ident', event('["JANE","DOE"]'));
		expect(
			JSON.stringify(
				[...Object.values(memory)].map((value) => [...(value instanceof Map ? value : [])]),
			),
		).not.toMatch(/JANE|DOE/);
	});
});
