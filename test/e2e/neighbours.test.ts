import { randomUUID } from 'node:crypto';
import { chain, node } from './actionSupport';
import { useExamples } from './exampleSupport';

const bench = useExamples();

test('n8n’s own Slack, HubSpot and Send Email nodes reach their stand-ins, and nothing else is reached', async () => {
	const credentials = (type: string) => ({ credentials: bench.credentialFor(type) });
	const execution = await bench.n8n.runWorkflow(
		chain([
			node(
				'Slack',
				'n8n-nodes-base.slack',
				2.3,
				{
					authentication: 'accessToken',
					select: 'channel',
					channelId: { __rl: true, mode: 'name', value: '#identify' },
					messageType: 'text',
					text: 'Geprüft ✅',
					otherOptions: { includeLinkToWorkflow: false },
				},
				{ ...credentials('slackApi'), webhookId: randomUUID() },
			),
			node(
				'Mail',
				'n8n-nodes-base.emailSend',
				2.1,
				{
					fromEmail: 'Identität <noreply@example.com>',
					toEmail: 'erika@example.com',
					subject: 'Geprüft ✅',
					emailFormat: 'text',
					text: 'Größe',
					options: { appendAttribution: false },
				},
				{ ...credentials('smtp'), webhookId: randomUUID() },
			),
			node(
				'HubSpot',
				'n8n-nodes-base.hubspot',
				2.1,
				{
					authentication: 'appToken',
					resource: 'contact',
					operation: 'upsert',
					email: 'erika@example.com',
					additionalFields: {
						customPropertiesUi: {
							customPropertiesValues: [{ property: 'identify_status', value: 'Pending' }],
						},
					},
					options: {},
				},
				credentials('hubspotAppToken'),
			),
			node(
				'Elsewhere',
				'n8n-nodes-base.httpRequest',
				4.2,
				{ url: 'https://example.com/', options: {} },
				{ onError: 'continueRegularOutput' },
			),
		]),
	);
	expect(execution.errorMessage).toBeUndefined();
	const { account, neighbours } = bench;
	expect((await neighbours.of('slack', account)).messages).toMatchObject([
		{ channel: '#identify', text: 'Geprüft ✅' },
	]);
	expect((await neighbours.of('mail', account)).mails).toMatchObject([
		{ from: '"Identität" <noreply@example.com>', to: ['erika@example.com'], text: 'Größe\n' },
	]);
	expect((await neighbours.of('hubspot', account)).contacts).toMatchObject([
		{ properties: { email: 'erika@example.com', identify_status: 'Pending' } },
	]);
	expect(execution.json('Elsewhere')).toMatchObject([{ error: { status: 502 } }]);
});
