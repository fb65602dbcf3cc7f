import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { triggerProperties } from '../../../nodes/Identify/callback/properties';
import { Identify } from '../../../nodes/Identify/Identify.node';
import { resources } from '../../../nodes/Identify/resources';
import { filesIn, root, sources } from './places';

const versionsSchema = z.object({
	tested: z.array(z.object({ n8n: z.string(), differs: z.array(z.string()) })),
});

const pageOf = (name: string) => readFileSync(join(root, name), 'utf8');

const readme = pageOf('README.md');

/** The rows of the Markdown table with this head, without the lines around the cells. */
function tableIn(text: string, head: string): string[][] {
	const lines = text.split('\n');
	const start = lines.indexOf(head);
	if (start < 0) return [];
	const rest = lines.slice(start + 2);
	const end = rest.findIndex((line) => !line.startsWith('|'));
	return rest.slice(0, end < 0 ? rest.length : end).map((line) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}

describe("README.md's table of operations", () => {
	it('has every operation with its labels and endpoint, in the order of the menus', () => {
		const expected = resources.flatMap(({ name: resource, operations }) =>
			[...operations]
				.sort((a, b) => a.name.localeCompare(b.name))
				.map(({ name, endpoint, asks }) => [
					resource,
					name,
					[endpoint && `${endpoint.method} ${endpoint.path}`, asks].filter(Boolean).join(', '),
				]),
		);
		expect(tableIn(readme, '| resource | operation | endpoint |')).toEqual(expected);
	});
});

describe('docs/ai-agents.md', () => {
	const page = pageOf('docs/ai-agents.md').replaceAll(/\s+/g, ' ');
	const refused = resources
		.flatMap(({ operations }) => operations)
		.filter(({ notForTools }) => notForTools !== undefined);

	it.each(refused.map(({ name }) => name))('names %s among what a model cannot use', (name) => {
		expect(page).toContain(`*${name}*`);
	});
});

describe("README.md's table of examples", () => {
	it('has every file of examples/, in their order, and no other', () => {
		const named = tableIn(readme, '| file | shows |').map(([file]) => file);
		const files = filesIn(join(root, 'examples')).filter((file) => file.endsWith('.json'));
		expect(named).toEqual(files.map((file) => `[${file}](examples/${file})`));
	});
});

describe("README.md's table of versions", () => {
	it('has the versions of n8n that the tests run in, and what differs there', () => {
		const { tested } = versionsSchema.parse(JSON.parse(pageOf('test/runtime/versions.json')));
		const wanted = tested.map(({ n8n, differs }) => [n8n, differs.join(' ') || 'nothing known']);
		expect(tableIn(readme, '| n8n | differs |')).toEqual(wanted);
	});
});

describe("README.md's table of messages", () => {
	/** The package's texts, without the seams between the parts of a message. */
	const said = sources.map(({ text }) => text).join('\n');
	const rows = tableIn(readme, '| message | means | do this |');

	it('is found', () => {
		expect(rows.length).toBeGreaterThan(10);
	});

	it.each(rows.map(([message = '']) => message))('quotes the code: %s', (message) => {
		expect(said).toContain(message);
	});
});

describe('the tables of settings', () => {
	/** Names and simple defaults of the fields in a collection. */
	const fields = (collection: INodeProperties | undefined) =>
		(collection?.options ?? []).flatMap((field) =>
			'displayName' in field && 'default' in field ? [field] : [],
		);

	it("README.md's has every parameter and setting of the trigger with its default", () => {
		const rows = tableIn(readme, '| setting | default | meaning |');
		const shown = triggerProperties.filter(({ type }) => type !== 'notice' && type !== 'hidden');
		const collection = shown.find(({ type }) => type === 'collection');
		const all = [...shown.filter((field) => field !== collection), ...fields(collection)];
		expect(rows.map(([name]) => name).sort()).toEqual(
			all.map(({ displayName }) => displayName).sort(),
		);
		for (const field of all) {
			const written = rows.find(([name]) => name === field.displayName)?.[1];
			if (typeof field.default === 'boolean') expect(written).toBe(field.default ? 'on' : 'off');
			if (typeof field.default === 'number') expect(written).toBe(String(field.default));
		}
	});

	it("docs/sending.md's has every option of the action node with its default", () => {
		const rows = tableIn(pageOf('docs/sending.md'), '| option | default | meaning |');
		const collections = new Identify().description.properties.filter(
			({ name, type }) => name === 'options' && type === 'collection',
		);
		const all = new Map(
			collections.flatMap(fields).map((field) => [field.displayName, field.default] as const),
		);
		expect(rows.map(([name]) => name).sort()).toEqual([...all.keys()].sort());
		for (const [name, value] of all) {
			const written = rows.find(([row]) => row === name)?.[1];
			if (typeof value === 'boolean') expect(written).toBe(value ? 'on' : 'off');
			if (typeof value === 'number') expect(written).toBe(String(value));
		}
	});
});

describe('examples/README.md', () => {
	const files = filesIn(join(root, 'examples')).filter((file) => file.endsWith('.json'));

	it('shows every example with its picture, in their order', () => {
		const page = pageOf('examples/README.md');
		expect([...page.matchAll(/^\[(.+\.json)\]\(\1\)$/gm)].map(([, file]) => file)).toEqual(files);
		expect(
			[...page.matchAll(/\/example-(.+)\.png\)$/gm)].map(([, name]) => `${name}.json`),
		).toEqual(files);
	});

	it('uses every picture of docs/pictures, here or in another page', () => {
		const pages = ['README.md', 'examples/README.md'].map(pageOf).join('\n');
		const unused = filesIn(join(root, 'docs/pictures')).filter((file) => !pages.includes(file));
		expect(unused).toEqual([]);
	});
});
