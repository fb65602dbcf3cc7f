import { FAULTS, type Impossible, type Moment, type Strikes, type Symptom } from './faults';
import { FIRST_CREATE, LIST_OF_FILES, THE_FILE, type RequestClass } from './targets';

/**
 * What a run must make of it: `ok`, or the kind of failure that the item reports; then the number
 * of requests that the item costs. `max` stands for the tries that it has at most.
 */
export interface Expected {
	outcome:
		| 'ok'
		| 'unreached'
		| 'lost'
		| 'unreadable'
		| 'hash'
		| '200'
		| '401'
		| '429'
		| '500'
		| '502'
		| '503';
	tries: number | 'max';
	/** Requests that the item after it costs, if not one. */
	next?: number;
}

export type Rule = Partial<Record<Strikes, Expected>>;

const ok = (tries: number): Expected => ({ outcome: 'ok', tries });
const fails = (outcome: Expected['outcome'], tries: Expected['tries']): Expected => ({
	outcome,
	tries,
});

const repeated = (outcome: Expected['outcome']): Rule => ({
	once: ok(2),
	always: fails(outcome, 'max'),
});
const single = (outcome: Expected['outcome']): Rule => ({
	once: fails(outcome, 1),
	always: fails(outcome, 1),
});
const fine: Rule = { once: ok(1), always: ok(1) };

type Rules = Record<Symptom, Rule>;

/** The retry policy (docs/sending.md, "What is tried again") for calls that change nothing. */
const READING: Rules = {
	unreached: repeated('unreached'),
	lost: repeated('lost'),
	unreadable: repeated('unreadable'),
	429: repeated('429'),
	500: repeated('500'),
	502: repeated('502'),
	503: repeated('503'),
	// A refused token is no try of the request.
	expired: { once: ok(2) },
	// Refused with a token of its own as well, it is the request that is refused; the next goes on,
	// and finds that this token has expired, too.
	'expired for good': { always: { outcome: '401', tries: 2, next: 2 } },
	'expired afterwards': {
		once: { outcome: 'ok', tries: 1, next: 2 },
		always: { outcome: 'ok', tries: 1, next: 2 },
	},
	harmless: fine,
};

/** ... and for calls that change something: only what was surely not carried out is repeated. */
const CHANGING: Rules = {
	...READING,
	lost: single('lost'),
	unreadable: single('unreadable'),
	500: single('500'),
	502: single('502'),
	503: single('503'),
};

export const RULES: Record<RequestClass, Rules> = {
	reading: READING,
	changing: CHANGING,
	file: READING,
	token: READING,
	refresh: READING,
};

interface Exception {
	/** Classes of requests, or names of single ones. */
	on: readonly string[];
	faults: readonly string[];
	moments: readonly Moment[];
	/** Instead of the rule; `never` where the cell means nothing. */
	instead: Rule | Impossible;
	why: string;
}

const AFTER: readonly Moment[] = ['afterCarriedOut', 'midBody'];
const ANY: readonly Moment[] = ['beforeRead', ...AFTER];
const THROTTLED = FAULTS.flatMap(({ name }) => (name.startsWith('429') ? [name] : []));
const EXPIRED = FAULTS.flatMap(({ name }) => (name.startsWith('expired') ? [name] : []));

export const EXCEPTIONS: readonly Exception[] = [
	{
		on: [FIRST_CREATE],
		faults: EXPIRED,
		moments: ['beforeRead'],
		instead: {
			once: { outcome: '401', tries: 1, next: 2 },
			always: { outcome: '401', tries: 1, next: 2 },
		},
		why: 'refused with a token that was fetched for it, it is the request that is refused',
	},
	{
		on: ['changing'],
		faults: THROTTLED,
		moments: AFTER,
		instead: { never: 'by its meaning, 429 says that nothing was carried out' },
		why: 'a server that carries out and answers 429 asks for the request once more',
	},
	{
		on: ['token', 'refresh'],
		faults: EXPIRED,
		moments: ANY,
		instead: { never: 'POST /auth needs no token' },
		why: 'there is no token to expire',
	},
	{
		on: ['token', 'refresh'],
		faults: ['an error page that stalls'],
		moments: ['beforeRead'],
		instead: { never: 'POST /auth has a timeout of its own, too long for a test' },
		why: 'half a minute for each try',
	},
	{
		on: [FIRST_CREATE],
		faults: ['trickle beyond the timeout'],
		moments: ['beforeRead'],
		instead: single('503'),
		why: 'a request that fetches its token has the time of POST /auth in addition',
	},
	{
		on: [FIRST_CREATE],
		faults: ['trickle beyond the timeout'],
		moments: AFTER,
		instead: fine,
		why: 'a request that fetches its token has the time of POST /auth in addition',
	},
	{
		on: ['file'],
		faults: ['trickle beyond the timeout'],
		moments: ['beforeRead'],
		instead: repeated('503'),
		why: 'the page of a 503 is shorter than one of the pieces in which files come',
	},
	{
		on: ['token', 'refresh'],
		faults: ['trickle beyond the timeout'],
		moments: ['beforeRead'],
		instead: repeated('503'),
		why: 'POST /auth has a timeout of its own, half a minute',
	},
	{
		on: ['token', 'refresh'],
		faults: ['trickle beyond the timeout'],
		moments: AFTER,
		instead: fine,
		why: 'POST /auth has a timeout of its own, half a minute',
	},
	{
		on: ['file'],
		faults: ['trickle beyond the timeout'],
		moments: AFTER,
		instead: fine,
		why: 'a download may take longer than Timeout as long as something arrives',
	},
	{
		on: ['file'],
		faults: ['truncated, yet of the announced length', 'oversized'],
		moments: AFTER,
		instead: single('hash'),
		why: 'it arrived as announced, but is not the file that Identify hashed',
	},
	{
		on: [LIST_OF_FILES, THE_FILE],
		faults: EXPIRED,
		moments: ['afterCarriedOut'],
		instead: fine,
		why: 'the next request is not of the same kind, and its refresh costs this one nothing',
	},
	{
		on: [THE_FILE],
		faults: ['expired for good'],
		moments: ['beforeRead'],
		instead: { always: fails('401', 4) },
		why: 'the fresh address that is asked for is refused as well, with the token and a new one',
	},
	{
		on: ['file'],
		faults: ['wrong content type'],
		moments: AFTER,
		instead: { once: ok(2), always: fails('200', 2) },
		why: 'a web page in place of a file is what an expired address gives: a fresh one is tried once',
	},
];
