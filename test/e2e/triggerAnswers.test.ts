import { startSandbox, type FaultAction, type Sandbox } from '../sandbox';
import { sharedN8n } from '../support/harness';
import {
	confirmations,
	credentialFor,
	OWN,
	payloadOf,
	publish,
	type PublishedTrigger,
	type Reply,
} from './triggerSupport';

const n8n = sharedN8n();
/** No other run can have left it anywhere. */
const SECRET = `kä+se & ${Math.random().toString(36).slice(2)}/?`;
const right = `?secret=${encodeURIComponent(SECRET)}`;
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

let sandbox: Sandbox;
let credentialId: string;
let secretCredentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox();
	credentialId = await credentialFor(n8n, sandbox);
	secretCredentialId = await credentialFor(n8n, sandbox, SECRET);
});
afterEach(() => sandbox.faults.clear());
afterAll(async () => await sandbox.stop());

/** Checks one answer and how many executions there are after it, those of before included. */
async function expectAnswer(
	trigger: PublishedTrigger,
	reply: Promise<Reply>,
	[status, message]: [number, RegExp?],
	executions: number,
) {
	const { status: answered, body } = await reply;
	expect({ status: answered, message: body.message }).toEqual({
		status,
		message: message ? expect.stringMatching(message) : undefined,
	});
	await trigger.ended(executions);
	expect(await trigger.count()).toBe(executions);
}

test('each row of the table of HTTP answers, with the count of executions beside it', async () => {
	const ident = sandbox.seedIdent({ statusCode: '2' });
	const trigger = await publish(n8n, secretCredentialId, { parameters: { statuses: ['2', '5'] } });
	const payload = (more = {}) => payloadOf(sandbox, ident.id, more);
	const send = async (body: unknown, query = right) => await trigger.post(body, undefined, query);
	const check = async (reply: Promise<Reply>, answer: [number, RegExp?], executions: number) =>
		await expectAnswer(trigger, reply, answer, executions);

	// 401, before anything else is looked at.
	const unauthorised = /\?secret=/;
	await check(send(payload(), ''), [401, unauthorised], 0);
	await check(send('{', '?secret=wrong'), [401, unauthorised], 0);
	await check(send(payload(), `${right}&secret=wrong`), [401, unauthorised], 0);
	await check(send(payload(), `${right}&${right.slice(1)}`), [401, unauthorised], 0);
	await check(send(payload(), right.replace('secret', 'secret[a]')), [401, unauthorised], 0);
	await check(send(payload({ secret: SECRET }), ''), [401, unauthorised], 0);
	// 400; a + that was entered as it is arrives as a blank.
	await check(send('{', right.replace('%2B', '+')), [400, /not JSON/], 0);
	await check(send('{'), [400, /not JSON/], 0);
	await check(send(''), [400, /not JSON/], 0);
	await check(send([payload()]), [400, /not a JSON object/], 0);
	await check(send({}), [400, /: ident_id, status, status_code\./], 0);
	await check(send(payload({ status_code: undefined })), [400, /: status_code\./], 0);
	await check(send(payload({ ident_id: { $ne: '' } })), [400, /: ident_id\./], 0);
	await check(send(payload({ custom1: 'x'.repeat(1_000_000) })), [400, /larger than 1 MB/], 0);
	expect(sandbox.requests.count).toBe(0);
	// 403
	await check(send(payload({ ident_id: UNKNOWN_ID })), [403, /does not know this ident/], 0);
	// 503
	const down = sandbox.faults.add({ kind: 'reset', match: { path: `/ident/get/${ident.id}` } });
	await check(send(payload()), [503, /could not be confirmed/], 0);
	sandbox.faults.remove(down);
	// 200: accepted, a repeat, filtered.
	await check(send(payload()), [200], 1);
	await check(send(payload()), [200], 1);
	await sandbox.setStatus(ident.id, 1);
	await check(send(payload()), [200], 1);
	await sandbox.setStatus(ident.id, 5);
	await check(send(payload()), [200], 2);
	expect((await trigger.events(2)).map(({ event_key: key }) => key)).toEqual([
		`${ident.id}:2`,
		`${ident.id}:5`,
	]);
	expect(await n8n.searchSecrets([SECRET])).toEqual([]);
});

test('a changed secret is taken at once, without publishing again', async () => {
	const own = await credentialFor(n8n, sandbox, 'first');
	const trigger = await publish(n8n, own, { parameters: { confirm: false } });
	const statusWith = async (secret: string) =>
		(await trigger.post('{', undefined, `?secret=${secret}`)).status;
	expect([await statusWith('first'), await statusWith('second')]).toEqual([400, 401]);
	await n8n.updateCredential(own, {
		name: 'Identify Sandbox',
		type: 'identifyApi',
		data: {
			gatewayHost: sandbox.url,
			partner: sandbox.partner,
			apiKey: sandbox.apiKey,
			callbackSecret: 'second',
		},
	});
	expect(await statusWith('second')).toBe(400);
	expect(await statusWith('first')).toBe(401);
});

test('503 within 8 s while Identify cannot be asked, whatever the reason, and the next callback is emitted', async () => {
	const reasons: Record<string, FaultAction> = {
		'answers 500': { kind: 'status', status: 500 },
		'answers with a proxy’s page': { kind: 'status', status: 502, html: true },
		'refuses the token again and again': { kind: 'status', status: 401 },
		'has a web page where JSON belongs': { kind: 'html' },
		'leaves out the ident': { kind: 'body', body: '{"result":true,"messages":[]}' },
		'breaks the connection': { kind: 'reset' },
		'says nothing': { kind: 'hang' },
		'asks to wait for long': { kind: 'status', status: 429, retryAfter: 3600 },
	};
	const trigger = await publish(n8n, credentialId);
	const send = async (identId: string) => {
		const started = performance.now();
		const { status } = await trigger.post(payloadOf(sandbox, identId));
		// More than the 8 s for the tries: n8n has its own work to do.
		return { status, inTime: performance.now() - started < 12_000 };
	};
	const idents = Object.entries(reasons).map(([reason, fault]) => {
		const { id } = sandbox.seedIdent({ statusCode: '5' });
		sandbox.faults.add({ ...fault, match: { path: `/ident/get/${id}` } });
		return { reason, id };
	});
	const results = await Promise.all(
		idents.map(async ({ reason, id }) => ({ reason, ...(await send(id)) })),
	);
	expect(results).toEqual(idents.map(({ reason }) => ({ reason, status: 503, inTime: true })));
	expect(await trigger.count()).toBe(0);
	sandbox.faults.clear();
	for (const { id } of idents) expect(await send(id)).toMatchObject({ status: 200 });
	const events = await trigger.events(idents.length);
	expect(events.map(({ ident_id: id }) => id)).toEqual(idents.map(({ id }) => id));
});

describe('a forged callback', () => {
	test('of a running ident is emitted as what Identify says, and does not keep the real one out', async () => {
		const ident = sandbox.seedIdent({ statusCode: '2' });
		const trigger = await publish(n8n, credentialId);
		sandbox.webhooks.register(trigger.url);
		const forgery = { status: 'Successful', status_code: '5' };
		const [forged] = await sandbox.callbacks.forge(forgery, ident);
		const [again] = await sandbox.callbacks.forge(forgery, ident);
		// Byte for byte the same as the forged one.
		const [real] = await sandbox.setStatus(ident.id, 5);
		expect(real?.body).toEqual(forged?.body);
		expect([forged, again, real].map((delivery) => delivery?.httpStatus)).toEqual([200, 200, 200]);
		expect(await trigger.events(2)).toEqual([
			{
				...payloadOf(sandbox, ident.id, { status: 'Running', status_code: '2' }),
				callback_status: 'Successful',
				callback_status_code: '5',
				...OWN,
				confirmed: true,
				event_key: `${ident.id}:2`,
			},
			{ ...payloadOf(sandbox, ident.id), ...OWN, confirmed: true, event_key: `${ident.id}:5` },
		]);
	});

	test.each([
		['every status', {}],
		['Successful alone', { parameters: { statuses: ['5'] } }],
	])(
		'that is being confirmed while the real one comes takes nothing away (%s)',
		async (_name, options) => {
			const ident = sandbox.seedIdent({ statusCode: '2' });
			const trigger = await publish(n8n, credentialId, options);
			const path = `/ident/get/${ident.id}`;
			// Identify says "Running", but its answer takes a while to arrive.
			sandbox.faults.add({
				kind: 'delay',
				ms: 1_000,
				moment: 'afterCarriedOut',
				match: { path, times: 1 },
			});
			const forgery = payloadOf(sandbox, ident.id, { status: 'Successful', status_code: '5' });
			const forged = trigger.post(forgery);
			await sandbox.waitForRequest((entry) => entry.path === path && entry.carriedOut);
			sandbox.webhooks.register(trigger.url);
			const [real] = await sandbox.setStatus(ident.id, 5);
			expect([(await forged).status, real?.httpStatus]).toEqual([200, 200]);
			const events = await trigger.events(1);
			expect(events.map(({ status_code: code }) => code)).toEqual(['5']);
		},
	);

	test('of an ident that Identify does not know is answered 403, with a line in the log', async () => {
		const trigger = await publish(n8n, credentialId);
		const from = n8n.log.length;
		const forgery = payloadOf(sandbox, sandbox.seedIdent().id, { ident_id: UNKNOWN_ID });
		const replies = await Promise.all(
			Array.from({ length: 5 }, async () => await trigger.post(forgery)),
		);
		expect(replies.map(({ status }) => status)).toEqual(Array(5).fill(403));
		await n8n.waitForLog(/Identify Trigger refused a callback \(HTTP 403\)/, { from });
		const real = sandbox.seedIdent();
		await trigger.post(payloadOf(sandbox, real.id));
		expect(await trigger.events(1)).toMatchObject([{ ident_id: real.id }]);
	});

	test('of another partner’s ident starts nothing', async () => {
		const foreign = sandbox.seedIdent({ partner: 'another-partner' });
		const trigger = await publish(n8n, credentialId);
		expect((await trigger.post(payloadOf(sandbox, foreign.id))).status).toBe(403);
		expect(await trigger.count()).toBe(0);
	});

	test('cannot set the fields of the output', async () => {
		const ident = sandbox.seedIdent({ statusCode: '5' });
		const trigger = await publish(n8n, credentialId, { parameters: { confirm: false } });
		const forgery = {
			confirmed: true,
			event_key: 'x',
			source: 'check',
			received_at: 'x',
			ident: {},
			data: {},
			callback_status: 'x',
		};
		await trigger.post(payloadOf(sandbox, ident.id, forgery));
		expect(await trigger.events(1)).toEqual([
			{ ...payloadOf(sandbox, ident.id), ...OWN, confirmed: false, event_key: `${ident.id}:5` },
		]);
		expect(confirmations(sandbox, ident.id)).toBe(0);
	});
});
