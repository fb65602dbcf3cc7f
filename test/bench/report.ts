import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { locateRuntime, projectRoot } from '../support/places';
import { medianOf, worstOf } from './statistics';
import type { Verdict, WorkloadResult } from './workload';

/** Where and when the figures were measured. */
export interface Circumstances {
	date: string;
	system: string;
	processors: string;
	memoryGb: number;
	n8n: string;
	node: string;
	/** Processes that wanted to run in the minute before; the benchmark wants it near 0. */
	loadBefore: number;
}

export function circumstances(node: string): Circumstances {
	const all = cpus();
	return {
		date: new Date().toISOString(),
		system: `${platform()} ${release()}`,
		processors: `${all.length} × ${all[0]?.model.trim()}`,
		memoryGb: Math.round(totalmem() / 1e9),
		n8n: locateRuntime().version,
		node,
		loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
	};
}

function shown(value: number): string {
	if (Number.isNaN(value)) return '–';
	return Math.abs(value) >= 10 || Number.isInteger(value)
		? Math.round(value).toLocaleString('en')
		: value.toFixed(2);
}

/** Lines with the first column on the left and all others on the right. */
function aligned(rows: readonly string[][]): string[] {
	const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
	return rows.map((row) =>
		row
			.map((cell, column) =>
				column === 0 ? cell.padEnd(width(column)) : cell.padStart(width(column)),
			)
			.join('  '),
	);
}

/** Whether a verdict is as wanted; one without a limit always is. */
export function isMet({ value, limit, atLeast }: Verdict): boolean {
	if (limit === undefined) return true;
	return atLeast ? value >= limit : value <= limit;
}

function verdictLine(verdict: Verdict): string {
	const { what, value, limit, atLeast } = verdict;
	const wanted =
		limit === undefined
			? ''
			: ` (${atLeast ? 'at least' : 'at most'} ${limit}: ${isMet(verdict) ? 'met' : 'NOT MET'})`;
	return `  ${what}: ${shown(value)}${wanted}`;
}

/** One workload as a table, with what follows from it. */
export function tableOf({ workload, rounds, runs, verdicts }: WorkloadResult): string {
	const { title, columns } = workload;
	const head = ['', ...columns.map((column) => column.title)];
	const body = Object.keys(runs).map((name) => [
		name,
		...columns.map(({ figure, worst }) =>
			shown(worst ? worstOf(runs, name, figure) : medianOf(runs, name, figure)),
		),
	]);
	const notes = Object.entries(runs).flatMap(([name, all]) =>
		[...new Set(all.flatMap(({ note }) => note ?? []))].map((note) => `  ${name} ended: ${note}`),
	);
	const lines = aligned([head, ...body]).map((line) => `  ${line}`);
	const heading = `${title} (medians of ${rounds} alternating runs)`;
	return [heading, ...lines, ...notes, ...verdicts.map(verdictLine), ''].join('\n');
}

/** What every comparison came to, as one line of JSON. */
export function summaryOf(where: Circumstances, results: readonly WorkloadResult[]): string {
	const comparisons = results.map(({ workload, verdicts }) => [
		workload.name,
		Object.fromEntries(
			verdicts.map((verdict) => [
				verdict.what,
				{ value: verdict.value, limit: verdict.limit, met: isMet(verdict) },
			]),
		),
	]);
	return JSON.stringify({ ...where, comparisons: Object.fromEntries(comparisons) });
}

/** Writes every single figure to `.dev/bench/`. Gives the file's path in the checkout. */
export function writeReport(where: Circumstances, results: readonly WorkloadResult[]): string {
	const folder = join('.dev', 'bench');
	const file = join(folder, `${where.date.replace(/\.\d+Z$/, 'Z').replaceAll(':', '-')}.json`);
	const workloads = results.map(({ workload: { name, title }, rounds, runs, verdicts }) => ({
		name,
		title,
		rounds,
		runs,
		verdicts: verdicts.map((verdict) => ({ ...verdict, met: isMet(verdict) })),
	}));
	mkdirSync(join(projectRoot, folder), { recursive: true });
	const content = JSON.stringify({ ...where, workloads }, null, '\t');
	writeFileSync(join(projectRoot, file), `${content}\n`);
	return file;
}
