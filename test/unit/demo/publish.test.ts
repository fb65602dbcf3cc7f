import { startSandbox, type Sandbox } from '../../sandbox';
import { followPort, formUrl } from '../../support/playgroundPublish';

describe('callback URLs when n8n has another port', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	beforeEach(() => sandbox.reset());
	afterAll(async () => await sandbox.stop());

	const old = 'http://127.0.0.1:5678/webhook/identify/open';
	const entry = () => ({ id: '1', published: true, callbackUrls: [old] });

	it('follow it at the portal, and stay where it has not changed', async () => {
		sandbox.webhooks.register(old);
		sandbox.webhooks.register('https://example.com/other');
		const remembered = entry();
		await followPort('http://127.0.0.1:5678', sandbox.url, remembered);
		expect(sandbox.webhooks.all.map(({ id }) => id)).toEqual(['1', '2']);
		await followPort('http://127.0.0.1:5679', sandbox.url, remembered);
		const moved = 'http://127.0.0.1:5679/webhook/identify/open';
		expect(remembered.callbackUrls).toEqual([moved]);
		expect(sandbox.webhooks.all.map(({ url }) => url)).toEqual([
			'https://example.com/other',
			moved,
		]);
	});

	it('are not registered again where the person has removed them', async () => {
		await followPort('http://127.0.0.1:5679', sandbox.url, entry());
		expect(sandbox.webhooks.all).toEqual([]);
	});
});

it('finds the form of a workflow by its path, else by its webhook ID', () => {
	const form = { name: 'Form', type: 'n8n-nodes-base.formTrigger', webhookId: 'abc' };
	const url = (parameters: object) =>
		formUrl('http://localhost:1', { nodes: [{ ...form, parameters }], connections: {} });
	expect(url({ options: { path: 'start' } })).toBe('http://localhost:1/form/start');
	expect(url({ options: {} })).toBe('http://localhost:1/form/abc');
	expect(formUrl('http://localhost:1', { nodes: [], connections: {} })).toBeUndefined();
});
