import type { INodeExecutionData } from 'n8n-workflow';
import { findSecrets } from '../engine/secrets';
import { createdEmails, ownersOf } from '../engine/onceSupport';
import {
	createFromItem,
	identFromItem,
	people,
	seedItems,
	useBench,
	withoutBackoff,
} from '../engine/support';
import type { Fault, FaultAction } from '../sandbox';
import { emailOf } from '../support/person';
import { isFull } from './selection';

jest.setTimeout(60_000);

const bench = useBench({ trailingCommas: 'none' });
withoutBackoff();

const COUNT = isFull ? 200 : 24;
const CONCURRENCIES = isFull ? [1, 2, 10] : [1, 10];
/** Far above what an answer takes here. */
const SHORT_MS = 800;
/** Neither the first nor the last, and not at the end of a batch of 10. */
const BAD = Math.floor(COUNT / 3);
const MAX_TRIES = 2;

const LATE = { moment: 'afterCarriedOut' } as const;

interface Row {
	name: string;
	action: FaultAction;
	/** What the item says. */
	says: RegExp;
	/** Requests that it costs at most. */
	requests: number;
	timeout?: number;
}

const ROWS: Row[] = [
	{
		name: "another partner's: 401",
		action: { kind: 'status', status: 401 },
		says: /401/,
		requests: 3,
	},
	{
		name: "another partner's: 401 in the body",
		action: { kind: 'status', status: 401, inBody: true },
		says: /401/,
		requests: 3,
	},
	{
		name: 'a web page with 401',
		action: { kind: 'status', status: 401, html: true },
		says: /401/,
		requests: 3,
	},
	{ name: '403', action: { kind: 'status', status: 403 }, says: /HTTP 403/, requests: 1 },
	{ name: '404', action: { kind: 'status', status: 404 }, says: /HTTP 404/, requests: 1 },
	{ name: '500', action: { kind: 'status', status: 500 }, says: /HTTP 500/, requests: MAX_TRIES },
	{ name: 'garbage', action: { kind: 'body', body: '\0{]' }, says: /answer/, requests: MAX_TRIES },
	{ name: 'a web page', action: { kind: 'html' }, says: /answer/, requests: MAX_TRIES },
	{
		name: 'no answer',
		action: { kind: 'hang' },
		says: /in time/,
		requests: MAX_TRIES,
		timeout: SHORT_MS,
	},
	{ name: 'a reset', action: { kind: 'reset' }, says: /broke/, requests: MAX_TRIES },
];

const idOf = (item: INodeExecutionData | undefined) => String(item?.json.id);

describe.each(CONCURRENCIES)('concurrency %i', (concurrency) => {
	test.each(ROWS.map((row) => [row.name, row] as const))(
		`one of ${COUNT} always fails: %s`,
		async (_name, { action, says, requests, timeout = 20_000 }) => {
			const { sandbox } = bench();
			const items = seedItems(sandbox, COUNT);
			const path = `/ident/get/${idOf(items[BAD])}`;
			sandbox.faults.add({ ...action, match: { path } });
			const options = { concurrency, maxTries: MAX_TRIES, timeout };
			const result = await bench().run('ident', 'get', identFromItem({ options }), {
				items,
				node: { onError: 'continueRegularOutput' },
			});
			expect(result.error?.message).toBeUndefined();
			expect(result.items).toHaveLength(COUNT);
			const wrong = result.json.flatMap((json, index) =>
				index !== BAD && json.ident_id !== idOf(items[index]) ? [{ index, json }] : [],
			);
			expect(wrong).toEqual([]);
			expect(String(result.json[BAD]?.error)).toMatch(says);
			expect(sandbox.requests.to('GET', path).length).toBeLessThanOrEqual(requests);
			// The token of the run, and two refreshes.
			expect(sandbox.requests.to('POST', '/auth').length).toBeLessThanOrEqual(3);
			expect(sandbox.requests.to('GET', '/ident/get/').length).toBeLessThanOrEqual(
				COUNT - 1 + requests,
			);
			expect(findSecrets(result.run, bench().secrets)).toEqual([]);
		},
	);
});

describe.each([1, 10])(
	"several of another partner's among others, concurrency %i",
	(concurrency) => {
		test.each([
			['the first', [0]],
			['the last', [COUNT - 1]],
			['the first two', [0, 1]],
			['two apart', [3, 20]],
		])('%s', async (_name, bad) => {
			const { sandbox } = bench();
			const items = seedItems(sandbox, COUNT);
			for (const index of bad) {
				const match = { path: `/ident/get/${idOf(items[index])}` };
				sandbox.faults.add({ kind: 'status', status: 401, match });
			}
			const result = await bench().run(
				'ident',
				'get',
				identFromItem({ options: { concurrency } }),
				{
					items,
					node: { onError: 'continueRegularOutput' },
				},
			);
			const failed = result.json.flatMap(({ error }, index) =>
				error === undefined ? [] : [index],
			);
			expect(failed).toEqual(bad);
			expect(result.items).toHaveLength(COUNT);
			// The token of the run, and two refreshes for each that is refused.
			expect(sandbox.requests.to('POST', '/auth').length).toBeLessThanOrEqual(1 + 2 * bad.length);
		});
	},
);

describe.each(CONCURRENCIES)('one of many creates, concurrency %i', (concurrency) => {
	test.each<[string, Fault, number]>([
		['is always answered 401', { kind: 'status', status: 401 }, 0],
		['is always refused', { kind: 'status', status: 403 }, 0],
		['is carried out and always answered 500', { ...LATE, kind: 'status', status: 500 }, 1],
		['is carried out and never answered', { ...LATE, kind: 'hang' }, 1],
		['always loses its answer', { ...LATE, kind: 'reset' }, 1],
	])('%s: the others are created once, and nobody twice', async (_what, fault, created) => {
		const { sandbox } = bench();
		const items = people(COUNT);
		const email = emailOf(BAD);
		sandbox.faults.add({ ...fault, match: { path: '/ident/create', body: { email } } });
		const options = { concurrency, timeout: fault.kind === 'hang' ? SHORT_MS : 20_000 };
		const result = await bench().run('ident', 'create', createFromItem({ options }), {
			items,
			node: { onError: 'continueRegularOutput' },
		});
		expect(result.error?.message).toBeUndefined();
		const owners = ownersOf(sandbox, result.json);
		expect(owners).toEqual(
			items.map(({ json }, index) => (index === BAD ? undefined : json.email)),
		);
		const emails = createdEmails(sandbox);
		expect(emails).toHaveLength(new Set(emails).size);
		expect(emails.filter((other) => other === email)).toHaveLength(created);
		expect(sandbox.requests.to('POST', '/auth').length).toBeLessThanOrEqual(3);
	});
});
