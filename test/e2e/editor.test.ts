import type { IDataObject } from 'n8n-workflow';
import { resources } from '../../nodes/Identify/resources';
import type { AnyOperation } from '../../nodes/Identify/run/operation';
import { n8nIs } from '../support/n8nVersion';
import { openEditor, type Editor } from '../support/browser';
import type { WorkflowJson } from '../support/n8nClient';
import { picture } from '../support/pictures';
import { chain, data, locator, node, useAction } from './actionSupport';

const bench = useAction();
let editor: Editor;

/** For people to look at. */

beforeAll(async () => {
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

/** The red triangles beside parameters, and on nodes. */
const warnings = async () =>
	await editor.page
		.locator('[data-test-id="parameter-issues"], [data-test-id="node-issues"]')
		.count();

/** A customer's data, Create with some of its parameters changed, and Get for what it created. */
async function openFirstWorkflow(changes: IDataObject = {}): Promise<void> {
	const nodes = [
		data({
			first_name: 'Jane',
			last_name: 'Doe',
			birthday: '05.09.1981',
			email: 'jane.doe@example.com',
			phone: '+491511111111',
			street: 'Markgrafenstr.',
			house_number: '23',
			zip: '90402',
			city: 'Nürnberg',
			country: 'Germany',
			customer_number: 'CRM-4711',
		}),
		bench.identify(
			'ident',
			'create',
			{
				project_id: locator('6'),
				person_first_name: '={{ $json.first_name }}',
				person_last_name: '={{ $json.last_name }}',
				birthday: '={{ $json.birthday }}',
				email: '={{ $json.email }}',
				mobile_phone: '={{ $json.phone }}',
				nationality: '={{ $json.country }}',
				street: '={{ $json.street }}',
				house_no: '={{ $json.house_number }}',
				zip_code: '={{ $json.zip }}',
				city: '={{ $json.city }}',
				country: '={{ $json.country }}',
				additionalFields: { language: 'en' },
				customFields: { custom_id: '={{ $json.customer_number }}' },
				...changes,
			},
			{ name: 'Create Ident' },
		),
		bench.identify(
			'ident',
			'get',
			{ ident_id: locator('={{ $json.ident_id }}'), output: 'simplified' },
			{ name: 'Get Status' },
		),
	];
	await editor.openWorkflow(await bench.n8n.createWorkflow(chain(nodes)));
}

test('a first workflow: a click on Execute workflow succeeds', async () => {
	await openFirstWorkflow();
	const execution = await editor.executeWorkflow();
	await picture(editor.page, 'example');
	expect(execution?.status).toBe('success');
	expect(execution?.json('Get Status')).toMatchObject([
		{ ident_id: bench.sandbox.created[0]?.id, status: 'Pending', custom_id: 'CRM-4711' },
	]);
});

test('values that the lists lack and the node understands: no red triangle', async () => {
	await openFirstWorkflow({
		nationality: '={{ "deutsch" }}',
		additionalFields: { gender: '={{ "Frau" }}', language: '={{ "de-DE" }}' },
		idDocument: { type_of_id: '={{ "passport" }}', id_country: '={{ $json.country }}' },
	});
	const execution = await editor.executeWorkflow();
	expect(execution?.status).toBe('success');
	await editor.openNode('Create Ident');
	// The editor has resolved the expressions when it shows what they give.
	await editor.page.getByText('passport', { exact: true }).first().waitFor({ state: 'visible' });
	await picture(editor.page, 'understood');
	expect(await warnings()).toBe(0);
});

test('a value that neither the list nor the node knows: a red triangle', async () => {
	await openFirstWorkflow({ pdfSource: '={{ "fax" }}' });
	await editor.openNode('Create Ident');
	await editor.page.locator('[data-test-id="parameter-issues"]').first().waitFor();
	expect(await warnings()).toBeGreaterThan(0);
});

test('ident:create: every field, the projects to choose from, and the credential', async () => {
	const labels = [
		n8nIs('>=2') ? 'Credential' : 'Credential to connect with',
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
	await editor.page
		.locator('[data-test-id="resource-locator-project_id"] input:not([data-test-id="rlc-search"])')
		.last()
		.click();
	const project = editor.page.getByText('Account Opening (274, Active)');
	await project.waitFor({ state: 'visible' });
	await picture(editor.page, 'ident-create');
	await project.click();
	const chosen = editor.page
		.locator('[data-test-id="resource-locator-project_id"] input:not([data-test-id="rlc-search"])')
		.last();
	expect(await chosen.inputValue()).toBe('Account Opening (274, Active)');

	// n8n tests the credential when its dialog opens.
	await editor.page.locator('[data-test-id="credential-edit-button"]').first().click();
	await editor.page.getByText('Connection tested successfully').waitFor({ state: 'visible' });
	await picture(editor.page, 'credential');
	// The token is n8n's own business.
	const fields = ['Partner Name', 'API Key', 'Gateway Host', 'Callback Secret'];
	expect(await shown('editCredential-modal', [...fields, 'Token'])).toEqual(fields);
});

/** What a dropdown of the open node offers, but for n8n's own entry. */
async function offered(parameter: string): Promise<string[]> {
	const { page } = editor;
	await page.locator(`[data-test-id="parameter-input-${parameter}"] input`).first().click();
	const names = page.locator('.el-select-dropdown__item:visible .option-headline');
	await names.first().waitFor({ state: 'visible' });
	const texts = await names.allInnerTexts();
	await page.keyboard.press('Escape');
	await names.first().waitFor({ state: 'hidden' });
	return texts.map((text) => text.trim()).filter((text) => text !== 'Custom API Call');
}

test('as a tool of a model, the node does not offer what a model must not call', async () => {
	const open = async (workflow: WorkflowJson) => {
		await editor.openWorkflow(await bench.n8n.createWorkflow(workflow));
		await editor.openNode('Identify');
		return { resources: await offered('resource'), operations: await offered('operation') };
	};
	const server = node('MCP', '@n8n/n8n-nodes-langchain.mcpTrigger', 2, { path: 'tools' });
	const tool = bench.tool('Identify', 'ident', 'get');
	const connections = { Identify: { ai_tool: [[{ node: 'MCP', type: 'ai_tool', index: 0 }]] } };
	const asTool = await open({ nodes: [server, tool], connections });
	await picture(editor.page, 'tool');
	const asNode = await open(chain([bench.identify('ident', 'get')]));

	const names = (entries: ReadonlyArray<{ name: string }>) =>
		entries.map(({ name }) => name).sort();
	const isForTools = ({ notForTools }: AnyOperation) => notForTools === undefined;
	const { operations } = resources.find(({ value }) => value === 'ident') ?? { operations: [] };
	expect(asNode.resources.sort()).toEqual(names(resources));
	expect(asNode.operations.sort()).toEqual(names(operations));
	expect(asTool.resources.sort()).toEqual(
		names(resources.filter((resource) => resource.operations.some(isForTools))),
	);
	expect(asTool.operations.sort()).toEqual(names(operations.filter(isForTools)));
	expect(asTool.resources).not.toContain('Authentication');
	expect(asTool.operations).not.toContain('Download Files');
});
