import { randomUUID } from 'node:crypto';
import { exampleCredentials } from '../../support/exampleCredentials';
import type { WorkflowJson } from '../../support/n8nClient';
import { waitFor } from '../../support/waiting';
import { useExamples } from '../exampleSupport';

const FILE = '03-status-to-slack-email-and-crm.json';
const bench = useExamples();

const held = async (account = bench.account) => ({
	slack: (await bench.neighbours.of('slack', account)).messages.map(({ channel, text }) => [
		channel,
		text,
	]),
	mails: (await bench.neighbours.of('mail', account)).mails,
	contacts: (await bench.neighbours.of('hubspot', account)).contacts,
});

/** Publishes a copy of the example. Gives what happens to it, execution by execution. */
async function publish(change = (workflow: WorkflowJson) => workflow) {
	for (const { id } of bench.sandbox.webhooks.all) bench.sandbox.webhooks.remove(id);
	const workflowId = await bench.import(change(bench.read(FILE)), { publish: true });
	let seen = 0;
	/** Sets a status and waits until the workflow has ended that the callback started. */
	const setStatus = async (identId: string, code: string, text?: string) => {
		await bench.sandbox.setStatus(identId, code, text);
		seen += 1;
		const executions = await waitFor(`Execution ${seen}`, async () => {
			const all = await bench.n8n.listExecutions(workflowId);
			return all.length >= seen ? all : undefined;
		});
		return await bench.n8n.waitForExecution(executions[0]?.id ?? '');
	};
	return { setStatus };
}

test('successful: Slack, the person and the contact are told once; failed and other statuses go to Slack and the contact', async () => {
	const { setStatus } = await publish();
	const { id } = bench.sandbox.seedIdent({
		fields: { custom_id: 'CRM-4711', email: 'jane.doe@example.com' },
		statusCode: '1',
	});

	const first = await setStatus(id, '5');
	expect(first.errorMessage).toBeUndefined();
	const [mail] = (await held()).mails;
	expect(mail).toMatchObject({
		from: '"Identification" <noreply@example.com>',
		to: ['jane.doe@example.com'],
		subject: 'Your identification was successful',
		text: 'Hello,\n\nyour video identification was successful. There is nothing more to do.\n\nThank you',
		html: '<p>Hello,</p><p>your video identification was <strong>successful</strong>. There is nothing more to do.</p><p>Thank you</p>',
		attachments: [],
	});
	expect(await held()).toMatchObject({
		slack: [['#identify', '✅ Identified: CRM-4711']],
		contacts: [
			{
				properties: {
					email: 'jane.doe@example.com',
					identify_status: 'Successful',
					identify_ident_id: id,
				},
			},
		],
	});

	await setStatus(id, '4');
	await setStatus(id, '9', 'Cancelled');
	// Identify tells of it again, later than the trigger remembers.
	const repeat = await setStatus(id, '5');
	expect(repeat.runsOf('By Status')).toEqual([]);

	const { slack, mails, contacts } = await held();
	expect(slack).toEqual([
		['#identify', '✅ Identified: CRM-4711'],
		['#identify', '⚠️ Identification failed: CRM-4711. Somebody should get in touch.'],
		['#identify', 'ℹ️ Identification CRM-4711 is now: Cancelled (9)'],
	]);
	expect(mails).toHaveLength(1);
	expect(contacts).toMatchObject([{ properties: { identify_status: 'Cancelled' } }]);
});

test.each([
	['slackApi', 'Slack: Successful: ', { slack: 0, mails: 1, contacts: 1 }],
	['smtp', 'E-Mail to the Person: ', { slack: 1, mails: 0, contacts: 1 }],
	['hubspotAppToken', 'Contact in HubSpot: ', { slack: 1, mails: 1, contacts: 0 }],
])(
	'%s is refused: the others are told all the same, and the execution fails',
	async (type, said, expected) => {
		const account = `demo-${randomUUID()}`;
		const credentials = (name: string) =>
			exampleCredentials({
				sandbox: bench.sandbox,
				neighbours: bench.neighbours.addresses,
				account: name,
			});
		const ids: Record<string, unknown> = {};
		for (const own of ['slackApi', 'smtp', 'hubspotAppToken']) {
			const credential = credentials(own === type ? `${account}-revoked` : account)[own];
			if (!credential) throw new Error(`There is no credential ${own}.`);
			ids[own] = { id: await bench.n8n.createCredential(credential), name: credential.name };
		}
		const { setStatus } = await publish((workflow) => ({
			...workflow,
			nodes: workflow.nodes.map((node) => {
				const [own = ''] = Object.keys(node.credentials ?? {});
				return own in ids ? { ...node, credentials: { [own]: ids[own] } } : node;
			}),
		}));
		const { id } = bench.sandbox.seedIdent({
			fields: { email: 'jane.doe@example.com' },
			statusCode: '1',
		});
		const execution = await setStatus(id, '5');
		expect(execution.status).toBe('error');
		// No other name follows: only one service failed.
		expect(execution.errorMessage).toMatch(/^Not everybody was told\. [^;]+$/);
		expect(execution.errorMessage).toContain(`told. ${said}`);
		const { slack, mails, contacts } = await held(account);
		expect({
			slack: slack.length,
			mails: mails.length,
			contacts: contacts.length,
		}).toEqual(expected);
	},
);
