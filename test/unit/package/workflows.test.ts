import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import manifest from '../../../package.json';
import { root } from './places';

const permissions = z.record(z.string());
const workflowSchema = z.object({
	permissions,
	concurrency: z.object({ group: z.string() }),
	jobs: z.record(
		z.object({
			permissions: permissions.optional(),
			needs: z.string().optional(),
			'timeout-minutes': z.number(),
			steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional() })),
		}),
	),
});
const folder = join(root, '.github/workflows');
const workflows = readdirSync(folder).map((file) => ({
	file,
	...workflowSchema.parse(parse(readFileSync(join(folder, file), 'utf8'))),
}));
const steps = workflows.flatMap(({ file, jobs }) =>
	Object.values(jobs).flatMap((job) => job.steps.map((step) => ({ file, ...step }))),
);
const STAGES = ['lint', 'types', 'build', 'unit', 'engine', 'faults', 'e2e'];

describe('the workflows', () => {
	it('are those for checks and for publishing', () => {
		expect(workflows.map(({ file }) => file).sort()).toEqual(['ci.yml', 'publish.yml']);
	});

	it('pin every action by its full commit', () => {
		const used = steps.flatMap(({ uses }) => uses ?? []);
		expect(used.length).toBeGreaterThan(4);
		expect(used.filter((name) => !/^actions\/[\w-]+@[0-9a-f]{40}$/.test(name))).toEqual([]);
	});

	it('may only read, but for the identity with which npm publishes', () => {
		for (const workflow of workflows) {
			expect(workflow.permissions).toEqual({ contents: 'read' });
			for (const [name, job] of Object.entries(workflow.jobs)) {
				const more = { contents: 'read', 'id-token': 'write' };
				expect(job.permissions).toEqual(name === 'publish' ? more : undefined);
			}
		}
	});

	it('run commands that exist, without an expression from outside in a shell', () => {
		const commands = steps.flatMap(({ run }) => run ?? []);
		expect(commands.filter((command) => command.includes('${{'))).toEqual([]);
		for (const command of commands) {
			const [, script] = /^npm run ([\w:-]+)/.exec(command) ?? [];
			if (script) expect(Object.keys(manifest.scripts)).toContain(script);
			const [, stages] = /^npm test -- (.+)$/.exec(command) ?? [];
			for (const stage of stages?.split(' ') ?? []) expect(STAGES).toContain(stage);
		}
	});

	it('publish only what was tested, from a tag that agrees, with provenance and no token', () => {
		const jobs = workflows.find(({ file }) => file === 'publish.yml')?.jobs;
		const test = jobs?.test?.steps.flatMap(({ run }) => run ?? []) ?? [];
		const publish = jobs?.publish?.steps.flatMap(({ run }) => run ?? []) ?? [];
		const check = 'npm run release -- --check-tag "$GITHUB_REF_NAME"';
		expect(test).toEqual(expect.arrayContaining([check, 'npm test']));
		expect(jobs?.publish?.needs).toBe('test');
		expect(publish).toContain(check);
		expect(publish.at(-1)).toBe('npm publish --provenance --access public');
		expect(readFileSync(join(folder, 'publish.yml'), 'utf8')).not.toContain('secrets.');
	});
});

describe('the issue forms', () => {
	const forms = join(root, '.github/ISSUE_TEMPLATE');
	it.each(['bug.yml', 'feature.yml'])('%s warns of secrets and personal data', (file) => {
		const text = readFileSync(join(forms, file), 'utf8');
		const { body } = z.object({ body: z.array(z.object({ type: z.string() })) }).parse(parse(text));
		expect(body[0]?.type).toBe('markdown');
		expect(text).toMatch(/Never paste an API key.*person/);
	});
});
