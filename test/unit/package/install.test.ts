import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minVersion, satisfies, subset } from 'semver';
import { z } from 'zod';
import manifest from '../../../package.json';
import { root } from './places';

const read = (file: string) => readFileSync(join(root, file), 'utf8');

const locked = Object.entries(
	z
		.object({
			packages: z.record(
				z.object({
					engines: z.object({ node: z.string().optional() }).optional(),
					hasInstallScript: z.boolean().optional(),
				}),
			),
		})
		.parse(JSON.parse(read('package-lock.json'))).packages,
)
	.filter(([path]) => path !== '')
	.map(([path, entry]) => ({ path, ...entry }));

const { node } = manifest.engines;
const ranges = locked.flatMap(({ path, engines }) =>
	engines?.node === undefined ? [] : [{ path, asked: engines.node }],
);

describe('the Node.js version of package.json', () => {
	it('is enough for every package that is installed', () => {
		expect(ranges.length).toBeGreaterThan(100);
		expect(ranges.filter(({ asked }) => !subset(node, asked))).toEqual([]);
	});

	it('is no newer than they need', () => {
		for (const part of node.split(' || ')) {
			const { major = 0, minor = 0 } = minVersion(part) ?? {};
			const older = minor > 0 ? `${major}.${minor - 1}.999` : `${major - 1}.999.999`;
			expect(ranges.filter(({ asked }) => !satisfies(older, asked))).not.toEqual([]);
		}
	});

	it.each(['README.md', 'CONTRIBUTING.md'])('is the one of %s', (file) => {
		const versions = node
			.split(' || ')
			.map((part) => `${minVersion(part)?.version.replace(/(?:\.0)+$/, '')}+`);
		const text = `${versions.slice(0, -1).join(', ')} or ${versions.at(-1)}`;
		expect(read(file)).toContain(`Node.js ${text}`);
	});
});

describe('install scripts', () => {
	const withScripts = locked
		.filter(({ hasInstallScript }) => hasInstallScript)
		.map(({ path }) => path.split('node_modules/').at(-1));

	it('are all refused: nothing here needs any', () => {
		const allowed = Object.entries(manifest.allowScripts).filter(([, allow]) => allow);
		expect(allowed).toEqual([]);
		const denied = Object.keys(manifest.allowScripts);
		expect(withScripts.filter((name) => !denied.includes(name ?? ''))).toEqual([]);
	});

	// npm before 11.16 does not know allowScripts, and runs what the lock file says there is.
	it('that allow pnpm only are not in the lock file', () => {
		expect(withScripts).not.toContain('eslint-plugin-n8n-nodes-base');
	});

	it('do not compile isolated-vm', () => {
		const paths = locked.map(({ path }) => path);
		expect(paths.filter((path) => path.endsWith('/isolated-vm'))).toEqual([
			'node_modules/isolated-vm',
		]);
		expect(manifest.devDependencies['isolated-vm']).toBe('file:test/support/isolatedVm');
	});
});

describe("n8n's lint", () => {
	it('is as strict as n8n has it', () => {
		expect(manifest.n8n.strict).toBe(true);
		expect(manifest.scripts.lint).toMatch(/^n8n-node lint\b/);
	});

	it('is suppressed in tests only, and only where it is about what runs inside n8n', () => {
		const suppressions = z
			.record(z.record(z.object({ count: z.number() })))
			.parse(JSON.parse(read('eslint-suppressions.json')));
		expect(Object.keys(suppressions).filter((file) => !file.startsWith('test/'))).toEqual([]);
		const rules = Object.values(suppressions).flatMap(Object.keys);
		expect(rules.filter((rule) => !rule.startsWith('@n8n/community-nodes/'))).toEqual([]);
	});
});

it('npm pack and npm publish build what they ship', () => {
	expect(manifest.scripts.prepack).toBe('npm run build');
});
