import type { IDataObject } from 'n8n-workflow';
import { callback as callbackSchema } from '../contract/callback';
import type { Ident } from '../contract/ident';

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
