import { createHash } from 'node:crypto';
import { replaceCircularReferences } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import { isToolCall } from './toolCall';
import { Turns } from './turns';

const entrySchema = z.discriminatedUnion('state', [
	/** Identify confirmed it; `json` is the output. */
	z.object({ state: z.literal('done'), json: z.record(z.unknown()) }),
	/** It was sent, and whether it was carried out is not known. */
	z.object({ state: z.literal('unknown'), message: z.string(), advice: z.string() }),
]);

/** What became of one item's request that changes something at Identify. */
export type JournalEntry = z.infer<typeof entrySchema>;

const CONTEXT_KEY = 'identifyJournal';

/** What n8n keeps, by key; it may have stored it and read it back, and must not lose an entry. */
type Entries = Record<string, unknown>;

function isEntries(value: unknown): value is Entries {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The entries of an execution: always the same object, since the calls of a tool run side by side.
 * What else may stand there is overwritten.
 */
function entriesOf(context: IExecuteFunctions): Entries {
	const store = context.getContext('node');
	const stored: unknown = store[CONTEXT_KEY];
	if (isEntries(stored)) return stored;
	const entries = {};
	store[CONTEXT_KEY] = entries;
	return entries;
}

/** Items that are being sent, by the entries of their execution and their key. */
const underWay = new WeakMap<Entries, Turns>();

/** JSON, also of what JSON cannot hold: an item may refer to itself, or have a BigInt. */
function write(value: unknown): string {
	try {
		return JSON.stringify(value);
	} catch {
		return JSON.stringify(replaceCircularReferences(value), (_key, inner: unknown) =>
			typeof inner === 'bigint' ? `${inner}n` : inner,
		);
	}
}

/**
 * Where n8n keeps a file, but for the execution: uploads to forms and webhooks are stored under
 * `executions/temp` and renamed once their execution has an ID.
 */
function storedName(id: string): string {
	return id.replace(/\/executions\/[^/]+\//, '/executions/*/');
}

/** What an item holds, but for the name that n8n gives to each call of a tool. */
function contentOf({ json, binary }: INodeExecutionData, isTool: boolean): unknown {
	const files = Object.entries(binary ?? {}).map(([name, { fileName, id, data }]) => [
		name,
		fileName,
		// Stored files have an ID, those in memory have their content here.
		id === undefined ? data : storedName(id),
	]);
	return [isTool ? { ...json, toolCallId: undefined } : json, files];
}

function fingerprint(content: unknown): string {
	return createHash('sha256').update(write(content)).digest('base64url').slice(0, 16);
}

/**
 * Remembers, in the node's context of the execution, which items have been carried out, so that
 * n8n's Retry On Fail (and a retry of the failed execution) sends only those that are missing.
 *
 * Items are recognised by what they hold, not by their place, and only within one run of the node
 * (`$runIndex`): a loop's next round is another run. Equal items are told apart by counting them.
 * The calls of a tool are all one run: n8n gives each try another run index, and a model that asks
 * for the same again means the same.
 */
export class Journal {
	private constructor(
		private readonly entries: Entries,
		private readonly keys: readonly string[],
		/** Whether a model calls the node. */
		readonly isTool: boolean,
	) {}

	/**
	 * Opens the journal of this run of the node.
	 *
	 * @param scope - operation and account: a retry with another one is another matter
	 */
	static open(context: IExecuteFunctions, scope: string): Journal {
		const entries = entriesOf(context);
		const isTool = isToolCall(context);
		const run = isTool ? 'tool' : String(context.getWorkflowDataProxy(0).$runIndex);
		const seen = new Map<string, number>();
		const keys = context.getInputData().map((item) => {
			const print = fingerprint([scope, contentOf(item, isTool)]);
			const count = (seen.get(print) ?? 0) + 1;
			seen.set(print, count);
			return `${run}:${print}:${count}`;
		});
		return new Journal(entries, keys, isTool);
	}

	/** What is known of an item from an earlier try. */
	recall(index: number): JournalEntry | undefined {
		return this.read(this.keys[index]);
	}

	/** Notes at once what became of an item; the next one may already fail. */
	note(index: number, entry: JournalEntry): void {
		const key = this.keys[index];
		if (key !== undefined) this.entries[key] = entry;
	}

	/**
	 * Waits until no equal item is under way, e.g. when a model asks twice for the same at once.
	 *
	 * @throws whatever `work` throws
	 */
	async inTurn<Result>(index: number, work: () => Promise<Result>): Promise<Result> {
		const turns = underWay.get(this.entries) ?? new Turns();
		underWay.set(this.entries, turns);
		return await turns.take(this.keys[index] ?? '', work);
	}

	/** How many of this run's items are known to be carried out. */
	get done(): number {
		return this.results.length;
	}

	/** The outputs of this run's items that are known to be carried out. */
	get results(): Array<Record<string, unknown>> {
		return this.known.flatMap((entry) => (entry.state === 'done' ? [entry.json] : []));
	}

	/** How many of this run's items may have been carried out. */
	get unsettled(): number {
		return this.known.length - this.done;
	}

	/** How many items the run has. */
	get total(): number {
		return this.keys.length;
	}

	/** Forgets this run: all of it has reached the workflow. A model may call again. */
	clear(): void {
		if (this.isTool) return;
		for (const key of this.keys) delete this.entries[key];
	}

	/** What is known of this run's items. */
	private get known(): JournalEntry[] {
		return this.keys.flatMap((key) => this.read(key) ?? []);
	}

	private read(key = ''): JournalEntry | undefined {
		const entry = this.entries[key];
		// Of a run of thousands hardly any has an entry, and zod takes its time to say so.
		if (entry === undefined) return undefined;
		const read = entrySchema.safeParse(entry);
		return read.success ? read.data : undefined;
	}
}
