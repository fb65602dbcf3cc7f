import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { PENDING_IDENT_ID, SUCCESSFUL_IDENT_ID } from '../../sandbox';
import { Archive } from '../../support/archive';
import type { WorkflowJson } from '../../support/n8nClient';
import { layout } from '../../support/n8nProcess';
import { waitFor } from '../../support/waiting';
import { useExamples } from '../exampleSupport';
import { ExampleTable, withTables } from './tables';

const FILE = '07-evidence-archive.json';
const MANUAL = "When clicking 'Execute workflow'";
const bench = useExamples();
const table = new ExampleTable(bench.n8n, 'Identify evidence archive');

withTables(bench, { file: FILE, trigger: MANUAL }, () => {
	beforeAll(async () => await table.remove());
	afterAll(async () => await table.remove());

	const assignmentsSchema = z.object({
		assignments: z.object({
			assignments: z.array(z.object({ name: z.string(), value: z.unknown() }).passthrough()),
		}),
	});

	/** The workflow with other values in one of its Edit Fields nodes. */
	function change(
		workflow: WorkflowJson,
		name: string,
		values: Record<string, unknown>,
	): WorkflowJson {
		const nodes = workflow.nodes.map((node) => {
			if (node.name !== name) return node;
			const parameters = z.record(z.unknown()).parse(node.parameters);
			const { assignments } = assignmentsSchema.parse(parameters).assignments;
			expect(assignments.map((entry) => entry.name)).toEqual(
				expect.arrayContaining(Object.keys(values)),
			);
			const changed = assignments.map((entry) =>
				entry.name in values ? { ...entry, value: values[entry.name] } : entry,
			);
			return { ...node, parameters: { ...parameters, assignments: { assignments: changed } } };
		});
		return { ...workflow, nodes };
	}

	/** The end of the year in which the evidence need not be kept any longer. */
	const endOfYear = (years: number) =>
		`${DateTime.now().setZone('Europe/Berlin').year + years}-12-31`;

	const storage = async () => await bench.neighbours.of('objectStorage', bench.account);
	const objectsOf = async (ident: string) =>
		(await storage()).objects.filter(({ key }) => key.startsWith(`${ident}/`));
	const rowsOf = async (ident: string) =>
		(await table.rows()).filter(({ ident_id: id }) => id === ident);

	const NAMES = [
		'identification_pdf.pdf',
		'manifest.json',
		'recordings.webm',
		'screenshots_1.png',
		'screenshots_2.png',
		'signed_pdf.pdf',
	];

	function newFolder(): string {
		const folder = join(layout(bench.n8n.userFolder).files, randomUUID());
		mkdirSync(folder, { recursive: true });
		return folder;
	}

	test('a successful ident: its files in a folder of the bucket and on disk, and when to delete them', async () => {
		const folder = newFolder();
		const workflow = change(bench.read(FILE), 'Settings', { folder });
		const workflowId = await bench.import(workflow, { publish: true });
		const { id } = bench.sandbox.seedIdent({ statusCode: '2' });
		const repeats = async (count: number) =>
			await waitFor(`${count} executions`, async () => {
				const all = await bench.n8n.listExecutions(workflowId);
				return all.length === count && all.every(({ status }) => status === 'success')
					? true
					: undefined;
			});
		await bench.sandbox.setStatus(id, '3');
		await bench.sandbox.setStatus(id, '5');
		await repeats(1);
		const objects = await objectsOf(id);
		const names = NAMES.map((name) => `${id}_${name}`);
		expect(objects.map(({ key }) => key).sort()).toEqual(names.map((name) => `${id}/${name}`));
		expect(readdirSync(folder).sort()).toEqual(names);
		for (const { bucket, key, sha256, bytes, tags } of objects) {
			const onDisk = readFileSync(join(folder, key.slice(id.length + 1)));
			expect({ bucket, sha256, bytes, tags }).toEqual({
				bucket: 'identify-evidence',
				sha256: createHash('sha256').update(onDisk).digest('hex'),
				bytes: onDisk.length,
				tags: { 'delete-after': endOfYear(5) },
			});
		}
		expect(objects.find(({ key }) => key.endsWith('signed_pdf.pdf'))?.mediaType).toBe(
			'application/pdf',
		);
		const archive = new Archive(folder);
		const { isGood, said } = archive.check(`${id}_manifest.json`);
		expect(said.match(/: OK$/gm)).toHaveLength(5);
		expect(isGood).toBe(true);
		const row = {
			ident_id: id,
			delete_after: endOfYear(5),
			files: 5,
			manifest: `${id}/${id}_manifest.json`,
			bucket: 'identify-evidence',
		};
		expect(await rowsOf(id)).toEqual([expect.objectContaining(row)]);
		// Once more, e.g. from the portal's list of callbacks, after the time in which repeats are ignored.
		await bench.n8n.waitForExecution(await bench.n8n.startWorkflow(workflowId, MANUAL));
		expect(await objectsOf(id)).toEqual(objects);
		expect(await rowsOf(id)).toHaveLength(1);
	});

	test('one ident by hand, with another period: nothing twice, and nothing on disk without a folder', async () => {
		const run = async (keepYears: number) => {
			const workflow = change(bench.read(FILE), 'Settings', { keep_years: keepYears });
			const execution = await bench.n8n.runWorkflow(workflow, { trigger: MANUAL });
			expect(execution.errorMessage).toBeUndefined();
			expect(execution.items('Upload to Object Storage')).toHaveLength(6);
			expect(execution.runsOf('Write to Disk')).toEqual([]);
		};
		await run(5);
		await run(10);
		const objects = await objectsOf(SUCCESSFUL_IDENT_ID);
		expect(objects.map(({ tags }) => tags)).toEqual(
			Array.from({ length: 6 }, () => ({ 'delete-after': endOfYear(10) })),
		);
		expect(await rowsOf(SUCCESSFUL_IDENT_ID)).toMatchObject([{ delete_after: endOfYear(10) }]);
	});

	test('no files yet: the execution fails and says so', async () => {
		const workflow = change(bench.read(FILE), 'One Ident by Hand', { ident_id: PENDING_IDENT_ID });
		const execution = await bench.n8n.runWorkflow(workflow, { trigger: MANUAL });
		expect(execution.status).toBe('error');
		expect(execution.errorMessage).toMatch(
			`Identify has no files for ident ${PENDING_IDENT_ID} yet. Retry`,
		);
		expect(await rowsOf(PENDING_IDENT_ID)).toEqual([]);
	});

	test('a copy that cannot be stored: the execution fails, and no row says that all is archived', async () => {
		const { id } = bench.sandbox.seedIdent({ statusCode: '5' });
		const folder = join(newFolder(), 'not', 'there');
		const byHand = change(bench.read(FILE), 'One Ident by Hand', { ident_id: id });
		const workflow = change(byHand, 'Settings', { folder });
		const execution = await bench.n8n.runWorkflow(workflow, { trigger: MANUAL });
		expect(execution.status).toBe('error');
		expect(existsSync(folder)).toBe(false);
		expect(await rowsOf(id)).toEqual([]);
	});
});
