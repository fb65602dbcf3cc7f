import type { IContextObject, IExecuteFunctions } from 'n8n-workflow';
import type { Session } from '../../../nodes/Identify/client/session';
import { Ledger } from '../../../nodes/Identify/run/ledger';

/** n8n's memory of one node: a list, of which it keeps the newest. */
class Memory {
	entries: string[] = [];

	writes = 0;

	failure: Error | undefined;

	readonly helpers = {
		checkProcessedAndRecord: async (
			items: string[],
			_scope: string,
			{ maxEntries }: { maxEntries: number },
		) => {
			this.writes++;
			if (this.failure) throw this.failure;
			await Promise.resolve();
			const known = new Set(this.entries);
			const processed = items.filter((item) => known.has(item));
			const fresh = items.filter((item) => !known.has(item));
			this.entries = [...this.entries, ...fresh].slice(-maxEntries);
			return { new: fresh, processed };
		},
		removeProcessed: async (items: string[]) => {
			await Promise.resolve();
			this.entries = this.entries.filter((entry) => !items.includes(entry));
		},
	};
}

/** One execution of one node; after a kill n8n runs it again with an empty context. */
class Execution {
	context: IContextObject = {};

	warnings: string[] = [];

	constructor(
		private readonly memory: Memory | undefined,
		private readonly given: { id?: string; token?: string; mode?: string; type?: string } = {},
	) {}

	open(people: readonly string[], { run = 0, concurrency = 1 } = {}): Ledger {
		const { id = '1', token, mode = 'trigger', type = 'identify' } = this.given;
		const resumeUrl = `http://n8n/webhook-waiting/${id}${token ? `?signature=${token}` : ''}`;
		const functions = {
			helpers: this.memory?.helpers ?? {},
			logger: { warn: (message: string) => this.warnings.push(message) },
			getContext: () => this.context,
			getExecutionId: () => id,
			getMode: () => mode,
			getNode: () => ({ id: 'node', type }),
			getWorkflow: () => ({ id: 'workflow' }),
			getWorkflowDataProxy: () => ({ $runIndex: run, $execution: { resumeUrl } }),
		};
		const session = { fingerprint: (content: string) => `by the key: ${content}` };
		const changes = people.map((name, index) => {
			const change = { send: async () => await Promise.resolve([]), lookFor: name };
			return [index, { ...change, identity: [name] }] as const;
		});
		return Ledger.open(functions as object as IExecuteFunctions, session as object as Session, {
			scope: 'create',
			changes: new Map(changes),
			concurrency,
		});
	}

	killed(): void {
		this.context = {};
	}
}

const TOKEN = 'f'.repeat(64);

let memory: Memory;
beforeEach(() => {
	memory = new Memory();
});

/** What is known of all, in their order. */
async function claimAll(ledger: Ledger, count: number) {
	const claims = [];
	for (let index = 0; index < count; index++) claims.push(await ledger.claim(index));
	return claims;
}

describe.each([
	['n8n 2', TOKEN],
	['n8n 1', undefined],
])('%s', (_name, token) => {
	test('begun anew after a kill: done, open and new are told apart', async () => {
		const execution = new Execution(memory, { token });
		const ledger = execution.open(['a', 'b', 'c', 'd']);
		expect(await claimAll(ledger, 3)).toEqual(['new', 'new', 'new']);
		ledger.settle(0, 'done');
		ledger.settle(1, 'released');
		// A write takes along what has been settled.
		expect(await ledger.claim(3)).toBe('new');
		await new Promise(setImmediate);

		execution.killed();
		const again = execution.open(['a', 'b', 'c', 'd', 'e']);
		expect(await claimAll(again, 5)).toEqual(['done', 'new', 'open', 'open', 'new']);
	});

	test('closed: what was claimed ahead but never asked for is new again', async () => {
		const execution = new Execution(memory, { token });
		const ledger = execution.open(['a', 'b', 'c', 'd'], { concurrency: 8 });
		expect(await ledger.claim(0)).toBe('new');
		ledger.settle(0, 'done');
		await ledger.close();

		execution.killed();
		const again = execution.open(['a', 'b', 'c', 'd']);
		expect(await claimAll(again, 4)).toEqual(['done', 'new', 'new', 'new']);
	});

	test('equal people in different rounds of a loop are different items', async () => {
		const execution = new Execution(memory, { token });
		for (const run of [0, 1]) {
			const ledger = execution.open(['a'], { run });
			expect(await ledger.claim(0)).toBe('new');
			ledger.settle(0, 'done');
			await ledger.close();
		}

		execution.killed();
		const claims = [];
		for (const run of [0, 1, 2]) claims.push(await execution.open(['a'], { run }).claim(0));
		expect(claims).toEqual(['done', 'done', 'new']);
	});

	test('another execution knows nothing of it', async () => {
		const ledger = new Execution(memory, { token }).open(['a']);
		await ledger.claim(0);
		ledger.settle(0, 'done');
		await ledger.close();
		const other = new Execution(memory, { id: '2', token: token && 'e'.repeat(64) });
		expect(await other.open(['a']).claim(0)).toBe('new');
	});

	test('an n8n without such a memory invites nevertheless, and keeps silent', async () => {
		const execution = new Execution(undefined, { token });
		const ledger = execution.open(['a', 'b']);
		expect(await claimAll(ledger, 2)).toEqual(['new', 'new']);
		ledger.settle(0, 'done');
		await ledger.close();
		expect(execution.warnings).toEqual([]);
	});

	test('a database that fails is tried for one write, and told of once', async () => {
		memory.failure = new Error('disk I/O error');
		const execution = new Execution(memory, { token });
		const ledger = execution.open(['a', 'b', 'c']);
		expect(await claimAll(ledger, 3)).toEqual(['new', 'new', 'new']);
		await ledger.close();
		expect(memory.writes).toBe(3);
		expect(execution.warnings).toEqual([expect.stringContaining('disk I/O error')]);
	});

	test('the memory does not grow with what was refused', async () => {
		const people = Array.from({ length: 40 }, (_, index) => `person ${index}`);
		const execution = new Execution(memory, { token });
		const ledger = execution.open(people, { concurrency: 5 });
		for (const index of people.keys()) {
			await ledger.claim(index);
			ledger.settle(index, 'released');
		}
		await ledger.close();
		expect(memory.entries).toEqual([]);
	});
});

test('n8n 1: Retry, which looks like a new execution, sends nobody again whom any execution sent', async () => {
	const ledger = new Execution(memory).open(['a', 'b']);
	await ledger.claim(0);
	const retry = new Execution(memory, { id: '2', mode: 'retry' });
	expect(await claimAll(retry.open(['a', 'b']), 2)).toEqual(['open', 'new']);
});

test('n8n 1: a Retry that has the context of what it retries trusts that', async () => {
	const first = new Execution(memory);
	await first.open(['a']).claim(0);
	const retry = new Execution(memory, { id: '2', mode: 'retry' });
	retry.context = first.context;
	expect(await retry.open(['a']).claim(0)).toBe('new');
});

test('n8n 1: calls of a tool are not noted, since they may be those of several executions', async () => {
	const execution = new Execution(memory, { type: 'identifyTool' });
	expect(await execution.open(['a']).claim(0)).toBe('new');
	expect(await execution.open(['a']).claim(0)).toBe('new');
	expect(memory.writes).toBe(0);
});

test('many items take few writes', async () => {
	const people = Array.from({ length: 3_000 }, (_, index) => String(index));
	const ledger = new Execution(memory, { token: TOKEN }).open(people, { concurrency: 2 });
	await claimAll(ledger, people.length);
	expect(memory.writes).toBeLessThanOrEqual(500);
});
