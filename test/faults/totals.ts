import type { Verdict } from './cell';

/** What all cells of a run add up to. */
export class Totals {
	readonly started = performance.now();
	cells = 0;
	duplicates = 0;
	lost = 0;
	wrongFailed = 0;
	wrongUnsent = 0;
	secrets = 0;

	constructor(readonly title: string) {}

	add(verdict: Verdict): void {
		this.cells += 1;
		this.duplicates += verdict.duplicates;
		this.lost += verdict.lost;
		this.wrongFailed += verdict.wrongFailed;
		this.wrongUnsent += verdict.wrongUnsent;
		this.secrets += verdict.secrets.length;
	}
}

interface Scope {
	all: number;
	impossible: number;
	isFull: boolean;
}

/** Prints the totals below Jest's own words. */
export function report(totals: Totals, { all, impossible, isFull }: Scope): void {
	const { title, cells, duplicates, lost, wrongFailed, wrongUnsent, secrets, started } = totals;
	const seconds = Math.round((performance.now() - started) / 1000);
	const scope = isFull ? 'full' : `shortened from ${all}; npm run faults runs all`;
	process.stderr.write(
		`${title}: ${cells} cells (${scope}; ${impossible} combinations mean nothing), ` +
			`duplicates ${duplicates}, lost results ${lost}, wrong "failed" ${wrongFailed}, ` +
			`wrong "nothing was sent" ${wrongUnsent}, secrets ${secrets} (${seconds} s)\n`,
	);
}
