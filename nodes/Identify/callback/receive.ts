import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { CREDENTIAL_TYPE } from '../client/credential';
import { Session } from '../client/session';
import type { Callback } from '../contract/callback';
import { requireListedIp, requireSecret } from './authorise';
import { readCallback, requireModestLength } from './body';
import { askIdentify } from './confirm';
import { buildEvent, callbackKey, type TriggerEvent } from './event';
import { passes } from './filter';
import { RecentSessions } from './recentSessions';
import { RepeatMemory, type Fate } from './repeats';
import { Refusal } from './reply';
import { readSettings, type TriggerSettings } from './settings';

/** One for the process: n8n makes a new node object for every callback. */
export const repeatMemory = new RepeatMemory();

const recentSessions = new RecentSessions();

/** The part of the memory's keys that stands for one trigger of one workflow. */
export function memoryPrefix(workflowId: string | undefined, nodeId: string): string {
	return `${workflowId ?? ''}/${nodeId}/`;
}

/** Reads the raw body; n8n decompresses it. */
async function readBody(context: IWebhookFunctions): Promise<Buffer> {
	const request = context.getRequestObject();
	requireModestLength(Number(request.headers['content-length'] ?? 0));
	try {
		await request.readRawBody();
	} catch {
		throw bodyRefusal();
	}
	return request.rawBody ?? Buffer.alloc(0);
}

function bodyRefusal(): Refusal {
	return new Refusal(400, 'The body could not be read: it is too large, broken off or not gzip.');
}

/** Confirms a callback, filters it and drops it when it is a repeat. */
async function judge(
	session: Session,
	callback: Callback,
	settings: TriggerSettings,
	ident: string,
): Promise<Fate<TriggerEvent>> {
	const windowMs = settings.ignoreRepeatsFor * 1000;
	const key = callbackKey(callback);
	if (repeatMemory.isRepeatedCallback(ident, key, windowMs))
		return { kind: 'repeated', agrees: true };
	const evidence = await askIdentify(session, callback, {
		ident: settings.confirm || settings.output === 'ident',
		data: settings.output === 'identData',
	});
	const event = buildEvent(callback, evidence, settings);
	const { agrees } = event;
	if (!passes(event.filtered, settings)) return { kind: 'filtered', agrees };
	if (repeatMemory.isRepeatedEvent(ident, event.key, windowMs)) return { kind: 'repeated', agrees };
	repeatMemory.remember(ident, agrees ? key : undefined, event.key);
	return { kind: 'emitted', event, agrees };
}

/** Authenticates, reads and judges one request. */
async function handle(context: IWebhookFunctions): Promise<Fate<TriggerEvent>> {
	const settings = readSettings(context);
	requireListedIp(context.getRequestObject().ip, settings.ipAllowlist);
	const { id, credentials } = context.getNode();
	const prefix = memoryPrefix(context.getWorkflow().id, id);
	const open = async () => await Session.open(context);
	const work = async (session: Session) => await take(context, session, settings, prefix);
	// Whoever tests has just changed something.
	if (isTest(context)) return await work(await open());
	const key = `${prefix}${credentials?.[CREDENTIAL_TYPE]?.id ?? ''}`;
	return await recentSessions.use(key, open, work);
}

/** Checks the secret, reads the callback and judges it. */
async function take(
	context: IWebhookFunctions,
	session: Session,
	settings: TriggerSettings,
	prefix: string,
): Promise<Fate<TriggerEvent>> {
	const query: IDataObject = {};
	Object.assign(query, context.getQueryData());
	requireSecret(query.secret, session.callbackSecret);
	const { headers } = context.getRequestObject();
	const callback = readCallback(await readBody(context), headers);
	const ident = `${prefix}${callback.ident_id.toLowerCase()}`;
	// In a manual test, a person posts the same sample again and again.
	if (isTest(context) || settings.ignoreRepeatsFor === 0) {
		return await judge(session, callback, { ...settings, ignoreRepeatsFor: 0 }, ident);
	}
	return await repeatMemory.share(
		`${prefix}${callbackKey(callback)}`,
		async () => await judge(session, callback, settings, ident),
	);
}

function isTest(context: IWebhookFunctions): boolean {
	return context.getMode() === 'manual';
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
		const fate = await handle(context);
		if (!fate.event) {
			return { webhookResponse: { status: 'ignored', reason: fate.kind } };
		}
		const item: INodeExecutionData = { json: fate.event.json };
		return { webhookResponse: { status: 'accepted' }, workflowData: [[item]] };
	} catch (error) {
		const refusal = toRefusal(error);
		context.logger.warn(
			`Identify Trigger refused a callback (HTTP ${refusal.status}): ${refusal.message}`,
			{
				workflowId: context.getWorkflow().id,
				node: context.getNode().name,
			},
		);
		return refuse(context, new Refusal(refusal.status, answerTo(context, refusal)));
	}
}

/**
 * What the caller is told. A person who tests gets everything; in production, why Identify could
 * not be asked is for n8n's log, because anyone may call.
 */
function answerTo(context: IWebhookFunctions, { status, message }: Refusal): string {
	if (isTest(context)) return status === 403 ? `${message} ${TEST_HINT}` : message;
	return status === 503 ? 'The callback could not be confirmed. Try again later.' : message;
}

/** A fault that is nobody's: Identify lists the callback as failed, so that it is not lost. */
function toRefusal(error: unknown): Refusal {
	if (error instanceof Refusal) return error;
	return new Refusal(503, error instanceof Error ? error.message : 'Unknown fault.');
}
