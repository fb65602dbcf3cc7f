import { IDENTIFY, locator, node, type NodeJson } from './actionSupport';
import { EFFECT, oncePerEvent } from './onceWorkflow';
import { triggerWorkflow } from './triggerSupport';

const DATA_TABLE = 'n8n-nodes-base.dataTable';
const SCHEDULE = 'Every Five Seconds';
/** The node that looks for what no callback told. */
export const CHECK = 'Get Changes';

/** The nodes of the schedule, and the one that notes what has been told. */
function tableNodes(tableId: string): { get: NodeJson; note: NodeJson } {
	const dataTableId = locator(tableId);
	const get = node('Known Idents', DATA_TABLE, 1, {
		resource: 'row',
		operation: 'get',
		dataTableId,
		returnAll: true,
	});
	const note = node('Note Status', DATA_TABLE, 1, {
		resource: 'row',
		operation: 'upsert',
		dataTableId,
		matchType: 'allConditions',
		filters: {
			conditions: [{ keyName: 'ident_id', condition: 'eq', keyValue: '={{ $json.ident_id }}' }],
		},
		columns: {
			mappingMode: 'defineBelow',
			value: {
				ident_id: '={{ $json.ident_id }}',
				status_code: '={{ $json.expired ? "expired" : $json.status_code }}',
			},
			matchingColumns: [],
			schema: [],
		},
		options: {},
	});
	return { get, note };
}

const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });

/**
 * Identify Trigger and a schedule with Get Changes, both into one Remove Duplicates.
 *
 * @param isNoted - whether what was told is noted in the table, so that the check need not find it
 */
export function catchingUp(credentialId: string, tableId: string, isNoted: boolean) {
	const { workflow, path } = triggerWorkflow(credentialId, { then: oncePerEvent });
	const { get, note } = tableNodes(tableId);
	const schedule = node(SCHEDULE, 'n8n-nodes-base.scheduleTrigger', 1.2, {
		rule: { interval: [{ field: 'seconds', secondsInterval: 5 }] },
	});
	const identify = node(
		CHECK,
		IDENTIFY,
		1,
		{
			resource: 'ident',
			operation: 'getChanges',
			ident_id: locator('={{ $json.ident_id }}'),
			known_status_code: '={{ $json.status_code }}',
			options: { concurrency: 20 },
		},
		{ credentials: { identifyApi: { id: credentialId, name: 'Identify Sandbox' } } },
	);
	const once = oncePerEvent[0]?.name ?? '';
	return {
		path,
		workflow: {
			nodes: [...workflow.nodes, schedule, get, identify, ...(isNoted ? [note] : [])],
			connections: {
				...workflow.connections,
				[SCHEDULE]: to(get.name),
				[get.name]: to(identify.name),
				[identify.name]: to(once),
				...(isNoted && { [EFFECT]: to(note.name) }),
			},
		},
	};
}
