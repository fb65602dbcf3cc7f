import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { DELIVERY_STATE, startSandbox, type Sandbox } from '../sandbox';
import { startN8n, type N8nServer } from '../support/n8nServer';
import { locateTarball } from '../support/places';
import { waitFor } from '../support/waiting';
import { catchingUp, CHECK } from './catchUp';
import { createDataTable } from './dataTable';
import { EFFECT } from './onceWorkflow';
import { inParallel } from '../support/inParallel';
import { credentialFor, TRIGGER } from './triggerSupport';

const COUNT = 200;
const SWALLOWED = 40;

let n8n: N8nServer;
let sandbox: Sandbox;

beforeAll(async () => {
	// What the README recommends: Remove Duplicates forgets when executions overlap.
	const env = { N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' };
	n8n = await startN8n({ tarball: locateTarball(), env });
	sandbox = await startSandbox();
});
afterAll(async () => {
	await sandbox.stop();
	await n8n.stop();
});

/** Successful, and some Failed. */
const statusOf = (index: number) => (index % 4 === 0 ? 4 : 5);

/** What a workflow has done so far. */
class Watch {
	readonly events: IDataObject[] = [];

	/** What the trigger emitted, whether or not the check was first to tell of it. */
	readonly triggered: IDataObject[] = [];

	/** How often the check has run. */
	checks = 0;

	private readonly seen = new Set<string>();

	constructor(private readonly workflowId: string) {}

	async look() {
		for (const { id, status } of await n8n.listExecutions(this.workflowId)) {
			if (this.seen.has(id) || (status !== 'success' && status !== 'error')) continue;
			this.seen.add(id);
			const execution = await n8n.getExecution(id);
			expect(execution.errorMessage).toBeUndefined();
			if (execution.runsOf(CHECK).length > 0) this.checks += 1;
			this.triggered.push(...execution.json(TRIGGER));
			this.events.push(...execution.json(EFFECT));
		}
	}

	async until(what: string, isSo: () => boolean) {
		const look = async () => {
			await this.look();
			return isSo() ? true : undefined;
		};
		await waitFor(what, look, { timeout: 120_000, interval: 500 });
	}
}

describe.each([
	['which are noted in the table as well', true],
	['which the check finds again and again', false],
])(`${COUNT} idents, ${SWALLOWED} callbacks lost; events %s`, (_how, isNoted) => {
	test('the follow-up happens exactly once for each ident', async () => {
		sandbox.reset();
		const credentialId = await credentialFor(n8n, sandbox);
		const idents = Array.from({ length: COUNT }, () => sandbox.seedIdent().id);
		const rows = idents.map((ident_id) => ({ ident_id, status_code: '1' }));
		const { id: tableId } = await createDataTable(n8n, randomUUID(), rows);
		const { workflow, path } = catchingUp(credentialId, tableId, isNoted);
		const workflowId = await n8n.createWorkflow(workflow);
		await n8n.activate(workflowId);
		expect((await n8n.waitUntilPublished(workflowId)).status).toBe('published');
		sandbox.webhooks.register(`${n8n.url}${path}`);

		// Held back, a callback is sent only on demand: that of each fifth never is.
		await sandbox.configure({ callbackMode: 'hold' });
		const isSwallowed = (index: number) => index % (COUNT / SWALLOWED) === 0;
		const sent = await inParallel(idents, 8, async (id, index) => {
			const held = await sandbox.setStatus(id, statusOf(index));
			return isSwallowed(index) ? [] : await sandbox.callbacks.send(held.map((each) => each.id));
		});
		// On a busy machine some more may come too late for whoever sent them: they are caught up on, too.
		const delivered = sent.flat().filter(({ state }) => state === DELIVERY_STATE.success);
		expect(delivered.length).toBeGreaterThan(0);
		// Some come twice, as they may.
		await sandbox.callbacks.replay(delivered.slice(0, 20).map(({ id }) => id));

		const watch = new Watch(workflowId);
		await watch.until('Every follow-up', () => watch.events.length >= COUNT);
		const checks = watch.checks;
		const isSeenTwice = () => watch.checks >= checks + 2 && watch.triggered.length > 0;
		await watch.until('Two more checks', isSeenTwice);
		await n8n.deactivate(workflowId);

		const { events, triggered } = watch;
		const keys = events.map(({ event_key: key }) => String(key)).sort();
		const wanted = idents.map((id, index) => `${id}:${statusOf(index)}`).sort();
		expect(keys).toEqual(wanted);
		// The lost ones came by the check. Others, too, where it ran before their callbacks’ executions.
		const checked = events.filter(({ source }) => source === 'check');
		const byCheck = new Set(checked.map(({ ident_id: id }) => id));
		expect(idents.filter((id, index) => isSwallowed(index) && !byCheck.has(id))).toEqual([]);
		// One shape: what the trigger emits, the check emits as well.
		const names = Object.keys(checked[0] ?? {});
		const emitted = Object.keys(triggered[0] ?? {});
		expect(emitted).toContain('event_key');
		expect(emitted.filter((name) => !names.includes(name))).toEqual([]);
	});
});
