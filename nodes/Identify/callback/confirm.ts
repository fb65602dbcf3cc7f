import { IdentifyFailure } from '../client/failure';
import type { Session } from '../client/session';
import { unlessAborted } from '../client/waiting';
import { identGet, identGetData, type Ident, type IdentData } from '../contract/ident';
import { isOther } from '../output/ident';
import type { Line, Lines } from './lines';
import { Refusal } from './reply';
import type { TriggerSettings } from './settings';

const SETTINGS = { timeout: 2_500, maxTries: 3 };

/** What Identify itself says about the ident of a callback. */
export interface Evidence {
	ident: Ident | undefined;
	data: IdentData | undefined;
}

/** Which of ident/get and ident/getIdentData to ask for. */
interface Wanted {
	ident: boolean;
	data: boolean;
}

function wantedBy({ settings: { confirm, output } }: Question): Wanted {
	return { ident: confirm || output === 'ident', data: output === 'identData' };
}

/** One look at an ident, for all callbacks that stand in line for it. */
export interface Look {
	wanted: Wanted;
	/** On the clock of `performance.now()`. */
	askedAt: number;
	endedAt: number;
	/** What Identify said, or why it said nothing. */
	answer: Evidence | Refusal;
}

/** Whom to ask about what. */
export interface Question {
	session: Session;
	identId: string;
	settings: Pick<TriggerSettings, 'confirm' | 'output'>;
	/** Ends the asking: nothing is sent any more. */
	signal: AbortSignal;
	/** Bounds how many idents of an account are asked about at once. */
	confirmations: Lines;
}

const TOO_LATE = 'The callback could not be confirmed. Identify took too long to answer.';

function refusalOf(failure: IdentifyFailure): Refusal {
	const { fate, answered, httpCode, message } = failure.details;
	// Identify's own answer about the ident: it is unknown, malformed, or another partner's.
	const unknown = fate === 'refused' && answered && [200, 400, 403, 404].includes(httpCode ?? 0);
	return unknown
		? new Refusal(403, `${message}. No workflow was started.`)
		: new Refusal(503, `The callback could not be confirmed. ${message}.`);
}

function asRefusal(error: unknown, { signal }: Question): Refusal {
	if (error instanceof Refusal) return error;
	if (signal.aborted) return new Refusal(503, TOO_LATE);
	if (error instanceof IdentifyFailure) return refusalOf(error);
	const reason = error instanceof Error ? error.message : String(error);
	return new Refusal(503, `The callback could not be confirmed. ${reason}.`);
}

async function ask(question: Question): Promise<Evidence> {
	const { session, identId, signal } = question;
	const wanted = wantedBy(question);
	const fields = { ident_id: identId };
	const settings = { ...SETTINGS, signal };
	const ident = wanted.ident
		? (await session.call({ endpoint: identGet, fields }, settings)).data
		: undefined;
	const data = wanted.data
		? (await session.call({ endpoint: identGetData, fields }, settings)).data
		: undefined;
	return { ident, data };
}

/**
 * Asks Identify about the ident of a callback, as long as the signal allows.
 *
 * @throws Refusal 403 when Identify does not know the ident, 503 when it could not be asked
 */
export async function askIdentify(question: Question): Promise<Evidence> {
	const { session, identId, signal, confirmations } = question;
	try {
		const line = confirmations.join(session.account);
		const asked = line
			.turn(signal)
			.then(async (endTurn) => await ask(question).finally(endTurn))
			.finally(() => confirmations.leave(session.account));
		// Fetching a token has no signal of its own: it may take longer than anybody waits.
		const evidence = await unlessAborted(asked, signal);
		if (evidence.ident && isOther(evidence.ident, identId)) {
			throw new Refusal(503, 'Identify answered about another ident.');
		}
		return evidence;
	} catch (error) {
		throw asRefusal(error, question);
	}
}

/** Whether an earlier look tells as much as a new one would. */
function isGoodEnough(look: Look, wanted: Wanted, since: number): boolean {
	const covers = (!wanted.ident || look.wanted.ident) && (!wanted.data || look.wanted.data);
	const isRefused = look.answer instanceof Refusal;
	// Whoever waits for an answer that does not come has its fate, as if it were their own question.
	return covers && (isRefused ? look.endedAt : look.askedAt) >= since;
}

/**
 * Looks at an ident, or takes what those before in line have just seen: equal and forged callbacks
 * that come together do not each cost a request.
 *
 * @param since - a look that began later is good enough, on the clock of `performance.now()`
 * @throws Refusal, as `askIdentify`
 */
export async function lookAt(
	line: Line<Look>,
	question: Question,
	since: number,
): Promise<{ evidence: Evidence; askedAt: number }> {
	const wanted = wantedBy(question);
	const nothing = { ident: undefined, data: undefined };
	if (!wanted.ident && !wanted.data) return { evidence: nothing, askedAt: since };
	let look = line.note;
	if (!look || !isGoodEnough(look, wanted, since)) {
		const askedAt = performance.now();
		const answer = await askIdentify(question).catch((error: unknown) =>
			asRefusal(error, question),
		);
		look = { wanted, askedAt, endedAt: performance.now(), answer };
		// That one callback has no time left says nothing to the others.
		if (!question.signal.aborted) line.note = look;
	}
	if (look.answer instanceof Refusal) throw look.answer;
	return { evidence: look.answer, askedAt: look.askedAt };
}
