import { RepeatMemory, type Fate } from '../../../nodes/Identify/callback/repeats';

const WINDOW = 60_000;

/** A memory with a clock that stands still until told otherwise. */
function memoryWithClock(max?: number) {
	const clock = { now: 1_000 };
	return { clock, memory: new RepeatMemory(() => clock.now, max) };
}

describe('the memory of events', () => {
	test('knows the last event of an ident, by callback and by event', () => {
		const { memory } = memoryWithClock();
		memory.remember('ident', 'said', 'emitted');
		expect(memory.isRepeatedCallback('ident', 'said', WINDOW)).toBe(true);
		expect(memory.isRepeatedEvent('ident', 'emitted', WINDOW)).toBe(true);
		expect(memory.isRepeatedCallback('ident', 'other', WINDOW)).toBe(false);
		expect(memory.isRepeatedEvent('ident', 'other', WINDOW)).toBe(false);
		expect(memory.isRepeatedCallback('other', 'said', WINDOW)).toBe(false);
		expect(memory.isRepeatedEvent('other', 'emitted', WINDOW)).toBe(false);
	});

	test('forgets it when the window is over', () => {
		const { memory, clock } = memoryWithClock();
		memory.remember('ident', 'said', 'emitted');
		clock.now += WINDOW - 1;
		expect(memory.isRepeatedEvent('ident', 'emitted', WINDOW)).toBe(true);
		clock.now += 1;
		expect(memory.isRepeatedEvent('ident', 'emitted', WINDOW)).toBe(false);
		expect(memory.isRepeatedCallback('ident', 'said', WINDOW)).toBe(false);
		// The window counts from what was emitted, so that a steady stream of repeats ends once.
		expect(memory.isRepeatedEvent('ident', 'emitted', 2 * WINDOW)).toBe(true);
	});

	test('knows nothing when the window is 0', () => {
		const { memory } = memoryWithClock();
		memory.remember('ident', 'said', 'emitted');
		expect(memory.isRepeatedEvent('ident', 'emitted', 0)).toBe(false);
	});

	test('calls an event new when another one came in between', () => {
		const { memory } = memoryWithClock();
		memory.remember('ident', 'successful', 'successful');
		memory.remember('ident', 'running', 'running');
		expect(memory.isRepeatedCallback('ident', 'successful', WINDOW)).toBe(false);
		expect(memory.isRepeatedEvent('ident', 'successful', WINDOW)).toBe(false);
	});

	test('lets the real callback be asked about after a forged one', () => {
		const { memory } = memoryWithClock();
		// "Successful" came, Identify said "Running".
		memory.remember('ident', undefined, 'running');
		expect(memory.isRepeatedCallback('ident', 'successful', WINDOW)).toBe(false);
		expect(memory.isRepeatedEvent('ident', 'running', WINDOW)).toBe(true);
	});

	test('is bounded: the event that is oldest goes first', () => {
		const { memory } = memoryWithClock(3);
		for (const ident of ['a', 'b', 'c']) memory.remember(ident, 'said', 'emitted');
		memory.remember('a', 'said again', 'emitted again');
		memory.remember('d', 'said', 'emitted');
		expect(memory.size).toBe(3);
		const known = ['a', 'b', 'c', 'd'].filter(
			(ident) =>
				memory.isRepeatedEvent(ident, 'emitted', WINDOW) ||
				memory.isRepeatedEvent(ident, 'emitted again', WINDOW),
		);
		expect(known).toEqual(['a', 'c', 'd']);
		for (let count = 0; count < 1_000; count++) memory.remember(`more ${count}`, 'said', 'emitted');
		expect(memory.size).toBe(3);
	});

	test('forgets one trigger and no other', () => {
		const { memory } = memoryWithClock();
		for (const ident of ['w/n/a', 'w/n/b', 'w/n2/a', 'w2/n/a']) memory.remember(ident, 's', 'e');
		memory.forget('w/n/');
		expect(memory.size).toBe(2);
		expect(memory.isRepeatedEvent('w/n2/a', 'e', WINDOW)).toBe(true);
		expect(memory.isRepeatedEvent('w2/n/a', 'e', WINDOW)).toBe(true);
	});
});

describe('equal callbacks in flight', () => {
	const emitted: Fate<string> = { kind: 'emitted', event: 'event', agrees: true };
	/** Emitted as what Identify said, not as what the callback said. */
	const corrected: Fate<string> = { kind: 'emitted', event: 'event', agrees: false };

	/** Work that ends when it is told to, each time anew. */
	function pending() {
		const ends: Array<(fate: Fate<string> | Error) => void> = [];
		const work = jest.fn(
			async () =>
				await new Promise<Fate<string>>((resolve, reject) => {
					ends.push((fate) => (fate instanceof Error ? reject(fate) : resolve(fate)));
				}),
		);
		return { work, end: (fate: Fate<string> | Error) => ends.shift()?.(fate) };
	}

	const burst = (memory: RepeatMemory, work: () => Promise<Fate<string>>) =>
		Array.from({ length: 10 }, async () => await memory.share('key', work));
	const settle = async () => await new Promise((resolve) => setImmediate(resolve));

	test('share one confirmation: one is emitted, the others are its repeats', async () => {
		const { memory } = memoryWithClock();
		const { work, end } = pending();
		const fates = burst(memory, work);
		end(emitted);
		const kinds = (await Promise.all(fates)).map(({ kind }) => kind);
		expect(kinds).toEqual(['emitted', ...Array.from({ length: 9 }, () => 'repeated')]);
		expect(work).toHaveBeenCalledTimes(1);
	});

	test('share a failure, so that none counts as accepted, and the next one tries again', async () => {
		const { memory } = memoryWithClock();
		const { work, end } = pending();
		const fates = burst(memory, work);
		end(new Error('Identify is down'));
		const outcomes = await Promise.allSettled(fates);
		expect(outcomes.map(({ status }) => status)).toEqual(Array(10).fill('rejected'));
		expect(work).toHaveBeenCalledTimes(1);
		const next = memory.share('key', work);
		end(emitted);
		expect(await next).toEqual(emitted);
	});

	test('share being filtered', async () => {
		const { memory } = memoryWithClock();
		const { work, end } = pending();
		const fates = burst(memory, work);
		end({ kind: 'filtered', agrees: true });
		expect(new Set((await Promise.all(fates)).map(({ kind }) => kind))).toEqual(
			new Set(['filtered']),
		);
	});

	test('ask again, together, when the first was not what Identify says', async () => {
		const { memory } = memoryWithClock();
		const { work, end } = pending();
		const fates = burst(memory, work);
		end(corrected);
		await settle();
		expect(work).toHaveBeenCalledTimes(2);
		// Meanwhile the status has really changed.
		end(emitted);
		const kinds = (await Promise.all(fates)).map(({ kind }) => kind);
		expect(kinds).toEqual(['emitted', 'emitted', ...Array.from({ length: 8 }, () => 'repeated')]);
		expect(work).toHaveBeenCalledTimes(2);
	});

	test('ask twice at most: the second answer is younger than all that wait for it', async () => {
		const { memory } = memoryWithClock();
		const { work, end } = pending();
		const fates = burst(memory, work);
		end(corrected);
		await settle();
		end({ kind: 'repeated', agrees: false });
		await settle();
		expect(work).toHaveBeenCalledTimes(2);
		const kinds = (await Promise.all(fates)).map(({ kind }) => kind);
		expect(kinds).toEqual(['emitted', ...Array.from({ length: 9 }, () => 'repeated')]);
	});

	test('with other words do not wait for one another', async () => {
		const { memory } = memoryWithClock();
		const [one, other] = [pending(), pending()];
		const first = memory.share('one', one.work);
		const second = memory.share('other', other.work);
		other.end(emitted);
		expect(await second).toEqual(emitted);
		one.end(corrected);
		expect(await first).toEqual(corrected);
	});

	test('leave nothing behind', async () => {
		const { memory } = memoryWithClock();
		const { work, end } = pending();
		const first = memory.share('key', work);
		end({ kind: 'filtered', agrees: true });
		await first;
		const second = memory.share('key', work);
		end(emitted);
		expect(await second).toEqual(emitted);
		expect(work).toHaveBeenCalledTimes(2);
	});
});
