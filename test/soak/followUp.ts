import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { catchingUp } from '../e2e/catchUp';
import { createDataTable } from '../e2e/dataTable';
import { EFFECT } from '../e2e/onceWorkflow';
import { TRIGGER } from '../e2e/triggerSupport';
import type { N8nServer } from '../support/n8nServer';
import { waitFor } from '../support/waiting';
import type { Changes } from './changes';

/** The published workflow that follows up on callbacks and, by Get Changes every five seconds, on lost ones. */
export class FollowUp {
	private readonly events: IDataObject[] = [];

	/** Executions that callbacks have started. */
	private called = 0;

	private readonly seen = new Set<string>();

	private readonly spoilt: string[] = [];

	private constructor(
		private readonly n8n: N8nServer,
		private readonly workflowId: string,
		/** Where callbacks go. */
		readonly url: string,
	) {}

	static async publish(n8n: N8nServer, credentialId: string, idents: readonly string[]) {
		const rows = idents.map((ident_id) => ({ ident_id, status_code: '1' }));
		const { id: tableId } = await createDataTable(n8n, randomUUID(), rows);
		const { workflow, path } = catchingUp(credentialId, tableId, true);
		const workflowId = await n8n.createWorkflow(workflow);
		await n8n.activate(workflowId);
		await n8n.waitUntilPublished(workflowId);
		return new FollowUp(n8n, workflowId, `${n8n.url}${path}`);
	}

	private async look(): Promise<void> {
		for (const { id, status } of await this.n8n.listExecutions(this.workflowId)) {
			if (this.seen.has(id) || ['new', 'running'].includes(status)) continue;
			this.seen.add(id);
			const execution = await this.n8n.getExecution(id);
			const isCalled = execution.runsOf(TRIGGER).length > 0;
			if (isCalled) this.called += 1;
			this.events.push(...execution.json(EFFECT));
			// A check that Identify did not answer, or that was killed, is followed by the next one; a callback is not.
			if (status !== 'success' && (isCalled || !['error', 'crashed'].includes(status))) {
				this.spoilt.push(
					`Execution ${id} of the follow-up ended with "${status}": ${execution.errorMessage}`,
				);
			}
		}
	}

	private get keys(): string[] {
		return this.events.map(({ event_key: key }) => String(key));
	}

	/** Waits until the last status of every ident has been told, or for longer than that can take; then unpublishes. */
	async end(changes: Changes): Promise<void> {
		const allTold = async () => {
			await this.look();
			const told = new Set(this.keys);
			return changes.lastKeys.every((key) => told.has(key)) || undefined;
		};
		await waitFor('Every event', allTold, { interval: 250 }).catch(() => undefined);
		await this.n8n.deactivate(this.workflowId);
	}

	/** What is wrong with the events, a line for each. */
	async wrongs(changes: Changes): Promise<string[]> {
		await this.look();
		const times = new Map<string, number>();
		for (const key of this.keys) times.set(key, (times.get(key) ?? 0) + 1);
		const { taken } = changes;
		return [
			...this.spoilt,
			...[...times]
				.filter(([, count]) => count > 1)
				.map(([key, count]) => `Event ${key} was handled ${count} times`),
			...[...times.keys()]
				.filter((key) => !changes.keys.has(key))
				.map((key) => `Event ${key} was handled, but never happened`),
			...changes.lastKeys
				.filter((key) => !times.has(key))
				.map((key) => `Event ${key}, the last of its ident, was never handled`),
			...(this.called < taken.length
				? [`n8n took ${taken.length} callbacks, but ran ${this.called}`]
				: []),
		];
	}

	/** How many events were handled, and how many of them no callback told of. */
	get figures(): string {
		const checked = this.events.filter(({ source }) => source === 'check').length;
		return `${this.events.length} events (${checked} by Get Changes)`;
	}
}
