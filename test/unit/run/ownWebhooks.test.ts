import type { IExecuteFunctions } from 'n8n-workflow';
import { ownWebhooks } from '../../../nodes/Identify/run/ownWebhooks';

function of(resumeUrl: unknown, instance = ''): string[] {
	const context: unknown = {
		getWorkflowDataProxy: () => ({ $execution: { resumeUrl } }),
		getInstanceBaseUrl: () => instance,
	};
	return ownWebhooks(context as IExecuteFunctions);
}

it.each([
	[
		'http://localhost:5678/webhook-waiting/12',
		'http://localhost:5678',
		['http://localhost:5678/webhook/', 'http://localhost:5678/webhook-test/'],
	],
	[
		'https://hooks.example.com/n8n/webhook-waiting/12?signature=abc',
		'https://editor.example.com/n8n/',
		[
			'https://hooks.example.com/n8n/webhook/',
			'https://hooks.example.com/n8n/webhook-test/',
			'https://editor.example.com/n8n/webhook/',
			'https://editor.example.com/n8n/webhook-test/',
		],
	],
	// Endpoints of other names.
	[
		'https://n8n.example.com/hook-waiting/12',
		'https://n8n.example.com',
		['https://n8n.example.com/hook/', 'https://n8n.example.com/hook-test/'],
	],
	[
		'https://n8n.example.com/webhook-waiting/12',
		'not an address',
		['https://n8n.example.com/webhook/', 'https://n8n.example.com/webhook-test/'],
	],
])('%s, editor at %s', (resumeUrl, instance, own) => {
	expect(of(resumeUrl, instance)).toEqual(own);
});

it.each([undefined, '', 'webhook-waiting/12', 'https://n8n.example.com/parked/12'])(
	'nothing is taken for n8n’s own where it says %j',
	(resumeUrl) => {
		expect(of(resumeUrl, 'https://n8n.example.com')).toEqual([]);
	},
);
