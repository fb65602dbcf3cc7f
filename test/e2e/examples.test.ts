import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { exampleFiles, exampleText, readExample } from '../support/exampleFile';
import { sharedN8n } from '../support/harness';
import { n8nIs } from '../support/n8nVersion';

const n8n = sharedN8n();
const STICKY = 'n8n-nodes-base.stickyNote';

/** README says which example needs n8n 2. */
const NEWER_THAN_N8N_1: Readonly<Record<string, string[]>> = {
	'10-agent-with-approval.json': ['n8n-nodes-base.slackHitlTool'],
};

const tests = join(__dirname, 'examples');
const testTexts = readdirSync(tests).map((name) => readFileSync(join(tests, name), 'utf8'));

test('there are examples', () => {
	expect(exampleFiles.length).toBeGreaterThan(5);
});

test.each(exampleFiles)('%s: a test executes it', (file) => {
	expect(testTexts.filter((text) => text.includes(file))).toHaveLength(1);
});

test.each(exampleFiles)(
	'%s: n8n imports it and knows every node; it holds no account’s data',
	async (file) => {
		const example = readExample(file);
		const known = new Set(await n8n.nodeTypes());
		const unknown = example.nodes.map(({ type }) => type).filter((type) => !known.has(type));
		expect(unknown).toEqual(n8nIs('>=2') ? [] : (NEWER_THAN_N8N_1[file] ?? []));
		// Imported, a credential's ID would point to one that the person does not have.
		const ids = example.nodes.flatMap(({ credentials = {} }) =>
			Object.values(credentials).map(({ id }) => id),
		);
		expect(ids.filter((id) => id !== '')).toEqual([]);
		const addresses = exampleText(file).match(/[\w.+-]+@[\w-]+(?:\.\w+)+/g) ?? [];
		expect(addresses.filter((address) => !/@(?:[\w-]+\.)?example\.com$/.test(address))).toEqual([]);
		const id = await n8n.createWorkflow(example);
		expect((await n8n.getWorkflow(id)).name).toBe(example.name);
	},
);

/** From each node, by the kind of connection, to the nodes at its outputs. */
const connectionsSchema = z.record(
	z.record(z.array(z.array(z.object({ node: z.string() })).nullable())),
);

test.each(exampleFiles)('%s: every node takes part, and has a name of its own', (file) => {
	const example = readExample(file);
	const connected = connectionsSchema.parse(example.connections);
	const targets = Object.values(connected).flatMap((kinds) =>
		Object.values(kinds).flatMap((outputs) =>
			outputs.flatMap((output) => (output ?? []).map(({ node }) => node)),
		),
	);
	const taking = new Set([...Object.keys(connected), ...targets]);
	const names = example.nodes.filter(({ type }) => type !== STICKY).map(({ name }) => name);
	expect([...taking].sort()).toEqual([...names].sort());
});

test('every node that drops repeats tries again: a workflow’s first executions disturb one another there', () => {
	const dropping = exampleFiles.flatMap((file) =>
		readExample(file).nodes.filter(({ type }) => type === 'n8n-nodes-base.removeDuplicates'),
	);
	expect(dropping.length).toBeGreaterThan(0);
	expect(dropping.filter(({ retryOnFail }) => retryOnFail !== true)).toEqual([]);
});
