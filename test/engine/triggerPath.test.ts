import { HookContext } from 'n8n-core';
import type { INode, INodeParameters } from 'n8n-workflow';
import { IdentifyTrigger } from '../../nodes/Identify/IdentifyTrigger.node';
import { additionalData, buildWorkflow, NODE_NAME, StoredCredential } from './engine';

const WEBHOOK_ID = '0e0ff5b1-7d4c-4a9e-9a51-6f3a2a7d1f5e';

const credential = new StoredCredential({});

/** The production URL, after n8n's own endpoint, as n8n tells it to the trigger. */
function urlEnd(settings: INodeParameters | undefined, more: Partial<INode> = {}): string {
	const parameters: INodeParameters = settings ? { settings } : {};
	const node = { webhookId: WEBHOOK_ID, ...more };
	const workflow = buildWorkflow({ credential, parameters, node, type: new IdentifyTrigger() });
	const trigger = workflow.getNode(NODE_NAME);
	if (!trigger) throw new Error('The workflow has no trigger');
	const data = additionalData(credential);
	const context = new HookContext(workflow, trigger, data, 'trigger', 'activate');
	return String(context.getNodeWebhookUrl('default')).replace(`${data.webhookBaseUrl}/`, '');
}

const BY_ID = `${WEBHOOK_ID}/callback`;

test.each<[string, INodeParameters | undefined]>([
	['no settings', undefined],
	['no path', {}],
	['an empty path', { path: '' }],
	['blanks', { path: '  ' }],
])('%s: the URL has the webhook ID', (_name, settings) => {
	expect(urlEnd(settings)).toBe(BY_ID);
});

test.each([
	['identify', 'identify'],
	['identify/production', 'identify/production'],
	['/a/b/c/', 'a/b/c'],
	['//a///b//', 'a/b'],
	[' Kunde_1-B ', 'Kunde_1-B'],
])('the chosen path %j: the URL ends with %s, whatever the webhook ID', (path, end) => {
	expect(urlEnd({ path })).toBe(end);
	expect(urlEnd({ path }, { webhookId: 'another' })).toBe(end);
});

test.each([
	'a b',
	'münchen',
	':id',
	'identify/:id',
	'../rest/login',
	'a?b=c',
	'a#b',
	'%2e%2e',
	'https://n8n.example.com/webhook/a',
	'/',
	'={{ "identify" }}',
	'{{ 1 }}',
	"'); throw new Error('",
])('%j is no path: the URL has the webhook ID', (path) => {
	expect(urlEnd({ path })).toBe(BY_ID);
});

test('other settings do not matter', () => {
	const settings = { projectIds: '={{ "6" }}', path: 'identify', ipAllowlist: '203.0.113.7' };
	expect(urlEnd(settings)).toBe('identify');
});
