import type { IDataObject } from 'n8n-workflow';
import { FROM_ITEM, PERSON_SENT } from '../../support/person';
import { byId, httpRequest, identify } from '../contestants';
import type { Stage } from '../stage';
import { medianOf, ratioOf, valuesOf, worstOf } from '../statistics';
import type { Runs, Verdict, Workload } from '../workload';
import { itemContestants, ITEMS, TIMES, type ItemContestant } from './items';

const OURS = 'Identify';
const WIDE_CONCURRENCY = 30;
const OURS_WIDE = `Identify, concurrency ${WIDE_CONCURRENCY}`;
const HTTP = 'HTTP Request';
const HTTP_RETRY = 'HTTP Request, Retry On Fail';

const items: IDataObject[] = Array.from({ length: ITEMS }, (_, index) => ({
	// As Identify takes it, so that the HTTP Request node has nothing to prepare.
	...PERSON_SENT,
	custom_id: `item ${index}`,
}));

/** ident:create of the item's person. */
export function createNode(credentialId: string, options: IDataObject = {}) {
	const parameters: IDataObject = {
		...FROM_ITEM,
		project_id: byId('={{ $json.project_id }}'),
		additionalFields: {},
		idDocument: {},
		customFields: { custom_id: '={{ $json.custom_id }}' },
		pdfSource: 'none',
		options,
	};
	return identify('ident', 'create', parameters, credentialId);
}

function http({ credentialId, sandbox }: Stage, more: IDataObject = {}) {
	const parameters = {
		method: 'POST',
		url: `${sandbox.url}/ident/create`,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ $json }}',
	};
	return httpRequest(parameters, credentialId, more);
}

/** What the sandbox says was created: how many idents, and how many items have more than one. */
async function record({ sandbox }: Stage): Promise<Record<string, number>> {
	const created = await sandbox.created();
	const people = new Set(created.map(({ fields }) => fields.custom_id));
	const refused = await sandbox.answered(429);
	return { created: created.length, twice: created.length - people.size, refused };
}

const columns = [
	...TIMES,
	{ figure: 'created', title: 'idents' },
	{ figure: 'twice', title: 'too many', worst: true },
	{ figure: 'returned', title: 'returned' },
];

/** Every item has one ident and one result. */
function exactlyOnce(runs: Runs, name: string): Verdict[] {
	const short = (figure: string) =>
		Math.max(...valuesOf(runs, name, figure).map((value) => Math.abs(ITEMS - value)));
	return [
		{ what: `${name}: idents missing or too many`, value: short('created'), limit: 0 },
		{ what: `${name}: items with two idents`, value: worstOf(runs, name, 'twice'), limit: 0 },
		{ what: `${name}: results missing`, value: short('returned'), limit: 0 },
	];
}

const LATENCY_MS = 50;

export const create: Workload = {
	name: 'create-50ms',
	title: `${ITEMS} × ident:create, server latency ${LATENCY_MS} ms`,
	columns,
	open: async (stage) => {
		const contestants: ItemContestant[] = [
			{ name: OURS, node: createNode(stage.credentialId) },
			{ name: HTTP, node: http(stage) },
		];
		const settings = { latencyMs: LATENCY_MS };
		return await itemContestants(stage, { settings, items, contestants, record });
	},
	judge: (runs) => [
		{ what: `${OURS} ÷ ${HTTP}`, value: ratioOf(runs, 'node', [OURS, HTTP]) },
		...exactlyOnce(runs, OURS),
	],
};

const IN_FLIGHT = 10;
const IDEAL_MS = (ITEMS * LATENCY_MS) / IN_FLIGHT;

export const throttled: Workload = {
	name: 'create-429',
	title: `${ITEMS} × ident:create, ${LATENCY_MS} ms, 429 beyond ${IN_FLIGHT} in flight (ideal ${IDEAL_MS} ms)`,
	columns: [...columns, { figure: 'refused', title: '429s' }],
	open: async (stage) => {
		const { credentialId } = stage;
		const retries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1000 };
		const contestants: ItemContestant[] = [
			{ name: OURS, node: createNode(credentialId) },
			{ name: OURS_WIDE, node: createNode(credentialId, { concurrency: WIDE_CONCURRENCY }) },
			{ name: HTTP, node: http(stage), once: true },
			{ name: HTTP_RETRY, node: http(stage, retries), once: true },
		];
		const settings = { latencyMs: LATENCY_MS, maxInFlight: IN_FLIGHT };
		return await itemContestants(stage, { settings, items, contestants, record });
	},
	judge: (runs) =>
		[OURS, OURS_WIDE].flatMap((name) => [
			{ what: `${name} ÷ ideal`, value: medianOf(runs, name, 'node') / IDEAL_MS, limit: 1.3 },
			...exactlyOnce(runs, name),
		]),
};
