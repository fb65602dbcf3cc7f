/** The wake-ups of one wait, until it parks again. */
interface Turn {
	/** Whether one of them resumes the execution, or nobody may any more. */
	isTaken: boolean;
	/** On the clock that was given, in ms. */
	keptUntil: number;
}

/** Longer than a wake-up may take, and than n8n takes to resume an execution. */
const KEPT_MS = 60_000;

/** When a wait may be woken once more, should n8n have failed to resume the execution. */
const RETRY_AFTER_MS = 10_000;

/** One call of the resume URL, from its arrival on. */
export interface WakeUp {
	/** Whether this one may resume the execution; the others may not from now on. */
	claim: () => boolean;
}

/**
 * Lets one of several simultaneous wake-ups resume an execution: n8n 1.x would run the next nodes
 * once for each of them.
 */
export class WakeUps {
	private readonly turns = new Map<string, Turn>();

	constructor(private readonly now: () => number = () => performance.now()) {}

	/** How many waits are remembered. */
	get size(): number {
		return this.turns.size;
	}

	/** Notes that a wait is called; `key` stands for the execution and its node. */
	arrive(key: string): WakeUp {
		const now = this.now();
		for (const [other, { keptUntil }] of this.turns) {
			if (keptUntil <= now) this.turns.delete(other);
		}
		const turn = this.turns.get(key) ?? { isTaken: false, keptUntil: 0 };
		if (!turn.isTaken) turn.keptUntil = now + KEPT_MS;
		this.turns.set(key, turn);
		return { claim: () => this.claim(turn) };
	}

	/** Notes that the wait begins anew: what has been called before is of the round before. */
	park(key: string): void {
		const turn = this.turns.get(key);
		if (turn) turn.isTaken = true;
		this.turns.delete(key);
	}

	private claim(turn: Turn): boolean {
		if (turn.isTaken) return false;
		turn.isTaken = true;
		turn.keptUntil = this.now() + RETRY_AFTER_MS;
		return true;
	}
}

/** The one of this process. */
export const wakeUps = new WakeUps();

/** Tells waits apart: a workflow may have several of these nodes. */
export function wakeUpKey(context: {
	getExecutionId: () => string;
	getNode: () => { id: string };
}): string {
	return `${context.getExecutionId()}/${context.getNode().id}`;
}
