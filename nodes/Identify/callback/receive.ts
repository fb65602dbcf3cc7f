import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { CREDENTIAL_TYPE } from '../client/credential';
import { Session } from '../client/session';
import { requireModestLength } from './body';
import { decideFate, type Arrival, type Trigger } from './fate';
import { processMemory } from './processMemory';
import { Refusal } from './reply';
import { readSettings } from './settings';
import { isTaken } from './taken';

/** Reads the raw body; n8n decompresses it. */
async function readBody(context: IWebhookFunctions): Promise<Buffer> {
	const request = context.getRequestObject();
	requireModestLength(Number(request.headers['content-length'] ?? 0));
	try {
		await request.readRawBody();
	} catch {
		throw unreadableBody();
	}
	return request.rawBody ?? Buffer.alloc(0);
}

function unreadableBody(): Refusal {
	return new Refusal(400, 'The body could not be read: it is too large, broken off or not gzip.');
}

function arrivalOf(context: IWebhookFunctions): Arrival {
	const { ip, headers } = context.getRequestObject();
	const query: IDataObject = {};
	Object.assign(query, context.getQueryData());
	return {
		ip,
		headers,
		secret: query.secret,
		receivedAt: new Date().toISOString(),
		readBody: async () => await readBody(context),
	};
}

function triggerOf(context: IWebhookFunctions): Trigger {
	const { id, credentials } = context.getNode();
	const isTest = context.getMode() === 'manual';
	const key = `${isTest ? 'test/' : ''}${context.getWorkflow().id ?? ''}/${id}/`;
	const open = async () => await Session.open(context);
	return {
		key,
		isTest,
		settings: readSettings(context),
		withSession: async (work) => {
			// Whoever tests has just changed something.
			if (isTest) return await work(await open());
			const sessionKey = `${key}${credentials?.[CREDENTIAL_TYPE]?.id ?? ''}`;
			return await processMemory.sessions.use(sessionKey, open, work);
		},
		isTaken: async () => await isTaken(context.getResponseObject()),
	};
}

/** Writes into n8n's log; the node's name tells which trigger it is. */
function warn(context: IWebhookFunctions, message: string): void {
	context.logger.warn(`Identify Trigger ${message}`, {
		workflowId: context.getWorkflow().id,
		node: context.getNode().name,
	});
}

/** Writes an error status; n8n can only be told to keep out of it. */
function refuse(context: IWebhookFunctions, { status, message }: Refusal): IWebhookResponseData {
	context.getResponseObject().status(status).json({ status: 'refused', message });
	return { noWebhookResponse: true };
}

const TEST_HINT =
	'To build a workflow without a real callback, switch Confirm With Identify off while testing, or use the ID of an ident that exists.';

/**
 * Answers one HTTP request to the trigger's URL (documentation: "Webhook").
 *
 * @returns the event to start the workflow with; without one, n8n starts none
 */
export async function receiveCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const trigger = triggerOf(context);
		for (const problem of trigger.settings.problems) {
			warn(context, `cannot read one of its settings: ${problem}.`);
		}
		const fate = await decideFate(arrivalOf(context), trigger, processMemory);
		if (fate.kind !== 'emitted') {
			return { webhookResponse: { status: 'ignored', reason: fate.kind } };
		}
		return { webhookResponse: { status: 'accepted' }, workflowData: [[{ json: fate.json }]] };
	} catch (error) {
		const refusal = toRefusal(error);
		warn(context, `refused a callback (HTTP ${refusal.status}): ${refusal.message}`);
		return refuse(context, new Refusal(refusal.status, answerTo(context, refusal)));
	}
}

/**
 * What the caller is told. A person who tests gets everything; in production, why Identify could
 * not be asked is for n8n's log, because anyone may call.
 */
function answerTo(context: IWebhookFunctions, { status, message }: Refusal): string {
	if (context.getMode() === 'manual') return status === 403 ? `${message} ${TEST_HINT}` : message;
	return status === 503 ? 'The callback could not be confirmed. Try again later.' : message;
}

/** A fault that is nobody's: Identify lists the callback as failed, so that it is not lost. */
function toRefusal(error: unknown): Refusal {
	if (error instanceof Refusal) return error;
	return new Refusal(503, error instanceof Error ? error.message : 'Unknown fault.');
}
