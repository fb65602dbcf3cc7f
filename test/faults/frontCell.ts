import { credentialFor, type Bench } from '../engine/support';
import { Front } from '../sandbox/fronts/front';
import type { ClientSocket } from '../support/clientSocket';
import { RULES } from './expectations';
import { FRONT_ROWS, type FrontRow } from './fronts';
import type { Experiment } from './cell';
import { FIRST_CREATE, ITEMS, TARGETS } from './targets';

/** Requests that pass the front, one of each kind that is told apart by what it changes. */
const NAMES = [
	'ident:create',
	FIRST_CREATE,
	'ident:setAppointment',
	'POST /auth before ident:create',
	'ident:get',
];

export interface FrontCell extends Experiment {
	row: FrontRow;
}

export function frontCells(): FrontCell[] {
	return TARGETS.filter(({ name }) => NAMES.includes(name)).flatMap((target) =>
		FRONT_ROWS.flatMap((row) => {
			const { timeout } = row;
			// POST /auth has a timeout of its own, too long for a test.
			if (timeout !== undefined && target.class === 'refresh') return [];
			return (['once', 'always'] as const).map((strikes) => {
				const expected = RULES[target.class][row.symptom][strikes];
				if (!expected) throw new Error(`Nothing is expected of ${target.name} × ${row.name}`);
				return { target, row, strikes, expected, timeout };
			});
		}),
	);
}

/** Which of the connections carry the struck requests: the first of a run fetches the token. */
function connectionsOf({ target }: FrontCell, requests: readonly number[]): number[] {
	const before = target.class === 'refresh' ? 0 : 1;
	return requests.map((nth) => nth + before);
}

/** Holds the nth request, and breaks its connection when the moment has come. */
async function breakRequest(
	{ sandbox }: Bench,
	{ row, target }: FrontCell,
	nth: number,
	act: () => void,
): Promise<void> {
	const { method, path } = target;
	const moment = row.when === 'arrives' ? 'beforeRead' : 'afterCarriedOut';
	sandbox.faults.add({ kind: 'hang', moment, match: { method, path, nth } });
	await sandbox.waitForRequest((entry) => {
		const isNth = sandbox.requests.to(method, path)[nth - 1] === entry;
		return isNth && (row.when === 'arrives' || entry.carriedOut);
	});
	act();
}

/** A front before the sandbox, through which the node is sent. */
export class FrontBench {
	private constructor(
		readonly bench: Bench,
		private readonly front: Front,
		private readonly socket: ClientSocket,
	) {}

	static async open(bench: Bench, socket: ClientSocket): Promise<FrontBench> {
		return new FrontBench(bench, await Front.open(bench.sandbox.port), socket);
	}

	/** Sends the node through the front, which breaks the connections of some requests. */
	strike(cell: FrontCell, requests: readonly number[]): void {
		const { bench, front } = this;
		front.reset();
		const gatewayHost = `https://127.0.0.1:${front.port}`;
		bench.credential = credentialFor(bench.sandbox, { gatewayHost });
		const { when, how } = cell.row;
		if (when !== 'arrives' && when !== 'carriedOut') {
			if (typeof how !== 'string') throw new Error('There is no connection yet.');
			front.strike({ moment: when, how, nth: connectionsOf(cell, requests) });
			return;
		}
		const act = () => (typeof how === 'string' ? front.breakNow(how) : this.socket.fail(how));
		for (const nth of requests) void breakRequest(bench, cell, nth, act);
	}

	/** Connections that the struck item cost. */
	tries({ target, expected }: FrontCell): number {
		const { connections } = this.front;
		// The token's, and those of the items before and after.
		if (target.class !== 'refresh') return connections - ITEMS;
		return expected.outcome === 'ok' ? connections - ITEMS : connections;
	}

	async close(): Promise<void> {
		await this.front.close();
	}
}
