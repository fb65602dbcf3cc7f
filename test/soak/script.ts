import type { Fault } from '../sandbox';
import { Random } from './random';

/** How the callback of a status change fares. */
const FARES = ['sent', 'sent', 'sent', 'repeated', 'swallowed', 'late'] as const;

/** A change of an ident's status. */
export interface Change {
	/** Which of the idents, by its number; the next one that is still open. */
	ident: number;
	/** Whether an ident that has not begun skips "Running". */
	isSudden: boolean;
	/** Its status when it ends. */
	end: '3' | '4' | '5';
	fare: (typeof FARES)[number];
}

/** How n8n ends within a step. */
export type Ending = 'SIGTERM' | 'SIGKILL';

/** What happens within five minutes. */
export interface Step {
	faults: Fault[];
	expiresTokens: boolean;
	/** People to invite; 0 for none. */
	people: number;
	/** Whether the workflow goes on where a person cannot be invited. */
	goesOn: boolean;
	changes: Change[];
	/** How many idents to wait for; 0 for no new wait. */
	parks: number;
	/** Whether somebody calls the parked executions. */
	rings: boolean;
	/** Whether late callbacks arrive now. */
	bringsLate: boolean;
	/** How many callbacks come a second time. */
	replays: number;
	ending: Ending | undefined;
	/** After how many of its people n8n ends. */
	endsAfter: number;
}

export const STEPS = 24;

/** By then n8n has ended and started for the last time. */
export const RESTARTS_WITHIN = 8;

const CREATE = '/ident/create';
const GET = '/ident/get/';
const AUTH = '/auth';

/** What may go wrong, before something was done and after it. */
export const FAULTS: readonly [Fault, ...Fault[]] = [
	{ kind: 'status', status: 500, match: { path: CREATE } },
	{ kind: 'status', status: 503, moment: 'afterCarriedOut', match: { path: CREATE } },
	{ kind: 'status', status: 400, messages: ['Refused'], match: { path: CREATE } },
	{ kind: 'status', status: 429, retryAfter: 1, match: { path: CREATE } },
	{ kind: 'resultFalse', match: { path: CREATE } },
	{ kind: 'reset', moment: 'beforeRead', match: { path: CREATE } },
	{ kind: 'reset', moment: 'afterCarriedOut', match: { path: CREATE } },
	{ kind: 'close', moment: 'afterCarriedOut', match: { path: CREATE } },
	{ kind: 'truncate', match: { path: CREATE } },
	{ kind: 'delay', ms: 400, match: { path: CREATE } },
	{ kind: 'expireTokens', match: { path: CREATE, nth: [3, 9] } },
	{ kind: 'status', status: 503, match: { path: GET } },
	{ kind: 'status', status: 429, retryAfter: 1, match: { path: GET } },
	{ kind: 'reset', match: { path: GET } },
	{ kind: 'truncate', match: { path: GET } },
	{ kind: 'html', match: { path: GET } },
	{ kind: 'delay', ms: 400, match: { path: GET } },
	{ kind: 'expireTokens', match: { path: GET, nth: 2 } },
	{ kind: 'status', status: 503, match: { path: AUTH } },
	{ kind: 'reset', match: { path: AUTH } },
	{ kind: 'delay', ms: 400, match: { path: AUTH } },
];

function drawFault(random: Random): Fault {
	const fault = random.pick(FAULTS);
	return { ...fault, match: { ...fault.match, times: random.between(1, 3) } };
}

function drawChange(random: Random): Change {
	return {
		ident: random.between(0, 1_000),
		isSudden: random.chance(0.3),
		end: random.pick(['3', '4', '5']),
		fare: random.pick(FARES),
	};
}

const many = <Item>(count: number, draw: () => Item): Item[] => Array.from({ length: count }, draw);

function drawStep(random: Random, ending: Ending | undefined): Step {
	const people = random.between(20, 60);
	return {
		faults: many(random.between(0, 2), () => drawFault(random)),
		expiresTokens: random.chance(0.3),
		// Whoever is to be cut off must be many enough for it.
		people: ending ? 80 : random.chance(0.6) ? people : 0,
		goesOn: random.chance(0.5),
		changes: many(random.between(2, 5), () => drawChange(random)),
		parks: random.chance(0.35) ? random.between(1, 3) : 0,
		rings: random.chance(0.4),
		bringsLate: random.chance(0.3),
		replays: random.chance(0.3) ? random.between(1, 4) : 0,
		ending,
		endsAfter: random.between(1, 40),
	};
}

/** All that happens, from the seed alone: nothing in it hangs on how fast things go. */
export function writeScript(seed: number): Step[] {
	const random = new Random(seed);
	const endings = new Map<number, Ending>();
	// Each at least once, so that every seed has both, and one more.
	const third = random.pick<Ending>(['SIGKILL', 'SIGTERM']);
	for (const ending of ['SIGKILL', 'SIGTERM', third] as const) {
		let step = random.between(1, RESTARTS_WITHIN - 1);
		while (endings.has(step)) step = (step % (RESTARTS_WITHIN - 1)) + 1;
		endings.set(step, ending);
	}
	return Array.from({ length: STEPS }, (_, step) => drawStep(random, endings.get(step)));
}
