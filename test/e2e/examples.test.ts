import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { WorkflowJson } from '../support/n8nClient';
import { projectRoot } from '../support/places';
import { useAction } from './actionSupport';

const bench = useAction();
const folder = join(projectRoot, 'examples');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

const exampleSchema = z
	.object({
		name: z.string(),
		nodes: z.array(z.object({ name: z.string(), type: z.string() }).passthrough()),
		connections: z.record(z.unknown()),
		settings: z.record(z.unknown()),
		pinData: z.record(z.unknown()).optional(),
	})
	.strict();

const STICKY = 'n8n-nodes-base.stickyNote';
const MANUAL = 'n8n-nodes-base.manualTrigger';

/** The example as it is in the file, and with the sandbox's credential chosen. */
function read(file: string) {
	const example = exampleSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
	const nodes = example.nodes.map((node) =>
		'credentials' in node ? { ...node, credentials: bench.credentials } : node,
	);
	const workflow: WorkflowJson = { ...example, nodes };
	return { example, workflow };
}

const withManualTrigger = files.filter((file) =>
	readFileSync(join(folder, file), 'utf8').includes(MANUAL),
);

test('there are examples to click', () => {
	expect(withManualTrigger.length).toBeGreaterThan(0);
});

test.each(files)(
	'%s: n8n imports it and knows every node; it holds no account’s data',
	async (file) => {
		const { example } = read(file);
		const known = new Set(await bench.n8n.nodeTypes());
		expect(example.nodes.map(({ type }) => type).filter((type) => !known.has(type))).toEqual([]);
		// Imported, a credential's ID would point to one that the person does not have.
		const ids = example.nodes.flatMap(({ credentials }) =>
			credentials === undefined
				? []
				: [
						...Object.values(z.record(z.object({ id: z.string() })).parse(credentials)).map(
							({ id }) => id,
						),
					],
		);
		expect(ids.filter((id) => id !== '')).toEqual([]);
		const id = await bench.n8n.createWorkflow(example);
		expect((await bench.n8n.getWorkflow(id)).name).toBe(example.name);
	},
);

test.each(files)('%s: every node takes part', (file) => {
	const { example } = read(file);
	const connected = z
		.record(z.object({ main: z.array(z.array(z.object({ node: z.string() })).nullable()) }))
		.parse(example.connections);
	const targets = Object.values(connected).flatMap(({ main }) =>
		main.flatMap((output) => (output ?? []).map(({ node }) => node)),
	);
	const taking = new Set([...Object.keys(connected), ...targets]);
	const names = example.nodes.filter(({ type }) => type !== STICKY).map(({ name }) => name);
	expect([...taking].sort()).toEqual([...names].sort());
});

test.each(withManualTrigger)('%s: runs with the sandbox', async (file) => {
	const { example, workflow } = read(file);
	const execution = await bench.n8n.runWorkflow(workflow);
	expect(execution.errorMessage).toBeUndefined();
	expect(execution.status).toBe('success');
	const names = example.nodes.filter(({ type }) => type !== STICKY).map(({ name }) => name);
	for (const name of names) {
		expect([name, execution.items(name).length > 0]).toEqual([name, true]);
		expect(execution.errorOf(name)).toBeUndefined();
	}
	expect(bench.calls.length).toBeGreaterThan(0);
	const refused = bench.calls.filter(({ status }) => status !== 200);
	expect(refused.map(({ method, path, status }) => [method, path, status])).toEqual([]);
});
