import { startSandbox, type Sandbox } from '../sandbox';
import { sharedN8n } from '../support/harness';
import { waitFor } from '../support/waiting';
import { EFFECT, oncePerEvent } from './onceWorkflow';
import { inParallel } from '../support/inParallel';
import { confirmations, credentialFor, payloadOf, publish } from './triggerSupport';

const n8n = sharedN8n();
let sandbox: Sandbox;
let credentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox();
	credentialId = await credentialFor(n8n, sandbox);
});
afterAll(async () => await sandbox.stop());

const TEN = Array.from({ length: 10 }, (_value, index) => index);

/** Sorted and counted, e.g. `{ accepted: 1, repeated: 9 }`. */
function tally(values: ReadonlyArray<string | number | undefined>): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
	return counts;
}

test('fifty bursts of ten equal callbacks: fifty executions, each after one ident/get', async () => {
	// As slow as Identify may be, so that all of a burst arrive before the first is confirmed.
	await sandbox.configure({ latencyMs: 100 });
	const trigger = await publish(n8n, credentialId);
	const idents = Array.from({ length: 50 }, () => sandbox.seedIdent({ statusCode: '5' }).id);
	const bursts = await inParallel(idents, 2, async (id) => {
		const started = performance.now();
		const replies = await Promise.all(
			TEN.map(async () => await trigger.post(payloadOf(sandbox, id))),
		);
		return { replies, ms: performance.now() - started };
	});
	await sandbox.configure({ latencyMs: 0 });
	for (const { replies } of bursts) {
		expect(tally(replies.map(({ status }) => status))).toEqual({ 200: 10 });
		expect(tally(replies.map(({ body }) => body.reason ?? body.status))).toEqual({
			accepted: 1,
			repeated: 9,
		});
	}
	const events = await trigger.events(50);
	expect(events.map(({ ident_id: id }) => id).sort()).toEqual([...idents].sort());
	expect(idents.map((id) => confirmations(sandbox, id))).toEqual(idents.map(() => 1));
});

test('a burst while Identify fails: all 503, nothing emitted, and the next callback is', async () => {
	const trigger = await publish(n8n, credentialId);
	const { id } = sandbox.seedIdent({ statusCode: '5' });
	const payload = payloadOf(sandbox, id);
	sandbox.faults.add({ kind: 'status', status: 503, match: { path: `/ident/get/${id}` } });
	const replies = await Promise.all(TEN.map(async () => await trigger.post(payload)));
	expect(tally(replies.map(({ status }) => status))).toEqual({ 503: 10 });
	// The ten shared the few tries of one.
	expect(confirmations(sandbox, id)).toBeLessThanOrEqual(3);
	expect(await trigger.count()).toBe(0);
	sandbox.faults.clear();
	const next = await Promise.all(TEN.map(async () => await trigger.post(payload)));
	expect(tally(next.map(({ body }) => body.reason ?? body.status))).toEqual({
		accepted: 1,
		repeated: 9,
	});
	expect(await trigger.events(1)).toMatchObject([{ ident_id: id, confirmed: true }]);
});

test('equal forged callbacks at once ask Identify twice at most, and start one workflow', async () => {
	await sandbox.configure({ latencyMs: 1500 });
	const trigger = await publish(n8n, credentialId);
	const { id } = sandbox.seedIdent({ statusCode: '2' });
	const forgery = payloadOf(sandbox, id, { status: 'Successful', status_code: '5' });
	const replies = await Promise.all(TEN.map(async () => await trigger.post(forgery)));
	await sandbox.configure({ latencyMs: 0 });
	expect(tally(replies.map(({ body }) => body.reason ?? body.status))).toEqual({
		accepted: 1,
		repeated: 9,
	});
	// Those that come once the first two rounds are over ask for themselves.
	expect(confirmations(sandbox, id)).toBeLessThanOrEqual(4);
	expect(await trigger.events(1)).toMatchObject([
		{ status_code: '2', callback_status_code: '5', event_key: `${id}:2` },
	]);
});

test('another status in between makes a callback new', async () => {
	const trigger = await publish(n8n, credentialId);
	sandbox.webhooks.register(trigger.url);
	const { id } = sandbox.seedIdent();
	for (const code of [2, 2, 5, 5, 2, 5]) await sandbox.setStatus(id, code);
	expect((await trigger.events(4)).map(({ status_code: code }) => code)).toEqual([
		'2',
		'5',
		'2',
		'5',
	]);
});

test('two workflows do not take each other’s callbacks for repeats', async () => {
	const triggers = [await publish(n8n, credentialId), await publish(n8n, credentialId)];
	const { id } = sandbox.seedIdent({ statusCode: '5' });
	for (const trigger of triggers) {
		const { body } = await trigger.post(payloadOf(sandbox, id));
		expect(body.status).toBe('accepted');
	}
});

test('a repeat after the window passes the trigger and is stopped by Remove Duplicates', async () => {
	const trigger = await publish(n8n, credentialId, {
		settings: { ignoreRepeatsFor: 2 },
		then: oncePerEvent,
	});
	const { id } = sandbox.seedIdent({ statusCode: '5' });
	const send = async () => (await trigger.post(payloadOf(sandbox, id))).body;
	expect((await send()).status).toBe('accepted');
	expect((await send()).reason).toBe('repeated');
	await waitFor('The end of the window', async () =>
		(await send()).status === 'accepted' ? true : undefined,
	);
	expect(await trigger.itemsAt('Identify Trigger', 2)).toHaveLength(2);
	expect(await trigger.itemsAt(EFFECT, 2)).toMatchObject([{ event_key: `${id}:5` }]);
	await sandbox.setStatus(id, 4);
	await send();
	expect((await trigger.itemsAt(EFFECT, 3)).map(({ event_key: key }) => key)).toEqual([
		`${id}:5`,
		`${id}:4`,
	]);
});
