import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Session } from './client/session';
import { Item } from './input/item';
import { errorItem, faultyItemsError, toNodeError } from './nodeErrors';
import type { Operation, Send } from './resources/operation';

/** Reads and checks every item before anything is sent. */
async function prepareAll(
	context: IExecuteFunctions,
	operation: Operation,
	count: number,
): Promise<Array<Send | Error>> {
	const prepared: Array<Send | Error> = [];
	for (let index = 0; index < count; index++) {
		const item = new Item(context, index, operation.properties);
		try {
			prepared.push(await operation.prepare(item));
		} catch (error) {
			prepared.push(error instanceof Error ? error : new Error(String(error)));
		}
	}
	return prepared;
}

/** @throws NodeOperationError naming every bad field of every bad item */
function requireValid(context: IExecuteFunctions, prepared: ReadonlyArray<Send | Error>): void {
	const faulty = new Map<number, Error>();
	for (const [index, entry] of prepared.entries()) {
		if (entry instanceof Error) faulty.set(index, entry);
	}
	if (faulty.size > 0) throw faultyItemsError(context.getNode(), faulty, prepared.length);
}

/**
 * Runs `work` for every index, at most `concurrency` at once. After an error no further work is
 * started, and what is under way is awaited.
 *
 * @throws the first error
 */
async function inParallel(
	count: number,
	concurrency: number,
	work: (index: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	const errors: unknown[] = [];
	const worker = async () => {
		while (next < count && errors.length === 0) {
			const index = next++;
			await work(index).catch((error: unknown) => errors.push(error));
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, count) }, worker));
	if (errors.length > 0) throw errors[0];
}

/**
 * The one item loop of the node: checks all items, sends what may be sent, and returns results in
 * input order, each linked to its item.
 *
 * @throws NodeOperationError or NodeApiError, unless the node is set to go on
 */
export async function runOperation(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const goesOn = context.continueOnFail();
	const prepared = await prepareAll(context, operation, context.getInputData().length);
	if (!goesOn) requireValid(context, prepared);
	const results: INodeExecutionData[][] = prepared.map((entry, index) =>
		entry instanceof Error ? [errorItem(node, entry, index)] : [],
	);
	const opened = Session.open(context);
	// Every item awaits it; without items nobody would.
	opened.catch(() => undefined);
	const work = async (index: number) => {
		const send = prepared[index];
		if (send === undefined || send instanceof Error) return;
		context.getExecutionCancelSignal()?.throwIfAborted();
		try {
			const outputs = await send(await opened);
			results[index] = outputs.map((output) => ({ ...output, pairedItem: { item: index } }));
		} catch (error) {
			if (!goesOn) throw toNodeError(node, error, index);
			results[index] = [errorItem(node, error, index)];
		}
	};
	const concurrency = new Item(context, 0, operation.properties).concurrency();
	await inParallel(prepared.length, concurrency, work);
	return results.flat();
}
