import type { RequestEntry } from '../requestLog';
import type { RetryAfter } from '../settings';

/**
 * When a fault strikes: before the request's body is read; when it is read but nothing was done;
 * when the operation was done and its answer is about to leave; in the middle of the answer.
 */
export type FaultMoment = 'beforeRead' | 'afterRead' | 'afterCarriedOut' | 'midBody';

/** Which requests a fault strikes. All conditions must hold; none means every request. */
export interface FaultMatch {
	method?: string;
	/** The exact path, or a prefix when it ends in `/`. */
	path?: string | RegExp;
	/** Fields of the request's JSON body. Not for `beforeRead`. */
	body?: Readonly<Record<string, string | number>>;
	/** Not for `beforeRead` if it looks at the body. */
	predicate?: (entry: RequestEntry) => boolean;
	/** Only these of the requests that match otherwise, counted from 1. */
	nth?: number | readonly number[];
	/** Strikes so many times at most. */
	times?: number;
}

export type FaultAction =
	/** The connection is reset (RST). In the middle of the body: after `afterBytes`, else half. */
	| { kind: 'reset'; afterBytes?: number }
	/** The connection is closed in order (FIN) without a complete answer. */
	| { kind: 'close'; afterBytes?: number }
	/** Silence, for `ms` at most and then a reset; without `ms` until the client gives up. */
	| { kind: 'hang'; ms?: number; afterBytes?: number }
	/** Everything goes on, later. In the middle of the body: a pause there. */
	| { kind: 'delay'; ms: number; afterBytes?: number }
	/** The answer arrives in small pieces. */
	| { kind: 'trickle'; chunkBytes?: number; intervalMs?: number }
	/** Half the answer: `broken` announces the full length, `clean` looks complete. */
	| { kind: 'truncate'; keepBytes?: number; framing?: 'broken' | 'clean' }
	/** The answer followed by so many blanks; still valid JSON. */
	| { kind: 'oversize'; bytes?: number }
	| { kind: 'wrongContentType'; contentType?: string }
	/** One byte in the middle is changed, the length stays: for hashes. */
	| { kind: 'corrupt' }
	/** An error answer; `inBody`: HTTP 200 with `response_status`; `html`: a proxy's error page. */
	| {
			kind: 'status';
			status: number;
			messages?: string[];
			retryAfter?: RetryAfter;
			inBody?: boolean;
			html?: boolean;
	  }
	/** HTTP 200 with `"result": false`. */
	| { kind: 'resultFalse'; messages?: string[] }
	/** HTTP 200 with a web page where JSON belongs. */
	| { kind: 'html' }
	| { kind: 'empty'; status?: number }
	/** Valid JSON that is no object. */
	| { kind: 'nonObject' }
	| { kind: 'body'; body: string; status?: number; contentType?: string }
	| { kind: 'redirect'; location: string; status?: number }
	/** All tokens end now, then the request goes on: a 401 at a chosen request. */
	| { kind: 'expireTokens' };

export type FaultKind = FaultAction['kind'];

/** `moment` defaults to `afterRead`: before anything is carried out. */
export type Fault = FaultAction & { moment?: FaultMoment; match?: FaultMatch };
