import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { outcomeOf } from '../client/outcome';
import { Session } from '../client/session';
import { Item } from '../input/item';
import { addHint } from './hints';
import { errorItem, toNodeError } from './nodeErrors';
import { OnceOnly } from './onceOnly';
import type { Change, Operation, Output, Prepared, Send } from './operation';
import { faultsIn, prepareAll } from './preparation';
import { isStopped, requireRunning, stoppedError } from './stopped';
import { goesOnAfterErrors, withAdviceForTools } from './toolCall';
import { untilOneFails } from './untilOneFails';

/** Links what came of an item to it. */
function linked(outputs: readonly Output[], index: number): INodeExecutionData[] {
	return outputs.map((output) => ({ ...output, pairedItem: { item: index } }));
}

/** The output of a node that goes on looks like a success, but for what stands in its items. */
function tellFailures(context: IExecuteFunctions, failed: number, total: number): void {
	if (failed === 0) return;
	const what = `${failed} of ${total} ${total === 1 ? 'item' : 'items'} failed`;
	addHint(
		context,
		`${what}. The field "error" of each says why and how to get unstuck.`,
		'warning',
	);
}

/** What the items of a run share. */
interface Shared {
	session: Session;
	once: OnceOnly | undefined;
}

type Entry = Prepared | Error;

function isToBeSent(entry: Entry | undefined): entry is Send | Change {
	return typeof entry === 'function' || (entry !== undefined && 'send' in entry);
}

async function openShared(
	context: IExecuteFunctions,
	{ value, once }: Operation,
	entries: readonly Entry[],
	concurrency: number,
): Promise<Shared> {
	const session = await Session.open(context, concurrency);
	if (!once) return { session, once };
	const changes = new Map<number, Change>();
	for (const [index, entry] of entries.entries()) {
		if (isToBeSent(entry) && typeof entry !== 'function') changes.set(index, entry);
	}
	const plan = { scope: `${value} ${session.account}`, changes, concurrency };
	return { session, once: OnceOnly.open(context, session, once, plan) };
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
	const goesOn = goesOnAfterErrors(context);
	const prepared = await prepareAll(
		context,
		operation.properties,
		async (item) => await operation.prepare(item, context),
		() => requireRunning(context),
	);
	const invalid = faultsIn(node, operation.properties, prepared);
	if (invalid && !goesOn) throw withAdviceForTools(context, invalid);
	const results: INodeExecutionData[][] = prepared.map((entry, index) => {
		if (entry instanceof Error) return [errorItem(node, entry, index)];
		return Array.isArray(entry) ? linked(entry, index) : [];
	});
	const failed = new Set([...prepared.keys()].filter((index) => prepared[index] instanceof Error));
	if (!prepared.some(isToBeSent)) {
		tellFailures(context, failed.size, prepared.length);
		return results.flat();
	}
	const concurrency = new Item(context, 0, operation.properties).concurrency();
	const opened = await outcomeOf(openShared(context, operation, prepared, concurrency));
	const once = 'result' in opened ? opened.result.once : undefined;
	const sendNow = async (index: number, entry: Send | Change) => {
		if ('error' in opened) throw opened.error;
		const { session } = opened.result;
		if (typeof entry === 'function') return await entry(session);
		return once ? await once.run(index, entry, session) : await entry.send(session);
	};
	const work = async (index: number) => {
		const entry = prepared[index];
		if (!isToBeSent(entry)) return;
		requireRunning(context);
		try {
			const outputs = await sendNow(index, entry);
			results[index] = linked(outputs, index);
		} catch (error) {
			if (!goesOn) throw toNodeError(node, error, index);
			failed.add(index);
			results[index] = [errorItem(node, error, index)];
		}
	};
	const indexes = [...prepared.keys()];
	const ran = await outcomeOf(
		once
			? once.forEach(indexes, concurrency, work)
			: untilOneFails<number, unknown>(indexes, concurrency, work),
	);
	// With On Error: Continue, the last items of a stopped execution fail like any others.
	const isEnded = isStopped(context);
	if (isEnded) once?.logProgress(context.logger);
	const error = isEnded ? stoppedError(context) : 'error' in ran ? ran.error : undefined;
	if (error !== undefined) {
		throw withAdviceForTools(context, once ? once.withProgress(error) : error);
	}
	// n8n's Retry On Fail also runs a node again that went on and returned an error first.
	if (failed.size === 0) once?.finish();
	tellFailures(context, failed.size, prepared.length);
	return results.flat();
}
