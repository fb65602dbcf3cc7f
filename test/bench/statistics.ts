import type { Runs } from './workload';

/** NaN for no values. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** All values of a figure; a contestant that never had it has none. */
export function valuesOf(runs: Runs, contestant: string, figure: string): number[] {
	return (runs[contestant] ?? []).map(({ figures }) => figures[figure] ?? Number.NaN);
}

export function medianOf(runs: Runs, contestant: string, figure: string): number {
	return median(valuesOf(runs, contestant, figure));
}

export function worstOf(runs: Runs, contestant: string, figure: string): number {
	return Math.max(...valuesOf(runs, contestant, figure));
}

/** One median divided by another. */
export function ratioOf(runs: Runs, figure: string, [over, under]: [string, string]): number {
	return medianOf(runs, over, figure) / medianOf(runs, under, figure);
}
