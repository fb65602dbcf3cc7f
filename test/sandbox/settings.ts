import { TOKEN_IDLE_MS } from './constants';
import { isJsonObject } from './json';

/** Retry-After: seconds, or an HTTP date so many seconds ahead. */
export type RetryAfter = number | { date: number };

export type CallbackFormat = 'json' | 'jsonTrailingComma' | 'form' | 'text';

/** How the sandbox behaves; everything can be changed while it runs. */
export interface SandboxSettings {
	/** Work time of every request, in milliseconds. */
	latencyMs: number;
	/** Requests in flight beyond this are answered 429. */
	maxInFlight: number | null;
	/** Retry-After of those 429 answers. */
	retryAfter: RetryAfter | null;
	/** Requests worked on at once; the others queue without being refused. */
	capacity: number | null;
	/** 401 as HTTP status, or as `response_status` in the body of a 200. */
	unauthorizedForm: 'http' | 'body';
	tokenIdleMs: number;
	/** A token expires after so many uses: expiry in the middle of a run. */
	maxUsesPerToken: number | null;
	undocumentedFields: 'reject' | 'record';
	/** "All uppercase." The documentation's own samples are not, so the default only records. */
	uppercase: 'record' | 'reject';
	/** Which answers have the trailing comma that the sample of ident/get has. */
	trailingCommas: 'identGet' | 'all' | 'none';
	idsAsNumbers: boolean;
	/** "Will be provided in sub-object named address" (Ident Attributes). */
	addressSubObject: boolean;
	/** Adds fields that the documentation does not know. */
	unknownFields: boolean;
	/** Leaves out ident fields without a value instead of sending empty strings. */
	omitEmptyFields: boolean;
	/** What getIdentData has in place of files before an identification succeeded. */
	fileSectionsBeforeSuccess: 'absent' | 'empty';
	/** Zone of the dates that carry none. The documentation does not name it. */
	timeZone: string;
	fileBytes: { pdf: number; recording: number; screenshot: number };
	/** Where files are: here, at another origin, or here with a redirect to the other origin. */
	filesFrom: 'gateway' | 'otherOrigin' | 'redirect';
	/** How files are encoded, whatever the client accepts; with another word only announced. */
	fileEncoding: string | null;
	/** Each answer of getIdentData has other addresses of the same files, told apart by a query. */
	freshAddresses: boolean;
	/** Announces hashes that do not fit the files. */
	wrongFileHash: boolean;
	/** ident/create gives the address of this sandbox's own conference page, not that of Identify. */
	conferencePages: boolean;
	/** The page about everything that runs beside this sandbox; its pages link to it. */
	homePage: string | null;
	/** Texts of status codes. */
	statusTexts: Record<string, string>;
	callbackFormat: CallbackFormat;
	callbackGzip: boolean;
	/** `hold` leaves deliveries PENDING until they are sent on demand, in any order. */
	callbackMode: 'send' | 'hold';
	callbackTimeoutMs: number;
	callbackConcurrency: number;
}

export function defaultSettings(): SandboxSettings {
	return {
		latencyMs: 0,
		maxInFlight: null,
		retryAfter: null,
		capacity: null,
		unauthorizedForm: 'http',
		tokenIdleMs: TOKEN_IDLE_MS,
		maxUsesPerToken: null,
		undocumentedFields: 'reject',
		uppercase: 'record',
		trailingCommas: 'identGet',
		idsAsNumbers: false,
		addressSubObject: false,
		unknownFields: false,
		omitEmptyFields: false,
		fileSectionsBeforeSuccess: 'absent',
		timeZone: 'Europe/Berlin',
		fileBytes: { pdf: 48 * 1024, recording: 256 * 1024, screenshot: 16 * 1024 },
		filesFrom: 'gateway',
		fileEncoding: null,
		freshAddresses: false,
		wrongFileHash: false,
		conferencePages: false,
		homePage: null,
		statusTexts: { 1: 'Pending', 2: 'Running', 3: 'Success', 4: 'Failed', 5: 'Successful' },
		callbackFormat: 'json',
		callbackGzip: false,
		callbackMode: 'send',
		callbackTimeoutMs: 10_000,
		callbackConcurrency: 16,
	};
}

type Check = (value: unknown) => boolean;

const isBoolean: Check = (value) => typeof value === 'boolean';
const isAmount: Check = (value) =>
	typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 1;
const orNull =
	(check: Check): Check =>
	(value) =>
		value === null || check(value);
const oneOf =
	(...allowed: string[]): Check =>
	(value) =>
		typeof value === 'string' && allowed.includes(value);

export const isRetryAfter: Check = (value) =>
	isAmount(value) || (isJsonObject(value) && isAmount(value.date));

const isTimeZone: Check = (value) => {
	try {
		return typeof value === 'string' && Boolean(new Intl.DateTimeFormat('en', { timeZone: value }));
	} catch {
		return false;
	}
};

const checks: { [name in keyof SandboxSettings]: Check } = {
	latencyMs: isAmount,
	maxInFlight: orNull(isCount),
	retryAfter: orNull(isRetryAfter),
	capacity: orNull(isCount),
	unauthorizedForm: oneOf('http', 'body'),
	tokenIdleMs: isAmount,
	maxUsesPerToken: orNull(isCount),
	undocumentedFields: oneOf('reject', 'record'),
	uppercase: oneOf('record', 'reject'),
	trailingCommas: oneOf('identGet', 'all', 'none'),
	idsAsNumbers: isBoolean,
	addressSubObject: isBoolean,
	unknownFields: isBoolean,
	omitEmptyFields: isBoolean,
	fileSectionsBeforeSuccess: oneOf('absent', 'empty'),
	timeZone: isTimeZone,
	fileBytes: (value) =>
		isJsonObject(value) &&
		Object.keys(value).every((key) => ['pdf', 'recording', 'screenshot'].includes(key)) &&
		[value.pdf, value.recording, value.screenshot].every(isCount),
	filesFrom: oneOf('gateway', 'otherOrigin', 'redirect'),
	fileEncoding: (value) => value === null || typeof value === 'string',
	freshAddresses: isBoolean,
	wrongFileHash: isBoolean,
	conferencePages: isBoolean,
	homePage: (value) => value === null || (typeof value === 'string' && URL.canParse(value)),
	statusTexts: (value) =>
		isJsonObject(value) && Object.values(value).every((text) => typeof text === 'string'),
	callbackFormat: oneOf('json', 'jsonTrailingComma', 'form', 'text'),
	callbackGzip: isBoolean,
	callbackMode: oneOf('send', 'hold'),
	callbackTimeoutMs: isCount,
	callbackConcurrency: isCount,
};

function isSettingName(name: string): name is keyof SandboxSettings {
	return Object.hasOwn(checks, name);
}

/** A mistyped option must not silently leave a test without its fault. */
export function isSettingsChange(change: object): change is Partial<SandboxSettings> {
	for (const [name, value] of Object.entries(change)) {
		if (!isSettingName(name)) throw new Error(`The sandbox has no option "${name}".`);
		if (!checks[name](value)) {
			throw new Error(`Option "${name}" cannot be ${JSON.stringify(value)}.`);
		}
	}
	return true;
}
