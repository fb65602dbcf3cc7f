import { untilOneFails } from '../../../nodes/Identify/run/untilOneFails';

/** Work that a test ends by hand, one piece at a time. */
class Desk {
	readonly begun: number[] = [];
	private readonly ends = new Map<number, { done: () => void; fail: (error: Error) => void }>();
	most = 0;

	readonly work = async (entry: number): Promise<string> => {
		this.begun.push(entry);
		this.most = Math.max(this.most, this.ends.size + 1);
		await new Promise<void>((done, fail) => this.ends.set(entry, { done, fail }));
		return `result ${entry}`;
	};

	async end(entry: number, error?: Error): Promise<void> {
		const end = this.ends.get(entry);
		if (!end) throw new Error(`${entry} is not under way`);
		this.ends.delete(entry);
		if (error) end.fail(error);
		else end.done();
		await settled();
	}
}

const settled = async () => await new Promise((resolve) => setImmediate(resolve));

/** Whether a promise is still open. */
async function isOpen(promise: Promise<unknown>): Promise<boolean> {
	const open = Symbol('open');
	const ended = promise.catch(() => undefined);
	return (await Promise.race([ended, settled().then(() => open)])) === open;
}

describe('untilOneFails', () => {
	it('gives the results in the order of the entries, whichever ends first', async () => {
		const desk = new Desk();
		const all = untilOneFails([7, 3, 5], 3, desk.work);
		for (const entry of [5, 7, 3]) await desk.end(entry);
		await expect(all).resolves.toEqual(['result 7', 'result 3', 'result 5']);
	});

	it('has at most so many under way, and begins them in order', async () => {
		const desk = new Desk();
		const all = untilOneFails([0, 1, 2, 3, 4], 2, desk.work);
		expect(desk.begun).toEqual([0, 1]);
		await desk.end(1);
		expect(desk.begun).toEqual([0, 1, 2]);
		for (const entry of [0, 2, 3, 4]) await desk.end(entry);
		await all;
		expect(desk.most).toBe(2);
	});

	it('begins all at once where nothing bounds it', async () => {
		const desk = new Desk();
		const all = untilOneFails([0, 1, 2], Number.POSITIVE_INFINITY, desk.work);
		expect(desk.begun).toEqual([0, 1, 2]);
		for (const entry of desk.begun) await desk.end(entry);
		await expect(all).resolves.toHaveLength(3);
	});

	it('begins nothing more after an error, awaits what is under way, throws the first', async () => {
		const desk = new Desk();
		const all = untilOneFails([0, 1, 2, 3], 2, desk.work);
		const failure = expect(all).rejects.toThrow('first');
		await desk.end(1, new Error('first'));
		expect(await isOpen(all)).toBe(true);
		expect(desk.begun).toEqual([0, 1]);
		await desk.end(0, new Error('second'));
		await failure;
		expect(desk.begun).toEqual([0, 1]);
	});

	it('tells those under way, and only then', async () => {
		const desk = new Desk();
		const signals: AbortSignal[] = [];
		const all = untilOneFails([0, 1], 2, async (entry, unwanted) => {
			signals.push(unwanted);
			return await desk.work(entry);
		});
		const failure = expect(all).rejects.toThrow('first');
		expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
		await desk.end(0, new Error('first'));
		expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
		await desk.end(1);
		await failure;
	});

	it('takes work that throws at once for work that fails', async () => {
		const begun: number[] = [];
		const all = untilOneFails([0, 1, 2], 1, (entry): Promise<void> => {
			begun.push(entry);
			throw new Error('at once');
		});
		await expect(all).rejects.toThrow('at once');
		expect(begun).toEqual([0]);
	});

	it('throws what was thrown, be it undefined', async () => {
		const all = untilOneFails([0], 1, async () => await Promise.reject(undefined));
		await expect(all).rejects.toBeUndefined();
	});

	it('has nothing to do without entries', async () => {
		await expect(untilOneFails([], 5, async () => await Promise.resolve(1))).resolves.toEqual([]);
	});
});
