import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../sandbox';
import { openEditor, type Editor } from '../support/browser';
import { sharedN8n } from '../support/harness';
import { picture } from '../support/pictures';
import { credentialFor, TRIGGER, triggerWorkflow } from './triggerSupport';

const n8n = sharedN8n();
let sandbox: Sandbox;
let editor: Editor;

/** For people to look at. */

beforeAll(async () => {
	sandbox = await startSandbox();
	editor = await openEditor(n8n);
});
afterAll(async () => {
	await editor?.close();
	await sandbox.stop();
});

/** Opens a trigger's panel with its URLs; gives the node's webhook ID. */
async function open(settings: IDataObject): Promise<string> {
	const credentialId = await credentialFor(n8n, sandbox);
	const { workflow, webhookId } = triggerWorkflow(credentialId, { settings });
	await editor.openWorkflow(await n8n.createWorkflow(workflow));
	await editor.openNode(TRIGGER);
	await editor.page.getByText('Webhook URLs').click();
	return webhookId;
}

/** Waits until the panel shows the URLs that end so, that for tests first. */
async function expectUrls(end: string) {
	for (const [label, endpoint] of [
		['Test URL', 'webhook-test'],
		['Production URL', 'webhook'],
	]) {
		await editor.page
			.getByText(label ?? '', { exact: true })
			.first()
			.click();
		const url = editor.page.getByText(new RegExp(`^https?://[^/]+/${endpoint}/${end}\\s*$`));
		await url.first().waitFor({ state: 'visible' });
	}
}

test('the URLs that the editor shows follow the chosen path', async () => {
	const webhookId = await open({ path: '/kunden//identify/' });
	await expectUrls('kunden/identify');
	await picture(editor.page, 'trigger-path');
	const path = editor.page.locator('[data-test-id="parameter-input-path"] input');
	await path.fill('live_1');
	await path.blur();
	await expectUrls('live_1');
	for (const other of ['kunden münchen', '']) {
		await path.fill(other);
		await path.blur();
		await expectUrls(`${webhookId}/callback`);
	}
});

test('the panel says how to begin, what may stop, and how to test without a terminal', async () => {
	await open({});
	const notice = editor.page.locator('[data-test-id="ndv"] li');
	expect(await notice.allInnerTexts()).toEqual([
		expect.stringMatching(/^Copy the production URL.*\?secret=/),
		expect.stringMatching(/ONE URL per partner\. If another system's URL is there.*forward/),
		'Publish the workflow.',
	]);
	await editor.page.getByText('When will this node trigger my flow?').click();
	await editor.page.getByText('Send Test Callback').first().waitFor({ state: 'visible' });
	await picture(editor.page, 'trigger-panel');
});

test('the statuses begin with the one that idents have', async () => {
	await open({});
	await editor.page.locator('[data-test-id="parameter-input-statuses"] input').first().click();
	const options = editor.page.getByText(/^(?:Successful|Pending|Running|Success|Failed) \(\d\)$/);
	await options.first().waitFor({ state: 'visible' });
	await picture(editor.page, 'trigger-statuses');
	expect(await options.allInnerTexts()).toEqual([
		'Successful (5)',
		'Pending (1)',
		'Running (2)',
		'Success (3)',
		'Failed (4)',
	]);
	const said = editor.page.getByText('names this one for the delivery of callbacks only');
	expect(await said.count()).toBe(4);
});
