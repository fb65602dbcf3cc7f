import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { WorkflowJson } from '../support/n8nClient';

export type NodeJson = WorkflowJson['nodes'][number];

/** The name of every node under measurement. */
export const CONTESTANT = 'Contestant';

/** A node as the editor stores it, but for its place. */
export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: IDataObject,
	more: IDataObject = {},
): NodeJson {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters, ...more };
}

/** A node under measurement, with the sandbox's credential. */
export function contestantNode(
	type: string,
	typeVersion: number,
	parameters: IDataObject,
	credentialId: string,
	more: IDataObject = {},
): NodeJson {
	const credentials = { identifyApi: { id: credentialId, name: 'Identify Sandbox' } };
	return node(CONTESTANT, type, typeVersion, parameters, { credentials, ...more });
}

/** A connection from an output, by default the first one, to a node. */
export function followedBy(name: string, output = 0) {
	const outputs = Array.from({ length: output }, () => []);
	return { main: [...outputs, [{ node: name, type: 'main', index: 0 }]] };
}

/** Connections of each node to the next one. */
export function inChain(nodes: readonly NodeJson[]): WorkflowJson['connections'] {
	const pairs = nodes.slice(1).map(({ name }, index) => [nodes[index]?.name, followedBy(name)]);
	return Object.fromEntries(pairs);
}

/** A manual trigger, the items, and the node under measurement. */
export function workflowOf(items: readonly IDataObject[], contestant: NodeJson): WorkflowJson {
	const list = { mode: 'raw', jsonOutput: JSON.stringify({ list: items }), options: {} };
	return {
		name: 'Benchmark',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('List', 'n8n-nodes-base.set', 3.4, list),
			node('Items', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'list', options: {} }),
			contestant,
		],
		connections: {
			Start: followedBy('List'),
			List: followedBy('Items'),
			Items: followedBy(CONTESTANT),
		},
	};
}
