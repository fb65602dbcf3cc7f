import { existsSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../../package.json';
import { filesIn, root } from './places';

const field = (name: string): unknown =>
	Object.entries(manifest).find(([key]) => key === name)?.[1];

describe('package.json', () => {
	it('has the name and licence of the interface', () => {
		expect(manifest).toMatchObject({ name: 'n8n-nodes-identify24', license: 'MIT' });
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/);
		expect(existsSync(join(root, 'LICENSE'))).toBe(true);
	});

	it('needs nothing at run time but n8n-workflow, as a peer', () => {
		for (const name of [
			'dependencies',
			'optionalDependencies',
			'bundledDependencies',
			'bundleDependencies',
			'overrides',
			'peerDependenciesMeta',
		]) {
			expect({ [name]: field(name) }).toEqual({ [name]: undefined });
		}
		expect(Object.keys(manifest.peerDependencies)).toEqual(['n8n-workflow']);
	});

	it('runs nothing when it is installed', () => {
		const scripts = Object.keys(manifest.scripts);
		expect(scripts.filter((name) => /^(?:pre|post)?(?:install|uninstall)$/.test(name))).toEqual([]);
	});

	it('has the commands of the project', () => {
		expect(Object.keys(manifest.scripts)).toEqual(
			expect.arrayContaining(['start', 'test', 'build', 'lint', 'sandbox']),
		);
	});

	it("bundles n8n's own version of zod", () => {
		expect(manifest.devDependencies.zod).toBe('3.25.76');
	});

	it('publishes the build and the change log, beside what npm always adds', () => {
		expect([...manifest.files].sort()).toEqual(['CHANGELOG.md', 'dist', 'index.js']);
		expect(manifest.main).toBe('index.js');
	});

	it.each(['author', 'homepage', 'description'])('says its %s', (name) => {
		expect(JSON.stringify(field(name)) ?? '').toMatch(/\w{5}/);
	});

	it.each(['README.md', 'LICENSE', 'CHANGELOG.md'])('has %s beside it', (name) => {
		expect(existsSync(join(root, name))).toBe(true);
	});
});

describe('the n8n section', () => {
	const { n8n } = manifest;
	const built = (folder: string, suffix: string) =>
		filesIn(join(root, folder))
			.filter((file) => file.endsWith(suffix))
			.map((file) => `dist/${folder}/${file.replace(/ts$/, 'js')}`);

	it('lists every node and credential of the sources, and no other', () => {
		expect(n8n.n8nNodesApiVersion).toBe(1);
		expect([...n8n.nodes].sort()).toEqual(built('nodes', '.node.ts'));
		expect([...n8n.credentials].sort()).toEqual(built('credentials', '.credentials.ts'));
	});
});
