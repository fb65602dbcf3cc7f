import { waitFor } from '../../support/waiting';
import type { WorkflowJson } from '../../support/n8nClient';
import { useExamples } from '../exampleSupport';
import { Waiting } from '../waitSupport';
import { caller } from './subworkflow';
import { ExampleTable, withTables } from './tables';

const FILE = '06-wait-for-result.json';
const bench = useExamples();
const table = new ExampleTable(bench.n8n, 'Identify waiting executions');

withTables(bench, { file: FILE, trigger: 'When Executed by Another Workflow' }, () => {
	beforeAll(async () => await table.remove());
	afterAll(async () => await table.remove());

	const rowOf = async (ident: string) =>
		(await table.rows()).find(({ ident_id: id }) => id === ident);
	const messages = async (ident: string) =>
		(await bench.neighbours.of('slack', bench.account)).messages
			.filter(({ text }) => text.includes(ident))
			.map(({ channel, text }) => [channel, text]);

	/** Hands an ident to the example; gives the execution that waits for it. */
	async function start(workflowId: string, ident: string): Promise<Waiting> {
		const handedOver = await bench.n8n.runWorkflow(
			caller(workflowId, { ident_id: ident }, { waits: false }),
		);
		expect(handedOver.errorMessage).toBeUndefined();
		const row = await waitFor('The row of the ident', async () => await rowOf(ident));
		const id = /webhook-waiting\/(\d+)/.exec(String(row.resume_url))?.[1];
		return new Waiting(bench.n8n, String(id));
	}

	async function expectTheEnd(waiting: Waiting, ident: string) {
		await waiting.becomes('success');
		expect(await messages(ident)).toEqual([
			['#identify', `Result of ident ${ident}: Successful (5)`],
		]);
		expect(await rowOf(ident)).toBeUndefined();
	}

	test('a callback wakes the execution within seconds, and the result is told once', async () => {
		const workflowId = await bench.import(bench.read(FILE), { publish: true });
		const ident = bench.sandbox.seedIdent({ statusCode: '2' }).id;
		const waiting = await start(workflowId, ident);
		await waiting.becomes('waiting');
		expect(await messages(ident)).toEqual([]);
		const since = Date.now();
		await bench.sandbox.setStatus(ident, '5');
		await expectTheEnd(waiting, ident);
		expect(Date.now() - since).toBeLessThan(10_000);

		// The row has gone: a late callback finds nobody to wake.
		await bench.sandbox.setStatus(ident, '3');
		const woken = await waitFor('The second execution of the trigger', async () => {
			const all = await bench.n8n.listExecutions(workflowId);
			const ended = all.filter(({ mode, status }) => mode === 'webhook' && status === 'success');
			return ended.length === 2 ? ended[0] : undefined;
		});
		const execution = await bench.n8n.getExecution(woken.id);
		expect(execution.runsOf('Wake')).toEqual([]);
		expect(await messages(ident)).toHaveLength(1);
	});

	/** With a limit of seconds in place of an hour. */
	function impatient(workflow: WorkflowJson): WorkflowJson {
		const nodes = workflow.nodes.map((node) =>
			node.name === 'Wait for Result'
				? {
						...node,
						parameters: { ...Object(node.parameters), limitAmount: 0.02, limitUnit: 'minutes' },
					}
				: node,
		);
		return { ...workflow, nodes };
	}

	test('when the callback is swallowed, the loop finds the result, and tells it once', async () => {
		const workflowId = await bench.import(impatient(bench.read(FILE)), {
			publish: true,
		});
		const ident = bench.sandbox.seedIdent({ statusCode: '2' }).id;
		const waiting = await start(workflowId, ident);
		await waitFor('A second look', async () =>
			bench.sandbox.requests.to('GET', `/ident/get/${ident}`).length >= 4 ? true : undefined,
		);
		await bench.sandbox.configure({ callbackMode: 'hold' });
		await bench.sandbox.setStatus(ident, '5');
		await bench.sandbox.configure({ callbackMode: 'send' });
		await expectTheEnd(waiting, ident);
		const execution = await bench.n8n.getExecution(waiting.id);
		expect(execution.runsOf('Wait for Result').length).toBeGreaterThan(1);
	});

	test('an ident that Identify does not have is told as such, and its row is removed', async () => {
		const workflowId = await bench.import(bench.read(FILE), { publish: true });
		const ident = '00000000-0000-4000-8000-000000000404';
		await bench.n8n.runWorkflow(caller(workflowId, { ident_id: ident }, { waits: false }));
		const told = await waitFor('The message', async () => (await messages(ident))[0]);
		expect(told).toEqual([
			'#identify',
			expect.stringContaining(`There will be no result of ident ${ident}: `),
		]);
		await waitFor('The end of the row', async () => ((await rowOf(ident)) ? undefined : true));
	});
});
