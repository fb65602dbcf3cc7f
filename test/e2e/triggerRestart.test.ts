import { startSandbox, type Sandbox } from '../sandbox';
import { startN8n, type N8nServer } from '../support/n8nServer';
import { locateTarball } from '../support/places';
import { waitFor } from '../support/waiting';
import { EFFECT, oncePerEvent } from './onceWorkflow';
import {
	credentialFor,
	payloadOf,
	publish,
	type PublishedTrigger,
	type Reply,
} from './triggerSupport';

const IDENT = { id: 'ece4f137-31ea-11ee-849e-005056bb3f3f', statusCode: '5' };

/** Read at each start. */
const env: Record<string, string> = { N8N_PROXY_HOPS: '1' };

let n8n: N8nServer;
let sandbox: Sandbox;
let credentialId: string;

beforeAll(async () => {
	n8n = await startN8n({ tarball: locateTarball(), env });
	sandbox = await startSandbox();
	sandbox.seedIdent(IDENT);
	credentialId = await credentialFor(n8n, sandbox);
});
afterAll(async () => {
	await sandbox.stop();
	await n8n.stop();
});

describe('the allow-list behind one reverse proxy', () => {
	const from = (address: string) => ({
		'content-type': 'application/json',
		'x-forwarded-for': address,
	});

	test('goes by the address that the proxy reports', async () => {
		const trigger = await publish(n8n, credentialId, {
			parameters: { confirm: false },
			settings: { ipAllowlist: '203.0.113.0/24, 2001:db8::/32', ignoreRepeatsFor: 0 },
		});
		const payload = payloadOf(sandbox, IDENT.id);
		const statuses: Array<[string, number]> = [];
		for (const address of [
			'203.0.113.7',
			'::ffff:203.0.113.8',
			'2001:db8::7',
			'198.51.100.1',
			'2001:db9::7',
			// Only the last one is the proxy's own word; the others anyone can write.
			'203.0.113.7, 198.51.100.1',
			'198.51.100.1, 203.0.113.7',
			// Some proxies add the caller's port.
			'203.0.113.7:54321',
			'[2001:db8::7]:443',
			'198.51.100.1:443',
			'nonsense',
		]) {
			statuses.push([address, (await trigger.post(payload, from(address))).status]);
		}
		expect(statuses).toEqual([
			['203.0.113.7', 200],
			['::ffff:203.0.113.8', 200],
			['2001:db8::7', 200],
			['198.51.100.1', 403],
			['2001:db9::7', 403],
			['203.0.113.7, 198.51.100.1', 403],
			['198.51.100.1, 203.0.113.7', 200],
			['203.0.113.7:54321', 200],
			['[2001:db8::7]:443', 200],
			['198.51.100.1:443', 403],
			['nonsense', 403],
		]);
		// The proxy itself, 127.0.0.1, is not on the list.
		expect((await trigger.post(payload)).status).toBe(403);
		expect(await trigger.events(6)).toHaveLength(6);
	});
});

describe('n8n killed, and started again while Identify is down', () => {
	let confirming: PublishedTrigger;
	let trusting: PublishedTrigger;
	let once: PublishedTrigger;

	/** The first answer other than "there is no such webhook". */
	async function firstAnswer(trigger: PublishedTrigger): Promise<Reply> {
		return await waitFor('The webhook', async () => {
			const reply = await trigger.post(payloadOf(sandbox, IDENT.id));
			return reply.status === 404 ? undefined : reply;
		});
	}

	beforeAll(async () => {
		const settings = { checkRegistration: true };
		// Identify shall not be in the way of publishing; it knows these URLs only for now.
		const registering = async (more = {}) =>
			await publish(n8n, credentialId, { settings, ...more }, (url) => {
				sandbox.webhooks.register(url);
			});
		confirming = await registering();
		// n8n works a chosen path out anew at each start.
		const chosen = { ...settings, path: 'restarted/identify' };
		trusting = await registering({ parameters: { confirm: false }, settings: chosen });
		once = await registering({ then: oncePerEvent });
		expect((await once.post(payloadOf(sandbox, IDENT.id))).body.status).toBe('accepted');
		expect(await once.itemsAt(EFFECT, 1)).toHaveLength(1);
		await sandbox.stop();
		await n8n.kill();
		await n8n.restart();
	});

	test('the URLs are there at once: 503 with confirm on, 200 with it off', async () => {
		const replies = await Promise.all([firstAnswer(confirming), firstAnswer(trusting)]);
		expect(replies.map(({ status }) => status)).toEqual([503, 200]);
		expect(await confirming.count()).toBe(0);
		expect(await trusting.events(1)).toMatchObject([{ confirmed: false }]);
	});

	test('the first callback after Identify is back is served, though no URL is registered', async () => {
		sandbox = await startSandbox({ port: sandbox.port });
		sandbox.seedIdent(IDENT);
		expect((await confirming.post(payloadOf(sandbox, IDENT.id))).status).toBe(200);
		expect(await confirming.events(1)).toMatchObject([{ confirmed: true }]);
		expect(sandbox.requests.to('GET', '/webhook/getAll')).toEqual([]);
	});

	test('a repeat passes the trigger, which has forgotten, and is stopped by Remove Duplicates', async () => {
		expect((await once.post(payloadOf(sandbox, IDENT.id))).body.status).toBe('accepted');
		expect(await once.itemsAt('Identify Trigger', 2)).toHaveLength(2);
		expect(await once.itemsAt(EFFECT, 2)).toHaveLength(1);
	});

	test('an n8n that asks its triggers at each start gets no refusal, though no URL is registered', async () => {
		// What n8n did before it had its publication service, and can still be told to do.
		env.N8N_USE_WORKFLOW_PUBLICATION_SERVICE = 'false';
		const from = n8n.log.length;
		await n8n.restart();
		await n8n.waitForLog(/Finished activating all workflows/, { from });
		const before = await confirming.count();
		expect((await confirming.post(payloadOf(sandbox, IDENT.id))).status).toBe(200);
		expect(await confirming.events(before + 1)).toHaveLength(before + 1);
		expect(sandbox.webhooks.all).toEqual([]);
		expect(sandbox.requests.to('GET', '/webhook/getAll')).toEqual([]);
	});
});
