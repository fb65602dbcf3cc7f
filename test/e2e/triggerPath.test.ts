import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../sandbox';
import { sharedN8n } from '../support/harness';
import type { WorkflowJson } from '../support/n8nClient';
import { n8nIs } from '../support/n8nVersion';
import {
	beginPublishing,
	credentialFor,
	payloadOf,
	post,
	publish,
	PublishedTrigger,
	TRIGGER,
	triggerWorkflow,
} from './triggerSupport';

const n8n = sharedN8n();
let sandbox: Sandbox;
let credentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox();
	credentialId = await credentialFor(n8n, sandbox);
});
afterAll(async () => await sandbox.stop());

/** A path that no other test has. */
const fresh = (end = '') => `p-${randomUUID().slice(0, 8)}${end}`;

const callback = () => payloadOf(sandbox, sandbox.seedIdent({ statusCode: '5' }).id);

/** What n8n says about the trigger of a workflow that it was asked to publish. */
async function publicationOf(workflowId: string) {
	const { status, triggers = [] } = await n8n.waitUntilPublished(workflowId);
	return { status, message: triggers[0]?.errorMessage ?? '' };
}

/** The same workflow as an import makes it: another ID, and other IDs of its nodes. */
function imported(workflow: WorkflowJson): WorkflowJson {
	const nodes = workflow.nodes.map((node) => ({
		...node,
		id: randomUUID(),
		...('webhookId' in node && { webhookId: randomUUID() }),
	}));
	return { ...workflow, nodes };
}

test('a chosen path is the end of both URLs, without needless slashes', async () => {
	const path = fresh('/identify_1');
	const settings = { path: `/${path.replace('/', '//')}/` };
	const { workflow, webhookId } = triggerWorkflow(credentialId, { settings });
	const id = await n8n.createWorkflow(workflow);
	const trigger = new PublishedTrigger(n8n, id, `${n8n.url}/webhook/${path}`);
	await n8n.execute(id, { name: TRIGGER });
	expect((await post(`${n8n.url}/webhook-test/${path}`, callback())).body.status).toBe('accepted');
	await n8n.activate(id);
	expect(await publicationOf(id)).toEqual({ status: 'published', message: '' });
	expect((await trigger.post(callback())).body.status).toBe('accepted');
	expect(await trigger.events(2)).toHaveLength(2);
	for (const other of [`${webhookId}/callback`, `${webhookId}/${path}`, `${path}/callback`]) {
		expect((await post(`${n8n.url}/webhook/${other}`, callback())).status).toBe(404);
	}
});

test('the URL stays the same when the workflow is imported or duplicated', async () => {
	const path = fresh('/stays');
	const { workflow } = triggerWorkflow(credentialId, { settings: { path } });
	const first = await n8n.createWorkflow(workflow);
	await n8n.activate(first);
	expect(await publicationOf(first)).toMatchObject({ status: 'published' });
	await n8n.deactivate(first);
	const second = await n8n.createWorkflow(imported(workflow));
	await n8n.activate(second);
	expect(await publicationOf(second)).toMatchObject({ status: 'published' });
	const trigger = new PublishedTrigger(n8n, second, `${n8n.url}/webhook/${path}`);
	const payload = callback();
	expect((await trigger.post(payload)).body.status).toBe('accepted');
	expect(await trigger.events(1)).toMatchObject([{ ident_id: payload.ident_id }]);
});

test('of two workflows with one path, n8n publishes the first, which goes on', async () => {
	const path = fresh();
	const first = await publish(n8n, credentialId, { settings: { path } });
	const second = publish(n8n, credentialId, { settings: { path: `/${path}` } });
	await expect(second).rejects.toThrow(
		n8nIs('>=2')
			? /There is a conflict with one of the webhooks\./
			: /The URL path that the \\?"Identify Trigger\\?" node uses is already taken/,
	);
	expect((await first.post(callback())).body.status).toBe('accepted');
	expect(await first.events(1)).toHaveLength(1);
});

describe('publishing stops', () => {
	const [unregistered, onlyTested] = [fresh(), fresh('/deep/er/still')];
	let outcomes: Array<{ status: string; message: string }>;
	let oddId: string;

	// n8n tries five times over 15 s before it gives up: all at once.
	beforeAll(async () => {
		const settings = { path: 'kunden münchen/:id' };
		const { workflow, webhookId } = triggerWorkflow(credentialId, { settings });
		oddId = webhookId;
		const id = await n8n.createWorkflow(workflow);
		await n8n.activate(id);
		// Its path is only the end of another one's.
		sandbox.webhooks.register(`${n8n.url}/webhook/other/${unregistered}`);
		const trigger = await beginPublishing(n8n, credentialId, {
			settings: { path: unregistered, checkRegistration: true },
		});
		const tested = await beginPublishing(
			n8n,
			credentialId,
			{ settings: { path: onlyTested, checkRegistration: true } },
			(url) => {
				sandbox.webhooks.register(url.replace('/webhook/', '/webhook-test/'));
			},
		);
		const workflows = [id, trigger.workflowId, tested.workflowId];
		outcomes = await Promise.all(workflows.map(publicationOf));
	});

	test('where a path has other characters, and there is no URL', async () => {
		expect(outcomes[0]).toEqual({
			status: 'failed',
			message:
				'Settings > Path has other characters than a-z, A-Z, 0-9, -, _ and /: a blank, ü, :. Write e.g. identify or identify/production, then publish again.',
		});
		for (const path of ['kunden', 'kunden%20m%C3%BCnchen/1', `${oddId}/callback`]) {
			expect((await post(`${n8n.url}/webhook/${path}`, callback())).status).toBe(404);
		}
	});

	test('where another path is registered, with the URL to enter', () => {
		expect(outcomes[1]?.status).toBe('failed');
		expect(outcomes[1]?.message).toMatch(/^This workflow would never start/);
		expect(outcomes[1]?.message).toContain(`/webhook/${unregistered} `);
	});

	test('where the test URL of a deep path is registered', () => {
		expect(outcomes[2]?.status).toBe('failed');
		expect(outcomes[2]?.message).toMatch(/^This workflow would never start: its test URL/);
		expect(outcomes[2]?.message).toContain(`/webhook/${onlyTested} `);
	});
});

describe('several triggers of one n8n', () => {
	let other: Sandbox;
	const [one, two, three] = [fresh(), fresh('/deep/er'), fresh('/3')];

	beforeAll(async () => {
		other = await startSandbox();
	});
	afterAll(async () => await other.stop());

	const codes = (events: IDataObject[]) => events.map(({ ident_id: id }) => id);

	test('are each found registered, get their own callbacks, and leave one another alone', async () => {
		const otherCredential = await credentialFor(n8n, other);
		const publishAt = async (path: string, at: Sandbox, credential: string) =>
			await publish(n8n, credential, { settings: { path, checkRegistration: true } }, (url) => {
				at.webhooks.register(url);
			});
		const [a, b, c] = await Promise.all([
			publishAt(one, sandbox, credentialId),
			publishAt(two, sandbox, credentialId),
			publishAt(three, other, otherCredential),
		]);
		const idents = Array.from({ length: 3 }, () => sandbox.seedIdent({ statusCode: '5' }).id);
		const [first = '', second = '', third = ''] = idents;
		const foreign = other.seedIdent({ statusCode: '5' }).id;
		const answer = async (trigger: PublishedTrigger, payload: IDataObject) =>
			(await trigger.post(payload)).body.status;
		expect(await answer(a, payloadOf(sandbox, first))).toBe('accepted');
		expect(await answer(b, payloadOf(sandbox, second))).toBe('accepted');
		expect(await answer(c, payloadOf(other, foreign))).toBe('accepted');
		// Each asks with its own credential: the ident of one partner is none of the other.
		expect((await c.post(payloadOf(sandbox, third))).status).toBe(403);

		await n8n.deactivate(b.workflowId);
		expect((await b.post(payloadOf(sandbox, third))).status).toBe(404);
		expect(await answer(a, payloadOf(sandbox, third))).toBe('accepted');
		await n8n.activate(b.workflowId);
		expect(await publicationOf(b.workflowId)).toEqual({ status: 'published', message: '' });
		expect(await answer(b, payloadOf(sandbox, third))).toBe('accepted');

		expect(codes(await a.events(2))).toEqual([first, third]);
		expect(codes(await b.events(2))).toEqual([second, third]);
		expect(codes(await c.events(1))).toEqual([foreign]);
	});
});
