import type { INodeExecutionData, IRun } from 'n8n-workflow';
import { emailOf } from '../support/person';
import { startEngine, NODE_NAME, type EngineRun } from './engine';
import {
	createdEmails,
	ownersOf,
	person,
	remembered,
	requestsWith,
	RETRY,
	retryExecution,
	runTwice,
} from './onceSupport';
import { createFromItem, linkedTo, links, people, useBench, withoutBackoff } from './support';

jest.setTimeout(120_000);

const bench = useBench();
withoutBackoff();

const round = (items: INodeExecutionData[], more: Partial<EngineRun> = {}): EngineRun => ({
	credential: bench().credential,
	parameters: {
		resource: 'ident',
		operation: 'create',
		...createFromItem({ options: { concurrency: 4 } }),
	},
	items,
	node: RETRY,
	...more,
});

const refuseOnce = (nth: number) =>
	bench().sandbox.faults.add({
		kind: 'status',
		status: 402,
		match: { path: '/ident/create', nth },
	});

/** The results of each of the node's runs. */
function roundsOf({ data }: IRun): INodeExecutionData[][] {
	const tasks = data.resultData.runData[NODE_NAME] ?? [];
	return tasks.map((task) => task.data?.main?.[0] ?? []);
}

const idsOf = (items: INodeExecutionData[]) => items.map(({ json }) => json.ident_id);

describe('equal items', () => {
	test('within one run create one ident each, also when it takes two tries', async () => {
		const { sandbox } = bench();
		refuseOnce(4);
		const same = Array.from({ length: 6 }, () => person({}));
		const { json, items, error, run } = await bench().run('ident', 'create', createFromItem(), {
			items: same,
			node: RETRY,
		});
		expect(error?.message).toBeUndefined();
		expect(sandbox.created).toHaveLength(6);
		expect(new Set(idsOf(items)).size).toBe(6);
		expect([...idsOf(items)].sort()).toEqual(sandbox.created.map(({ id }) => id).sort());
		expect(linkedTo(items)).toEqual(links(json.length));
		expect(remembered(run)).toEqual([]);
	});

	test('in a loop’s next round create again', async () => {
		const { sandbox } = bench();
		const [first = [], second = []] = roundsOf(await runTwice(round(people(5))));
		expect(sandbox.created).toHaveLength(10);
		expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(10);
	});

	test('in a loop’s next round create again, also when the round before had a failure', async () => {
		const { sandbox } = bench();
		refuseOnce(3);
		// Without a failure at its start n8n does not run the round again.
		const run = await runTwice(round(people(5), { node: { onError: 'continueRegularOutput' } }));
		const [first = [], second = []] = roundsOf(run);
		expect(first.filter(({ json }) => json.error !== undefined)).toHaveLength(1);
		expect(sandbox.created).toHaveLength(9);
		expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(10);
	});

	test('in a loop’s next round: a fault there returns what that round created', async () => {
		const { sandbox } = bench();
		refuseOnce(8);
		const run = await runTwice(round(people(5)));
		const rounds = roundsOf(run);
		expect(rounds.map((items) => items.length)).toEqual([5, 5]);
		expect(sandbox.created).toHaveLength(10);
		expect(new Set(rounds.flatMap(idsOf)).size).toBe(10);
		for (const items of rounds) {
			const emails = ownersOf(
				sandbox,
				items.map(({ json }) => json),
			);
			expect(emails).toEqual([0, 1, 2, 3, 4].map(emailOf));
		}
		expect(remembered(run)).toEqual([]);
	});
});

describe('n8n’s Retry of a failed execution, from its stored data', () => {
	/** A run that fails for good at person 6 of 10; returns the run's data. */
	const failAtSix = async (options: EngineRun) => {
		const match = { body: { email: emailOf(6) } };
		const id = bench().sandbox.faults.add({ kind: 'status', status: 402, match });
		const run = await startEngine(options);
		bench().sandbox.faults.remove(id);
		expect(run.data.resultData.error?.message).toMatch(/of 10 idents were created/);
		return run;
	};

	const expectTen = (created: string[]) =>
		expect(created).toEqual(Array.from({ length: 10 }, (_, index) => emailOf(index)));

	test('creates only the missing ones', async () => {
		const { sandbox } = bench();
		const options = round(people(10), { node: {} });
		const failed = await failAtSix(options);
		const before = sandbox.created.length;
		expect(before).toBeGreaterThanOrEqual(6);
		expect(remembered(failed)).toHaveLength(before);
		const { json, items, error } = await retryExecution(failed, options);
		expect(error?.message).toBeUndefined();
		expectTen(createdEmails(sandbox));
		expectTen(ownersOf(sandbox, json).map(String));
		expect(linkedTo(items)).toEqual(links(10));
	});

	test('items moved, left out and added: everyone gets their own ident', async () => {
		const { sandbox } = bench();
		const options = round(people(10), { node: {} });
		const failed = await failAtSix(options);
		const added = person({ email: 'new@example.com' });
		const { json, error } = await retryExecution(failed, options, (items) =>
			[added, ...items.slice(3)].reverse(),
		);
		expect(error?.message).toBeUndefined();
		const expected = [9, 8, 7, 6, 5, 4, 3].map(emailOf);
		expect(ownersOf(sandbox, json)).toEqual([...expected, 'new@example.com']);
		const created = createdEmails(sandbox);
		expect(created).toHaveLength(11);
		expect(new Set(created).size).toBe(11);
	});

	test('a corrected item is sent as corrected, the others are not sent again', async () => {
		const { sandbox } = bench();
		const options = round(people(10), { node: {} });
		const failed = await failAtSix(options);
		const done = new Set(createdEmails(sandbox));
		const seen = sandbox.requests.count;
		const { json, error } = await retryExecution(failed, options, (items) =>
			items.map((item, index) => (index === 6 ? person({ email: 'right@example.com' }) : item)),
		);
		expect(error?.message).toBeUndefined();
		expect(ownersOf(sandbox, json)[6]).toBe('right@example.com');
		const sent = sandbox.requests.entries.slice(seen).filter(({ path }) => path !== '/auth');
		expect(sent).toHaveLength(10 - done.size);
		expect(createdEmails(sandbox)).not.toContain(emailOf(6));
	});

	test('an item of unknown fate is not sent again, whatever was retried', async () => {
		const { sandbox } = bench();
		const match = { body: { email: emailOf(6) } };
		sandbox.faults.add({ kind: 'reset', moment: 'afterCarriedOut', match });
		const options = round(people(10));
		const failed = await startEngine(options);
		sandbox.faults.clear();
		const { error } = await retryExecution(failed, options);
		expect(error?.description).toMatch(/may have been carried out.*partner portal/);
		expect(error?.context).toMatchObject({ itemIndex: 6 });
		expect(requestsWith(sandbox, 'email', emailOf(6))).toHaveLength(1);
		const created = createdEmails(sandbox);
		expect(created).toEqual([...new Set(created)]);
	});

	test('an item of unknown fate that a person takes out lets the others go on', async () => {
		const { sandbox } = bench();
		const match = { body: { email: emailOf(6) } };
		sandbox.faults.add({ kind: 'reset', moment: 'afterCarriedOut', match });
		const options = round(people(10));
		const failed = await startEngine(options);
		sandbox.faults.clear();
		const { json, error } = await retryExecution(failed, options, (items) =>
			items.filter((_item, index) => index !== 6),
		);
		expect(error?.message).toBeUndefined();
		expect(ownersOf(sandbox, json)).toEqual([0, 1, 2, 3, 4, 5, 7, 8, 9].map(emailOf));
		expectTen(createdEmails(sandbox));
	});
});

test('two nodes’ memories do not mix: the same data created in an earlier execution is created again', async () => {
	const { sandbox } = bench();
	await startEngine(round(people(3)));
	await startEngine(round(people(3)));
	expect(sandbox.created).toHaveLength(6);
});

test('the message of a run that achieved nothing does not promise anything', async () => {
	bench().sandbox.faults.add({ kind: 'status', status: 402, match: { path: '/ident/create' } });
	const { error } = await bench().run('ident', 'create', createFromItem(), { items: people(3) });
	expect(error?.message).not.toMatch(/were created/);
	expect(error?.description).not.toMatch(/Nothing is lost/);
});
