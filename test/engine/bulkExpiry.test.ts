import { emailOf } from '../support/person';
import { createdEmails, ownersOf } from './onceSupport';
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
withoutBackoff();

const COUNT = 240;
const emails = Array.from({ length: COUNT }, (_, index) => emailOf(index));

describe.each(['http', 'body'] as const)(
	'a token that expires in the middle (401 as %s)',
	(form) => {
		test.each([1, 10, 50])('concurrency %i: one /auth for each expiry', async (concurrency) => {
			const { sandbox } = bench();
			await sandbox.configure({ unauthorizedForm: form, latencyMs: 5 });
			const path = '/ident/get/';
			for (const nth of [60, 150])
				sandbox.faults.add({ kind: 'expireTokens', match: { path, nth } });
			const items = seedItems(sandbox, COUNT);
			const options = { concurrency };
			const { json, error } = await bench().run('ident', 'get', identFromItem({ options }), {
				items,
			});
			expect(error?.message).toBeUndefined();
			expect(json.map(({ ident_id: id }) => id)).toEqual(items.map((item) => item.json.id));
			// The first token and one for each expiry.
			expect(sandbox.auth).toEqual({ attempts: 3, granted: 3, rejected: 0 });
		});

		test('creates: each person once, however often the token expires', async () => {
			const { sandbox } = bench();
			await sandbox.configure({ unauthorizedForm: form, latencyMs: 5, maxUsesPerToken: 50 });
			const options = { concurrency: 10 };
			const { json, items, error } = await bench().run(
				'ident',
				'create',
				createFromItem({ options }),
				{ items: people(COUNT) },
			);
			expect(error?.message).toBeUndefined();
			expect(createdEmails(sandbox)).toEqual(emails);
			expect(ownersOf(sandbox, json)).toEqual(emails);
			expect(linkedTo(items)).toEqual(links(COUNT));
			// 240 uses of 50 each, and never two requests for the same expiry.
			expect(sandbox.auth.attempts).toBe(5);
		});
	},
);

test('the refreshed token is stored: the next execution asks for none', async () => {
	const { sandbox } = bench();
	const path = '/ident/get/';
	sandbox.faults.add({ kind: 'expireTokens', match: { path, nth: 20 } });
	const items = seedItems(sandbox, 40);
	await bench().run('ident', 'get', identFromItem({}), { items });
	expect(sandbox.auth.attempts).toBe(2);
	await bench().run('ident', 'get', identFromItem({}), { items });
	expect(sandbox.auth.attempts).toBe(2);
});

test('a 429 of /auth holds back too, and asks once more', async () => {
	const { sandbox } = bench();
	const match = { path: '/auth', times: 1 };
	sandbox.faults.add({ kind: 'status', status: 429, retryAfter: 0, match });
	const items = seedItems(sandbox, 40);
	const { error, json } = await bench().run('ident', 'get', identFromItem({}), { items });
	expect(error?.message).toBeUndefined();
	expect(json).toHaveLength(40);
	expect(bench().authRequests.map(({ status }) => status)).toEqual([429, 200]);
});
