import { isJsonObject, type Json, type JsonObject } from '../json';
import { isRetryAfter } from '../settings';
import type { Fault, FaultKind, FaultMatch } from './types';

type Check = (value: unknown) => boolean;

const amount: Check = (value) => typeof value === 'number' && value >= 0;
const count: Check = (value) => Number.isInteger(value) && Number(value) >= 1;
const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const status: Check = (value) => count(value) && Number(value) >= 200 && Number(value) < 600;
const framing: Check = (value) => value === 'broken' || value === 'clean';

/** The parameters of each kind; a `!` marks those it cannot do without. */
const PARAMETERS: Readonly<Record<FaultKind, Readonly<Record<string, Check>>>> = {
	reset: { afterBytes: amount },
	close: { afterBytes: amount },
	hang: { ms: amount, afterBytes: amount },
	delay: { 'ms!': amount, afterBytes: amount },
	trickle: { chunkBytes: count, intervalMs: amount },
	truncate: { keepBytes: amount, framing },
	oversize: { bytes: amount },
	wrongContentType: { contentType: text },
	corrupt: {},
	status: {
		'status!': status,
		messages: texts,
		retryAfter: isRetryAfter,
		inBody: flag,
		html: flag,
	},
	resultFalse: { messages: texts },
	html: {},
	empty: { status },
	nonObject: {},
	body: { 'body!': text, status, contentType: text },
	redirect: { 'location!': text, status },
	expireTokens: {},
};

const MATCH: Readonly<Record<string, Check>> = {
	method: text,
	path: text,
	pathPattern: text,
	body: (value) =>
		isJsonObject(value) &&
		Object.values(value).every((item) => text(item) || typeof item === 'number'),
	nth: (value) => count(value) || (Array.isArray(value) && value.every(count)),
	times: count,
};

const MOMENTS = ['beforeRead', 'afterRead', 'afterCarriedOut', 'midBody'];

function checkAll(
	what: string,
	given: Record<string, Json>,
	checks: Readonly<Record<string, Check>>,
): void {
	const known = new Map(
		Object.entries(checks).map(([name, check]) => [name.replace('!', ''), check]),
	);
	for (const [name, value] of Object.entries(given)) {
		if (!known.get(name)?.(value)) {
			throw new Error(`${what}: ${name} cannot be ${JSON.stringify(value)}.`);
		}
	}
	for (const name of Object.keys(checks)) {
		const bare = name.replace('!', '');
		if (name !== bare && given[bare] === undefined)
			throw new Error(`${what}: ${bare} is required.`);
	}
}

function isKind(kind: unknown): kind is FaultKind {
	return typeof kind === 'string' && Object.hasOwn(PARAMETERS, kind);
}

function isFault(value: object): value is Fault {
	if (!isJsonObject(value)) return false;
	const { kind, moment = 'afterRead', match = {}, ...parameters } = value;
	if (!isKind(kind))
		throw new Error(`A fault's kind is one of ${Object.keys(PARAMETERS).join(', ')}.`);
	if (typeof moment !== 'string' || !MOMENTS.includes(moment)) {
		throw new Error(`A fault's moment is one of ${MOMENTS.join(', ')}.`);
	}
	if (!isJsonObject(match)) throw new Error('match is a JSON object.');
	checkAll(`Fault ${kind}`, parameters, PARAMETERS[kind]);
	checkAll('match', match, MATCH);
	return true;
}

/** A fault as JSON, for other processes; `pathPattern` stands for a regular expression. */
export function readFault(json: JsonObject): Fault {
	const value: object = json;
	if (!isFault(value)) throw new Error('A fault is a JSON object.');
	const { pathPattern, ...rest }: FaultMatch & { pathPattern?: string } = value.match ?? {};
	const match = pathPattern === undefined ? rest : { ...rest, path: new RegExp(pathPattern) };
	return { ...value, match };
}
