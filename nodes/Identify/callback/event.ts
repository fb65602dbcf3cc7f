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

/**
 * Puts together what is emitted for a callback. When confirmed, every documented field has
 * Identify's own value, as far as ident/get has it: a callback is only a hint.
 *
 * @param callback - as received
 * @param evidence - what Identify said; `ident` is used for confirmation when `settings.confirm`
 */
export function buildEvent(
	callback: Callback,
	{ ident, data }: Evidence,
	{ confirm, output }: Pick<TriggerSettings, 'confirm' | 'output'>,
): TriggerEvent {
	const json: IDataObject = {};
	Object.assign(json, callback, {
		status: asText(callback.status),
		status_code: asText(callback.status_code),
	});
	const confirmed = confirm && ident !== undefined;
	if (confirmed) {
		requireStatus(ident, callback);
		for (const field of EVENT_FIELDS) {
			const value = identValue(ident, field);
			const isMissing =
				asText(value) === '' && ['ident_id', 'status', 'status_code'].includes(field);
			if (value !== undefined && value !== null && !isMissing) json[field] = value;
		}
		for (const field of ['ident_id', 'status', 'status_code']) json[field] = String(json[field]);
	}
	const agrees =
		asText(callback.status_code) === String(json.status_code) &&
		asText(callback.status) === String(json.status);
	if (!agrees) {
		json.callback_status = asText(callback.status);
		json.callback_status_code = asText(callback.status_code);
	}
	const text = (field: EventField) => String(json[field] ?? '');
	json.confirmed = confirmed;
	json.event_key = eventKey(json);
	if (output === 'ident' && ident) json.ident = simplifyIdent(ident, callback.ident_id);
	if (output === 'identData' && data) json.data = data;
	const filtered = {
		status: text('status'),
		status_code: text('status_code'),
		project_id: text('project_id'),
	};
	return {
		json,
		filtered,
		claimed: {
			...filtered,
			status: asText(callback.status),
			status_code: asText(callback.status_code),
		},
		key: JSON.stringify(EVENT_FIELDS.map(text)),
		agrees,
	};
}
