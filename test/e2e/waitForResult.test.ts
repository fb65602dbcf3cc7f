import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { startSandbox, type Sandbox } from '../sandbox';
import { sharedN8n } from '../support/harness';
import { startN8n, type N8nServer } from '../support/n8nServer';
import { n8nIs } from '../support/n8nVersion';
import { locateTarball } from '../support/places';
import { locator, node, source } from './actionSupport';
import { credentialFor, publish } from './triggerSupport';
import {
	AFTER,
	FAILED,
	START,
	WAIT,
	Waiting,
	call,
	identify,
	inARow,
	startByTest,
	startInProduction,
	timesAfter,
	waitWorkflow,
} from './waitSupport';

const n8n = sharedN8n();
const opened: Sandbox[] = [];

/** An Identify of the test's own: tests run side by side, because waits take their time. */
async function identifyOf(count: number, statusCode = '2') {
	const sandbox = await startSandbox();
	opened.push(sandbox);
	const idents = Array.from({ length: count }, () => sandbox.seedIdent({ statusCode }).id);
	return { sandbox, idents, credentialId: await credentialFor(n8n, sandbox) };
}

afterAll(async () => await Promise.all(opened.map(async (sandbox) => await sandbox.stop())));

const FORGED = { ident_id: 'x', status: 'Successful', status_code: '5', final: true };

test.concurrent(
	'an open ident parks the execution until it is final and somebody rings',
	async () => {
		const { sandbox, idents, credentialId } = await identifyOf(1);
		const [id = ''] = idents;
		const before = Date.now();
		const waiting = await startByTest(n8n, waitWorkflow({ idents, credentialId }));
		const parked = await waiting.becomes('waiting');
		expect(parked.mode).toBe('manual');
		expect(parked.waitTill).toBeGreaterThanOrEqual(before + 7_200_000);
		expect(parked.waitTill).toBeLessThan(Date.now() + 7_200_000);
		const [run] = (await n8n.getExecution(waiting.id)).runsOf(WAIT);
		expect(run?.hints).toMatchObject([
			{
				location: 'outputPane',
				message: expect.stringMatching(
					/^Waiting for the ident until \d{4}-\d\d-\d\d \d\d:\d\d \(\S+\)$/,
				),
			},
		]);

		// Open: whatever the call says.
		for (const body of [{}, FORGED]) {
			expect(await waiting.wake(body)).toEqual({
				code: 200,
				body: { status: 'waiting', message: 'The ident is still open' },
			});
			expect(await waiting.state()).toEqual(parked);
		}
		expect(sandbox.requests.to('GET', `/ident/get/${id}`)).toHaveLength(3);

		// Not for strangers.
		const url = await waiting.url();
		const altered = url.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
		// Before 2.x n8n signs no URL: who knows an execution's ID can ring, and learns no more than that it is open.
		const signed = n8nIs('>=2');
		expect((await call(altered)).code).toBe(signed ? 401 : 404);
		if (signed) expect((await call(url.split('?')[0] ?? '')).code).toBe(401);
		expect(sandbox.requests.to('GET', `/ident/get/${id}`)).toHaveLength(3);
		expect(await waiting.state()).toEqual(parked);
		expect(timesAfter(sandbox)).toBe(0);

		await sandbox.setStatus(id, '5');
		expect(await waiting.wake()).toEqual({ code: 200, body: { status: 'resumed' } });
		expect((await waiting.becomes('success')).waitTill).toBeUndefined();
		expect(await waiting.items(WAIT)).toMatchObject([
			{ json: { ident_id: id, status_code: '5', final: true }, pairedItem: { item: 0 } },
		]);
		expect(timesAfter(sandbox)).toBe(1);
		expect((await call(url)).code).toBe(409);
	},
);

test.concurrent(
	'while Identify is down the execution stays parked, and nothing is told',
	async () => {
		const { sandbox, idents, credentialId } = await identifyOf(1);
		const waiting = await startInProduction(n8n, { idents, credentialId });
		const parked = await waiting.becomes('waiting');
		expect(parked.mode).toBe('webhook');
		await sandbox.stop();
		const from = n8n.log.length;
		expect(await waiting.wake()).toEqual({
			code: 503,
			body: { status: 'refused', message: 'Identify could not be asked. Try again later' },
		});
		expect(await waiting.state()).toEqual(parked);
		await n8n.waitForLog(
			/Identify could not look again at what it waits for: .*connection was refused/,
			{
				from,
			},
		);
		const again = await startSandbox({ port: sandbox.port });
		opened.push(again);
		again.seedIdent({ id: idents[0], statusCode: '3' });
		expect((await waiting.wake()).body).toEqual({ status: 'resumed' });
		await waiting.becomes('success');
		expect(timesAfter(again)).toBe(1);
	},
);

test.concurrent('three items are waited for together, and leave in their order', async () => {
	const { sandbox, idents, credentialId } = await identifyOf(3);
	const [first = '', second = '', third = ''] = idents;
	const waiting = await startInProduction(n8n, { idents, credentialId });
	await waiting.becomes('waiting');
	await sandbox.setStatus(third, '4');
	expect((await waiting.wake()).body).toEqual({
		status: 'waiting',
		message: '2 of 3 idents are still open',
	});
	await sandbox.setStatus(second, '3');
	expect((await waiting.wake()).body).toMatchObject({ message: '1 of 3 idents is still open' });
	await sandbox.setStatus(first, '5');
	expect((await waiting.wake()).body).toEqual({ status: 'resumed' });
	await waiting.becomes('success');
	const items = await waiting.items(WAIT);
	expect(
		items.map(({ json, pairedItem }) => [json.ident_id, json.status_code, pairedItem]),
	).toEqual([
		[first, '5', { item: 0 }],
		[second, '3', { item: 1 }],
		[third, '4', { item: 2 }],
	]);
});

test.concurrent('of several calls at once, one resumes it', async () => {
	const { sandbox, idents, credentialId } = await identifyOf(1);
	const waiting = await startInProduction(n8n, { idents, credentialId });
	await waiting.becomes('waiting');
	await sandbox.setStatus(idents[0] ?? '', '5');
	const url = await waiting.url();
	const answers = await Promise.all(Array.from({ length: 4 }, async () => await call(url)));
	const codes = answers.map(({ code }) => code).sort();
	expect(codes).toEqual([200, 409, 409, 409]);
	await waiting.becomes('success');
	expect(timesAfter(sandbox)).toBe(1);
});

test.concurrent(
	'an item that fails for good leaves by the error output, the others by the first',
	async () => {
		const { sandbox, idents, credentialId } = await identifyOf(1);
		const unknown = '00000000-0000-0000-0000-000000000000';
		const waiting = await startInProduction(n8n, {
			idents: [unknown, ...idents],
			credentialId,
			settings: { onError: 'continueErrorOutput' },
		});
		await waiting.becomes('waiting');
		// Down, Identify says nothing about any item.
		sandbox.faults.add({ kind: 'status', status: 500, match: { path: '/ident/get/' } });
		expect((await waiting.wake()).code).toBe(503);
		sandbox.faults.clear();
		expect((await waiting.wake()).body).toMatchObject({ message: '1 of 2 idents is still open' });
		await sandbox.setStatus(idents[0] ?? '', '5');
		expect((await waiting.wake()).body).toEqual({ status: 'resumed' });
		await waiting.becomes('success');
		const execution = await n8n.getExecution(waiting.id);
		expect(execution.json(WAIT)).toMatchObject([{ ident_id: idents[0], final: true }]);
		expect(execution.json(FAILED)).toMatchObject([
			{ id: unknown, error: expect.stringContaining('Identify does not know this ident') },
		]);
	},
);

test.concurrent('when the limit passes, n8n passes the input on', async () => {
	const { sandbox, idents, credentialId } = await identifyOf(2);
	const parameters = { limitAmount: 66 / 60, limitUnit: 'minutes' };
	const waiting = await startByTest(n8n, waitWorkflow({ idents, credentialId, parameters }));
	const { waitTill = 0 } = await waiting.becomes('waiting');
	await waiting.becomes('success', 90_000);
	expect(Date.now() - waitTill).toBeLessThan(10_000);
	const items = await waiting.items(WAIT);
	expect(items.map(({ json }) => json)).toEqual(
		idents.map((id) => ({ id, url: expect.stringContaining('/webhook-waiting/') })),
	);
	// Once for each item.
	expect(timesAfter(sandbox)).toBe(2);
});

test.concurrent(
	'a loop goes round until the ident is final: by limits, then by a call',
	async () => {
		const { sandbox, idents, credentialId } = await identifyOf(1);
		const options = {
			idents,
			credentialId,
			// Two rounds of a second each, then parked.
			parameters: {
				ident_id: locator('={{ $json.ident_id ?? $json.id }}'),
				limitAmount: '={{ $runIndex < 2 ? 1/60 : 600 }}',
				limitUnit: 'minutes',
			},
		};
		const workflow = waitWorkflow(options);
		const get = identify('Get', credentialId, {
			resource: 'ident',
			operation: 'get',
			ident_id: locator(idents[0] ?? ''),
			output: 'status',
		});
		const isFinal = node('Final?', 'n8n-nodes-base.if', 2.2, {
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
				conditions: [
					{
						id: 'c1',
						leftValue: '={{ $json.status_code }}',
						rightValue: '5',
						operator: { type: 'string', operation: 'equals' },
					},
				],
				combinator: 'and',
			},
			options: {},
		});
		const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
		const waiting = await startByTest(n8n, {
			...workflow,
			nodes: [...workflow.nodes, get, isFinal],
			connections: {
				...workflow.connections,
				[WAIT]: { main: [to('Get')] },
				Get: { main: [to('Final?')] },
				'Final?': { main: [to(AFTER), to(WAIT)] },
			},
		});
		await waiting.becomes('waiting', 60_000);
		expect((await n8n.getExecution(waiting.id)).runsOf('Get')).toHaveLength(2);
		await sandbox.setStatus(idents[0] ?? '', '5');
		expect((await waiting.wake()).body).toEqual({ status: 'resumed' });
		await waiting.becomes('success');
		const execution = await n8n.getExecution(waiting.id);
		expect(execution.runsOf(WAIT)).toHaveLength(3);
		expect(execution.json(WAIT, { run: 0 })).toMatchObject([{ id: idents[0] }]);
		expect(execution.json(WAIT, { run: 2 })).toMatchObject([{ ident_id: idents[0], final: true }]);
		expect(timesAfter(sandbox)).toBe(1);
	},
);

test.concurrent('a sub-workflow for each person waits by itself', async () => {
	const { sandbox, idents, credentialId } = await identifyOf(2);
	const [first = '', second = ''] = idents;
	const child = waitWorkflow(
		{ idents: [], credentialId, parameters: { ident_id: locator('={{ $json.id }}') } },
		node(START, 'n8n-nodes-base.executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' }),
	);
	// Without the items of its own: they come from the caller.
	const nodes = child.nodes.filter(({ name }) => !['Data', 'Source'].includes(name));
	const childId = await n8n.createWorkflow({ ...child, nodes, connections: inARow(nodes) });
	await n8n.activate(childId).catch(() => undefined);
	const each = node('Each Person', 'n8n-nodes-base.executeWorkflow', 1.2, {
		workflowId: { __rl: true, mode: 'id', value: childId },
		mode: 'each',
		options: { waitForSubWorkflow: false },
	});
	const row = [
		node(START, 'n8n-nodes-base.manualTrigger', 1, {}),
		...source(idents.map((id) => ({ id }))),
		each,
	];
	const parent = await startByTest(n8n, { nodes: row, connections: inARow(row) });
	await parent.becomes('success');
	const children = (await n8n.listExecutions(childId)).map(({ id }) => new Waiting(n8n, id));
	expect(children).toHaveLength(2);
	for (const waiting of children) await waiting.becomes('waiting');
	await sandbox.setStatus(second, '5');
	const answers = await Promise.all(children.map(async (waiting) => await waiting.wake()));
	const states = answers.map(({ body }) => (body as { status: string }).status).sort();
	expect(states).toEqual(['resumed', 'waiting']);
	const done =
		children[answers.findIndex(({ body }) => (body as { status: string }).status === 'resumed')];
	await done?.becomes('success');
	expect(await done?.items(WAIT)).toMatchObject([{ json: { ident_id: second, final: true } }]);
	await sandbox.setStatus(first, '4');
	for (const waiting of children.filter((other) => other !== done)) {
		expect((await waiting.wake()).body).toEqual({ status: 'resumed' });
		await waiting.becomes('success');
	}
	expect(timesAfter(sandbox)).toBe(2);
});

/** A data table that keeps the resume URL of each ident. */
async function tableOfWaits(): Promise<string> {
	const idSchema = z.object({ id: z.string() });
	const { id: project } = idSchema.parse(await n8n.rest('GET', '/projects/personal'));
	const columns = ['ident', 'resume_url'].map((name) => ({ name, type: 'string' }));
	const table = { name: `Waits ${randomUUID()}`, columns };
	return idSchema.parse(await n8n.rest('POST', `/projects/${project}/data-tables`, table)).id;
}

test.concurrent("Identify's callback resumes it, by way of a data table", async () => {
	const { sandbox, idents, credentialId } = await identifyOf(1);
	const [id = ''] = idents;
	const dataTableId = { __rl: true, mode: 'id', value: await tableOfWaits() };
	const table = (name: string, operation: string, ident: string, more: IDataObject) =>
		node(name, 'n8n-nodes-base.dataTable', 1, {
			resource: 'row',
			operation,
			dataTableId,
			matchType: 'allConditions',
			filters: { conditions: [{ keyName: 'ident', condition: 'eq', keyValue: ident }] },
			...more,
		});
	const value = { ident: '={{ $json.id }}', resume_url: '={{ $execution.resumeUrl }}' };
	const store = table('Store', 'upsert', '={{ $json.id }}', {
		columns: { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] },
		options: {},
	});
	const row = waitWorkflow({ idents, credentialId }).nodes.flatMap((entry) =>
		entry.name === WAIT ? [store, entry] : [entry],
	);
	const waiting = await startByTest(n8n, { nodes: row, connections: inARow(row) });
	await waiting.becomes('waiting');

	const find = table('Find', 'get', '={{ $json.ident_id }}', { returnAll: false, limit: 1 });
	const request = { method: 'POST', url: '={{ $json.resume_url }}', options: {} };
	const ring = node('Ring', 'n8n-nodes-base.httpRequest', 4.2, request, { retryOnFail: true });
	const trigger = await publish(n8n, credentialId, { then: [find, ring] });
	sandbox.webhooks.register(trigger.url);
	await sandbox.setStatus(id, '5');
	await waiting.becomes('success');
	expect(await waiting.items(WAIT)).toMatchObject([{ json: { ident_id: id, final: true } }]);
	expect(await trigger.itemsAt('Ring', 1)).toMatchObject([{ status: 'resumed' }]);
	expect(timesAfter(sandbox)).toBe(1);
});

test.concurrent(
	'n8n publishes a workflow for its sake, which then does nothing by itself',
	async () => {
		const { credentialId, idents } = await identifyOf(1);
		const id = await n8n.createWorkflow(waitWorkflow({ idents, credentialId }));
		await n8n.activate(id);
		expect((await n8n.waitUntilPublished(id)).status).toBe('published');
		expect(await n8n.listExecutions(id)).toEqual([]);
	},
);

describe('n8n killed while an execution is parked', () => {
	let own: N8nServer | undefined;
	let sandbox: Sandbox | undefined;
	afterAll(async () => {
		await own?.stop();
		await sandbox?.stop();
	});

	test.concurrent('it goes on where it was', async () => {
		own = await startN8n({ tarball: locateTarball() });
		sandbox = await startSandbox();
		const { id } = sandbox.seedIdent({ statusCode: '2' });
		const credentialId = await credentialFor(own, sandbox);
		const waiting = await startInProduction(own, { idents: [id], credentialId });
		const parked = await waiting.becomes('waiting');
		await own.kill();
		await own.restart();
		expect(await waiting.state()).toEqual(parked);
		expect((await waiting.wake()).body).toMatchObject({ status: 'waiting' });
		await sandbox.setStatus(id, '5');
		expect((await waiting.wake()).body).toEqual({ status: 'resumed' });
		await waiting.becomes('success');
		expect(await waiting.items(WAIT)).toMatchObject([{ json: { ident_id: id, final: true } }]);
		expect(timesAfter(sandbox)).toBe(1);
	});
});
