import { DEFAULT_CONCURRENCY } from '../../../nodes/Identify/input/item';
import { PENDING_IDENT_ID } from '../../sandbox/constants';
import type { SandboxSettings } from '../../sandbox/settings';
import { byId, floor, httpRequest, identify } from '../contestants';
import type { Stage } from '../stage';
import { medianOf, ratioOf, valuesOf, worstOf } from '../statistics';
import type { Runs, Verdict, Workload } from '../workload';
import { itemContestants, ITEMS, TIMES, type ItemContestant } from './items';

const OURS = 'Identify';
const HTTP = 'HTTP Request';
const FLOOR = 'floor';

/** ident:get of the item's ident. */
export const GET_PARAMETERS = { ident_id: byId('={{ $json.id }}'), output: 'simplified' };

/** So many items of one ident. */
export function sameIdent(count: number): Array<{ id: string }> {
	return Array.from({ length: count }, () => ({ id: PENDING_IDENT_ID }));
}

/** ident:get in all three ways. */
function contestants(stage: Stage): Record<'ours' | 'http' | 'floor', ItemContestant> {
	const { credentialId, sandbox } = stage;
	const options = { concurrency: DEFAULT_CONCURRENCY };
	const url = `=${sandbox.url}/ident/get/{{ $json.id }}`;
	return {
		ours: { name: OURS, node: identify('ident', 'get', GET_PARAMETERS, credentialId) },
		http: { name: HTTP, node: httpRequest({ url }, credentialId) },
		floor: { name: FLOOR, node: floor({ ...GET_PARAMETERS, options }, credentialId) },
	};
}

const items = sameIdent(ITEMS);

const columns = [...TIMES, { figure: 'returned', title: 'returned' }];

function lost(runs: Runs): Verdict {
	const missing = valuesOf(runs, OURS, 'returned').map((returned) => ITEMS - returned);
	return { what: `${OURS}: results missing`, value: Math.max(...missing), limit: 0 };
}

function atLatency(latencyMs: number, judge: (runs: Runs) => Verdict[]): Workload {
	return {
		name: `get-${latencyMs}ms`,
		title: `${ITEMS} × ident:get, server latency ${latencyMs} ms`,
		columns,
		open: async (stage) => {
			const { ours, http, floor: least } = contestants(stage);
			const settings = { latencyMs };
			return await itemContestants(stage, { settings, items, contestants: [ours, http, least] });
		},
		judge: (runs) => [...judge(runs), lost(runs)],
	};
}

export const getAtOnce = atLatency(0, (runs) => [
	{ what: `${OURS} ÷ ${HTTP}`, value: ratioOf(runs, 'node', [OURS, HTTP]), limit: 0.45 },
	{ what: `${OURS} ÷ ${FLOOR}`, value: ratioOf(runs, 'node', [OURS, FLOOR]), limit: 1.15 },
]);

export const getWithLatency = atLatency(50, (runs) => [
	{ what: `${OURS} ÷ ${HTTP}`, value: ratioOf(runs, 'node', [OURS, HTTP]) },
	{ what: `${OURS} ÷ ${FLOOR}`, value: ratioOf(runs, 'node', [OURS, FLOOR]), limit: 1.15 },
]);

const TEN_TIMES = 10 * ITEMS;

/** Whether the time of a run grows with its items, and no faster. */
export const tenfold: Workload = {
	name: 'get-10000',
	title: `${ITEMS} and ${TEN_TIMES} × ident:get, server latency 0 ms`,
	columns,
	open: async (stage) => {
		const { node } = contestants(stage).ours;
		return await itemContestants(stage, {
			settings: { latencyMs: 0 },
			items,
			contestants: [
				{ name: `${ITEMS}`, node },
				{ name: `${TEN_TIMES}`, node, items: sameIdent(TEN_TIMES) },
			],
		});
	},
	judge: (runs) => [
		{
			what: `${TEN_TIMES} ÷ ${ITEMS}`,
			value: ratioOf(runs, 'node', [`${TEN_TIMES}`, `${ITEMS}`]),
			limit: 10,
		},
	],
};

const USES_PER_TOKEN = 300;

/** The token that the run begins with has been used once. */
const EXPIRIES = Math.floor(ITEMS / USES_PER_TOKEN);

function expiring(name: string, title: string, more: Partial<SandboxSettings>): Workload {
	return {
		name,
		title: `${ITEMS} × ident:get, ${title} ${USES_PER_TOKEN} uses (${EXPIRIES} times)`,
		columns: [...columns, { figure: 'auth', title: 'POST /auth', worst: true }],
		open: async (stage) => {
			const { ours, http } = contestants(stage);
			const settings = { maxUsesPerToken: USES_PER_TOKEN, ...more };
			// Told what happens, not how fast: n8n's node is measured once.
			const others = [{ ...http, once: true }];
			return await itemContestants(stage, { settings, items, contestants: [ours, ...others] });
		},
		judge: (runs) => [
			{ what: `${OURS}: POST /auth`, value: worstOf(runs, OURS, 'auth'), limit: EXPIRIES },
			{ what: `${HTTP}: POST /auth`, value: medianOf(runs, HTTP, 'auth') },
			lost(runs),
		],
	};
}

export const expiry = expiring('expiry', 'the token expires after', {});

export const expiryInBody = expiring('expiry-in-body', 'as 401 inside a 200 after', {
	unauthorizedForm: 'body',
});
