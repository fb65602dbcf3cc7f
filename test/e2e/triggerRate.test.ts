import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../sandbox';
import { installPackage } from '../support/n8nProcess';
import { startN8n, type N8nServer } from '../support/n8nServer';
import { locateTarball } from '../support/places';
import { addEmptyPackage, EMPTY_TRIGGER } from './emptyPackage';
import { inParallel } from '../support/inParallel';
import {
	confirmations,
	credentialFor,
	payloadOf,
	post,
	publish,
	PublishedTrigger,
} from './triggerSupport';

const CALLBACKS = 200;
const CONCURRENCY = 8;
/** Both triggers in turn, so that a busy machine slows them alike. */
const ROUNDS = 10;
/** Where chance has slowed ours, more rounds tell; a trigger that is slow stays slow. */
const ROUNDS_MAX = 30;
const RATE_MIN = 0.95;
/**
 * A round scatters by a tenth and more, all rounds together by a fiftieth: what is below the bound
 * within that scatter (one-sided, 95 %) is no evidence of a slow trigger.
 */
const QUANTILE = 1.645;

let folder: string;
let n8n: N8nServer;
let sandbox: Sandbox;
let credentialId: string;

beforeAll(async () => {
	folder = mkdtempSync(join(process.env.N8N_IDENTIFY24_TEMP ?? tmpdir(), 'n8n-identify24-rate-'));
	const tarball = locateTarball();
	await installPackage(folder, tarball);
	addEmptyPackage(folder);
	n8n = await startN8n({ tarball, userFolder: folder });
	sandbox = await startSandbox();
	credentialId = await credentialFor(n8n, sandbox);
});
afterAll(async () => {
	await sandbox.stop();
	await n8n.stop();
	await rm(folder, { recursive: true, force: true });
});

async function publishEmpty(): Promise<PublishedTrigger> {
	const webhookId = randomUUID();
	const id = await n8n.createWorkflow({
		nodes: [
			{
				id: randomUUID(),
				name: 'Empty Trigger',
				type: EMPTY_TRIGGER,
				typeVersion: 1,
				position: [0, 0],
				webhookId,
				parameters: {},
			},
		],
		connections: {},
	});
	await n8n.activate(id);
	expect(await n8n.waitUntilPublished(id)).toMatchObject({ status: 'published' });
	return new PublishedTrigger(n8n, id, `${n8n.url}/webhook/${webhookId}/callback`);
}

/** Posts so many callbacks, each of another ident, and gives how many n8n took per second. */
async function rateOf({ url }: PublishedTrigger, count: number): Promise<number> {
	const sample = payloadOf(sandbox, sandbox.seedIdent({ statusCode: '5' }).id);
	const bodies = Array.from({ length: count }, () => ({ ...sample, ident_id: randomUUID() }));
	const started = performance.now();
	const replies = await inParallel(bodies, CONCURRENCY, async (body) => await post(url, body));
	const seconds = (performance.now() - started) / 1000;
	expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
	return count / seconds;
}

/**
 * Compares two triggers by the rates of all rounds.
 *
 * @returns the ratio (geometric mean), and the highest one that the scatter of the rounds allows
 */
function compare(rates: ReadonlyArray<{ ours: number; empty: number }>) {
	const logs = rates.map(({ ours, empty }) => Math.log(ours / empty));
	const mean = sum(logs) / logs.length;
	const variance = sum(logs.map((log) => (log - mean) ** 2)) / (logs.length - 1);
	const error = Math.sqrt(variance / logs.length);
	return { ratio: Math.exp(mean), highest: Math.exp(mean + QUANTILE * error) };
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}

test(`${CALLBACKS} callbacks without confirmation are as fast as with an empty trigger`, async () => {
	const ours = await publish(n8n, credentialId, { parameters: { confirm: false } });
	const empty = await publishEmpty();
	const each = CALLBACKS / ROUNDS;
	const rates: Array<{ ours: number; empty: number }> = [];
	const isSettled = () => rates.length >= ROUNDS && compare(rates).ratio >= RATE_MIN;
	let round = 0;
	for (; round <= ROUNDS_MAX && !isSettled(); round++) {
		const rate = { ours: 0, empty: 0 };
		const order = [['ours', ours] as const, ['empty', empty] as const];
		for (const [name, trigger] of round % 2 === 0 ? order : order.reverse()) {
			rate[name] = await rateOf(trigger, each);
			// What was started belongs to this round.
			await trigger.ended(each * (round + 1));
		}
		// The first round of each is for n8n to warm up.
		if (round > 0) rates.push(rate);
	}
	const { ratio, highest } = compare(rates);
	const mean = (name: 'ours' | 'empty') =>
		(sum(rates.map((rate) => rate[name])) / rates.length).toFixed(1);
	process.stderr.write(
		`Callbacks per second: ${mean('ours')}, empty trigger ${mean('empty')}; ratio ${ratio.toFixed(3)}, at most ${highest.toFixed(3)} (${rates.map((rate) => (rate.ours / rate.empty).toFixed(2)).join(' ')})\n`,
	);
	expect(await ours.count()).toBe(round * each);
	expect(highest).toBeGreaterThanOrEqual(RATE_MIN);
});

test(`${CALLBACKS} callbacks with confirmation: none lost, ident/get called once each`, async () => {
	const trigger = await publish(n8n, credentialId);
	const idents = Array.from({ length: CALLBACKS }, () => sandbox.seedIdent({ statusCode: '5' }).id);
	const replies = await inParallel(
		idents,
		CONCURRENCY,
		async (id) => await trigger.post(payloadOf(sandbox, id)),
	);
	expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
	const events = await trigger.events(CALLBACKS);
	expect(events.map(({ ident_id: id }) => id).sort()).toEqual([...idents].sort());
	expect(new Set(events.map(({ confirmed }) => confirmed))).toEqual(new Set([true]));
	expect(new Set(idents.map((id) => confirmations(sandbox, id)))).toEqual(new Set([1]));
});
