import { join } from 'node:path';
import { z } from 'zod';
import { startSandbox, type Sandbox } from '../sandbox';
import { startN8n, type N8nServer } from '../support/n8nServer';
import { locateTarball } from '../support/places';
import { hostileRequests, type Hostile } from './hostileBodies';
import { RawSender } from './rawHttp';
import { inParallel } from '../support/inParallel';
import { credentialFor, payloadOf, publish, type PublishedTrigger } from './triggerSupport';

const SEED = Number(process.env.N8N_IDENTIFY24_SEED ?? 20_240_913);
const PROBE = join(__dirname, '..', 'support', 'memoryProbe.cjs');
const COUNT = 2_000;
const WARM_UP = 400;
const CONCURRENCY = 8;
/** In MB. To keep the bodies that are read takes three times as much. */
const GROWTH_MAX = 40;

// Two thousand callbacks at the rate that n8n has on a busy machine.
jest.setTimeout(400_000);

let n8n: N8nServer;
let sandbox: Sandbox;
let trigger: PublishedTrigger;
let sender: RawSender;

beforeAll(async () => {
	n8n = await startN8n({
		tarball: locateTarball(),
		env: {
			NODE_OPTIONS: `--require ${JSON.stringify(PROBE)}`,
			// n8n 2.41 builds an isolate for each callback, which took two thirds of this test's time. The
			// other tests have it on.
			N8N_EXPRESSION_ENGINE: 'legacy',
		},
	});
	sandbox = await startSandbox();
	trigger = await publish(n8n, await credentialFor(n8n, sandbox), {
		settings: { ignoreRepeatsFor: 3600 },
	});
	sender = new RawSender(trigger.url, CONCURRENCY);
});
afterAll(async () => {
	sender.close();
	await sandbox.stop();
	await n8n.stop();
});

/** What n8n's process keeps in memory when all garbage is collected, in MB. */
async function keptMegabytes(): Promise<number> {
	const from = n8n.log.length;
	process.kill(n8n.pid, 'SIGUSR2');
	const [, json = ''] = await n8n.waitForLog(/memory probe: (\{.*\})/, { from });
	const { kept } = z.object({ kept: z.number() }).parse(JSON.parse(json));
	return Math.round(kept / 1e6);
}

const allowed: Record<Hostile['verdict'], readonly number[]> = {
	accepted: [200],
	refused: [400, 403],
	// 503: a status that Identify does not confirm, and nothing else that would be news.
	either: [200, 400, 403, 503],
};

/** Sends them all and gives those that were not answered as they must be. */
async function sendAll(requests: readonly Hostile[]) {
	const statuses = await inParallel(
		requests,
		CONCURRENCY,
		async (hostile) => await sender.send(hostile),
	);
	return requests.flatMap(({ kind, verdict, body, announcedLength }, index) => {
		const status = statuses[index] ?? 0;
		// Whoever announces more than they send may be left without an answer.
		const isFine =
			allowed[verdict].includes(status) || (announcedLength !== undefined && status === 0);
		return isFine ? [] : [{ kind, status, body: body.subarray(0, 300).toString('latin1') }];
	});
}

test(`${COUNT} hostile bodies (seed ${SEED})`, async () => {
	const idents = Array.from({ length: 20 }, (_value, index) =>
		sandbox.seedIdent({
			statusCode: '5',
			companyName: 'Test Company',
			fields: { custom_id: `${index}` },
		}),
	);
	const payloads = idents.map(({ id }) => payloadOf(sandbox, id));
	const requests = hostileRequests(SEED, COUNT, payloads);

	const wrong = await sendAll(requests.slice(0, WARM_UP));
	const before = await keptMegabytes();
	wrong.push(...(await sendAll(requests.slice(WARM_UP))));
	const after = await keptMegabytes();
	expect(wrong).toEqual([]);

	// A valid one right after.
	const [ident] = idents;
	if (!ident) throw new Error('No ident');
	await sandbox.setStatus(ident.id, 4);
	const { status, body } = await trigger.post(payloadOf(sandbox, ident.id));
	expect({ status, body }).toEqual({ status: 200, body: { status: 'accepted' } });

	// One for each ident that a valid body named, with what Identify says, and the one right after.
	const events = await trigger.events(idents.length + 1);
	expect(events.map(({ ident_id: id }) => id).sort()).toEqual(
		[...idents.map(({ id }) => id), ident.id].sort(),
	);
	for (const event of events) {
		expect(event).toMatchObject({ confirmed: true, first_name: 'JANE', project_id: '6' });
		expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
	}
	expect(events.map(({ status_code: code }) => code)).toEqual([...idents.map(() => '5'), '4']);

	// Identify was asked about idents alone.
	const paths = new Set(sandbox.requests.entries.map(({ method, path }) => `${method} ${path}`));
	for (const path of paths) expect(path).toMatch(/^(POST \/auth|GET \/ident\/get\/[\w-]{1,100})$/);

	process.stderr.write(
		`n8n keeps ${before} MB after ${WARM_UP} bodies, ${after} MB after ${COUNT}\n`,
	);
	expect(after - before).toBeLessThan(GROWTH_MAX);
});
