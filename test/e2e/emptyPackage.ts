import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { layout } from '../support/n8nProcess';

/** The emptiest trigger that n8n can load: it hands on what it gets. */
const node = `
class EmptyTrigger {
	constructor() {
		this.description = {
			displayName: 'Empty Trigger',
			name: 'emptyTrigger',
			group: ['trigger'],
			version: 1,
			description: 'Starts the workflow',
			defaults: { name: 'Empty Trigger' },
			inputs: [],
			outputs: ['main'],
			webhooks: [
				{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'callback' },
			],
			properties: [],
		};
	}
	async webhook() {
		return { workflowData: [[{ json: this.getBodyData() }]] };
	}
}
module.exports = { EmptyTrigger };
`;

const manifest = {
	name: 'n8n-nodes-empty',
	version: '1.0.0',
	keywords: ['n8n-community-node-package'],
	n8n: { n8nNodesApiVersion: 1, nodes: ['EmptyTrigger.node.js'], credentials: [] },
};

/** The type of the node, for workflows. */
export const EMPTY_TRIGGER = 'n8n-nodes-empty.emptyTrigger';

/** Puts a package with nothing but an empty trigger where n8n keeps its community packages. */
export function addEmptyPackage(userFolder: string) {
	const folder = join(layout(userFolder).nodes, 'node_modules', manifest.name);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
	writeFileSync(join(folder, 'EmptyTrigger.node.js'), node);
}
