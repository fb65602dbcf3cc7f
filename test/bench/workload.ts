import type { BenchOptions } from './options';
import type { Stage } from './stage';

/** What one run of a contestant came to, by column. */
export interface Run {
	figures: Readonly<Record<string, number>>;
	/** How it ended, where that was not a success. */
	note?: string;
}

export interface Contestant {
	name: string;
	/** Measured in the first round only: it shows what happens, not how long it takes. */
	once?: boolean | undefined;
	run: () => Promise<Run>;
}

export interface Column {
	/** The figure it shows: the median of all runs, or their maximum. */
	figure: string;
	title: string;
	worst?: boolean;
}

/** A contestant's runs, in the order of the rounds. */
export type Runs = Readonly<Record<string, readonly Run[]>>;

/** One comparison that the figures are for. */
export interface Verdict {
	what: string;
	value: number;
	/** The most, or with `atLeast` the least, that is wanted; without, it is only told. */
	limit?: number | undefined;
	atLeast?: boolean;
}

export interface Workload {
	name: string;
	title: string;
	/** Not measured unless `--only` names it: it takes long, or wants more than n8n. */
	onlyByName?: boolean;
	/** How often each contestant is measured, unless `--runs` says it. */
	rounds?: number;
	columns: readonly Column[];
	/** Gets ready and gives the contestants, in the order shown. */
	open: (stage: Stage, options: BenchOptions) => Promise<readonly Contestant[]>;
	judge: (runs: Runs) => readonly Verdict[];
}

export interface WorkloadResult {
	workload: Workload;
	rounds: number;
	runs: Runs;
	verdicts: readonly Verdict[];
}

const DEFAULT_ROUNDS = 5;

/** Measures all contestants side by side, another one first in every round. */
export async function measureWorkload(
	workload: Workload,
	stage: Stage,
	options: BenchOptions,
	say: (text: string) => void,
): Promise<WorkloadResult> {
	const rounds = options.runs ?? workload.rounds ?? DEFAULT_ROUNDS;
	const contestants = await workload.open(stage, options);
	const runs: Record<string, Run[]> = Object.fromEntries(contestants.map(({ name }) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		const present = contestants.filter(({ once }) => round === 0 || !once);
		const first = round % present.length;
		for (const { name, run } of [...present.slice(first), ...present.slice(0, first)]) {
			say(`${workload.name}, round ${round + 1} of ${rounds}: ${name}`);
			runs[name]?.push(await run());
		}
	}
	return { workload, rounds, runs, verdicts: workload.judge(runs) };
}
