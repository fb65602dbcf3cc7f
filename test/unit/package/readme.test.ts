import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../../../nodes/Identify/resources';
import { root } from './places';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

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

describe("README.md's section on AI agents", () => {
	const heading = '### As a tool of an AI agent';
	const section = readme.split(heading)[1]?.split(/^##/m)[0]?.replaceAll(/\s+/g, ' ') ?? '';
	const refused = resources
		.flatMap(({ operations }) => operations)
		.filter(({ notForTools }) => notForTools !== undefined);

	it.each(refused.map(({ name }) => name))('names %s among what a model cannot use', (name) => {
		expect(section).toContain(`*${name}*`);
	});
});
