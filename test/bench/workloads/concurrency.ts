import { DEFAULT_CONCURRENCY } from '../../../nodes/Identify/input/item';
import { identify } from '../contestants';
import { medianOf } from '../statistics';
import type { Verdict, Workload } from '../workload';
import { GET_PARAMETERS, sameIdent } from './get';
import { itemContestants, TIMES } from './items';

const ITEMS = 300;
const LATENCY_MS = 50;
const LEVELS = [1, 2, 5, DEFAULT_CONCURRENCY, 20, 50];

const nameOf = (level: number) => `${level} at once`;

/** What the default of Concurrency rests on (docs/sending.md, "Options"). */
export const concurrency: Workload = {
	name: 'concurrency',
	title: `${ITEMS} × ident:get by Concurrency, server latency ${LATENCY_MS} ms`,
	columns: TIMES,
	open: async (stage) => {
		const contestants = LEVELS.map((level) => ({
			name: nameOf(level),
			node: identify(
				'ident',
				'get',
				{ ...GET_PARAMETERS, options: { concurrency: level } },
				stage.credentialId,
			),
		}));
		const items = sameIdent(ITEMS);
		return await itemContestants(stage, {
			settings: { latencyMs: LATENCY_MS },
			items,
			contestants,
		});
	},
	judge: (runs) =>
		LEVELS.map((level): Verdict => {
			const node = medianOf(runs, nameOf(level), 'node');
			const busy = medianOf(runs, nameOf(level), 'processor') / node;
			return { what: `${nameOf(level)}: processors of n8n busy meanwhile`, value: busy };
		}),
};
