import { startSandbox, type Sandbox } from '../sandbox';
import { sharedN8n } from '../support/harness';
import {
	confirmations,
	credentialFor,
	payloadOf,
	post,
	PublishedTrigger,
	TRIGGER,
	triggerWorkflow,
	type TriggerOptions,
} from './triggerSupport';

const n8n = sharedN8n();
let sandbox: Sandbox;
let credentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox();
	credentialId = await credentialFor(n8n, sandbox);
});
beforeEach(() => sandbox.requests.clear());
afterAll(async () => await sandbox.stop());

/** Saves a workflow; `listen` is what a click on "Execute step" does. */
async function inEditor(options: TriggerOptions = {}) {
	const { workflow, path } = triggerWorkflow(credentialId, options);
	const id = await n8n.createWorkflow(workflow);
	const url = `${n8n.url}${path.replace('/webhook/', '/webhook-test/')}`;
	return {
		executions: new PublishedTrigger(n8n, id, url),
		url,
		id,
		production: new PublishedTrigger(n8n, id, `${n8n.url}${path}`),
		listen: async () => await n8n.execute(id, { name: TRIGGER }),
	};
}

test('a made-up ident gets one clear message, and n8n keeps listening for a better one', async () => {
	const { listen, url, executions } = await inEditor({ settings: { checkRegistration: true } });
	expect(await listen()).toMatchObject({ waitingForWebhook: true });
	const made = payloadOf(sandbox, sandbox.seedIdent().id, { ident_id: 'xxxxx' });
	const { status, body } = await post(url, made);
	expect(status).toBe(403);
	// What is wrong, and both ways out.
	expect(body.message).toMatch(/ident/);
	expect(body.message).toMatch(/switch Confirm With Identify off/);
	expect(body.message).toMatch(/ID of an ident that exists/);
	expect(await executions.count()).toBe(0);

	const ident = sandbox.seedIdent({ statusCode: '2' });
	expect((await post(url, payloadOf(sandbox, ident.id))).status).toBe(200);
	expect(await executions.events(1)).toMatchObject([{ ident_id: ident.id, confirmed: true }]);
	expect(confirmations(sandbox, ident.id)).toBe(1);
	// The registration is nothing that a test depends on.
	expect(sandbox.requests.to('GET', '/webhook/getAll')).toEqual([]);
});

test('the same sample can be posted again and again', async () => {
	const { listen, url, executions } = await inEditor({ parameters: { confirm: false } });
	const sample = payloadOf(sandbox, sandbox.seedIdent().id, { ident_id: 'xxxxx' });
	for (const count of [1, 2]) {
		await listen();
		expect((await post(url, sample)).status).toBe(200);
		expect(await executions.events(count)).toHaveLength(count);
	}
	expect(sandbox.requests.count).toBe(0);
});

test('neither the end of a test nor another publication makes a repeat new', async () => {
	const { id, production, listen, url } = await inEditor();
	const publishIt = async () => {
		await n8n.activate(id);
		expect(await n8n.waitUntilPublished(id)).toMatchObject({ status: 'published' });
	};
	await publishIt();
	const ident = sandbox.seedIdent({ statusCode: '5' });
	const callback = payloadOf(sandbox, ident.id);
	expect((await production.post(callback)).body.status).toBe('accepted');
	await listen();
	// A test takes it, as it takes everything.
	expect((await post(url, callback)).status).toBe(200);
	await production.ended(2);
	expect((await post(url, callback)).status).toBe(404);
	expect((await production.post(callback)).body.reason).toBe('repeated');
	await publishIt();
	expect((await production.post(callback)).body.reason).toBe('repeated');
});
