import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../sandbox';
import type { Execution } from '../support/execution';
import { emailOf, FROM_ITEM, PERSON } from '../support/person';
import { chain, evaluate, locator, source, useAction } from './actionSupport';

const bench = useAction();

const people = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, n) => ({ n, ...PERSON, email: emailOf(n) }));

const emails = (count: number) => people(count).map(({ email }) => email);

/** n8n's Retry On Fail. */
const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };

const after = [evaluate('Later', "={{ $('Source').item.json.n }}")];

interface Invitation {
	options?: IDataObject;
	settings?: IDataObject;
}

const workflowOf = (items: IDataObject[], { options = {}, settings = {} }: Invitation = {}) => {
	const parameters = { project_id: locator('6'), ...FROM_ITEM, options };
	const invite = bench.identify('ident', 'create', parameters, settings);
	return chain([...source(items), invite, ...after]);
};

const create = async (items: IDataObject[], invitation?: Invitation) =>
	await bench.n8n.runWorkflow(workflowOf(items, invitation));

/** E-mail addresses of the idents that the sandbox created, sorted. */
const created = () => bench.sandbox.created.map(({ fields }) => fields.email).sort();

/** Whose ident each result of an execution names. */
const owners = (execution: Execution) =>
	execution
		.json('Identify')
		.map(({ ident_id: id }) => bench.sandbox.idents.get(String(id))?.fields.email);

/** Everyone has one ident, everyone's result is in its place and linked to its item. */
function expectAllOnce(execution: Execution, count: number) {
	expect(execution.errorMessage).toBeUndefined();
	expect(created()).toEqual(emails(count).sort());
	expect(owners(execution)).toEqual(emails(count));
	expect(execution.json('Later').map(({ value }) => Number(value))).toEqual(
		people(count).map(({ n }) => n),
	);
}

const strikeItem = (n: number, fault: Fault) =>
	bench.sandbox.faults.add({ ...fault, match: { body: { email: emailOf(n) }, ...fault.match } });

describe('200 items with a fault at item 120', () => {
	test('Retry On Fail creates the missing ones, none twice', async () => {
		strikeItem(120, { kind: 'status', status: 402, match: { times: 1 } });
		expectAllOnce(await create(people(200), { settings: RETRY }), 200);
		expect(bench.calls).toHaveLength(201);
	});

	test('Retry of the failed execution creates the missing ones, none twice', async () => {
		const id = strikeItem(120, { kind: 'status', status: 402 });
		const failed = await create(people(200));
		const before = created();
		expect(before.length).toBeGreaterThanOrEqual(110);
		expect(before.length).toBeLessThan(200);
		expect(failed.errorMessage).toContain(`${before.length} of 200 idents were created`);
		expect(failed.errorOf('Identify')).toMatchObject({
			description: expect.stringMatching(/Retry On Fail.*Retry of this execution/),
			context: { itemIndex: 120 },
		});
		bench.sandbox.faults.remove(id);
		const retried = await bench.n8n.retryExecution(failed.id);
		expectAllOnce(await bench.n8n.waitForExecution(retried), 200);
	});

	test('an answer that is lost: the others are created, that one is never sent again', async () => {
		strikeItem(120, { kind: 'reset', moment: 'afterCarriedOut' });
		const failed = await create(people(200), { settings: RETRY });
		expect(created()).toEqual(emails(200).sort());
		expect(failed.errorMessage).toContain('199 of 200 idents were created');
		expect(failed.errorOf('Identify')?.description).toMatch(
			/may have been carried out.*partner portal.*On Error to Continue/,
		);
		expect(bench.calls).toHaveLength(200);
	});

	test('an answer that is lost: with On Error: Continue the others go on, as the message says', async () => {
		strikeItem(120, { kind: 'reset', moment: 'afterCarriedOut' });
		const failed = await create(people(200));
		const goingOn = workflowOf(people(200), { settings: { onError: 'continueRegularOutput' } });
		await bench.n8n.updateWorkflow(failed.workflowId, goingOn);
		const retried = await bench.n8n.retryExecution(failed.id);
		const execution = await bench.n8n.waitForExecution(retried);
		expect(created()).toEqual(emails(200).sort());
		expect(bench.calls).toHaveLength(200);
		const expected = emails(200).map((email, n) => (n === 120 ? undefined : email));
		expect(owners(execution)).toEqual(expected);
		expect(execution.json('Identify')[120]?.error).toMatch(/may have been carried out/);
	});
});

test('1,000 creates against a server that takes 10 at a time', async () => {
	await bench.sandbox.configure({ latencyMs: 5, maxInFlight: 10 });
	expectAllOnce(await create(people(1000), { options: { concurrency: 20 } }), 1000);
	const refused = bench.calls.filter(({ status }) => status === 429);
	expect(refused.length).toBeGreaterThan(0);
	expect(bench.sandbox.auth.attempts).toBe(1);
});

test('1,000 creates stopped on the way: within a second, and nothing that was created is lost', async () => {
	const { n8n, sandbox } = bench;
	await sandbox.configure({ latencyMs: 50 });
	const workflow = await n8n.createWorkflow(workflowOf(people(1000)));
	const id = await n8n.startWorkflow(workflow, 'Start');
	await sandbox.waitForRequest(() => sandbox.created.length >= 200, 60_000);
	const from = n8n.log.length;
	const pressed = performance.now();
	await n8n.stopExecution(id);
	const stopped = await n8n.waitForExecution(id);
	expect(performance.now() - pressed).toBeLessThan(1000);
	expect(stopped.status).toBe('canceled');
	expect(sandbox.created.length).toBeLessThan(1000);

	// n8n stores of a stopped execution what it knew when it was started: the rest is in its log.
	const line = /Before the execution was stopped, (\d+) of 1000 idents were created: (.*)/;
	const [, count, said = ''] = await n8n.waitForLog(line, { from });
	const known = sandbox.created.filter((ident) => said.includes(ident.id));
	expect(known).toHaveLength(Number(count));
	expect(known.length).toBeGreaterThan(100);
	const unknown = Number(
		/(\d+) more may have been: look in the partner portal/.exec(said)?.[1] ?? 0,
	);
	expect(sandbox.created.length - known.length).toBeLessThanOrEqual(unknown);
});
