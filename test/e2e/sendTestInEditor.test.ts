import type { Page } from 'playwright-core';
import { openEditor, type Editor } from '../support/browser';
import { picture } from '../support/pictures';
import { chain, useAction } from './actionSupport';
import { PublishedTrigger, TRIGGER, triggerWorkflow } from './triggerSupport';

const bench = useAction();
const { n8n } = bench;
let editor: Editor;

beforeAll(async () => {
	editor = await openEditor(n8n);
});
afterAll(async () => await editor?.close());

/** Opens a node of a workflow in a tab of its own. */
async function openNode(workflowId: string, name: string): Promise<Page> {
	const tab = await editor.newTab();
	await tab.openWorkflow(workflowId);
	await tab.openNode(name);
	return tab.page;
}

const execute = async (page: Page) =>
	await page.locator('[data-test-id="node-execute-button"]').first().click();

test('a trigger is tested without a terminal: with what the editor shows, by clicks alone', async () => {
	await bench.renew({ callbackSecret: 'a secret of one’s own' });
	const { workflow, path } = triggerWorkflow(bench.credentialId);
	const triggerId = await n8n.createWorkflow(workflow);
	const senderId = await n8n.createWorkflow(chain([bench.identify('webhook', 'sendTest')]));
	const ident = bench.sandbox.seedIdent({ statusCode: '5' });

	const trigger = await openNode(triggerId, TRIGGER);
	await trigger.getByText('Webhook URLs').click();
	const url = trigger.getByText(path.replace('/webhook/', '/webhook-test/')).first();
	await url.waitFor({ state: 'visible' });
	const shownUrl = (await url.innerText()).replace(/^POST\s*/, '').trim();
	await execute(trigger);
	await trigger.getByText('Waiting for a callback of Identify').first().waitFor();
	await picture(trigger, 'trigger-listens');

	const sender = await openNode(senderId, 'Identify');
	await sender.locator('[data-test-id="parameter-input-callbackUrl"] input').fill(shownUrl);
	await sender.locator('[data-test-id="resource-locator-ident_id"] input').last().fill(ident.id);
	await execute(sender);
	await sender.getByText('The trigger accepted it and started the workflow.').first().waitFor();
	await picture(sender, 'test-callback-sent');

	const executions = new PublishedTrigger(n8n, triggerId, shownUrl);
	expect(await executions.events(1)).toMatchObject([{ ident_id: ident.id, confirmed: true }]);
	await trigger.locator('[data-test-id="ndv"]').getByText(ident.id).first().waitFor();
	await picture(trigger, 'trigger-started');
});
