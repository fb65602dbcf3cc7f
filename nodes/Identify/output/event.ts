import type { IDataObject } from 'n8n-workflow';
import { callback as callbackSchema } from '../contract/callback';
import type { Ident } from '../contract/ident';
import { statusOf } from './ident';

/** The documented fields of a callback (documentation: "Webhook", Sample Payload), in its order. */
export const EVENT_FIELDS = callbackSchema.keyof().options;

export type EventField = (typeof EVENT_FIELDS)[number];

/** Where ident/get keeps what a callback says, as far as the names differ. */
const IDENT_FIELD: Partial<Record<EventField, string>> = {
	// In Identify's own spelling, so that one event has one key.
	ident_id: 'id',
	first_name: 'person_first_name',
	last_name: 'person_last_name',
};

type Value = string | number | boolean | null;

function isValue(value: unknown): value is Value {
	return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Identify's own value of a callback's field, where ident/get has one. */
export function identValue(ident: Ident, field: EventField): Value | undefined {
	const value: unknown = ident[IDENT_FIELD[field] ?? field];
	return isValue(value) ? value : undefined;
}

/** Tells events apart across executions: the same status of the same ident has the same key. */
export function eventKey({ ident_id: identId, status_code: code }: IDataObject): string {
	return `${String(identId ?? '')}:${String(code ?? '')}`;
}

/** A look at an ident whose status was known before. */
export interface Check {
	/** The ID that was asked for. */
	identId: string;
	/** The status code that was known; empty when none was. */
	known: string;
	/** When Identify answered, ISO 8601. */
	receivedAt: string;
}

/** By what a person notes that an ident is gone, in place of its status code. */
export const EXPIRED = 'expired';

function checked({ known, receivedAt }: Check): IDataObject {
	return { source: 'check', received_at: receivedAt, previous_status_code: known || null };
}

/**
 * The event that the trigger would have emitted, had it got the callback: Identify's own value of
 * every documented field, null where ident/get has none, and the same `event_key`.
 */
export function changeEvent(ident: Ident, check: Check): IDataObject {
	const json: IDataObject = {};
	for (const field of EVENT_FIELDS) json[field] = identValue(ident, field) ?? null;
	const { ident_id, status, status_code } = statusOf(ident, check.identId);
	Object.assign(json, { ident_id, status, status_code, confirmed: true });
	return { ...json, event_key: eventKey(json), ...checked(check) };
}

/** The event of an ident that Identify no longer knows. */
export function expiredEvent(check: Check): IDataObject {
	const ids = { ident_id: check.identId, status_code: EXPIRED };
	return {
		ident_id: check.identId,
		expired: true,
		event_key: eventKey(ids),
		...checked(check),
	};
}
