import type { IDataObject } from 'n8n-workflow';
import type { Callback } from '../contract/callback';
import type { Ident } from '../contract/ident';
import { EVENT_FIELDS, eventKey, identValue, type EventField } from '../output/event';
import { simplifyIdent } from '../output/ident';
import type { Evidence } from './confirm';
import type { Filtered } from './filter';
import { Refusal } from './reply';
import type { TriggerSettings } from './settings';

/** What the trigger emits, before what was asked for in addition is put in. */
export interface TriggerEvent {
	json: IDataObject;
	/** For the filters. */
	filtered: Filtered;
	/** The same, with the status that the callback claims. */
	claimed: Filtered;
	/** Tells events apart: the documented fields as emitted. */
	key: string;
	/** Whether Identify says the same as the callback. */
	agrees: boolean;
}

function asText(value: unknown): string {
	return value === undefined || value === null ? '' : String(value);
}

/** The key by which callbacks that say the same are recognised. */
export function callbackKey(callback: Callback): string {
	return JSON.stringify(EVENT_FIELDS.map((field) => asText(callback[field])));
}

/**
 * Filters and `event_key` go by the code, so nothing is confirmed without one. A missing text may
 * be the callback's own, where the code is the same.
 *
 * @throws Refusal 503 when ident/get does not tell the status
 */
function requireStatus(ident: Ident, callback: Callback): void {
	const code = asText(ident.status_code);
	const isWhole = asText(ident.status) !== '';
	if (code !== '' && (isWhole || code === asText(callback.status_code))) return;
	throw new Refusal(503, "Identify's answer about this ident does not tell its status.");
}

/** What a callback says; as far as Identify was asked, in its own words: a callback is only a hint. */
function fieldsOf(callback: Callback, ident: Ident | undefined): IDataObject {
	const fields: IDataObject = {};
	Object.assign(fields, callback, {
		status: asText(callback.status),
		status_code: asText(callback.status_code),
	});
	if (!ident) return fields;
	requireStatus(ident, callback);
	for (const field of EVENT_FIELDS) {
		const value = identValue(ident, field);
		const isMissing = asText(value) === '' && ['ident_id', 'status', 'status_code'].includes(field);
		if (value !== undefined && value !== null && !isMissing) fields[field] = value;
	}
	for (const field of ['ident_id', 'status', 'status_code']) fields[field] = String(fields[field]);
	return fields;
}

/** What is left of an event when nothing of the person may be stored. */
const IDS_AND_STATUS: readonly EventField[] = [
	'ident_id',
	'status',
	'status_code',
	'project_id',
	'custom_id',
];

function idsAndStatus(fields: IDataObject): IDataObject {
	return Object.fromEntries(IDS_AND_STATUS.map((field) => [field, fields[field] ?? null]));
}

/**
 * Puts together what is emitted for a callback.
 *
 * @param callback - as received
 * @param evidence - what Identify said; `ident` is used for confirmation when `settings.confirm`
 * @param receivedAt - when the request arrived, ISO 8601 in UTC
 * @throws Refusal 503 when ident/get does not tell the status
 */
export function buildEvent(
	callback: Callback,
	{ ident, data }: Evidence,
	{ confirm, output }: Pick<TriggerSettings, 'confirm' | 'output'>,
	receivedAt: string,
): TriggerEvent {
	const confirmed = confirm && ident !== undefined;
	const fields = fieldsOf(callback, confirmed ? ident : undefined);
	const text = (field: EventField) => String(fields[field] ?? '');
	const said = { status: asText(callback.status), status_code: asText(callback.status_code) };
	const filtered = {
		status: text('status'),
		status_code: text('status_code'),
		project_id: text('project_id'),
	};
	const agrees = said.status === filtered.status && said.status_code === filtered.status_code;

	const json: IDataObject = output === 'status' ? idsAndStatus(fields) : { ...fields };
	if (!agrees) {
		json.callback_status = said.status;
		json.callback_status_code = said.status_code;
	}
	json.confirmed = confirmed;
	json.event_key = eventKey(fields);
	json.source = 'callback';
	json.received_at = receivedAt;
	if (output === 'ident' && ident) json.ident = simplifyIdent(ident, callback.ident_id);
	if (output === 'identData' && data) json.data = data;
	return {
		json,
		filtered,
		claimed: { ...filtered, ...said },
		// The time of arrival is no part of it: it would make each repeat another event.
		key: JSON.stringify(EVENT_FIELDS.map(text)),
		agrees,
	};
}
