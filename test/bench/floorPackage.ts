import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const NAME = 'n8n-nodes-identify-floor';

/** The floor's node types, as workflows name them. */
export const FLOOR = `${NAME}.identifyFloor`;
export const FILE_FLOOR = `${NAME}.identifyFileFloor`;

const NODES = ['IdentifyFloor.node', 'IdentifyFileFloor.node'];

/**
 * Builds the throw-away package and puts it beside the installed packages. The credential type is
 * that of our package: n8n knows those by name, wherever they come from.
 *
 * @param nodesFolder - where n8n keeps community packages
 */
export async function installFloor(nodesFolder: string): Promise<void> {
	const folder = join(nodesFolder, 'node_modules', NAME);
	mkdirSync(folder, { recursive: true });
	await build({
		entryPoints: NODES.map((name) => join(__dirname, 'floor', `${name}.ts`)),
		outdir: folder,
		bundle: true,
		external: ['n8n-workflow'],
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		logLevel: 'warning',
	});
	const manifest = {
		name: NAME,
		version: '1.0.0',
		keywords: ['n8n-community-node-package'],
		n8n: { n8nNodesApiVersion: 1, nodes: NODES.map((name) => `${name}.js`), credentials: [] },
	};
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
}
