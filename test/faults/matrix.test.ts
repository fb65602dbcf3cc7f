import { useBench, withoutBackoff } from '../engine/support';
import { expectedOf, runExperiment, sandboxSetting } from './cell';
import { allCells, type Cell } from './matrix';
import { NO_HARM, useLog } from './observing';
import { chosenCells, isFull } from './selection';
import { report, Totals } from './totals';

jest.setTimeout(120_000);

const bench = useBench({ fileBytes: { pdf: 8192, recording: 1024, screenshot: 1024 } });
withoutBackoff();
const log = useLog();

const { cells, impossible } = allCells();
const chosen = chosenCells(cells);
const totals = new Totals('fault matrix');
afterAll(() => report(totals, { all: cells.length, impossible: impossible.length, isFull }));

const nameOf = (cell: Cell) => {
	const { outcome, tries } = expectedOf(cell);
	return `${cell.fault.name}, ${cell.moment}, ${cell.strikes}: ${outcome} after ${tries}`;
};

const names = [...new Set(chosen.map(({ target }) => target.name))];

describe.each(names)('%s', (name) => {
	const row = chosen.filter(({ target }) => target.name === name);

	test.each(row.map((cell) => [nameOf(cell), cell] as const))('%s', async (_name, cell) => {
		const verdict = await runExperiment(bench(), cell, sandboxSetting(bench()), log);
		totals.add(verdict);
		expect(verdict).toEqual({ ...expectedOf(cell), ...NO_HARM });
		expect(log.length).toBeGreaterThan(0);
	});
});
