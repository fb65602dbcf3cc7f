import type { FrontCell } from './frontCell';
import type { Cell } from './matrix';

/** `npm run faults` runs all cells, `npm test` a part of them. */
export const isFull = process.env.npm_lifecycle_event === 'faults';

/** Every so many of the cells that are not always run; shares no divisor with what they vary by. */
const SAMPLE = 13;

/** Kinds of requests that do harm when they are sent twice. */
function isDelicate({ target, strikes }: Cell): boolean {
	return target.name === 'ident:create' && strikes !== 'always';
}

/** The cells of this run. */
export function chosenCells(cells: readonly Cell[]): Cell[] {
	if (isFull) return [...cells];
	const seen = new Set<string>();
	return cells.filter((cell, index) => {
		const isFirst = !seen.has(cell.fault.name);
		seen.add(cell.fault.name);
		// Waiting as Retry-After demands takes a second each time: once is enough here.
		if (cell.fault.name.startsWith('429 with Retry-After')) return isFirst;
		return isFirst || isDelicate(cell) || index % SAMPLE === 0;
	});
}

/** The same for connections that break; of the older TLS a few. */
export function chosenFrontCells(cells: readonly FrontCell[], tls: string): FrontCell[] {
	if (isFull) return [...cells];
	return cells.filter(({ target, strikes }, index) => {
		const isCreate = target.name === 'ident:create' && strikes === 'once';
		return (isCreate && tls === 'TLSv1.3') || index % SAMPLE === 0;
	});
}
