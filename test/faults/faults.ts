import type { FaultAction } from '../sandbox';
import type { RequestClass } from './targets';

export type Moment = 'beforeRead' | 'afterCarriedOut' | 'midBody';

/** Whether a fault strikes the first try of the item only, or each of its tries. */
export type Strikes = 'once' | 'always';

/** How a fault shows to the node, moment by moment. A cell that cannot be says why. */
export type Symptom =
	/** No connection came about, so that nothing can have been sent. */
	| 'unreached'
	| 'lost'
	| 'unreadable'
	| '429'
	| '500'
	| '502'
	| '503'
	| 'expired'
	| 'expired for good'
	/** The item is through; the next one finds the token expired. */
	| 'expired afterwards'
	| 'harmless';

export interface Impossible {
	never: string;
}

export interface FaultRow {
	name: string;
	action: FaultAction;
	/** The same for a class of requests whose answers are much larger. */
	actions?: Partial<Record<RequestClass, FaultAction>>;
	/** Milliseconds that a try may take, where silence or slowness is the fault. */
	timeout?: number;
	symptoms: Record<Moment, Symptom | Impossible>;
	/** How often it strikes; both forms by default. */
	strikes?: readonly Strikes[];
}

/** Large enough to hurt whoever keeps it all in memory. */
const OVERSIZE_BYTES = 16 * 1024 * 1024;
/** Patience in the cells about silence: far above what an answer takes here, far below a minute. */
const SHORT_MS = 500;

const NO_BODY: Impossible = { never: 'the status line comes before the body' };

const STALLED: Impossible = { never: 'a hang in the middle of the body is this already' };

const status = (
	code: 500 | 502 | 503,
	more: object = {},
): Pick<FaultRow, 'action' | 'symptoms'> => ({
	action: { kind: 'status', status: code, ...more },
	symptoms: { beforeRead: `${code}`, afterCarriedOut: `${code}`, midBody: NO_BODY },
});

const everywhere = (symptom: Symptom): FaultRow['symptoms'] => ({
	beforeRead: symptom,
	afterCarriedOut: symptom,
	midBody: symptom,
});

/** Before anything is carried out there is no answer to spoil: the sandbox spoils a 503. */
const spoiled = (symptom: Symptom, before: Symptom = '503'): FaultRow['symptoms'] => ({
	beforeRead: before,
	afterCarriedOut: symptom,
	midBody: symptom,
});

/** Once it was carried out, the token has been accepted; what expires then concerns the next. */
const expiry = (symptom: Symptom): FaultRow['symptoms'] => ({
	beforeRead: symptom,
	afterCarriedOut: 'expired afterwards',
	midBody: { never: 'a token is looked at before the answer begins' },
});

export const FAULTS: readonly FaultRow[] = [
	{ name: 'reset', action: { kind: 'reset' }, symptoms: everywhere('lost') },
	{ name: 'hang', action: { kind: 'hang' }, timeout: SHORT_MS, symptoms: everywhere('lost') },
	{
		name: '429 with Retry-After in seconds',
		action: { kind: 'status', status: 429, retryAfter: 1 },
		symptoms: { ...everywhere('429'), midBody: NO_BODY },
	},
	{
		name: '429 with Retry-After as a date',
		action: { kind: 'status', status: 429, retryAfter: { date: 1 } },
		symptoms: { ...everywhere('429'), midBody: NO_BODY },
		// It waits as long as the other forms do.
		strikes: ['once'],
	},
	{
		name: '429 without Retry-After',
		action: { kind: 'status', status: 429 },
		symptoms: { ...everywhere('429'), midBody: NO_BODY },
	},
	{ name: '500', ...status(500) },
	{ name: '502 with HTML', ...status(502, { html: true }) },
	{ name: '503', ...status(503) },
	{
		name: 'expired token',
		action: { kind: 'expireTokens' },
		symptoms: expiry('expired'),
		strikes: ['once'],
	},
	{
		name: 'expired for good',
		action: { kind: 'expireTokens' },
		symptoms: expiry('expired for good'),
		strikes: ['always'],
	},
	{
		name: 'slow trickle',
		action: { kind: 'trickle', chunkBytes: 64, intervalMs: 5 },
		actions: { file: { kind: 'trickle', chunkBytes: 512, intervalMs: 5 } },
		symptoms: spoiled('harmless'),
	},
	{
		name: 'trickle beyond the timeout',
		action: { kind: 'trickle', chunkBytes: 3, intervalMs: 50 },
		actions: {
			file: { kind: 'trickle', chunkBytes: 1024, intervalMs: 100 },
			token: { kind: 'trickle', chunkBytes: 32, intervalMs: 50 },
			refresh: { kind: 'trickle', chunkBytes: 32, intervalMs: 50 },
		},
		timeout: SHORT_MS,
		symptoms: spoiled('lost', 'lost'),
	},
	{
		name: 'an error page that stalls',
		action: { kind: 'trickle', chunkBytes: 16, intervalMs: 600_000 },
		timeout: SHORT_MS,
		symptoms: { beforeRead: 'lost', afterCarriedOut: STALLED, midBody: STALLED },
	},
	{
		name: 'truncated',
		action: { kind: 'truncate' },
		symptoms: spoiled('lost', 'lost'),
	},
	{
		name: 'truncated, yet of the announced length',
		action: { kind: 'truncate', framing: 'clean' },
		symptoms: spoiled('unreadable'),
	},
	{
		name: 'oversized',
		action: { kind: 'oversize', bytes: OVERSIZE_BYTES },
		symptoms: spoiled('harmless'),
	},
	{
		name: 'wrong content type',
		action: { kind: 'wrongContentType' },
		symptoms: spoiled('harmless'),
	},
];
