import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { Receiver } from '../support/receiver';
import { chain, locator, node, useAction } from './actionSupport';
import { publish, PublishedTrigger, TRIGGER, triggerWorkflow } from './triggerSupport';

/** Characters that a URL writes otherwise. */
const fresh = () => `callback-${randomUUID()}+&%/ü`;

const bench = useAction();
const { n8n } = bench;

/** As n8n itself writes its address. */
const own = (url: string) => url.replace('127.0.0.1', 'localhost');

let receiver: Receiver;
beforeAll(async () => {
	receiver = await Receiver.start();
});
beforeEach(() => receiver.reset());
afterAll(async () => await receiver.stop());

/** Sends a test callback, as somebody does in the editor. */
async function send(callbackUrl: string, parameters: IDataObject = {}) {
	const execution = await bench.run('webhook', 'sendTest', { callbackUrl, ...parameters });
	expect(execution.errorMessage).toBeUndefined();
	return { ...execution.json('Identify')[0] };
}

const ACCEPTED = {
	http_status: 200,
	answer: 'The trigger accepted it and started the workflow.',
};

describe.each([
	['with a Callback Secret', fresh()],
	['without a Callback Secret', ''],
])('a published trigger, %s', (_what, callbackSecret) => {
	beforeEach(async () => await bench.renew({ callbackSecret }));

	test('an ident that exists: the workflow starts with it, confirmed', async () => {
		const trigger = await publish(n8n, bench.credentialId);
		const { id } = bench.sandbox.seedIdent({ statusCode: '5' });
		const sent = await send(own(trigger.url), { ident_id: locator(id) });
		expect(sent).toMatchObject({ ...ACCEPTED, payload: { ident_id: id, status_code: '5' } });
		expect(await trigger.events(1)).toMatchObject([
			{ ident_id: id, status: 'Successful', status_code: '5', confirmed: true },
		]);
	});

	test('a made-up ident: refused, and accepted with Confirm With Identify off', async () => {
		const trigger = await publish(n8n, bench.credentialId);
		const refused = await send(own(trigger.url));
		expect(refused.http_status).toBe(403);
		expect(refused.answer).toMatch(/refused it \(HTTP 403\): .*ident.*Confirm With Identify/);
		expect(await trigger.count()).toBe(0);
		const trusting = await publish(n8n, bench.credentialId, { parameters: { confirm: false } });
		expect(await send(own(trusting.url))).toMatchObject(ACCEPTED);
		expect(await trusting.events(1)).toMatchObject([
			{ ident_id: 'made-up-for-a-test', confirmed: false },
		]);
	});
});

describe('the answer in words', () => {
	const trusting = { parameters: { confirm: false } };

	test('a filter that does not want it; the same once more', async () => {
		const trigger = await publish(n8n, bench.credentialId, {
			parameters: { confirm: false, statuses: ['5'] },
		});
		const failed = await send(own(trigger.url), { status_code: '4', status: 'Failed' });
		expect(failed.answer).toMatch(/started nothing: it wants other callbacks \(Statuses/);
		expect((await send(own(trigger.url))).answer).toBe(ACCEPTED.answer);
		expect((await send(own(trigger.url))).answer).toMatch(/Ignore Repeats For/);
		expect(await trigger.events(1)).toHaveLength(1);
	});

	test('nothing listens, be it at the test URL or at the production URL', async () => {
		const { path } = triggerWorkflow(bench.credentialId);
		for (const url of [path, path.replace('/webhook/', '/webhook-test/')]) {
			expect(await send(own(`${n8n.url}${url}`))).toMatchObject({
				http_status: 404,
				answer: expect.stringMatching(/^n8n does not listen at this URL.*Execute step.*publish/),
			});
		}
	});

	test('a webhook that takes GET only', async () => {
		const path = randomUUID();
		const webhook = node('Webhook', 'n8n-nodes-base.webhook', 2, { path, options: {} });
		const id = await n8n.createWorkflow({
			nodes: [{ ...webhook, webhookId: path }],
			connections: {},
		});
		await n8n.activate(id);
		await n8n.waitUntilPublished(id);
		expect(await send(own(`${n8n.url}/webhook/${path}`))).toMatchObject({
			http_status: 404,
			answer: expect.stringMatching(/not to POST requests, so it is no Identify Trigger/),
		});
	});

	test('another node’s webhook, which gets no secret', async () => {
		const callbackSecret = fresh();
		await bench.renew({ callbackSecret });
		const path = randomUUID();
		const parameters = { path, httpMethod: 'POST', options: {} };
		const webhook = node('Webhook', 'n8n-nodes-base.webhook', 2, parameters);
		const id = await n8n.createWorkflow({
			nodes: [{ ...webhook, webhookId: path }],
			connections: {},
		});
		await n8n.activate(id);
		await n8n.waitUntilPublished(id);
		expect((await send(own(`${n8n.url}/webhook/${path}`))).answer).toMatch(
			/not answer as an Identify Trigger does.*Workflow was started/,
		);
		const [started] = await n8n.listExecutions(id);
		const execution = started && (await n8n.waitForExecution(started.id));
		expect(execution?.json('Webhook')).toMatchObject([{ query: {} }]);
		expect(JSON.stringify(execution?.json('Webhook'))).not.toContain(callbackSecret);
	});

	test('a trigger whose credential has another secret', async () => {
		const other = await bench.createCredential({ callbackSecret: fresh() });
		const trigger = await publish(n8n, other, trusting);
		const without = await send(own(trigger.url));
		expect(without.http_status).toBe(401);
		expect(without.answer).toMatch(/This node's credential has no Callback Secret/);
		await bench.renew({ callbackSecret: fresh() });
		expect((await send(own(trigger.url))).answer).toMatch(/seems to have another credential/);
		expect(await trigger.count()).toBe(0);
	});
});

test('a test URL: taken while the trigger listens, once', async () => {
	await bench.renew({ callbackSecret: fresh() });
	const { workflow, path } = triggerWorkflow(bench.credentialId);
	const id = await n8n.createWorkflow(workflow);
	const url = `${n8n.url}${path.replace('/webhook/', '/webhook-test/')}`;
	const executions = new PublishedTrigger(n8n, id, url);
	await n8n.execute(id, { name: TRIGGER });
	const ident = bench.sandbox.seedIdent({ statusCode: '2' });
	const parameters = { ident_id: locator(ident.id), status_code: '2', status: 'Running' };
	expect(await send(own(url), parameters)).toMatchObject(ACCEPTED);
	expect(await executions.events(1)).toMatchObject([{ ident_id: ident.id, status_code: '2' }]);
	expect((await send(own(url), parameters)).answer).toMatch(/n8n does not listen/);
});

test('the secret goes to n8n itself only, and is stored and logged nowhere', async () => {
	const callbackSecret = fresh();
	await bench.renew({ callbackSecret });
	const trigger = await publish(n8n, bench.credentialId, { parameters: { confirm: false } });
	expect(await send(own(trigger.url))).toMatchObject(ACCEPTED);
	await trigger.events(1);

	// To a stranger, under n8n's own path.
	expect(await send(`${receiver.url}/webhook/0b5e/callback`)).toMatchObject({ http_status: 200 });
	expect(receiver.request.url).toBe('/webhook/0b5e/callback');
	expect(JSON.stringify(receiver.request)).not.toContain(callbackSecret.slice(0, 24));

	// To n8n by a name that it does not know itself by, and to nobody.
	expect((await send(trigger.url)).answer).toMatch(/does not know the URL as its own/);
	expect((await send(own(`${n8n.url}/webhook/nobody`))).http_status).toBe(404);
	const identify = bench.identify('webhook', 'sendTest', {
		callbackUrl: own(n8n.url).replace(/\d+$/, '1/webhook/x'),
		options: { maxTries: 1 },
	});
	const unreached = await n8n.runWorkflow(chain([identify]));
	expect(unreached.errorMessage).toMatch(/^Could not reach http:\/\/localhost:1: /);

	const planted = fresh();
	await n8n.runWorkflow(
		chain([
			node('Edit', 'n8n-nodes-base.set', 3.4, {
				mode: 'raw',
				jsonOutput: JSON.stringify({ planted }),
				options: {},
			}),
		]),
	);
	const hits = await n8n.searchSecrets([planted.slice(0, 24), callbackSecret.slice(0, 24)]);
	expect(hits.map(({ place }) => place)).toContain('execution_data.data');
	expect(hits.filter(({ secret }) => !planted.startsWith(secret))).toEqual([]);
});
