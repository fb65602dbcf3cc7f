import { byId, httpRequest, identify } from '../contestants';
import { idleMemory, withPeakMemory } from '../memory';
import type { BenchOptions } from '../options';
import { processorTime } from '../processorTime';
import { BATCH, bulkWorkflow, type Bulk } from '../scale/bulk';
import { Listener } from '../scale/listener';
import type { Stage } from '../stage';
import { ratioOf } from '../statistics';
import type { Contestant, Run, Runs, Verdict, Workload } from '../workload';

const OURS = 'Identify';
const HTTP = 'HTTP Request';

/** Enough for V8 to have seen the code, and for the token to be there. */
const WARM_UP_ITEMS = 1000;

/** Begins the workflow once and waits for its end. Gives the seconds. */
async function execute({ n8n }: Stage, bulk: Bulk): Promise<number> {
	const { path, workflow } = bulkWorkflow(bulk);
	const listener = await Listener.publish(n8n, path, workflow);
	return await listener.post([n8n.url], [{}]);
}

/** In an n8n that has run nothing else: memory that it once took, it hardly gives back. */
async function measure(stage: Stage, bulk: Bulk): Promise<Run> {
	const { n8n, sandbox } = stage;
	await n8n.restart();
	await sandbox.renew({ trailingCommas: 'none' });
	await stage.refreshToken();
	await execute(stage, { ...bulk, items: WARM_UP_ITEMS });
	const idle = await idleMemory(n8n.pid);
	const answered = await sandbox.requestCount();
	const before = processorTime(n8n.pid);
	const { result, peak } = await withPeakMemory(n8n.pid, async () => await execute(stage, bulk));
	const per = (figure: number) => (figure * 1000) / bulk.items;
	return {
		figures: {
			items: bulk.items,
			seconds: result,
			each: per(result),
			processor: per((processorTime(n8n.pid) - before) / 1000),
			idle,
			above: peak - idle,
			memory: per(peak - idle),
			requests: (await sandbox.requestCount()) - answered,
		},
	};
}

interface Named extends Omit<Bulk, 'items'> {
	name: string;
	/** As a part of all items: the HTTP Request node would take too long for all of them. */
	part?: number;
}

/** What is compared with the HTTP Request node. */
const FIFTH = 0.2;

function nodes({ credentialId, sandbox }: Stage) {
	const url = `=${sandbox.url}/ident/get/{{ $json.id }}`;
	// As the HTTP Request node gives it: the memory is compared, too.
	const get = { ident_id: byId('={{ $json.id }}'), output: 'raw' };
	return {
		ours: identify('ident', 'get', get, credentialId),
		http: httpRequest({ url }, credentialId),
	};
}

function judge(runs: Runs): Verdict[] {
	const compare = (figure: string, what: string, [over, under]: [string, string]): Verdict => ({
		what: `${what}: ${over} ÷ ${under}`,
		value: ratioOf(runs, figure, [over, under]),
	});
	const ours = Object.keys(runs).filter((name) => name.startsWith(OURS));
	return ours.flatMap((name) => {
		const other = name.replace(OURS, HTTP);
		if (!(other in runs)) return [];
		return [
			compare('seconds', 'time', [name, other]),
			compare('processor', 'processor time', [name, other]),
			compare('above', 'memory', [name, other]),
		];
	});
}

function bulkOf(name: string, title: string, contestantsOf: (stage: Stage) => Named[]): Workload {
	return {
		name,
		title: `ident:get, ${title}, server latency 0 ms`,
		onlyByName: true,
		rounds: 1,
		columns: [
			{ figure: 'items', title: 'items' },
			{ figure: 'seconds', title: 's' },
			{ figure: 'each', title: 'ms each' },
			{ figure: 'processor', title: 'CPU ms each' },
			{ figure: 'idle', title: 'idle MB' },
			{ figure: 'above', title: 'most MB above' },
			{ figure: 'memory', title: 'kB each' },
			{ figure: 'requests', title: 'requests' },
		],
		open: async (stage: Stage, { items }: BenchOptions): Promise<Contestant[]> => {
			const all = contestantsOf(stage).map(({ name: contestant, part = 1, ...bulk }) => ({
				name: contestant,
				run: async () => await measure(stage, { ...bulk, items: Math.ceil(items * part) }),
			}));
			return await Promise.resolve(all);
		},
		judge,
	};
}

export const scaleItems = bulkOf('scale-items', 'all items in one run of the node', (stage) => {
	const { ours, http } = nodes(stage);
	return [
		{ name: `${OURS}, all`, contestant: ours, way: 'at once', saved: false },
		{ name: `${OURS}, a fifth`, contestant: ours, way: 'at once', saved: false, part: FIFTH },
		{ name: `${HTTP}, a fifth`, contestant: http, way: 'at once', saved: false, part: FIFTH },
	];
});

export const scaleBatches = bulkOf('scale-batches', `batches of ${BATCH} items`, (stage) => {
	const { ours, http } = nodes(stage);
	return [
		{ name: `${OURS}, loop`, contestant: ours, way: 'in a loop', saved: false },
		{ name: `${OURS}, loop, saved`, contestant: ours, way: 'in a loop', saved: true },
		{ name: `${OURS}, sub-workflows`, contestant: ours, way: 'in sub-workflows', saved: false },
		{
			name: `${OURS}, loop, a fifth`,
			contestant: ours,
			way: 'in a loop',
			saved: false,
			part: FIFTH,
		},
		{
			name: `${HTTP}, loop, a fifth`,
			contestant: http,
			way: 'in a loop',
			saved: false,
			part: FIFTH,
		},
	];
});
