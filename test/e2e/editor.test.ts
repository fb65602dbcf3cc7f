import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEditor, type Editor } from '../support/browser';
import type { WorkflowJson } from '../support/n8nClient';
import { projectRoot } from '../support/places';
import { chain, locator, useAction } from './actionSupport';

const bench = useAction();
let editor: Editor;

/** For people to look at. */
const pictures = join(projectRoot, '.dev', 'screenshots');
const picture = async (name: string) => await editor.screenshot(join(pictures, `${name}.png`));

beforeAll(async () => {
	mkdirSync(pictures, { recursive: true });
	editor = await openEditor(bench.n8n);
});
afterAll(async () => await editor?.close());

/** The lines of text that a part of the page shows, in order, those of the list only. */
async function shown(testId: string, among: readonly string[]): Promise<string[]> {
	const text = await editor.page.locator(`[data-test-id="${testId}"]`).innerText();
	return text
		.split('\n')
		.map((line) => line.replace(/\s*\*$/, '').trim())
		.filter((line) => among.includes(line));
}

test('the first example: a click on Execute workflow succeeds', async () => {
	const file = join(projectRoot, 'examples', '1-invite-a-person.json');
	const example = JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson;
	const { credentials } = bench;
	const nodes = example.nodes.map((node) =>
		'credentials' in node ? { ...node, credentials } : node,
	);
	await editor.openWorkflow(await bench.n8n.createWorkflow({ ...example, nodes }));
	const execution = await editor.executeWorkflow();
	await picture('example');
	expect(execution?.status).toBe('success');
	expect(execution?.json('Get Status')).toMatchObject([
		{ ident_id: bench.sandbox.created[0]?.id, status: 'Pending', custom_id: 'CRM-4711' },
	]);
});

test('ident:create: every field, the projects to choose from, and the credential', async () => {
	const labels = [
		'Credential',
		'Resource',
		'Operation',
		'Project',
		'First Name',
		'Last Name',
		'Birthday',
		'Email',
		'Mobile Phone',
		'Nationality',
		'Street',
		'House Number',
		'ZIP Code',
		'City',
		'Country',
		'Additional Fields',
		'ID Document',
		'PDF to Sign',
		'Custom Fields',
		'Options',
	];
	const empty = bench.identify('ident', 'create', { project_id: locator('', 'list') });
	await editor.openWorkflow(await bench.n8n.createWorkflow(chain([empty])));
	await editor.openNode('Identify');
	expect(await shown('ndv', labels)).toEqual(labels);
	await editor.page.locator('[data-test-id="resource-locator-project_id"] input').last().click();
	const project = editor.page.getByText('Account Opening (274, Active)');
	await project.waitFor({ state: 'visible' });
	await picture('ident-create');
	await project.click();
	const chosen = editor.page.locator('[data-test-id="resource-locator-project_id"] input').last();
	expect(await chosen.inputValue()).toBe('Account Opening (274, Active)');

	// n8n tests the credential when its dialog opens.
	await editor.page.locator('[data-test-id="credential-edit-button"]').first().click();
	await editor.page.getByText('Connection tested successfully').waitFor({ state: 'visible' });
	await picture('credential');
	// The token is n8n's own business.
	const fields = ['Partner Name', 'API Key', 'Gateway Host', 'Callback Secret'];
	expect(await shown('editCredential-modal', [...fields, 'Token'])).toEqual(fields);
});
