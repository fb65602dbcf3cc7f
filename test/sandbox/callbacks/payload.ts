import { gzipSync } from 'node:zlib';
import type { IdentRecord } from '../idents';
import { withTrailingComma, type Json, type JsonObject } from '../json';
import { statusText } from '../representations';
import type { CallbackFormat, SandboxSettings } from '../settings';

/** The twelve fields of SAMPLE WEBHOOK PAYLOAD, in its order. */
export function callbackPayload(
	ident: IdentRecord,
	settings: SandboxSettings,
): Record<string, string> {
	const sent = (name: string) => ident.fields[name] ?? '';
	return {
		ident_id: ident.id,
		status: statusText(ident, settings),
		status_code: ident.statusCode,
		project_id: sent('project_id'),
		custom_id: sent('custom_id'),
		company_name: ident.companyName,
		first_name: sent('person_first_name'),
		last_name: sent('person_last_name'),
		custom1: sent('custom1'),
		custom2: sent('custom2'),
		custom3: sent('custom3'),
		custom4: sent('custom4'),
	};
}

export interface EncodedCallback {
	body: Buffer;
	headers: Record<string, string>;
}

const CONTENT_TYPES: Readonly<Record<CallbackFormat, string>> = {
	json: 'application/json',
	jsonTrailingComma: 'application/json',
	form: 'application/x-www-form-urlencoded',
	text: 'text/plain; charset=utf-8',
};

function formValue(value: Json): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

function encodeText(payload: JsonObject, format: CallbackFormat): string {
	if (format === 'form') {
		const form = new URLSearchParams();
		for (const [name, value] of Object.entries(payload)) form.append(name, formValue(value));
		return form.toString();
	}
	const text = JSON.stringify(payload);
	return format === 'jsonTrailingComma' ? withTrailingComma(text) : text;
}

export function encodeCallback(
	payload: JsonObject,
	format: CallbackFormat,
	gzip: boolean,
): EncodedCallback {
	const plain = Buffer.from(encodeText(payload, format));
	const headers: Record<string, string> = { 'content-type': CONTENT_TYPES[format] };
	if (!gzip) return { body: plain, headers };
	return { body: gzipSync(plain), headers: { ...headers, 'content-encoding': 'gzip' } };
}

/** Ways to break a callback. */
export const BREAKAGES = [
	'truncated',
	'wrongTypes',
	'missingFields',
	'array',
	'nested',
	'empty',
	'notJson',
	'badUtf8',
] as const;

export type Breakage = (typeof BREAKAGES)[number];

/** A callback that began as a good payload. */
export function breakCallback(payload: Record<string, string>, how: Breakage): EncodedCallback {
	const headers = { 'content-type': 'application/json' };
	const text = JSON.stringify(payload);
	const json = (value: Json) => ({ body: Buffer.from(JSON.stringify(value)), headers });
	switch (how) {
		case 'truncated':
			return { body: Buffer.from(text.slice(0, text.length / 2)), headers };
		case 'wrongTypes':
			return json({
				...payload,
				ident_id: 12345,
				status: { text: 'Successful' },
				status_code: [5],
			});
		case 'missingFields':
			return json({ custom_id: payload.custom_id ?? '' });
		case 'array':
			return json([payload]);
		case 'nested':
			return json({ data: payload });
		case 'empty':
			return { body: Buffer.alloc(0), headers };
		case 'notJson':
			return { body: Buffer.from('<html><body>callback</body></html>'), headers };
		case 'badUtf8':
			return { body: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text)]), headers };
	}
}
