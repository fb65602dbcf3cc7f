import type { IDataObject } from 'n8n-workflow';
import { PENDING_IDENT_ID } from '../../sandbox/constants';
import type { WorkflowJson } from '../../support/n8nClient';
import { CONTESTANT, followedBy, inChain, node, type NodeJson } from '../workflow';
import { webhookNode } from './listener';

/** How the items of one execution reach the node under measurement. */
export type Way = 'at once' | 'in a loop' | 'in sub-workflows';

export interface Bulk {
	items: number;
	contestant: NodeJson;
	way: Way;
	/** Whether n8n stores the data of executions that succeed, as it does by default. */
	saved: boolean;
}

/** So many items in a round of the loop, or in a sub-workflow. */
export const BATCH = 1000;

const LOOP = 'Loop Over Items';

/** Made by n8n itself: the workflow would be as large as its items otherwise. */
function source(items: number): NodeJson[] {
	const list = `Array.from({ length: ${items} }, () => ({ id: '${PENDING_IDENT_ID}' }))`;
	const parameters = { mode: 'raw', jsonOutput: `={{ { list: ${list} } }}`, options: {} };
	return [
		node('List', 'n8n-nodes-base.set', 3.4, parameters),
		node('Items', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'list', options: {} }),
	];
}

/** Answers the call with one item when all have passed. */
function one(name: string): NodeJson {
	return node(name, 'n8n-nodes-base.limit', 1, { maxItems: 1 });
}

function settings(saved: boolean): IDataObject {
	return { executionOrder: 'v1', saveDataSuccessExecution: saved ? 'all' : 'none' };
}

/** A node that has a workflow of its own work on its items, which gives back one. */
function subWorkflow(contestant: NodeJson, saved: boolean): NodeJson {
	const trigger = node('Begin', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, {
		inputSource: 'passthrough',
	});
	const nodes = [trigger, contestant, one('Last')];
	const workflow = { nodes, connections: inChain(nodes), settings: settings(saved) };
	return node('Sub-workflow', 'n8n-nodes-base.executeWorkflow', 1.2, {
		source: 'parameter',
		workflowJson: JSON.stringify(workflow),
		options: {},
	});
}

/** A loop around the step, from the last node of the way in to the first of the way out. */
function looped(before: readonly NodeJson[], step: NodeJson, after: NodeJson) {
	const loop = node(LOOP, 'n8n-nodes-base.splitInBatches', 3, { batchSize: BATCH, options: {} });
	const [done] = followedBy(after.name).main;
	const [, round] = followedBy(step.name, 1).main;
	return {
		nodes: [...before, loop, step, after],
		connections: {
			...inChain([...before, loop]),
			[LOOP]: { main: [done, round] },
			[step.name]: followedBy(LOOP),
		},
	};
}

/** A workflow that a call begins and that answers it at its end, and where it listens. */
export function bulkWorkflow(bulk: Bulk): { path: string; workflow: WorkflowJson } {
	const { items, contestant, way, saved } = bulk;
	const { path, node: webhook } = webhookNode({ responseMode: 'lastNode' });
	const before = [webhook, ...source(items)];
	const last = one('Answer');
	const plain = [...before, contestant, last];
	const graph =
		way === 'at once'
			? { nodes: plain, connections: inChain(plain) }
			: looped(before, way === 'in a loop' ? contestant : subWorkflow(contestant, saved), last);
	return { path, workflow: { name: `${CONTESTANT} ${way}`, settings: settings(saved), ...graph } };
}
