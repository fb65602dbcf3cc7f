import { randomUUID } from 'node:crypto';
import { exampleCredentials } from '../../support/exampleCredentials';
import type { WorkflowJson } from '../../support/n8nClient';
import { waitFor } from '../../support/waiting';
import { useExamples } from '../exampleSupport';

const FILE = '05-one-url-many-teams.json';
const bench = useExamples();

const posted = async (account = bench.account) =>
	(await bench.neighbours.of('slack', account)).messages.map(({ channel, text }) => [
		channel,
		text,
	]);

/** Publishes a copy of the example. */
async function publish(change = (workflow: WorkflowJson) => workflow) {
	for (const { id } of bench.sandbox.webhooks.all) bench.sandbox.webhooks.remove(id);
	return await bench.import(change(bench.read(FILE)), { publish: true });
}

/** All executions of the workflow, ended: an event's own and, as it hands the event on to itself, the team's. */
async function executions(workflowId: string, count: number) {
	const all = await waitFor(`Execution ${count}`, async () => {
		const found = await bench.n8n.listExecutions(workflowId);
		return found.length >= count ? found : undefined;
	});
	expect(all).toHaveLength(count);
	return await Promise.all(all.map(async ({ id }) => await bench.n8n.waitForExecution(id)));
}

const ident = (projectId: string, customId: string) =>
	bench.sandbox.seedIdent({
		fields: { project_id: projectId, custom_id: customId, person_last_name: 'Verysecret' },
		statusCode: '1',
	}).id;

test('each project’s team is told of its own idents, once; an unknown project is told to all', async () => {
	const workflowId = await publish();
	const [a, b, other] = [ident('6', 'A-1'), ident('13', 'B-1'), ident('274', '')];

	await bench.sandbox.setStatus(a, '5');
	await bench.sandbox.setStatus(b, '4');
	await bench.sandbox.setStatus(other, '9', 'Cancelled');
	// Identify tells of it again, later than the trigger remembers.
	await bench.sandbox.setStatus(a, '1');
	await bench.sandbox.setStatus(a, '5');

	// Four events with an execution of the team's each, and the repeat, which goes no further.
	const ended = await executions(workflowId, 9);
	expect(ended.map(({ status }) => status)).toEqual(Array(9).fill('success'));
	const stored = JSON.stringify(ended.map(({ runData }) => runData));
	expect(stored).toContain(a);
	expect(stored).not.toContain('Verysecret');

	const messages = await posted();
	expect(messages.sort()).toEqual(
		[
			['#team-a', '✅ Identification A-1: Successful (5)'],
			['#team-b', expect.stringMatching(/^⚠️ Identification B-1: \w+ \(4\)$/)],
			['#identify', `ℹ️ Identification ${other}: Cancelled (9)`],
			['#team-a', expect.stringMatching(/^ℹ️ Identification A-1: .+ \(1\)$/)],
		].sort(),
	);
});

test('the first events of a workflow come all at the same moment: each team is told of each, once', async () => {
	const workflowId = await publish();
	const customIds = Array.from({ length: 8 }, (_, index) => `C-${index + 1}`);
	const idents = customIds.map((customId) => ident('13', customId));
	await Promise.all(idents.map(async (id) => await bench.sandbox.setStatus(id, '5')));
	const ended = await executions(workflowId, 2 * customIds.length);
	expect(ended.map(({ status }) => status)).toEqual(ended.map(() => 'success'));
	const messages = (await posted()).filter(([, text]) => text?.includes(' C-'));
	expect(messages.sort()).toEqual(
		customIds.map((id) => ['#team-b', `✅ Identification ${id}: Successful (5)`]),
	);
});

test('where Slack refuses a message, the team’s own execution fails, and the event’s does not', async () => {
	const account = `demo-${randomUUID()}-revoked`;
	const { slackApi } = exampleCredentials({
		sandbox: bench.sandbox,
		neighbours: bench.neighbours.addresses,
		account,
	});
	if (!slackApi) throw new Error('There is no credential slackApi.');
	const own = { slackApi: { id: await bench.n8n.createCredential(slackApi), name: slackApi.name } };
	const workflowId = await publish((workflow) => ({
		...workflow,
		nodes: workflow.nodes.map((node) =>
			node.name === 'Tell the Team' ? { ...node, credentials: own } : node,
		),
	}));
	await bench.sandbox.setStatus(ident('6', 'A-2'), '5');
	const ended = await executions(workflowId, 2);
	const said = ended.map((execution) => [
		execution.status,
		execution.runsOf('Tell the Team').length > 0,
	]);
	expect(said.sort()).toEqual([
		['error', true],
		['success', false],
	]);
	expect(await posted(account)).toEqual([]);
});
