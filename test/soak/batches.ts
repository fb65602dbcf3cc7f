import { randomUUID } from 'node:crypto';
import type { Sandbox } from '../sandbox';
import type { WorkflowJson } from '../support/n8nClient';
import type { N8nServer } from '../support/n8nServer';
import { emailOf, PERSON } from '../support/person';
import { waitFor } from '../support/waiting';
import { INVITE, invitingNodes } from '../e2e/invitingNodes';
import { call, inARow, webhookStart } from '../e2e/waitSupport';

/** As the node says of whom an execution that was killed had invited for certain. */
const WAS_CREATED = /^This item was created already/;

/** People who are invited by one call, and the executions that had to do with it. */
interface Batch {
	workflowId: string;
	emails: string[];
	executions: string[];
}

/** A workflow that invites the people of each call. */
interface Inviting {
	id: string;
	path: string;
	workflow: WorkflowJson;
}

function invitingWorkflow(path: string, credentialId: string, onError: string): WorkflowJson {
	const nodes = [webhookStart(path), ...invitingNodes(credentialId, onError)];
	return { name: `Invite (${onError})`, nodes, connections: inARow(nodes) };
}

const GO_ON = 'continueRegularOutput';
const STOP = 'stopWorkflow';

/** As one sets it in the editor, which leaves the node its ID: by this, n8n knows what it noted before a kill. */
function withOnError({ workflow }: Inviting, onError: string): WorkflowJson {
	const nodes = workflow.nodes.map((each) => (each.name === INVITE ? { ...each, onError } : each));
	return { ...workflow, nodes };
}

/** Two published workflows, one that goes on and one that stops at the first error; and whom they were to invite. */
export class Batches {
	private readonly batches: Batch[] = [];

	private people = 0;

	private constructor(
		private readonly n8n: N8nServer,
		private readonly goingOn: Inviting,
		private readonly stopping: Inviting,
	) {}

	static async publish(n8n: N8nServer, credentialId: string): Promise<Batches> {
		const publish = async (onError: string): Promise<Inviting> => {
			const path = randomUUID();
			const workflow = invitingWorkflow(path, credentialId, onError);
			const id = await n8n.createWorkflow(workflow);
			await n8n.activate(id);
			await n8n.waitUntilPublished(id);
			return { id, path, workflow };
		};
		return new Batches(n8n, await publish(GO_ON), await publish(STOP));
	}

	private async listed(workflowId: string) {
		return (await this.n8n.listExecutions(workflowId)).map(({ id }) => id);
	}

	private async handOver(emails: string[], { id: workflowId, path }: Inviting): Promise<void> {
		const known = new Set(await this.listed(workflowId));
		const people = emails.map((email) => ({ ...PERSON, email }));
		const { code } = await call(`${this.n8n.url}/webhook/${path}`, { people });
		if (code !== 200) throw new Error(`n8n answered ${code} to people who are to be invited`);
		const id = await waitFor('The execution', async () =>
			(await this.listed(workflowId)).find((each) => !known.has(each)),
		);
		this.batches.push({ workflowId, emails, executions: [id] });
	}

	/** Hands over so many people that nobody has seen before; n8n has taken them then, not invited them. */
	async invite(count: number, goesOn: boolean): Promise<void> {
		const emails = Array.from({ length: count }, (_, index) => emailOf(this.people + index));
		this.people += count;
		await this.handOver(emails, goesOn ? this.goingOn : this.stopping);
	}

	/**
	 * "Retry" of all that was killed or has failed, as the documentation says: with On Error set to Continue. Gives how many
	 * there were.
	 */
	async retry(): Promise<number> {
		await this.n8n.updateWorkflow(this.stopping.id, withOnError(this.stopping, GO_ON));
		let retried = 0;
		for (const { executions } of this.batches) {
			const last = executions.at(-1) ?? '';
			const { status } = await this.n8n.waitForExecution(last);
			if (status === 'success') continue;
			const again = await this.n8n.retryExecution(last);
			executions.push(again);
			await this.n8n.waitForExecution(again);
			retried += 1;
		}
		return retried;
	}

	/** What n8n says of each person of a batch who could not be invited. */
	private async messagesFor({ emails, executions }: Batch): Promise<Map<string, string>> {
		const messages = new Map<string, string>();
		for (const id of executions) {
			const output = (await this.n8n.getExecution(id)).json(INVITE);
			for (const [index, { error }] of output.entries()) {
				if (error !== undefined) messages.set(emails[index] ?? '', String(error));
			}
		}
		return messages;
	}

	/** Invites in new executions whom n8n has named, and who are missing in the portal. Gives how many. */
	async inviteTheMissing(sandbox: Sandbox): Promise<number> {
		const invited = new Set(emailsOf(sandbox));
		const missing: string[] = [];
		for (const batch of this.batches) {
			const messages = await this.messagesFor(batch);
			missing.push(...batch.emails.filter((email) => messages.has(email) && !invited.has(email)));
		}
		if (missing.length > 0) await this.handOver(missing, this.goingOn);
		return missing.length;
	}

	/** What is wrong with the invitations, a line for each person. */
	async wrongs(sandbox: Sandbox): Promise<string[]> {
		const times = new Map<string, number>();
		for (const email of emailsOf(sandbox)) times.set(email, (times.get(email) ?? 0) + 1);
		const wrongs: string[] = [];
		for (const [email, count] of times) {
			if (count > 1) wrongs.push(`${email} was invited ${count} times`);
		}
		for (const batch of this.batches) {
			const messages = await this.messagesFor(batch);
			const executions = `execution ${batch.executions.join(', then ')}`;
			for (const email of batch.emails) {
				if (times.has(email)) continue;
				const message = messages.get(email);
				if (message === undefined) wrongs.push(`${email} was forgotten by ${executions}`);
				else if (WAS_CREATED.test(message))
					wrongs.push(`${email} is said to be invited: ${message}`);
				else wrongs.push(`${email} was not invited by ${executions}: ${message}`);
			}
		}
		return [...new Set(wrongs)];
	}

	/** How many people were handed over. */
	get count(): number {
		return this.people;
	}
}

function emailsOf({ created }: Sandbox): string[] {
	return created.map(({ fields }) => fields.email ?? '');
}
