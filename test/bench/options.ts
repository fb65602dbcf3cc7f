import { parseArgs } from 'node:util';

export interface BenchOptions {
	/** How often each contestant is measured. */
	runs: number;
	/** The workloads to measure. */
	only: ReadonlySet<string>;
}

const USAGE = `npm run bench -- [--runs 5] [--only <workload>[,<workload>…]]`;

/** What cannot be run; its message says it all. */
export class UsageError extends Error {}

/** @throws UsageError naming what can be given */
export function readOptions(workloads: readonly string[], args?: string[]): BenchOptions {
	const { values } = parseArgs({
		...(args && { args }),
		options: {
			runs: { type: 'string', default: '5' },
			only: { type: 'string', multiple: true, default: [] },
		},
	});
	const runs = Number(values.runs);
	if (!Number.isInteger(runs) || runs < 1) {
		throw new UsageError(`--runs must be a whole number, not "${values.runs}".\n${USAGE}`);
	}
	const named = values.only.flatMap((names) => names.split(','));
	const unknown = named.filter((name) => !workloads.includes(name));
	if (unknown.length > 0) {
		const known = workloads.join(', ');
		throw new UsageError(
			`No workload is called ${unknown.join(', ')}; there are ${known}.\n${USAGE}`,
		);
	}
	return { runs, only: new Set(named.length > 0 ? named : workloads) };
}
