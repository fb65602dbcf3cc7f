import { emailOf } from '../support/person';
import { createdEmails, ownersOf, remembered, RETRY } from './onceSupport';
import { createFromItem, people, useBench, withoutBackoff } from './support';

const bench = useBench();
withoutBackoff();

const COUNT = 3;
const EMAILS = Array.from({ length: COUNT }, (_, index) => emailOf(index));

/** The web page of a proxy or firewall that never let the request through. */
function refuseSecond(status: number, times: number): void {
	const match = { path: '/ident/create', body: { email: emailOf(1) }, times };
	bench().sandbox.faults.add({ kind: 'status', status, html: true, match });
}

// 401: with the shared token, and with one fetched for it.
describe.each([
	[401, 2],
	[403, 1],
	[404, 1],
	[405, 1],
	[407, 1],
	[413, 1],
	[451, 1],
])('a web page with %i in place of the answer to a create', (status, times) => {
	test('says that nothing was created, and is not tried again', async () => {
		refuseSecond(status, 100);
		const { error } = await bench().run('ident', 'create', createFromItem(), {
			items: people(COUNT),
		});
		const text = `${error?.message} ${error?.description}`;
		expect(text).toContain(`HTTP ${status}`);
		expect(text).not.toMatch(/may have been carried out/);
		expect(createdEmails(bench().sandbox)).not.toContain(emailOf(1));
		expect(bench().calls.filter((call) => call.status === status)).toHaveLength(times);
	});

	test('is no reason to leave the person out when n8n tries the node again', async () => {
		refuseSecond(status, times);
		const { error, json, run } = await bench().run('ident', 'create', createFromItem(), {
			items: people(COUNT),
			node: RETRY,
		});
		expect(error?.message).toBeUndefined();
		expect(createdEmails(bench().sandbox)).toEqual(EMAILS);
		expect(ownersOf(bench().sandbox, json)).toEqual(EMAILS);
		expect(remembered(run)).toEqual([]);
	});
});
