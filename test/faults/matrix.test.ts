import { LoggerProxy } from 'n8n-workflow';
import { useBench, withoutBackoff } from '../engine/support';
import { expectedOf, runCell } from './cell';
import { allCells, type Cell } from './matrix';
import { chosenCells, isFull } from './selection';
import { report, Totals } from './totals';

jest.setTimeout(120_000);

const bench = useBench({ fileBytes: { pdf: 8192, recording: 1024, screenshot: 1024 } });
withoutBackoff();

/** Whatever is logged while a cell runs. */
const log: unknown[] = [];
const keep = (...parts: unknown[]) => void log.push(parts);

beforeEach(() => {
	log.length = 0;
	LoggerProxy.init({ debug: keep, info: keep, warn: keep, error: keep });
	for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
		jest.spyOn(console, method).mockImplementation(keep);
	}
});

const { cells, impossible } = allCells();
const chosen = chosenCells(cells);
const totals = new Totals();
afterAll(() => report(totals, { all: cells.length, impossible: impossible.length, isFull }));

const nameOf = (cell: Cell) => {
	const { outcome, tries } = expectedOf(cell);
	return `${cell.fault.name}, ${cell.moment}, ${cell.strikes}: ${outcome} after ${tries}`;
};

const names = [...new Set(chosen.map(({ target }) => target.name))];

describe.each(names)('%s', (name) => {
	const row = chosen.filter(({ target }) => target.name === name);

	test.each(row.map((cell) => [nameOf(cell), cell] as const))('%s', async (_name, cell) => {
		const verdict = await runCell(bench(), cell, log);
		totals.add(verdict);
		expect(verdict).toEqual({
			...expectedOf(cell),
			duplicates: 0,
			lost: 0,
			wrongFailed: 0,
			secrets: [],
			problems: [],
		});
		expect(log.length).toBeGreaterThan(0);
	});
});
