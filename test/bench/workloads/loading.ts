import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { layout } from '../../support/n8nProcess';
import { locateRuntime } from '../../support/places';
import type { Stage } from '../stage';
import { median, medianOf } from '../statistics';
import type { Contestant, Run, Workload } from '../workload';

const execute = promisify(execFile);

const OURS = 'Identify';
const EMPTY = 'an empty package';
const PROCESSES = 5;

/** n8n itself has n8n-workflow loaded long before it loads a package. */
const MEASURE = `
	require('n8n-workflow');
	const start = performance.now();
	for (const file of process.argv.slice(1)) require(file);
	console.log(performance.now() - start);
`;

const manifestSchema = z.object({
	n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }),
});

/** The files that n8n loads, as the package names them. */
function entryPoints(folder: string): string[] {
	const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const { nodes, credentials } = manifestSchema.parse(manifest).n8n;
	return [...credentials, ...nodes].map((file) => join(folder, file));
}

function writeEmptyPackage(folder: string): string[] {
	mkdirSync(folder, { recursive: true });
	return ['Empty.credentials.js', 'Empty.node.js', 'EmptyTrigger.node.js'].map((name) => {
		const file = join(folder, name);
		const className = name.split('.')[0];
		writeFileSync(file, `exports.${className} = class ${className} {};\n`);
		return file;
	});
}

/** The milliseconds that a new Node.js needs to load the files. */
async function requireTime(files: readonly string[]): Promise<number> {
	const { node, folder } = locateRuntime();
	const env = { ...process.env, NODE_PATH: join(folder, 'node_modules') };
	const { stdout } = await execute(node, ['-e', MEASURE, '--', ...files], { env, cwd: folder });
	return Number(stdout);
}

function bytesIn(folder: string): number {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

async function measure(files: readonly string[], sizes: Record<string, number>): Promise<Run> {
	const times: number[] = [];
	for (let count = 0; count < PROCESSES; count++) times.push(await requireTime(files));
	return { figures: { require: median(times), ...sizes } };
}

function contestants(stage: Stage): Contestant[] {
	const installed = join(layout(stage.folder).nodes, 'node_modules', 'n8n-nodes-identify24');
	const files = entryPoints(installed);
	const empty = writeEmptyPackage(join(stage.folder, 'empty-package'));
	const sizes = { packed: statSync(stage.tarball).size / 1e3, unpacked: bytesIn(installed) / 1e3 };
	return [
		{ name: OURS, run: async () => await measure(files, sizes) },
		{ name: EMPTY, run: async () => await measure(empty, {}) },
	];
}

export const loading: Workload = {
	name: 'loading',
	title: 'Loading the package in a new Node.js (n8n-workflow is there already)',
	columns: [
		{ figure: 'require', title: 'require ms' },
		{ figure: 'packed', title: 'tarball kB' },
		{ figure: 'unpacked', title: 'unpacked kB' },
	],
	open: async (stage) => await Promise.resolve(contestants(stage)),
	judge: (runs) => [
		{
			what: 'ms more than an empty package',
			value: medianOf(runs, OURS, 'require') - medianOf(runs, EMPTY, 'require'),
			limit: 100,
		},
		{ what: 'tarball in kB', value: medianOf(runs, OURS, 'packed'), limit: 400 },
	],
};
