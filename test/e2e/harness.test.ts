import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { openEditor } from '../support/browser';
import { sharedN8n } from '../support/harness';
import type { WorkflowJson } from '../support/n8nClient';
import { startN8n, type N8nServer } from '../support/n8nServer';
import { projectRoot } from '../support/places';

/** A workflow that puts a value into n8n's database. */
function planting(value: string): WorkflowJson {
	const assignments = [{ id: 'planted', name: 'planted', value, type: 'string' }];
	return {
		name: 'Planting',
		nodes: [
			{
				id: 'start',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'plant',
				name: 'Plant',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				position: [220, 0],
				parameters: { assignments: { assignments }, options: {} },
			},
		],
		connections: { Start: { main: [[{ node: 'Plant', type: 'main', index: 0 }]] } },
	};
}

/** A secret that no other run can have left anywhere. */
const fresh = (name: string) => `${name}/+ü ${Math.random().toString(36).slice(2)}?`;

describe('the shared n8n', () => {
	const n8n = sharedN8n();

	test('lists every node of the package', async () => {
		const manifest = z
			.object({ name: z.string(), n8n: z.object({ nodes: z.array(z.string()) }) })
			.parse(JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')));
		const expected = manifest.n8n.nodes.map((file) => {
			const name = basename(file, '.node.js');
			return `${manifest.name}.${name[0]?.toLowerCase()}${name.slice(1)}`;
		});
		expect(await n8n.nodeTypes()).toEqual(expect.arrayContaining(expected));
	});

	test('runs one workflow after the other', async () => {
		for (const value of ['first', 'second', 'third']) {
			const execution = await n8n.runWorkflow(planting(value));
			expect(execution.status).toBe('success');
			expect(execution.json('Plant')).toEqual([{ planted: value }]);
		}
	});

	test('a credential is encrypted at rest, and its search would have found it', async () => {
		const secret = fresh('credential');
		await n8n.createCredential({
			name: 'Kept secret',
			type: 'httpBasicAuth',
			data: { user: 'someone', password: secret },
		});
		expect(await n8n.searchSecrets([secret])).toEqual([]);
		await n8n.runWorkflow(planting(secret));
		const places = (await n8n.searchSecrets([secret])).map(({ place }) => place);
		expect(places).toEqual(expect.arrayContaining(['execution_data.data']));
	});

	test.each([
		['base64', (secret: string) => Buffer.from(`user:${secret}:x`).toString('base64')],
		['url', (secret: string) => `https://example.com/?q=${encodeURIComponent(secret)}`],
		['hex', (secret: string) => Buffer.from(secret).toString('hex')],
	])('finds a secret in %s, deep inside a long value', async (form, disguise) => {
		const secret = fresh(form);
		// Longer than a page of the database file, so that the value lies there in pieces.
		const long = 'x'.repeat(30_000);
		await n8n.runWorkflow(planting(`${long}${disguise(secret)}${long}`));
		const hits = await n8n.searchSecrets([secret]);
		expect(hits).toContainEqual(expect.objectContaining({ form, place: 'execution_data.data' }));
	});

	test('its editor runs a workflow by a click', async () => {
		const id = await n8n.createWorkflow(planting('clicked'));
		const editor = await openEditor(n8n);
		try {
			await editor.openWorkflow(id);
			const execution = await editor.executeWorkflow();
			expect(execution?.json('Plant')).toEqual([{ planted: 'clicked' }]);
		} finally {
			await editor.close();
		}
	});
});

describe('an n8n of its own', () => {
	let n8n: N8nServer;
	beforeAll(async () => {
		n8n = await startN8n();
	});
	afterAll(async () => {
		await n8n.stop();
	});

	test('keeps workflows, executions and credentials when killed and started again', async () => {
		const [credentialId] = await n8n.importCredentials([
			{
				id: 'fixedCredential1',
				name: 'Fixed',
				type: 'httpBasicAuth',
				data: { user: 'someone', password: 'secret' },
			},
		]);
		expect(credentialId).toBe('fixedCredential1');
		const { id, workflowId } = await n8n.runWorkflow(planting('kept'));
		await n8n.kill();
		await n8n.restart();
		expect((await n8n.getExecution(id)).json('Plant')).toEqual([{ planted: 'kept' }]);
		expect((await n8n.listExecutions(workflowId)).map((execution) => execution.id)).toEqual([id]);
		expect(await n8n.rest('GET', `/credentials/${credentialId}`)).toMatchObject({ name: 'Fixed' });
	});
});
