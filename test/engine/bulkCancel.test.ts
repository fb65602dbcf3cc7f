import type { INodeParameters, IRun } from 'n8n-workflow';
import { SUCCESSFUL_IDENT_ID } from '../sandbox';
import { startEngine, type EngineRun } from './engine';
import { createdEmails, remembered, requestsWith, RETRY, retryExecution } from './onceSupport';
import {
	createFromItem,
	identFromItem,
	identParameters,
	people,
	seedItems,
	useBench,
} from './support';

jest.setTimeout(120_000);

/** "Stops within 1 s." */
const PROMPT_MS = 1000;
const ON_THE_WIRE_MS = 250;

const bench = useBench();

const start = (
	resource: string,
	operation: string,
	parameters: INodeParameters,
	more: Partial<EngineRun> = {},
) => {
	const credential = bench().credential;
	const options: EngineRun = {
		credential,
		...more,
		parameters: { resource, operation, ...parameters },
	};
	return { options, running: startEngine(options) };
};

const passed = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** Presses Stop; tells how long the run took to end, and what it left behind. */
async function stop(running: ReturnType<typeof startEngine>): Promise<{ run: IRun; ms: number }> {
	const from = performance.now();
	running.cancel();
	const run = await running;
	return { run, ms: performance.now() - from };
}

/** What was on the wire when Stop was pressed may still arrive; then nothing does any more. */
async function expectSilence(): Promise<void> {
	const { requests } = bench().sandbox;
	await passed(ON_THE_WIRE_MS);
	const before = requests.count;
	await passed(PROMPT_MS);
	expect(requests.count).toBe(before);
	expect(requests.entries.filter(({ finished }) => !finished)).toEqual([]);
}

/** What the sandbox created is known to the execution: as done, or as possibly done. */
function expectNothingLost(run: IRun): void {
	const { created } = bench().sandbox;
	const entries = remembered(run);
	const known = new Set(
		entries.flatMap(({ json }) =>
			typeof json === 'object' && json !== null ? [Reflect.get(json, 'ident_id')] : [],
		),
	);
	const lost = created.filter(({ id }) => !known.has(id));
	const unknown = entries.filter(({ state }) => state === 'unknown');
	expect(known.size).toBeGreaterThan(0);
	expect(lost.length).toBeLessThanOrEqual(unknown.length);
}

describe('1,000 creates', () => {
	test.each([10, 50])('stopped on the way, concurrency %i', async (concurrency) => {
		const { sandbox } = bench();
		await sandbox.configure({ latencyMs: 20 });
		const parameters = createFromItem({ options: { concurrency } });
		const { options, running } = start('ident', 'create', parameters, {
			items: people(1000),
			node: RETRY,
		});
		await sandbox.waitForRequest(() => sandbox.created.length >= 200, 60_000);
		const sent = sandbox.requests.count;
		const { run, ms } = await stop(running);
		expect(ms).toBeLessThan(PROMPT_MS);
		// Only what was on the wire already may still arrive.
		expect(sandbox.requests.count - sent).toBeLessThanOrEqual(concurrency);
		expect(run.status).toBe('canceled');
		await expectSilence();
		expect(sandbox.created.length).toBeLessThan(400);
		expectNothingLost(run);

		// Run again, it sends the missing ones only, and none of unknown fate.
		const made = sandbox.created.length;
		const seen = sandbox.requests.count;
		await sandbox.configure({ latencyMs: 0 });
		await retryExecution(run, { ...options, node: {} });
		const created = createdEmails(sandbox);
		expect(created).toEqual([...new Set(created)]);
		const again = sandbox.requests.entries.slice(seen).filter(({ path }) => path !== '/auth');
		for (const { parsedBody } of again) {
			const email: unknown = Reflect.get(Object(parsedBody), 'email');
			expect(requestsWith(sandbox, 'email', email)).toHaveLength(1);
		}
		expect(made).toBeLessThanOrEqual(created.length);
	});

	test('stopped while all hold back after a 429', async () => {
		const { sandbox } = bench();
		await sandbox.configure({ latencyMs: 20 });
		const path = '/ident/create';
		sandbox.faults.add({ kind: 'status', status: 429, retryAfter: 60, match: { path, nth: 50 } });
		const parameters = createFromItem({ options: { concurrency: 10 } });
		const { running } = start('ident', 'create', parameters, { items: people(1000) });
		await sandbox.waitForRequest(({ status }) => status === 429, 60_000);
		await sandbox.waitForRequest(
			() => sandbox.requests.entries.every(({ finished }) => finished),
			10_000,
		);
		const { run, ms } = await stop(running);
		expect(ms).toBeLessThan(PROMPT_MS);
		await expectSilence();
		expectNothingLost(run);
	});
});

describe('stopped while waiting', () => {
	test('between two tries', async () => {
		const { sandbox } = bench();
		jest.spyOn(Math, 'random').mockReturnValue(1);
		sandbox.faults.add({ kind: 'status', status: 503, match: { path: '/ident/get/' } });
		const { running } = start(
			'ident',
			'get',
			identParameters(undefined, { options: { maxTries: 20 } }),
		);
		// The waits are 0.5, 1 and then 2 s.
		const calls = () => bench().calls.filter(({ finished }) => finished).length;
		await sandbox.waitForRequest(() => calls() === 3, 20_000);
		jest.restoreAllMocks();
		const { ms } = await stop(running);
		expect(ms).toBeLessThan(PROMPT_MS);
		await expectSilence();
	});

	test('for an answer that does not come', async () => {
		const { sandbox } = bench();
		await bench().run('project', 'getMany');
		sandbox.requests.clear();
		sandbox.faults.add({ kind: 'hang', match: { path: '/ident/get/' } });
		const { running } = start('ident', 'get', identFromItem({ options: { concurrency: 5 } }), {
			items: seedItems(sandbox, 20),
		});
		await sandbox.waitForRequest(() => bench().calls.length === 5, 20_000);
		const { ms } = await stop(running);
		expect(ms).toBeLessThan(PROMPT_MS);
		await expectSilence();
	});

	test('for a new token that does not come', async () => {
		const { sandbox } = bench();
		sandbox.faults.add({ kind: 'hang', match: { path: '/auth' }, ms: 5000 });
		const parameters = createFromItem({ options: { concurrency: 5 } });
		const { running } = start('ident', 'create', parameters, { items: people(20) });
		await sandbox.waitForRequest(({ path }) => path === '/auth', 20_000);
		const { ms } = await stop(running);
		expect(ms).toBeLessThan(PROMPT_MS);
		expect(sandbox.created).toEqual([]);
		await sandbox.waitForRequest(({ path, finished }) => path === '/auth' && finished, 10_000);
		await expectSilence();
	});
});

test('n8n’s Retry On Fail does not start over once stopped', async () => {
	const { sandbox } = bench();
	await sandbox.configure({ latencyMs: 200 });
	const { running } = start('ident', 'create', createFromItem(), {
		items: people(50),
		node: RETRY,
	});
	await sandbox.waitForRequest(() => bench().calls.length === 10, 20_000);
	const { ms } = await stop(running);
	expect(ms).toBeLessThan(PROMPT_MS);
	await expectSilence();
	// Those and what was on the wire, not the other 30.
	expect(bench().calls.length).toBeLessThanOrEqual(20);
});

test('On Error: Continue sends nothing more once stopped', async () => {
	const { sandbox } = bench();
	await sandbox.configure({ latencyMs: 200 });
	const { running } = start('ident', 'create', createFromItem(), {
		items: people(50),
		node: { onError: 'continueRegularOutput' },
	});
	await sandbox.waitForRequest(() => bench().calls.length === 10, 20_000);
	const { ms } = await stop(running);
	expect(ms).toBeLessThan(PROMPT_MS);
	await expectSilence();
	expect(bench().calls.length).toBeLessThanOrEqual(20);
});

describe('downloads in flight', () => {
	test.each(['gateway', 'otherOrigin'] as const)('from %s stop, too', async (filesFrom) => {
		const { sandbox } = bench();
		const fileBytes = { pdf: 1024, recording: 400 * 1024 * 1024, screenshot: 1024 };
		await sandbox.configure({ filesFrom, fileBytes });
		const parameters = identParameters(SUCCESSFUL_IDENT_ID, { fileTypes: ['recordings'] });
		const { running } = start('ident', 'downloadFiles', parameters);
		const { requests, otherOrigin } = sandbox;
		const isDownload = ({ path }: { path: string }) => path.startsWith('/download/');
		if (filesFrom === 'gateway') await sandbox.waitForRequest(isDownload, 20_000);
		else while (otherOrigin.requests.length === 0) await passed(5);
		const { ms } = await stop(running);
		expect(ms).toBeLessThan(PROMPT_MS);
		if (filesFrom === 'gateway') {
			await sandbox.waitForRequest((entry) => isDownload(entry) && entry.finished, PROMPT_MS);
		}
		await expectSilence();
		expect(requests.entries.filter(isDownload)).toHaveLength(filesFrom === 'gateway' ? 1 : 0);
	});

	test('that trickle stop, too', async () => {
		const { sandbox } = bench();
		sandbox.faults.add({
			kind: 'trickle',
			chunkBytes: 64,
			intervalMs: 10,
			moment: 'afterCarriedOut',
			match: { path: '/download/' },
		});
		const fileTypes = ['identification_pdf', 'signed_pdf', 'recordings'];
		const { running } = start('ident', 'downloadFiles', identParameters(undefined, { fileTypes }));
		const flowing = () => sandbox.requests.to('GET', '/download/');
		await sandbox.waitForRequest(() => flowing().length === 3, 20_000);
		await passed(100);
		const { ms } = await stop(running);
		expect(ms).toBeLessThan(PROMPT_MS);
		await sandbox.waitForRequest(() => flowing().every(({ finished }) => finished), PROMPT_MS);
		await expectSilence();
	});
});
