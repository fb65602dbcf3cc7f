import { createdEmails, ownersOf, requestsWith } from './onceSupport';
import type { RequestEntry, RetryAfter } from '../sandbox';
import { emailOf } from '../support/person';
import {
	createFromItem,
	identFromItem,
	linkedTo,
	links,
	people,
	seedItems,
	useBench,
	withoutBackoff,
} from './support';

jest.setTimeout(120_000);

const bench = useBench();

const most = () => Math.max(...bench().calls.map(({ inFlight }) => inFlight));
const emails = (count: number) => Array.from({ length: count }, (_, index) => emailOf(index));
const refusedOf = (calls: readonly RequestEntry[]) => calls.filter(({ status }) => status === 429);

/** When each request arrived, in ms: the sandbox's own clock stands still. */
function watchArrivals(): Map<RequestEntry, number> {
	const arrivals = new Map<RequestEntry, number>();
	bench().sandbox.faults.add({
		kind: 'delay',
		ms: 0,
		moment: 'beforeRead',
		match: {
			predicate: (entry) => {
				if (!arrivals.has(entry)) arrivals.set(entry, performance.now());
				return false;
			},
		},
	});
	return arrivals;
}

describe('requests under way at once, as the server sees them', () => {
	test.each([1, 7, 30, 100])(
		'concurrency %i is reached and never exceeded',
		async (concurrency) => {
			const { sandbox } = bench();
			// Slow enough for all of them to be there together.
			await sandbox.configure({ latencyMs: concurrency > 10 ? 250 : 20 });
			const items = seedItems(sandbox, concurrency * 2 + 3);
			const options = { concurrency };
			const { error } = await bench().run('ident', 'get', identFromItem({ options }), { items });
			expect(error?.message).toBeUndefined();
			expect(bench().calls).toHaveLength(items.length);
			expect(most()).toBe(concurrency);
		},
	);

	test('concurrency 1: one after the other, in input order', async () => {
		const options = { concurrency: 1 };
		await bench().run('ident', 'create', createFromItem({ options }), { items: people(20) });
		expect(most()).toBe(1);
		expect(bench().sandbox.created.map(({ fields }) => fields.email)).toEqual(emails(20));
	});
});

test('300 results in input order, each request taking as long as it likes', async () => {
	const { sandbox } = bench();
	const items = seedItems(sandbox, 300);
	// Deterministic, and different for every request.
	for (let digit = 0; digit < 16; digit++) {
		const path = new RegExp(`${digit.toString(16)}$`);
		sandbox.faults.add({ kind: 'delay', ms: (digit * 7) % 40, match: { path } });
	}
	const options = { concurrency: 20 };
	const { json, items: output } = await bench().run('ident', 'get', identFromItem({ options }), {
		items,
	});
	expect(json.map(({ ident_id: id }) => id)).toEqual(items.map((item) => item.json.id));
	expect(linkedTo(output)).toEqual(links(300));
	const sent = bench().calls.map(({ path }) => path.split('/').at(-1));
	expect([...sent].sort()).toEqual(items.map((item) => item.json.id).sort());
});

describe('a 429 holds the whole run back together', () => {
	withoutBackoff();

	const WAITS: Array<[string, RetryAfter, number]> = [
		['Retry-After in seconds', 1, 950],
		// A date has whole seconds: the wait may be up to one shorter.
		['Retry-After as a date', { date: 3 }, 1950],
	];

	test.each(WAITS)('%s', async (_name, retryAfter, atLeast) => {
		const { sandbox } = bench();
		await sandbox.configure({ latencyMs: 30 });
		const arrivals = watchArrivals();
		const path = '/ident/create';
		const fault = { kind: 'status', status: 429, retryAfter } as const;
		sandbox.faults.add({ ...fault, match: { path, nth: 25 } });
		const options = { concurrency: 10 };
		const { error, json } = await bench().run('ident', 'create', createFromItem({ options }), {
			items: people(60),
		});
		expect(error?.message).toBeUndefined();
		expect(ownersOf(sandbox, json)).toEqual(emails(60));
		expect(createdEmails(sandbox)).toEqual(emails(60));
		const calls = bench().calls;
		const refused = calls.findIndex(({ status }) => status === 429);
		const times = calls.map((entry) => arrivals.get(entry) ?? Number.NaN);
		const refusedAt = times[refused] ?? Number.NaN;
		// What had left before the refusal came back; from then on nobody, for as long as asked.
		const during = times.filter((time) => time > refusedAt + 150 && time < refusedAt + atLeast);
		expect(during).toEqual([]);
		expect(times.slice(refused + 10).every((time) => time >= refusedAt + atLeast)).toBe(true);
		// Half as many at first.
		const after = calls.slice(refused + 10).filter((_call, index) => index < 5);
		expect(Math.max(...after.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(5);
	});

	test('without Retry-After: growing pauses, and none is lost', async () => {
		const { sandbox } = bench();
		// Half the longest wait, every time: 250, 500, 1000 ms.
		jest.spyOn(Math, 'random').mockReturnValue(0.5);
		const arrivals = watchArrivals();
		const path = '/ident/create';
		sandbox.faults.add({ kind: 'status', status: 429, match: { path, nth: [2, 3, 4] } });
		const options = { concurrency: 1, maxTries: 4 };
		const { error } = await bench().run('ident', 'create', createFromItem({ options }), {
			items: people(4),
		});
		expect(error?.message).toBeUndefined();
		const calls = bench().calls;
		expect(calls.map(({ status }) => status)).toEqual([200, 429, 429, 429, 200, 200, 200]);
		const times = calls.map((entry) => arrivals.get(entry) ?? Number.NaN);
		const gaps = times.slice(1).map((time, index) => time - (times[index] ?? Number.NaN));
		for (const [index, wait] of [250, 500, 1000].entries()) {
			expect(gaps[index + 1]).toBeGreaterThanOrEqual(wait - 10);
		}
		expect(createdEmails(sandbox)).toEqual(emails(4));
	});
});

describe('a server that takes 10 at once and answers 429 beyond', () => {
	test.each([null, 0, 1])(
		'300 creates at concurrency 30, Retry-After %p: each once, none failed, few 429',
		async (retryAfter) => {
			const { sandbox } = bench();
			await sandbox.configure({ latencyMs: 50, maxInFlight: 10, retryAfter });
			const options = { concurrency: 30 };
			const { error, json, items } = await bench().run(
				'ident',
				'create',
				createFromItem({ options }),
				{ items: people(300) },
			);
			expect(error?.message).toBeUndefined();
			expect(createdEmails(sandbox)).toEqual(emails(300));
			expect(ownersOf(sandbox, json)).toEqual(emails(300));
			expect(linkedTo(items)).toEqual(links(300));
			// 20 of the first 30 at once; after that only now and then one too many.
			expect(refusedOf(bench().calls).length).toBeLessThan(75);
		},
	);

	test('a person who was refused is sent again until taken, however often', async () => {
		const { sandbox } = bench();
		const match = { body: { email: emailOf(5) }, times: 8 };
		sandbox.faults.add({ kind: 'status', status: 429, retryAfter: 0, match });
		await sandbox.configure({ latencyMs: 300 });
		const options = { concurrency: 16, maxTries: 2 };
		const { json } = await bench().run('ident', 'create', createFromItem({ options }), {
			items: people(16),
			node: { onError: 'continueRegularOutput' },
		});
		const tries = requestsWith(sandbox, 'email', emailOf(5)).length;
		// In company a 429 may be the run's own doing and does not use up a try.
		expect(tries).toBeGreaterThan(2);
		expect(ownersOf(sandbox, json.slice(0, 5))).toEqual(emails(5));
		expect(createdEmails(sandbox).length).toBe(new Set(createdEmails(sandbox)).size);
	});
});
