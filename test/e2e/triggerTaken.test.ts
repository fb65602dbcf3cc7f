import { execFileSync } from 'node:child_process';
import { startSandbox, type Sandbox } from '../sandbox';
import { sharedN8n } from '../support/harness';
import { layout } from '../support/n8nProcess';
import { n8nIs } from '../support/n8nVersion';
import { locateRuntime } from '../support/places';
import { confirmations, credentialFor, OWN, payloadOf, publish } from './triggerSupport';

const n8n = sharedN8n();
let sandbox: Sandbox;
let credentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox();
	credentialId = await credentialFor(n8n, sandbox);
});
afterAll(async () => await sandbox.stop());

/** Changes n8n's database behind its back. */
function sql(statement: string): void {
	const script =
		"new (require('node:sqlite').DatabaseSync)(process.argv[1], { timeout: 20_000 }).exec(process.argv[2])";
	const { database } = layout(n8n.userFolder);
	execFileSync(locateRuntime().node, ['--no-warnings', '-e', script, database, statement]);
}

/** Makes n8n's storing of executions of one workflow fail until the function returned is called. */
function breakStoring(workflowId: string): () => void {
	const name = `broken_${workflowId}`;
	sql(
		`CREATE TRIGGER "${name}" BEFORE INSERT ON execution_entity WHEN NEW.workflowId = '${workflowId}' BEGIN SELECT RAISE(ABORT, 'database is locked'); END`,
	);
	return () => sql(`DROP TRIGGER "${name}"`);
}

test('a callback that n8n could not store is no repeat when it comes again', async () => {
	const trigger = await publish(n8n, credentialId);
	const { id } = sandbox.seedIdent({ statusCode: '5' });
	const payload = payloadOf(sandbox, id);
	const mend = breakStoring(trigger.workflowId);
	const burst = await Promise.all(
		Array.from({ length: 3 }, async () => await trigger.post(payload)),
	);
	// Identify lists all of them as failed. n8n 1.x answers before it stores: what a callback told, Get Changes tells then.
	const answer = n8nIs('>=2') ? 500 : 200;
	expect(burst.map(({ status }) => status)).toEqual([answer, answer, answer]);
	expect(await trigger.count()).toBe(0);
	mend();
	if (!n8nIs('>=2')) return;
	expect((await trigger.post(payload)).body.status).toBe('accepted');
	expect((await trigger.post(payload)).body.reason).toBe('repeated');
	expect(await trigger.events(1)).toMatchObject([{ event_key: `${id}:5` }]);
});

test('a status between two equal ones is one, though a filter drops it', async () => {
	const trigger = await publish(n8n, credentialId, { parameters: { statuses: ['4'] } });
	sandbox.webhooks.register(trigger.url);
	const { id } = sandbox.seedIdent();
	const answers = [];
	for (const code of [4, 2, 4, 4]) {
		const [delivery] = await sandbox.setStatus(id, code);
		answers.push(delivery?.answer);
	}
	const accepted = '{"status":"accepted"}';
	const ignored = (reason: string) => `{"status":"ignored","reason":"${reason}"}`;
	expect(answers).toEqual([accepted, ignored('filtered'), accepted, ignored('repeated')]);
	expect((await trigger.events(2)).map(({ status_code: code }) => code)).toEqual(['4', '4']);
});

describe('a callback ahead of what ident/get says', () => {
	const early = async (statuses: string[]) => {
		const trigger = await publish(n8n, credentialId, { parameters: { statuses } });
		const { id } = sandbox.seedIdent({ statusCode: '2' });
		const reply = trigger.post(payloadOf(sandbox, id, { status: 'Successful', status_code: '5' }));
		await sandbox.waitForRequest(({ path, carriedOut }) => path.endsWith(id) && carriedOut);
		return { id, trigger, reply };
	};

	test.each([[['5']], [[]]])(
		'starts the workflow a second later (statuses %j)',
		async (statuses) => {
			const { id, trigger, reply } = await early(statuses);
			await sandbox.setStatus(id, 5);
			expect((await reply).body).toEqual({ status: 'accepted' });
			expect(await trigger.events(1)).toEqual([
				{ ...payloadOf(sandbox, id), ...OWN, confirmed: true, event_key: `${id}:5` },
			]);
		},
	);

	test('is refused within 8 s where it would be filtered, and a forged one costs little', async () => {
		const started = performance.now();
		const { id, trigger, reply } = await early(['5']);
		expect((await reply).status).toBe(503);
		expect(performance.now() - started).toBeLessThan(12_000);
		expect(confirmations(sandbox, id)).toBeLessThanOrEqual(4);
		expect(await trigger.count()).toBe(0);
	});
});

test('two callbacks of one ident at once are emitted in the order of Identify’s answers', async () => {
	const trigger = await publish(n8n, credentialId);
	const { id } = sandbox.seedIdent({ statusCode: '2' });
	const path = `/ident/get/${id}`;
	// The first answer is "Running", and takes longest.
	sandbox.faults.add({
		kind: 'delay',
		ms: 1_500,
		moment: 'afterCarriedOut',
		match: { path, times: 1 },
	});
	const first = trigger.post(payloadOf(sandbox, id));
	await sandbox.waitForRequest((entry) => entry.path === path && entry.carriedOut);
	await sandbox.setStatus(id, 5);
	const second = trigger.post(payloadOf(sandbox, id));
	expect((await Promise.all([first, second])).map(({ body }) => body.status)).toEqual([
		'accepted',
		'accepted',
	]);
	expect((await trigger.events(2)).map(({ status_code: code }) => code)).toEqual(['2', '5']);
});

test('nothing is asked after the answer 503, however often Identify says 429', async () => {
	const trigger = await publish(n8n, credentialId);
	const idents = Array.from({ length: 10 }, () => sandbox.seedIdent({ statusCode: '5' }).id);
	for (const id of idents) {
		sandbox.faults.add({
			kind: 'status',
			status: 429,
			retryAfter: 5,
			match: { path: `/ident/get/${id}` },
		});
	}
	const replies = await Promise.all(
		idents.map(async (id) => await trigger.post(payloadOf(sandbox, id))),
	);
	expect(replies.map(({ status }) => status)).toEqual(idents.map(() => 503));
	const asked = () => idents.reduce((sum, id) => sum + confirmations(sandbox, id), 0);
	const atTheEnd = asked();
	// As long as Identify was asked for; nothing tells that nothing comes.
	await new Promise((resolve) => AbortSignal.timeout(8_000).addEventListener('abort', resolve));
	expect(asked()).toBe(atTheEnd);
	sandbox.faults.clear();
});
