import { useBench, withoutBackoff } from '../engine/support';
import { ClientSocket } from '../support/clientSocket';
import { trustAuthority, TRUSTED } from '../support/authority';
import { expectedOf, runExperiment } from './cell';
import { FrontBench, frontCells, type FrontCell } from './frontCell';
import { NO_HARM, useLog } from './observing';
import { chosenFrontCells, isFull } from './selection';
import { report, Totals } from './totals';

jest.setTimeout(60_000);

const cells = frontCells();
const VERSIONS = ['TLSv1.3', 'TLSv1.2'] as const;
const totals = new Totals('broken TLS');
afterAll(() => report(totals, { all: cells.length * VERSIONS.length, impossible: 0, isFull }));

const nameOf = (cell: FrontCell) => {
	const { outcome, tries } = expectedOf(cell);
	return `${cell.target.name}: ${cell.row.name}, ${cell.strikes}: ${outcome} after ${tries}`;
};

describe.each(VERSIONS)('%s', (maxVersion) => {
	const bench = useBench({ tls: { ...TRUSTED, maxVersion } });
	const log = useLog();
	withoutBackoff();
	let front: FrontBench;
	let socket: ClientSocket;
	let distrust: () => void;
	beforeAll(async () => {
		distrust = trustAuthority();
		socket = new ClientSocket();
		front = await FrontBench.open(bench(), socket);
	});
	afterAll(async () => {
		await front.close();
		socket.forget();
		distrust();
	});

	const chosen = chosenFrontCells(cells, maxVersion);
	test.each(chosen.map((cell) => [nameOf(cell), cell] as const))('%s', async (_name, cell) => {
		const verdict = await runExperiment(bench(), cell, front, log);
		totals.add(verdict);
		expect(verdict).toEqual({ ...expectedOf(cell), ...NO_HARM });
	});
});
