import { DateTime } from 'luxon';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { deadline, pause } from '../client/waiting';
import { outcomeOf } from '../client/outcome';
import { IdentifyFailure } from '../client/failure';
import { addHint } from '../run/hints';
import { toNodeError } from '../run/nodeErrors';
import type { WaitOperation } from '../run/operation';
import { requireRunning } from '../run/stopped';
import { wakeUpKey, wakeUps } from './wakeUps';
import { Watch } from './watch';

/** n8n looks once a minute for waits that end within 70 s: a shorter one would end late. */
const SHORTEST_PARKING_MS = 65_000;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;
/** For the look at the very end, and no longer. */
const LAST_LOOK_MS = 5_000;

/** @throws the node's error when Identify could not be asked about an item */
function requireNoTrouble(context: IExecuteFunctions, { trouble }: Watch): void {
	if (trouble && !context.continueOnFail()) {
		throw toNodeError(context.getNode(), trouble.error, trouble.index);
	}
}

/** E.g. "2 of 3 idents are still open". */
export function openWords({ open, count }: Pick<Watch, 'open' | 'count'>): string {
	const verb = open === 1 ? 'is' : 'are';
	const idents = count === 1 ? 'The ident is' : `${open} of ${count} idents ${verb}`;
	return `${idents} still open`;
}

/** What n8n itself does when the time of a wait is over. */
function inputOf(context: IExecuteFunctions): INodeExecutionData[] {
	return context.getInputData().map((item, index) => ({ ...item, pairedItem: { item: index } }));
}

/** Waits for some time. @throws what n8n knows a stopped execution by */
async function rest(context: IExecuteFunctions, ms: number): Promise<void> {
	await outcomeOf(pause(ms, context.getExecutionCancelSignal()));
	requireRunning(context);
}

/** Looks again; a failure that may pass does not end a wait that has begun. */
async function lookAgain(context: IExecuteFunctions, watch: Watch, ms: number): Promise<void> {
	const limit = deadline(ms, context.getExecutionCancelSignal());
	try {
		await watch.look(limit.signal);
	} finally {
		limit.end();
	}
	const error = limit.isOver ? undefined : watch.trouble?.error;
	const mayPass = error instanceof IdentifyFailure && error.details.passing;
	if (!mayPass && error) requireNoTrouble(context, watch);
}

/** @returns undefined when the limit has passed */
async function waitHere(
	context: IExecuteFunctions,
	watch: Watch,
): Promise<INodeExecutionData[] | undefined> {
	const until = performance.now() + watch.limitMs;
	const leftOver = () => Math.max(0, until - performance.now());
	for (let gap = FIRST_PAUSE_MS; ; gap = Math.min(LONGEST_PAUSE_MS, gap * 1.5)) {
		await rest(context, Math.min(gap, leftOver()));
		await lookAgain(context, watch, leftOver() + LAST_LOOK_MS);
		if (!watch.trouble && watch.outputs) return watch.outputs;
		if (leftOver() === 0) return undefined;
	}
}

/**
 * Pauses the execution: n8n ends the wait with the input items when the time is over, or with what
 * `answerWakeUp` gives. What this returns is shown while it waits.
 */
async function park(context: IExecuteFunctions, watch: Watch): Promise<INodeExecutionData[]> {
	const until = new Date(Date.now() + watch.limitMs);
	const end = DateTime.fromJSDate(until, { zone: context.getTimezone() });
	const idents = watch.count === 1 ? 'the ident' : `${watch.open} of ${watch.count} idents`;
	addHint(context, `Waiting for ${idents} until ${end.toFormat('yyyy-LL-dd HH:mm (z)')}`);
	wakeUps.park(wakeUpKey(context));
	// The last thing: an error after it would leave an execution that neither waits nor goes on.
	await context.putExecutionToWait(until);
	return inputOf(context);
}

/**
 * Looks at all items, and waits until all are final, at most for the limit.
 *
 * @returns one item for each of the input; the input itself when the limit has passed
 * @throws NodeOperationError or NodeApiError, unless the node is set to go on
 */
export async function waitForAll(
	context: IExecuteFunctions,
	operation: WaitOperation,
): Promise<INodeExecutionData[]> {
	const watch = await Watch.prepare(
		{
			context,
			source: context,
			goesOn: context.continueOnFail(),
			requireRunning: () => requireRunning(context),
		},
		operation,
	);
	await watch.look();
	requireNoTrouble(context, watch);
	if (watch.outputs) return watch.outputs;
	if (watch.limitMs >= SHORTEST_PARKING_MS) return await park(context, watch);
	const outputs = await waitHere(context, watch);
	if (outputs) return outputs;
	addHint(context, `The limit has passed. ${openWords(watch)}; the input items were passed on`);
	return inputOf(context);
}
