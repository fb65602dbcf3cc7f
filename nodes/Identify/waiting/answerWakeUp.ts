import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { IdentifyFailure } from '../client/failure';
import { outcomeOf } from '../client/outcome';
import { deadline, unlessAborted } from '../client/waiting';
import type { AnyOperation, WaitOperation } from '../run/operation';
import { storedParameters } from './storedParameters';
import { openWords } from './waitForAll';
import { wakeUpKey, wakeUps } from './wakeUps';
import { Watch } from './watch';

/** How long whoever calls waits for the answer, in ms. */
const TIME_MS = 25_000;

/** Finds what a workflow stored. */
type FindOperation = (resource: string, operation: string) => AnyOperation | undefined;

/** Says no with an error status, which n8n can only be told to keep out of; the wait goes on. */
function refuse(
	context: IWebhookFunctions,
	status: 404 | 409 | 503,
	message: string,
): IWebhookResponseData {
	const response = context.getResponseObject();
	// Whoever called may have hung up.
	if (!response.headersSent) response.status(status).json({ status: 'refused', message });
	return { noWebhookResponse: true };
}

function isSetToGoOn(context: IWebhookFunctions): boolean {
	const { onError, continueOnFail } = context.getNode();
	return onError?.startsWith('continue') ?? continueOnFail === true;
}

const NOT_ASKED = 'Identify could not be asked. Try again later';

/**
 * What the caller is told. A person who tests gets the cause; otherwise that is for n8n's log,
 * because n8n 1.x lets anyone call.
 */
function notAsked(context: IWebhookFunctions, error: unknown): IWebhookResponseData {
	const reason = error instanceof Error ? error.message : String(error);
	context.logger.warn(`Identify could not look again at what it waits for: ${reason}`, {
		workflowId: context.getWorkflow().id,
		executionId: context.getExecutionId(),
		node: context.getNode().name,
	});
	const isTest = context.getMode() === 'manual' && error instanceof IdentifyFailure;
	return refuse(context, 503, isTest ? `${NOT_ASKED}. ${reason}` : NOT_ASKED);
}

/**
 * n8n copies what a webhook returns, and with it only what can be enumerated: an item that failed
 * would lose what sends it to the error output. One that holds nothing but its error goes there too.
 */
function asCopied(item: INodeExecutionData): INodeExecutionData {
	const { json, pairedItem, error } = item;
	return error && pairedItem !== undefined ? { json: { error: json.error }, pairedItem } : item;
}

async function look(
	context: IWebhookFunctions,
	find: FindOperation,
): Promise<IWebhookResponseData> {
	const { resource, operation: name } = context.getNode().parameters;
	const operation = find(String(resource), String(name));
	if (!operation || !('wait' in operation)) {
		return refuse(context, 404, 'This node waits for nothing');
	}
	const wakeUp = wakeUps.arrive(wakeUpKey(context));
	const limit = deadline(TIME_MS, undefined);
	const looked = await outcomeOf(
		unlessAborted(lookAtAll(context, operation, limit.signal), limit.signal),
	);
	limit.end();
	if (limit.isOver) return notAsked(context, new Error('Identify took too long to answer'));
	if ('error' in looked) return notAsked(context, looked.error);
	const { trouble, outputs } = looked.result;
	if (trouble) return notAsked(context, trouble.error);
	if (!outputs) {
		return { webhookResponse: { status: 'waiting', message: openWords(looked.result) } };
	}
	if (!wakeUp.claim()) return refuse(context, 409, 'Another call has ended this wait already');
	return { webhookResponse: { status: 'resumed' }, workflowData: [outputs.map(asCopied)] };
}

async function lookAtAll(
	context: IWebhookFunctions,
	operation: WaitOperation,
	signal: AbortSignal,
): Promise<Watch> {
	const watch = await Watch.prepare(
		{
			context,
			source: storedParameters(context),
			goesOn: isSetToGoOn(context),
			requireRunning: () => signal.throwIfAborted(),
		},
		operation,
	);
	await watch.look(signal);
	return watch;
}

/**
 * Answers a call of the resume URL. It is a bell and no more: whatever it says, Identify is asked
 * again about all items. Never throws: n8n would run the next nodes with an empty item.
 *
 * @returns all items when all are final, which resumes the execution; without them it stays parked
 */
export async function answerWakeUp(
	context: IWebhookFunctions,
	find: FindOperation,
): Promise<IWebhookResponseData> {
	try {
		return await look(context, find);
	} catch (error) {
		const answered = await outcomeOf(Promise.resolve().then(() => notAsked(context, error)));
		return 'result' in answered ? answered.result : { noWebhookResponse: true };
	}
}
