import { isJsonObject } from '../json';
import type { RequestEntry } from '../requestLog';
import type { Fault, FaultAction, FaultKind, FaultMatch, FaultMoment } from './types';

export interface ActiveFault {
	readonly id: number;
	readonly action: FaultAction;
	readonly moment: FaultMoment;
	readonly match: FaultMatch;
	/** Requests that fulfilled the conditions. */
	seen: number;
	/** How often it struck. */
	struck: number;
}

/** In the middle of a body only the flow can be disturbed. */
const FLOW_KINDS: readonly FaultKind[] = ['reset', 'close', 'hang', 'delay'];

/** These change the answer as a whole, so "mid body" means the real answer, changed. */
const TRANSFORM_KINDS: readonly FaultKind[] = [
	'trickle',
	'truncate',
	'oversize',
	'wrongContentType',
	'corrupt',
];

export function isTransform(kind: FaultKind): boolean {
	return TRANSFORM_KINDS.includes(kind);
}

function momentOf({ kind, moment = 'afterRead', match }: Fault): FaultMoment {
	if (moment === 'beforeRead' && match?.body) {
		throw new Error('A fault before the request is read cannot match its body.');
	}
	if (moment !== 'midBody' || FLOW_KINDS.includes(kind)) return moment;
	if (isTransform(kind)) return 'afterCarriedOut';
	throw new Error(`A fault "${kind}" cannot strike in the middle of a body.`);
}

function matchesPath(pattern: string | RegExp, path: string): boolean {
	// A global or sticky expression would remember where it stopped; search does not.
	if (pattern instanceof RegExp) return path.search(pattern) >= 0;
	return pattern.endsWith('/') ? path.startsWith(pattern) : path === pattern;
}

function fulfils(match: FaultMatch, entry: RequestEntry): boolean {
	const { method, path, body, predicate } = match;
	if (method !== undefined && method.toUpperCase() !== entry.method) return false;
	if (path !== undefined && !matchesPath(path, entry.path)) return false;
	const sent = isJsonObject(entry.parsedBody) ? entry.parsedBody : {};
	for (const [name, value] of Object.entries(body ?? {})) {
		if (sent[name] !== value) return false;
	}
	return predicate ? predicate(entry) : true;
}

/** The faults switched on, in the order in which they were added. */
export class FaultList {
	private readonly faults = new Map<number, ActiveFault>();
	private lastId = 0;

	get active(): readonly ActiveFault[] {
		return [...this.faults.values()];
	}

	/** Returns a number by which the fault can be removed. */
	add(fault: Fault): number {
		const id = ++this.lastId;
		const { match = {}, ...action } = fault;
		const moment = momentOf(fault);
		this.faults.set(id, { id, action, moment, match, seen: 0, struck: 0 });
		return id;
	}

	remove(id: number): boolean {
		return this.faults.delete(id);
	}

	clear(): void {
		this.faults.clear();
	}

	/** Counts the request and returns the faults that strike it at one of the moments. */
	striking(entry: RequestEntry, moments: readonly FaultMoment[]): ActiveFault[] {
		if (this.faults.size === 0) return [];
		const result: ActiveFault[] = [];
		for (const fault of this.faults.values()) {
			if (!moments.includes(fault.moment) || !fulfils(fault.match, entry)) continue;
			fault.seen++;
			const { nth, times = Infinity } = fault.match;
			const counted = nth === undefined || [nth].flat().includes(fault.seen);
			if (!counted || fault.struck >= times) continue;
			fault.struck++;
			entry.faults.push(fault.action.kind);
			result.push(fault);
		}
		return result;
	}
}
