import type { Sandbox } from '../sandbox';
import { credentialFor } from '../e2e/triggerSupport';
import type { N8nServer } from '../support/n8nServer';
import { waitFor } from '../support/waiting';
import { Batches } from './batches';
import { Changes } from './changes';
import { FollowUp } from './followUp';
import type { Step } from './script';
import { Waits } from './waits';

const IDENTS = 80;

const STEP_MS = 5 * 60_000;

/** One n8n and one Identify, and all that goes on between them. */
export class Soak {
	private constructor(
		private readonly n8n: N8nServer,
		private readonly sandbox: Sandbox,
		private readonly batches: Batches,
		private readonly changes: Changes,
		private readonly followUp: FollowUp,
		private readonly waits: Waits,
	) {}

	static async begin(n8n: N8nServer, sandbox: Sandbox): Promise<Soak> {
		const credentialId = await credentialFor(n8n, sandbox);
		const changes = new Changes(sandbox, IDENTS);
		const followUp = await FollowUp.publish(n8n, credentialId, changes.idents);
		sandbox.webhooks.register(followUp.url);
		const batches = await Batches.publish(n8n, credentialId);
		return new Soak(n8n, sandbox, batches, changes, followUp, new Waits(n8n, credentialId));
	}

	/** Lets five minutes pass, with all that happens in them. */
	async play(step: Step): Promise<void> {
		const { n8n, sandbox, batches, changes, waits } = this;
		sandbox.clock.advance(STEP_MS);
		if (step.expiresTokens) sandbox.expireTokens();
		// Where Identify is down to begin with, nothing is parked: the node fails, and says so.
		if (step.parks > 0) await waits.park(changes.openFrom(step.changes[0]?.ident ?? 0, step.parks));
		for (const fault of step.faults) sandbox.faults.add(fault);
		const before = sandbox.created.length;
		if (step.people > 0) await batches.invite(step.people, step.goesOn);
		for (const change of step.changes) await changes.begin(change);
		if (step.bringsLate) changes.bringLate();
		if (step.replays > 0) changes.replay(step.replays);
		if (step.ending) {
			const wanted = before + step.endsAfter;
			await this.untilCreated(wanted);
			if (step.ending === 'SIGKILL') await n8n.kill();
			await n8n.restart();
		} else if (step.rings) {
			await waits.ring();
		}
		await changes.settled();
		await this.settled();
		sandbox.faults.clear();
	}

	/**
	 * Waits for so many idents; for fewer where nobody is invited any more, since the workflow has stopped at an error.
	 * Until nothing is left to do then: between Remove Duplicates and the next node, a kill costs an event.
	 */
	private async untilCreated(count: number): Promise<void> {
		await waitFor(
			`${count} idents`,
			async () => {
				if (this.sandbox.created.length >= count) return true;
				return await this.isIdle();
			},
			{ interval: 2 },
		);
	}

	/** Resolves when n8n has nothing to do; parked executions stay parked. */
	async settled(): Promise<void> {
		const isIdle = async () => await this.isIdle();
		await waitFor('The end of all executions', isIdle, { timeout: 60_000 });
	}

	private async isIdle(): Promise<true | undefined> {
		return (await this.n8n.executionsThatAre('new', 'running')).length === 0 || undefined;
	}

	/** What people do when all is over: Retry, look who is missing, wake what is parked, let Get Changes catch up. */
	async end(): Promise<void> {
		const { sandbox, batches, changes, waits } = this;
		await batches.retry();
		await batches.inviteTheMissing(sandbox);
		await changes.end(waits.idents);
		await this.settled();
		await waits.ring();
		await this.followUp.end(changes);
	}

	/** Whatever is wrong in the end, a line for each person, event and execution. */
	async wrongs(): Promise<string[]> {
		const { n8n, sandbox } = this;
		await this.settled().catch(() => undefined);
		const left = await n8n.executionsThatAre('new', 'running', 'waiting', 'unknown');
		return [
			...(await this.batches.wrongs(sandbox)),
			...(await this.followUp.wrongs(this.changes)),
			...(await this.waits.wrongs()),
			...left.map(
				({ id, workflowId, status }) =>
					`Execution ${id} of workflow ${workflowId} is still ${status}`,
			),
		];
	}

	get figures(): string {
		return `${this.batches.count} people, ${this.followUp.figures}, ${this.waits.count} waits`;
	}
}
