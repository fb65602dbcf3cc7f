import { sleep } from 'n8n-workflow';
import { IdentifyFailure } from '../client/failure';
import type { Session } from '../client/session';
import type { Callback } from '../contract/callback';
import { identGet, identGetData, type Ident, type IdentData } from '../contract/ident';
import { Refusal } from './reply';

/** All tries together; Identify and n8n's reverse proxy wait only so long. */
export const CONFIRM_MAX_MS = 8_000;
const SETTINGS = { timeout: 2_500, maxTries: 3 };

/** What Identify itself says about the ident of a callback. */
export interface Evidence {
	ident: Ident | undefined;
	data: IdentData | undefined;
}

function refusalOf(failure: IdentifyFailure): Refusal {
	const { fate, answered, httpCode, message } = failure.details;
	// Identify's own answer about the ident: it is unknown, malformed, or another partner's.
	const unknown = fate === 'refused' && answered && [200, 400, 403, 404].includes(httpCode ?? 0);
	return unknown
		? new Refusal(403, `${message}. No workflow was started.`)
		: new Refusal(503, `The callback could not be confirmed. ${message}.`);
}

/** Rejects when the time for all tries is over. */
async function deadline(signal: AbortSignal): Promise<never> {
	await sleep(CONFIRM_MAX_MS, signal);
	throw new Refusal(503, 'The callback could not be confirmed. Identify took too long to answer.');
}

async function ask(
	session: Session,
	identId: string,
	wanted: { ident: boolean; data: boolean },
): Promise<Evidence> {
	const fields = { ident_id: identId };
	const ident = wanted.ident
		? (await session.call({ endpoint: identGet, fields }, SETTINGS)).data
		: undefined;
	const data = wanted.data
		? (await session.call({ endpoint: identGetData, fields }, SETTINGS)).data
		: undefined;
	return { ident, data };
}

function isOther(ident: Ident, identId: string): boolean {
	return ident.id !== undefined && String(ident.id).toLowerCase() !== identId.toLowerCase();
}

/**
 * Asks Identify about the ident of a callback: a few quick tries, eight seconds in all.
 *
 * @param wanted - which of ident/get and ident/getIdentData to ask for
 * @throws Refusal 403 when Identify does not know the ident, 503 when it could not be asked
 */
export async function askIdentify(
	session: Session,
	callback: Callback,
	wanted: { ident: boolean; data: boolean },
): Promise<Evidence> {
	if (!wanted.ident && !wanted.data) return { ident: undefined, data: undefined };
	const timer = new AbortController();
	try {
		const asked = ask(session, callback.ident_id, wanted);
		// When the time is over nobody awaits the answer any more.
		asked.catch(() => undefined);
		const evidence = await Promise.race([asked, deadline(timer.signal)]);
		if (evidence.ident && isOther(evidence.ident, callback.ident_id)) {
			throw new Refusal(503, 'Identify answered about another ident.');
		}
		return evidence;
	} catch (error) {
		throw asRefusal(error);
	} finally {
		timer.abort();
	}
}

function asRefusal(error: unknown): Refusal {
	if (error instanceof Refusal) return error;
	if (error instanceof IdentifyFailure) return refusalOf(error);
	const reason = error instanceof Error ? error.message : String(error);
	return new Refusal(503, `The callback could not be confirmed. ${reason}.`);
}
