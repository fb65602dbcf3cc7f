import type { WorkflowJson } from '../support/n8nClient';

/** The node behind Remove Duplicates: what it gets happens. */
export const EFFECT = 'Effect';

/** Lets each event through once, for good: n8n keeps its memory in the database. */
export const oncePerEvent: WorkflowJson['nodes'] = [
	{
		id: 'once',
		name: 'Once per Event',
		type: 'n8n-nodes-base.removeDuplicates',
		typeVersion: 2,
		position: [220, 0],
		// As docs/callbacks.md tells: the first executions of a workflow may make one another fail.
		retryOnFail: true,
		parameters: {
			operation: 'removeItemsSeenInPreviousExecutions',
			logic: 'removeItemsWithAlreadySeenKeyValues',
			dedupeValue: '={{ $json.event_key }}',
			options: { scope: 'node', historySize: 10000 },
		},
	},
	{
		id: 'effect',
		name: EFFECT,
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [440, 0],
		parameters: {},
	},
];
