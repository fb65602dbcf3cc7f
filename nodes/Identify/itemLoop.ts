import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { IdentifyFailure } from './client/failure';
import { Session } from './client/session';
import { DEFAULT_CONCURRENCY, Item } from './input/item';
import { describeInvalidItems, InvalidItem } from './input/invalidItem';
import type { Operation, Send } from './resources/operation';

type NodeError = NodeApiError | NodeOperationError;

/**
 * Gives an error the form that n8n shows: message, advice, HTTP code and item. Nothing of an
 * unknown error but its message is kept, because n8n stores errors whole.
 */
function toNodeError(node: INode, error: unknown, itemIndex: number): NodeError {
	if (error instanceof IdentifyFailure) {
		const { message, advice, httpCode, messages } = error.details;
		return new NodeApiError(
			node,
			{ message, messages },
			{
				message,
				description: advice,
				httpCode: httpCode === null ? undefined : String(httpCode),
				itemIndex,
			},
		);
	}
	// Errors of n8n itself, e.g. of an expression, say what they have to say.
	if (error instanceof NodeOperationError || error instanceof NodeApiError) return error;
	const message = error instanceof Error ? error.message : String(error);
	return new NodeOperationError(node, message, { itemIndex });
}

/** The output of an item that failed while the node is set to go on. */
function errorItem(node: INode, error: unknown, itemIndex: number): INodeExecutionData {
	const nodeError = toNodeError(node, error, itemIndex);
	const details = error instanceof IdentifyFailure ? error.details : undefined;
	const json: IDataObject = {
		error: details ? `${details.message}. ${details.advice}` : nodeError.message,
		httpCode: details?.httpCode ?? null,
		messages: details?.messages ?? [],
	};
	// `error` sends the item to the error output, where there is one.
	return { json, error: nodeError, pairedItem: { item: itemIndex } };
}

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
function requireValid(node: INode, prepared: ReadonlyArray<Send | Error>): void {
	const invalid = prepared.filter((entry) => entry instanceof InvalidItem);
	const unexpected = prepared.findIndex(
		(entry) => entry instanceof Error && !(entry instanceof InvalidItem),
	);
	if (invalid.length > 0) {
		const itemIndex = invalid.length === 1 ? invalid[0]?.itemIndex : undefined;
		throw new NodeOperationError(node, describeInvalidItems(invalid, prepared.length), {
			itemIndex,
			description:
				'Correct the fields named, in the node or in the data that it gets, and run it again.',
		});
	}
	if (unexpected >= 0) throw toNodeError(node, prepared[unexpected], unexpected);
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

/** How many requests may be under way at once; one setting for the whole run, from item 0. */
function concurrencyOf(context: IExecuteFunctions, operation: Operation): number {
	const item = new Item(context, 0, operation.properties);
	return item.integer('options.concurrency', { fallback: DEFAULT_CONCURRENCY, min: 1, max: 100 });
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
	if (!goesOn) requireValid(node, prepared);
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
	await inParallel(prepared.length, concurrencyOf(context, operation), work);
	return results.flat();
}
