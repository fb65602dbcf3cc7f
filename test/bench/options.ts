import { parseArgs } from 'node:util';

export interface BenchOptions {
	/** How often each contestant is measured; by default as often as the workload wants. */
	runs: number | undefined;
	/** The workloads to measure. */
	only: ReadonlySet<string>;
	/** How many items the large runs have. */
	items: number;
}

/** What there is to measure. */
interface Choice {
	name: string;
	onlyByName?: boolean;
}

const USAGE = `npm run bench -- [--runs 5] [--only <workload>[,<workload>…]] [--items 100000]`;

/** What cannot be run; its message says it all. */
export class UsageError extends Error {}

function readCount(name: string, text: string): number {
	const count = Number(text);
	if (Number.isInteger(count) && count >= 1) return count;
	throw new UsageError(`--${name} must be a whole number, not "${text}".\n${USAGE}`);
}

/**
 * The workloads of a name: the one that has it, or those that begin with it, e.g. `scale-creates`
 * and others for `scale`.
 */
function named(name: string, workloads: readonly Choice[]): string[] {
	const found = workloads.filter(
		(workload) => workload.name === name || workload.name.startsWith(`${name}-`),
	);
	if (found.length > 0) return found.map((workload) => workload.name);
	const known = workloads.map((workload) => workload.name).join(', ');
	throw new UsageError(`No workload is called ${name}; there are ${known}.\n${USAGE}`);
}

/** @throws UsageError naming what can be given */
export function readOptions(workloads: readonly Choice[], args?: string[]): BenchOptions {
	const { values } = parseArgs({
		...(args && { args }),
		options: {
			runs: { type: 'string' },
			only: { type: 'string', multiple: true, default: [] },
			items: { type: 'string', default: '100000' },
		},
	});
	const names = values.only.flatMap((list) => list.split(','));
	const unasked = workloads.filter(({ onlyByName }) => !onlyByName).map(({ name }) => name);
	const only = names.length > 0 ? names.flatMap((name) => named(name, workloads)) : unasked;
	return {
		runs: values.runs === undefined ? undefined : readCount('runs', values.runs),
		only: new Set(only),
		items: readCount('items', values.items),
	};
}
