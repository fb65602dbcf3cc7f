import { startSandbox, type Sandbox } from '../sandbox';
import { sharedN8n } from '../support/harness';
import { publish } from './triggerSupport';

const n8n = sharedN8n();
let sandbox: Sandbox;
let credentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox();
	credentialId = await n8n.createCredential({
		name: 'Identify Sandbox',
		type: 'identifyApi',
		data: { gatewayHost: sandbox.url, partner: sandbox.partner, apiKey: sandbox.apiKey },
	});
});
afterAll(async () => await sandbox.stop());

test('status changes 1, 2, 5 start three executions in order with confirmed data', async () => {
	const ident = sandbox.seedIdent();
	const trigger = await publish(n8n, credentialId);
	sandbox.webhooks.register(trigger.url);
	for (const code of [1, 2, 5]) await sandbox.setStatus(ident.id, code);
	const events = await trigger.events(3);
	expect(events.map(({ status_code: code }) => code)).toEqual(['1', '2', '5']);
	expect(events.map(({ confirmed }) => confirmed)).toEqual([true, true, true]);
});
