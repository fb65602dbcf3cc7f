import { Agent } from 'node:http';
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

	const create = async (timeoutMs?: number) =>
		await bench.post('/ident/create', MINIMAL_CREATE, { timeoutMs });
	const getPath = `/ident/get/${PENDING_IDENT_ID}`;

	describe('by moment', () => {
		const cases: Array<[FaultMoment, { bodyRead: boolean; done: number }]> = [
			['beforeRead', { bodyRead: false, done: 0 }],
			['afterRead', { bodyRead: true, done: 0 }],
			['afterCarriedOut', { bodyRead: true, done: 1 }],
			['midBody', { bodyRead: true, done: 1 }],
		];

		describe.each(cases)('%s', (moment, { bodyRead, done }) => {
			const expectRecord = () => {
				expect(bench.sandbox.created).toHaveLength(done);
				expect(bench.sandbox.requests.entries[0]).toMatchObject({
					bodyRead,
					carriedOut: done === 1,
				});
			};

			it('reset', async () => {
				bench.sandbox.faults.add({ kind: 'reset', moment });
				if (moment === 'midBody') {
					const answer = await create();
					expect(answer.status).toBe(200);
					expect(answer.complete).toBe(false);
					expect(answer.body.length).toBeGreaterThan(0);
				} else {
					await expect(create()).rejects.toMatchObject({ code: 'ECONNRESET' });
				}
				expectRecord();
			});

			it('close', async () => {
				bench.sandbox.faults.add({ kind: 'close', moment });
				if (moment === 'midBody') expect((await create()).complete).toBe(false);
				else await expect(create()).rejects.toThrow(/socket hang up|ECONNRESET/);
				expectRecord();
			});

			it('hang', async () => {
				bench.sandbox.faults.add({ kind: 'hang', moment });
				if (moment === 'midBody') expect((await create(60)).complete).toBe(false);
				else await expect(create(60)).rejects.toThrow('client timeout');
				expectRecord();
				await bench.sandbox.waitForRequest(({ finished }) => finished);
			});

			it('hang with an end', async () => {
				bench.sandbox.faults.add({ kind: 'hang', moment, ms: 10 });
				if (moment === 'midBody') expect((await create()).complete).toBe(false);
				else await expect(create()).rejects.toMatchObject({ code: 'ECONNRESET' });
			});

			it('delay', async () => {
				bench.sandbox.faults.add({ kind: 'delay', moment, ms: 50 });
				const started = performance.now();
				const answer = await create();
				expect(performance.now() - started).toBeGreaterThan(45);
				expect(answer.json().result).toBe(true);
				expect(bench.sandbox.created).toHaveLength(1);
			});
		});

		it.each(['beforeRead', 'afterRead', 'afterCarriedOut'] as const)(
			'%s with an answer in place of the real one',
			async (moment) => {
				bench.sandbox.faults.add({ kind: 'status', status: 503, moment });
				expect((await create()).status).toBe(503);
				expect(bench.sandbox.created).toHaveLength(moment === 'afterCarriedOut' ? 1 : 0);
				expect(bench.sandbox.requests.entries[0]?.status).toBe(503);
			},
		);

		it('is before anything is carried out by default', async () => {
			bench.sandbox.faults.add({ kind: 'reset' });
			await expect(create()).rejects.toThrow();
			expect(bench.sandbox.created).toHaveLength(0);
		});

		it('refuses what makes no sense', () => {
			const add = (fault: Fault) => () => bench.sandbox.faults.add(fault);
			expect(add({ kind: 'status', status: 500, moment: 'midBody' })).toThrow('middle of a body');
			expect(add({ kind: 'reset', moment: 'beforeRead', match: { body: { a: '1' } } })).toThrow(
				'body',
			);
		});
	});

	describe('by kind', () => {
		it.each([400, 401, 402, 403, 404, 409, 429, 500, 502, 503, 504])(
			'status %d, by HTTP and in the body of a 200',
			async (status) => {
				bench.sandbox.faults.add({ kind: 'status', status, match: { nth: 1 } });
				bench.sandbox.faults.add({
					kind: 'status',
					status,
					inBody: true,
					messages: ['No.'],
					match: { nth: 2 },
				});
				const byHttp = await bench.get(getPath);
				expect(byHttp.status).toBe(status);
				expect(byHttp.json()).toMatchObject({ result: false, response_status: status });
				const inBody = await bench.get(getPath);
				expect(inBody.status).toBe(200);
				expect(inBody.json()).toEqual({
					result: false,
					response_status: status,
					messages: ['No.'],
				});
			},
		);

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

		it('HTML, as an error page and as a page', async () => {
			bench.sandbox.faults.add({ kind: 'status', status: 502, html: true, match: { nth: 1 } });
			bench.sandbox.faults.add({ kind: 'html', match: { nth: 2 } });
			for (const status of [502, 200]) {
				const answer = await bench.get(getPath);
				expect(answer.status).toBe(status);
				expect(answer.headers['content-type']).toContain('text/html');
				expect(answer.text).toContain('<!DOCTYPE html>');
			}
		});

		it('result false, nothing, no object, any body, a redirect', async () => {
			const faults: Fault[] = [
				{ kind: 'resultFalse', messages: ['Not now'] },
				{ kind: 'empty' },
				{ kind: 'nonObject' },
				{ kind: 'body', body: '{"result":', status: 201, contentType: 'application/json' },
				{ kind: 'redirect', location: 'https://elsewhere.example/' },
			];
			faults.forEach((fault, index) =>
				bench.sandbox.faults.add({ ...fault, match: { nth: index + 1 } }),
			);
			const answers = [];
			while (answers.length < faults.length) answers.push(await bench.get(getPath));
			expect(answers.map(({ status, text }) => [status, text])).toEqual([
				[200, '{"result":false,"messages":["Not now"]}'],
				[200, ''],
				[200, '["not","an","object"]'],
				[201, '{"result":'],
				[302, ''],
			]);
			expect(answers[4]?.headers.location).toBe('https://elsewhere.example/');
		});

		it('trickle', async () => {
			const moment = 'afterCarriedOut';
			const plain = await bench.get(getPath);
			bench.sandbox.faults.add({ kind: 'trickle', moment, chunkBytes: 400, intervalMs: 15 });
			const started = performance.now();
			expect((await bench.get(getPath)).text).toBe(plain.text);
			expect(performance.now() - started).toBeGreaterThan(28);
		});

		it('truncate, broken and clean', async () => {
			const moment = 'afterCarriedOut';
			const plain = await bench.get(getPath);
			const half = plain.text.slice(0, Math.floor(plain.body.length / 2));
			bench.sandbox.faults.add({ kind: 'truncate', moment, match: { nth: 1 } });
			bench.sandbox.faults.add({ kind: 'truncate', moment, framing: 'clean', match: { nth: 2 } });
			bench.sandbox.faults.add({ kind: 'truncate', moment, keepBytes: 5, match: { nth: 3 } });
			// A connection that would be kept must be closed too, or the client waits for ever.
			const agent = new Agent({ keepAlive: true });
			const broken = await bench.get(getPath, { agent });
			agent.destroy();
			expect(broken).toMatchObject({ complete: false, status: 200 });
			expect(half).toContain(broken.text.slice(0, 100));
			const clean = await bench.get(getPath);
			expect(clean).toMatchObject({ complete: true, status: 200 });
			expect(half.startsWith(clean.text.slice(0, -2))).toBe(true);
			expect((await bench.get(getPath)).text).toBe(plain.text.slice(0, 5));
		});

		it('oversize stays valid JSON', async () => {
			const bytes = 3_000_000;
			bench.sandbox.faults.add({ kind: 'oversize', moment: 'afterCarriedOut', bytes });
			const answer = await bench.get(getPath);
			expect(answer.body.length).toBeGreaterThan(bytes);
			expect(answer.json().result).toBe(true);
		});

		it('wrong content type', async () => {
			const plain = await bench.get(getPath);
			bench.sandbox.faults.add({ kind: 'wrongContentType', moment: 'afterCarriedOut' });
			const answer = await bench.get(getPath);
			expect(answer.headers['content-type']).toContain('text/html');
			expect(answer.text).toBe(plain.text);
		});

		it('corrupt changes one byte of a download', async () => {
			const ident = bench.sandbox.idents.get(SUCCESSFUL_IDENT_ID);
			const path = ident?.files?.[2]?.path ?? '';
			const plain = await bench.get(path);
			bench.sandbox.faults.add({
				kind: 'corrupt',
				moment: 'midBody',
				match: { path: '/download/', times: 1 },
			});
			const { body } = await bench.get(path);
			expect(body.length).toBe(plain.body.length);
			expect([...body].filter((byte, at) => byte !== plain.body[at])).toHaveLength(1);
			expect((await bench.get(path)).body.equals(plain.body)).toBe(true);
		});

		it('cuts a download at a chosen byte', async () => {
			const ident = bench.sandbox.idents.get(SUCCESSFUL_IDENT_ID);
			const path = ident?.files?.[2]?.path ?? '';
			bench.sandbox.faults.add({ kind: 'reset', moment: 'midBody', afterBytes: 100_000 });
			const answer = await bench.get(path);
			expect(answer.complete).toBe(false);
			expect(answer.body.length).toBe(100_000);
		});

		it('expires tokens at a chosen request, again and again', async () => {
			bench.sandbox.faults.add({ kind: 'expireTokens', match: { path: getPath, nth: [2, 3] } });
			const statuses = [];
			for (let turn = 0; turn < 4; turn++) {
				statuses.push((await bench.get(getPath)).status);
				await bench.login();
			}
			expect(statuses).toEqual([200, 401, 401, 200]);
		});

		it('spoils a 503 where there is no real answer yet', async () => {
			bench.sandbox.faults.add({ kind: 'wrongContentType' });
			const answer = await create();
			expect(answer.status).toBe(503);
			expect(bench.sandbox.created).toHaveLength(0);
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
