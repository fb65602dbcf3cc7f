import type { Breakage } from '../sandbox/fronts/breakage';
import type { FrontMoment } from '../sandbox/fronts/front';

/** An error of the operating system on a connection that stands. */
export interface SocketError {
	code: string;
	errno: number;
}

/**
 * One way in which a connection breaks below TLS. `when` is a moment of the handshake, or one by
 * the sandbox's own record: the request begins to arrive, or it has been carried out.
 */
export interface FrontRow {
	name: string;
	when: FrontMoment | 'arrives' | 'carriedOut';
	how: Breakage | SocketError;
	/** `unreached`: nothing can have been sent. `lost`: everything may have been. */
	symptom: 'unreached' | 'lost';
	/** Milliseconds that a try may take, where silence is the fault. */
	timeout?: number;
}

/** Far above what a handshake takes here. */
const SHORT_MS = 500;

const HANDSHAKE: Record<FrontMoment, string> = {
	onConnect: 'when it is accepted',
	onFirstBytes: 'after the first bytes of the handshake',
	inHandshake: 'in the middle of the handshake',
};

const STANDING = {
	arrives: 'while the request arrives',
	carriedOut: 'when the request has been carried out',
};

const BREAKAGES: Record<Breakage, string> = {
	plainAnswer: "a proxy's 502 without TLS",
	corruptRecord: 'a record that cannot be decrypted',
	alert: 'an alert that is not encrypted',
	reset: 'a reset',
	close: 'an end without a word',
	silence: 'silence',
};

const SOCKET_ERRORS: readonly SocketError[] = [
	{ code: 'EHOSTUNREACH', errno: -113 },
	{ code: 'ENETUNREACH', errno: -101 },
	{ code: 'ETIMEDOUT', errno: -110 },
	{ code: 'ECONNREFUSED', errno: -111 },
];

function keysOf<Key extends string>(record: Record<Key, unknown>): Key[] {
	return Object.keys(record) as Key[];
}

function rows<When extends FrontRow['when']>(
	moments: Record<When, string>,
	symptom: FrontRow['symptom'],
): FrontRow[] {
	return keysOf(moments).flatMap((when) =>
		keysOf(BREAKAGES).map((how) => ({
			name: `${BREAKAGES[how]}, ${moments[when]}`,
			when,
			how,
			symptom,
			...(how === 'silence' && { timeout: SHORT_MS }),
		})),
	);
}

/** Breaks before the handshake has ended, and after. */
export const FRONT_ROWS: readonly FrontRow[] = [
	...rows(HANDSHAKE, 'unreached'),
	...rows(STANDING, 'lost'),
	...SOCKET_ERRORS.map((how) => ({
		name: `read ${how.code}, ${STANDING.carriedOut}`,
		when: 'carriedOut' as const,
		how,
		symptom: 'lost' as const,
	})),
];
