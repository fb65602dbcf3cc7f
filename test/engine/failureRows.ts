import type { Fault } from '../sandbox';

/** A way in which a call can fail, and what is to be said about it. */
export interface Row {
	name: string;
	fault: Fault;
	/** What the message says. */
	message: RegExp;
	httpCode: string | null;
	/** Whether Identify may have done the work. */
	unsettled?: true;
	/** Whether also a call that changes something may be sent again. */
	refusedUnread?: true;
}

const status = (code: number, message: RegExp, more: Partial<Row> = {}): Row => ({
	name: String(code),
	fault: { kind: 'status', status: code, messages: ['Reason one', 'reason two'] },
	message: new RegExp(`${message.source}.*Reason one, reason two.*HTTP ${code}`),
	httpCode: String(code),
	...more,
});

export const ROWS: Row[] = [
	status(400, /rejected the request as invalid/),
	status(402, /valid, but Identify could not carry it out/),
	status(403, /no permission/),
	status(404, /does not know this (ident|project)/),
	status(409, /conflicts with another/),
	status(429, /too many requests/, { refusedUnread: true }),
	status(500, /problem of its own/, { unsettled: true }),
	status(502, /problem of its own/, { unsettled: true }),
	status(503, /problem of its own/, { unsettled: true }),
	status(504, /problem of its own/, { unsettled: true }),
	{
		name: '502 as a proxy’s page',
		fault: { kind: 'status', status: 502, html: true },
		message: /problem of its own.*HTTP 502/,
		httpCode: '502',
		unsettled: true,
	},
	{
		name: '404 inside a 200',
		fault: { kind: 'status', status: 404, inBody: true, messages: ['Gone'] },
		message: /does not know this (ident|project): Gone.*HTTP 404/,
		httpCode: '404',
	},
	{
		name: 'result false in a 200',
		fault: { kind: 'resultFalse', messages: ['Ident is locked'] },
		message: /reported a failure: Ident is locked/,
		httpCode: '200',
	},
	{
		name: 'a web page in a 200',
		fault: { kind: 'html' },
		message: /not a JSON object.*begins with "<!DOCTYPE html>/,
		httpCode: '200',
		unsettled: true,
	},
	{
		name: 'an empty body',
		fault: { kind: 'empty' },
		message: /empty/,
		httpCode: '200',
		unsettled: true,
	},
	{
		name: 'a list instead of an object',
		fault: { kind: 'nonObject' },
		message: /not a JSON object/,
		httpCode: '200',
		unsettled: true,
	},
	{
		name: 'an object without the documented fields',
		fault: { kind: 'body', body: '{"result":true,"messages":[]}' },
		message: /differs from the documentation in (data|ident_id)/,
		httpCode: '200',
		unsettled: true,
	},
	{
		name: 'silence',
		fault: { kind: 'hang' },
		message: /did not answer ident\/\w+ in time/,
		httpCode: null,
		unsettled: true,
	},
	{
		name: 'a reset',
		fault: { kind: 'reset' },
		message: /connection broke while ident\/\w+ was under way/,
		httpCode: null,
		unsettled: true,
	},
	{
		name: 'a closed connection',
		fault: { kind: 'close' },
		message: /connection broke/,
		httpCode: null,
		unsettled: true,
	},
	{
		name: 'an answer cut off',
		fault: { kind: 'truncate', moment: 'afterCarriedOut' },
		message: /connection broke/,
		httpCode: null,
		unsettled: true,
	},
	{
		name: 'an answer reset in the middle',
		fault: { kind: 'reset', moment: 'midBody' },
		message: /connection broke/,
		httpCode: null,
		unsettled: true,
	},
];
