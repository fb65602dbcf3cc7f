import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import codex from '../../../nodes/Identify/Identify.node.json';
import manifest from '../../../package.json';
import { IdentifyApi } from '../../../credentials/IdentifyApi.credentials';
import { everyParameter, node } from './parameters';

const root = join(__dirname, '..', '..', '..');
const nodeFolder = join(root, 'nodes', 'Identify');
const { description } = node;

describe('the node', () => {
	it('is what workflows store', () => {
		expect(description).toMatchObject({
			name: 'identify',
			displayName: 'Identify',
			version: 1,
			usableAsTool: true,
			group: ['transform'],
			inputs: ['main'],
			outputs: ['main'],
			sensitiveOutputFields: ['token'],
			defaults: { name: 'Identify' },
			credentials: [{ name: 'identifyApi', required: true }],
		});
	});

	it('uses the credential of this package', () => {
		expect(description.credentials?.map(({ name }) => name)).toEqual([new IdentifyApi().name]);
	});

	it('shows what it does under its name', () => {
		expect(description.subtitle).toContain('$parameter["operation"]');
		expect(description.subtitle).toContain('$parameter["resource"]');
		expect(description.description).toMatch(/^\p{Lu}.*[^.]$/u);
	});

	it('is found under its full name by its codex file', () => {
		expect(codex.node).toBe(`${manifest.name}.${description.name}`);
		expect(codex.categories.length).toBeGreaterThan(0);
	});
});

describe('icons', () => {
	const icons = [
		{ icon: description.icon, folder: nodeFolder },
		{ icon: new IdentifyApi().icon, folder: join(root, 'credentials') },
	];

	it.each(icons)('of $folder: one for light, one for dark, both there', ({ icon, folder }) => {
		const files = typeof icon === 'object' ? [icon.light, icon.dark] : [];
		expect(new Set(files).size).toBe(2);
		for (const file of files) {
			expect(file).toMatch(/^file:.*\.svg$/);
			const path = join(folder, file.replace('file:', ''));
			expect(path.startsWith(join(root, 'icons'))).toBe(true);
			expect(existsSync(path)).toBe(true);
			expect(readFileSync(path, 'utf8')).toMatch(/^<svg [^>]*viewBox="0 0 (\d+) \1"/);
		}
	});
});

describe('hints for builders', () => {
	it('are not where they keep the whole package from loading (n8n 2.41)', () => {
		const discriminators = everyParameter.filter(({ property }) =>
			['resource', 'operation', 'mode'].includes(property.name),
		);
		expect(discriminators.length).toBeGreaterThan(3);
		expect(discriminators.filter(({ property }) => property.builderHint !== undefined)).toEqual([]);
	});

	it('name nodes that exist, and stand on operations', () => {
		const related = description.builderHint?.relatedNodes ?? [];
		expect(related.map(({ nodeType }) => nodeType)).toContain(`${manifest.name}.identifyTrigger`);
		const hinted = everyParameter
			.filter(({ property }) => property.name === 'operation')
			.flatMap(({ property }) => property.options ?? [])
			.filter((option) => 'builderHint' in option && option.builderHint);
		expect(hinted.length).toBeGreaterThan(0);
	});
});
