import { PENDING_IDENT_ID, SUCCESSFUL_IDENT_ID, type Fault, type FaultMoment } from '../../sandbox';
import { MINIMAL_CREATE } from './samples';
import { Bench } from './support';

describe('faults', () => {
	let bench: Bench;

	beforeAll(async () => {
		bench = await Bench.start({ trailingCommas: 'none' });
	});
	beforeEach(async () => await bench.renew());
	afterAll(async () => await bench.sandbox.stop());

	const create = async () => await bench.post('/ident/create', MINIMAL_CREATE);
	const getPath = `/ident/get/${PENDING_IDENT_ID}`;

	describe('by moment', () => {
		const cases: Array<[FaultMoment, { bodyRead: boolean; done: number }]> = [
			['beforeRead', { bodyRead: false, done: 0 }],
			['afterRead', { bodyRead: true, done: 0 }],
			['afterCarriedOut', { bodyRead: true, done: 1 }],
			['midBody', { bodyRead: true, done: 1 }],
		];

		it.each(cases)('%s: resets, and records what had happened', async (moment, record) => {
			bench.sandbox.faults.add({ kind: 'reset', moment });
			if (moment === 'midBody') {
				const answer = await create();
				expect(answer).toMatchObject({ status: 200, complete: false });
				expect(answer.body.length).toBeGreaterThan(0);
			} else {
				await expect(create()).rejects.toMatchObject({ code: 'ECONNRESET' });
			}
			const { bodyRead, done } = record;
			expect(bench.sandbox.created).toHaveLength(done);
			expect(bench.sandbox.requests.entries[0]).toMatchObject({
				bodyRead,
				carriedOut: done === 1,
			});
		});

		it('refuses what makes no sense', () => {
			const add = (fault: Fault) => () => bench.sandbox.faults.add(fault);
			expect(add({ kind: 'status', status: 500, moment: 'midBody' })).toThrow('middle of a body');
			expect(add({ kind: 'reset', moment: 'beforeRead', match: { body: { a: '1' } } })).toThrow(
				'body',
			);
		});
	});

	describe('by kind, what the engine tests do not show', () => {
		it('429 with and without Retry-After, in seconds and as a date', async () => {
			const times = 1;
			bench.sandbox.faults.add({ kind: 'status', status: 429, match: { times } });
			bench.sandbox.faults.add({ kind: 'status', status: 429, retryAfter: 7, match: { nth: 2 } });
			bench.sandbox.faults.add({
				kind: 'status',
				status: 429,
				retryAfter: { date: 60 },
				match: { nth: 3 },
			});
			const headers = [];
			for (let turn = 0; turn < 3; turn++) {
				headers.push((await bench.get(getPath)).headers['retry-after']);
			}
			expect(headers.slice(0, 2)).toEqual([undefined, '7']);
			expect(headers[2]).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
			const ahead = Date.parse(headers[2] ?? '') - Date.now();
			expect(ahead).toBeGreaterThan(55_000);
			expect(ahead).toBeLessThanOrEqual(60_000);
			expect((await bench.get(getPath)).status).toBe(200);
		});

		it('cuts a download at a chosen byte', async () => {
			const ident = bench.sandbox.idents.get(SUCCESSFUL_IDENT_ID);
			const path = ident?.files?.[2]?.path ?? '';
			bench.sandbox.faults.add({ kind: 'reset', moment: 'midBody', afterBytes: 100_000 });
			const answer = await bench.get(path);
			expect(answer.complete).toBe(false);
			expect(answer.body.length).toBe(100_000);
		});
	});

	describe('by match', () => {
		const strike = async (match: Fault['match']) => {
			bench.sandbox.faults.add({ kind: 'status', status: 500, match });
			const statuses = [];
			for (let turn = 1; turn <= 3; turn++) {
				const body = { ...MINIMAL_CREATE, custom_id: String(turn) };
				statuses.push((await bench.post('/ident/create', body)).status);
			}
			return statuses;
		};

		it.each<[string, Fault['match'], number[]]>([
			['nothing', undefined, [500, 500, 500]],
			['the method', { method: 'get' }, [200, 200, 200]],
			['the path', { method: 'post', path: '/ident/create' }, [500, 500, 500]],
			['another path', { path: '/ident/creat' }, [200, 200, 200]],
			['a prefix', { path: '/ident/' }, [500, 500, 500]],
			['an expression', { path: /create$/g }, [500, 500, 500]],
			['the nth', { nth: 2 }, [200, 500, 200]],
			['several', { nth: [1, 3] }, [500, 200, 500]],
			['so many', { times: 2 }, [500, 500, 200]],
			['the body', { body: { custom_id: '2' } }, [200, 500, 200]],
			['a predicate', { predicate: ({ seq }) => seq === 3 }, [200, 200, 500]],
		])('%s', async (_name, match, statuses) => {
			expect(await strike(match)).toEqual(statuses);
		});

		it('counts per fault, and a fault can be removed', async () => {
			const id = bench.sandbox.faults.add({ kind: 'status', status: 500 });
			expect((await create()).status).toBe(500);
			expect(bench.sandbox.faults.active).toMatchObject([{ id, seen: 1, struck: 1 }]);
			expect(bench.sandbox.requests.entries[0]?.faults).toEqual(['status']);
			expect(bench.sandbox.faults.remove(id)).toBe(true);
			expect((await create()).status).toBe(200);
		});
	});
});
