import { invitingNodes } from '../e2e/invitingNodes';
import { credentialFor } from '../e2e/triggerSupport';
import type { Sandbox } from '../sandbox';
import { emailOf, PERSON } from '../support/person';
import type { Cluster } from './cluster';
import { QueuedWorkflow } from './queuedWorkflow';

/** The people of one call: `count` of them from number `from` on. */
export interface Batch {
	from: number;
	count: number;
}

export const emailsOf = ({ from, count }: Batch) =>
	Array.from({ length: count }, (_value, index) => emailOf(from + index)).sort();

/** A published workflow that invites the people of each call to its URL. */
export class Invitations {
	private constructor(
		private readonly sandbox: Sandbox,
		private readonly workflow: QueuedWorkflow,
	) {}

	static async publish(cluster: Cluster, sandbox: Sandbox): Promise<Invitations> {
		const credentialId = await credentialFor(cluster.main, sandbox);
		// What is said of each person shall be seen, not only of the first.
		const nodes = invitingNodes(credentialId, 'continueRegularOutput');
		return new Invitations(sandbox, await QueuedWorkflow.publish(cluster, nodes));
	}

	/** Hands a batch to a webhook processor. Gives the execution's ID, as soon as it is listed. */
	async invite(batch: Batch, webhook = 0): Promise<string> {
		const people = emailsOf(batch).map((email) => ({ ...PERSON, email }));
		return await this.workflow.begin({ people }, webhook);
	}

	/** Resolves when the sandbox has made so many idents since it was reset. */
	async untilCreated(count: number) {
		await this.sandbox.waitForRequest(() => this.sandbox.created.length >= count, 60_000);
	}

	/** Everyone the sandbox's idents belong to, sorted. */
	get invited() {
		return this.sandbox.created.map(({ fields }) => fields.email ?? '').sort();
	}

	/** Who has more than one ident. */
	get twice(): string[] {
		const { invited } = this;
		return [...new Set(invited.filter((email, index) => invited.indexOf(email) !== index))];
	}
}
