import type { IDataObject } from 'n8n-workflow';
import type { Session } from '../client/session';
import { pause } from '../client/waiting';
import { requireListedIp, requireSecret } from './authorise';
import { readCallback } from './body';
import { lookAt } from './confirm';
import { buildEvent, callbackKey, type TriggerEvent } from './event';
import { passes } from './filter';
import type { ProcessMemory } from './processMemory';
import { Refusal } from './reply';
import type { IncomingHttpHeaders } from './request';
import type { TriggerSettings } from './settings';
import { furtherLooks, mayBeLost, standingOf } from './standing';

/** What becomes of a callback; whatever is refused is a Refusal instead. */
export type Fate =
	| { kind: 'emitted'; json: IDataObject }
	/** A filter dropped it, or it is a repeat. */
	| { kind: 'filtered' | 'repeated' };

/** What came over HTTP, as far as its fate hangs on it. */
export interface Arrival {
	/** The caller's address as n8n derives it. */
	ip: string | undefined;
	/** The query parameter `secret` as Express parsed it. */
	secret: unknown;
	headers: IncomingHttpHeaders;
	/** When it did, ISO 8601 in UTC. */
	receivedAt: string;
	/** @throws Refusal 400 */
	readBody: () => Promise<Buffer>;
}

/** The trigger that was called. */
export interface Trigger {
	/** Stands for it in what the process remembers. */
	key: string;
	settings: TriggerSettings;
	/** Whether a person tests: the same sample is posted again and again, and nobody repeats it. */
	isTest: boolean;
	withSession: (work: (session: Session) => Promise<Fate>) => Promise<Fate>;
	/** Whether n8n takes what is emitted now: told when it has answered, after storing it. */
	isTaken: () => Promise<boolean>;
}

/** All tries together; Identify and n8n's reverse proxy wait only so long. */
const DECIDED_WITHIN_MS = 8_000;
/** Between one look at Identify and the next. */
const PAUSES_MS = [1_000, 1_500, 2_000];
/** So much must be left for its answer. */
const LEFT_FOR_ANSWER_MS = 2_500;

/**
 * Decides what becomes of one request to the trigger's URL, from top to bottom (documentation:
 * "Webhook"): authorised, read, in turn after the other callbacks of its ident, no repeat, confirmed
 * by Identify, not filtered, and remembered once n8n has taken it.
 *
 * Where Identify does not say what the callback says, the callback may be ahead of it, late or made
 * up. Identify is asked again a few times, out of turn; what would be dropped even then, though the
 * callback's own word would have passed, is refused, so that Identify lists it as failed.
 *
 * @throws Refusal
 */
export async function decideFate(
	arrival: Arrival,
	trigger: Trigger,
	{ repeats, idents, confirmations }: ProcessMemory,
): Promise<Fate> {
	const { settings, isTest } = trigger;
	requireListedIp(arrival.ip, settings.ranges);
	return await trigger.withSession(async (session) => {
		requireSecret(arrival.secret, session.callbackSecret);
		const callback = await readCallback(await arrival.readBody(), arrival.headers);

		const [ident, said] = [
			`${trigger.key}${callback.ident_id.toLowerCase()}`,
			callbackKey(callback),
		];
		const windowMs = isTest ? 0 : settings.windowMs;
		const end = performance.now() + DECIDED_WITHIN_MS;
		const signal = AbortSignal.timeout(DECIDED_WITHIN_MS);
		const question = { session, identId: callback.ident_id, settings, signal, confirmations };
		const line = idents.join(ident);
		let taken: Promise<void> | undefined;
		try {
			for (let [looks, since] = [0, performance.now()]; ; looks += 1) {
				const endTurn = await line.turn(signal);
				try {
					if (repeats.isRepeatedCallback(ident, said, windowMs)) return { kind: 'repeated' };

					const { evidence, askedAt } = await lookAt(line, question, since);
					const event = buildEvent(callback, evidence, settings, arrival.receivedAt);
					const situation = {
						standing: standingOf(event.claimed.status_code, event.filtered.status_code),
						isFiltered: !passes(event.filtered, settings),
						isRepeated: repeats.isRepeatedEvent(ident, event.key, windowMs),
						isWanted: passes(event.claimed, settings),
						wasSaid: repeats.wasSaid(ident, said, windowMs),
					};
					const pauseMs = PAUSES_MS[looks] ?? Infinity;
					const isTime = performance.now() + pauseMs + LEFT_FOR_ANSWER_MS <= end;
					if (!isTest && isTime && looks < furtherLooks(situation)) {
						endTurn();
						await pause(pauseMs, signal);
						since = askedAt + pauseMs / 2;
						continue;
					}
					if (mayBeLost(situation)) throw notConfirmed(event);

					if (situation.isFiltered) {
						// The ident has had another status: whatever its next callback says is no repeat.
						repeats.forget(ident);
						return { kind: 'filtered' };
					}
					if (situation.isRepeated) return { kind: 'repeated' };

					taken = trigger.isTaken().then((isTaken) => {
						if (!isTaken || windowMs === 0) repeats.forget(ident);
						else repeats.remember(ident, { said, emitted: event.key, agrees: event.agrees });
					});
					return { kind: 'emitted', json: event.json };
				} finally {
					void Promise.resolve(taken).finally(endTurn);
				}
			}
		} catch (error) {
			throw signal.aborted ? tooLate(error) : error;
		} finally {
			void Promise.resolve(taken).finally(() => idents.leave(ident));
		}
	});
}

function notConfirmed({ filtered: { status, status_code: code } }: TriggerEvent): Refusal {
	return new Refusal(503, `The callback is not confirmed: Identify says "${status}" (${code}).`);
}

function tooLate(error: unknown): unknown {
	if (error instanceof Refusal) return error;
	return new Refusal(503, 'Other callbacks of this ident took too long.');
}
