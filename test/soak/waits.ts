import { AFTER, startInProduction, WAIT, type Answer, type Waiting } from '../e2e/waitSupport';
import type { N8nServer } from '../support/n8nServer';

interface Wait {
	waiting: Waiting;
	idents: string[];
	isOver: boolean;
}

const isResumed = ({ body }: Answer) => JSON.stringify(body).includes('resumed');

/** Executions that wait for idents, and somebody who calls them. */
export class Waits {
	private readonly waits: Wait[] = [];

	constructor(
		private readonly n8n: N8nServer,
		private readonly credentialId: string,
	) {}

	/** Begins to wait, and sees the execution parked. */
	async park(idents: string[]): Promise<void> {
		const { credentialId } = this;
		const waiting = await startInProduction(this.n8n, { idents, credentialId });
		const { status } = await this.n8n.waitForExecution(waiting.id);
		if (status !== 'waiting') throw new Error(`Execution ${waiting.id} is ${status}, not parked`);
		this.waits.push({ waiting, idents, isOver: false });
	}

	private get parked(): Wait[] {
		return this.waits.filter(({ isOver }) => !isOver);
	}

	/** The idents that somebody waits for. */
	get idents(): string[] {
		return this.parked.flatMap(({ idents }) => idents);
	}

	/** Calls all that are parked. Whoever is told to come again later does. */
	async ring(): Promise<void> {
		for (const wait of this.parked) {
			if (!isResumed(await wait.waiting.wake())) continue;
			wait.isOver = true;
			await this.n8n.waitForExecution(wait.waiting.id);
		}
	}

	/** What is wrong with the waits, a line for each. */
	async wrongs(): Promise<string[]> {
		const wrongs: string[] = [];
		for (const { waiting, idents, isOver } of this.waits) {
			const name = `The wait of execution ${waiting.id} for ${idents.join(', ')}`;
			if (!isOver) {
				wrongs.push(`${name} did not end though all are final`);
				continue;
			}
			const execution = await this.n8n.getExecution(waiting.id);
			const ended = execution.json(WAIT).map(({ ident_id: id, final }) => `${id} ${final}`);
			const wanted = idents.map((id) => `${id} true`);
			if (String(ended) !== String(wanted)) wrongs.push(`${name} gave ${ended.join(', ')}`);
			const times = execution.runsOf(AFTER).length;
			if (times !== 1) wrongs.push(`${name} went on ${times} times`);
		}
		return wrongs;
	}

	get count(): number {
		return this.waits.length;
	}
}
