import * as workflow from 'n8n-workflow';
import { deadline, pause, unlessAborted } from '../../../nodes/Identify/client/waiting';

/** n8n-workflow before 2.36: `sleep` knows no signal. */
let sleepsOn = false;

jest.mock('n8n-workflow', () => {
	const real = jest.requireActual<typeof workflow>('n8n-workflow');
	return {
		...real,
		sleep: async (ms: number, signal?: AbortSignal) =>
			await (sleepsOn ? new Promise(() => undefined) : real.sleep(ms, signal)),
	};
});

const reason = new Error('stopped');

describe.each([
	['looks at the signal', false],
	['ignores it, as before 2.36', true],
])('when n8n’s sleep %s', (_how, ignores) => {
	beforeEach(() => (sleepsOn = ignores));

	test('a pause ends at once when the execution is stopped', async () => {
		const stop = new AbortController();
		const ended = expect(pause(60_000, stop.signal)).rejects.toBe(reason);
		stop.abort(reason);
		await ended;
	});

	test('a pause does not begin when it has been stopped', async () => {
		await expect(pause(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
	});
});

test.each([undefined, new AbortController().signal])('a pause goes by (%s)', async (signal) => {
	sleepsOn = false;
	await expect(pause(1, signal)).resolves.toBeUndefined();
});

test('work that ends in time is awaited, and its failure told', async () => {
	const { signal } = new AbortController();
	await expect(unlessAborted(Promise.resolve(1), signal)).resolves.toBe(1);
	await expect(unlessAborted(Promise.reject(reason), signal)).rejects.toBe(reason);
	await expect(unlessAborted(Promise.resolve(1), undefined)).resolves.toBe(1);
});

test('work that fails after it was given up disturbs nobody', async () => {
	let fail: (error: Error) => void = () => undefined;
	const work = new Promise<never>((_resolve, reject) => (fail = reject));
	await expect(unlessAborted(work, AbortSignal.abort(reason))).rejects.toBe(reason);
	fail(new Error('too late'));
	await expect(work).rejects.toThrow('too late');
});

describe('a deadline', () => {
	beforeEach(() => (sleepsOn = false));

	test('fires when its time is over, and says so', async () => {
		const limit = deadline(1, undefined);
		await new Promise((resolve) => limit.signal.addEventListener('abort', resolve));
		expect(limit.isOver).toBe(true);
	});

	test('fires with the signal that was given, and is not over then', () => {
		const stop = new AbortController();
		const limit = deadline(60_000, stop.signal);
		expect(limit.signal.aborted).toBe(false);
		stop.abort(reason);
		expect([limit.signal.reason, limit.isOver]).toEqual([reason, false]);
		limit.end();
	});

	test('has fired where the signal has', () => {
		const limit = deadline(60_000, AbortSignal.abort(reason));
		expect([limit.signal.reason, limit.isOver]).toEqual([reason, false]);
		limit.end();
	});

	test('is not over once its work has ended', async () => {
		const limit = deadline(1, undefined);
		limit.end();
		await pause(5, undefined);
		expect(limit.isOver).toBe(false);
	});
});

test('hundreds may wait for one signal, and Node.js warns of nothing', async () => {
	sleepsOn = false;
	const warnings: string[] = [];
	const note = (warning: Error) => warnings.push(warning.name);
	process.on('warning', note);
	const stop = new AbortController();
	const limits = Array.from({ length: 200 }, () => deadline(60_000, stop.signal));
	const waits = Array.from({ length: 200 }, async () => await pause(60_000, stop.signal));
	stop.abort(reason);
	await Promise.allSettled(waits);
	for (const limit of limits) limit.end();
	// Node.js tells of warnings a turn later.
	await new Promise(setImmediate);
	process.off('warning', note);
	expect(warnings).toEqual([]);
});
