import type { Socket } from 'node:net';
import { resetSocket } from '../transmit';

/** How a connection breaks. */
export type Breakage =
	/** A proxy's error in plain HTTP, though the connection is TLS. */
	| 'plainAnswer'
	/** Bytes that cannot be decrypted. */
	| 'corruptRecord'
	/** TLS's own word for a failure, not encrypted. */
	| 'alert'
	/** RST. */
	| 'reset'
	/** FIN, without TLS's goodbye. */
	| 'close'
	/** Nothing more comes, and nothing ends. */
	| 'silence';

const PLAIN_ANSWER = 'HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

/** Record type 23 (data), TLS 1.2, 64 bytes that nobody has encrypted. */
const CORRUPT_RECORD = Buffer.concat([Buffer.from('1703030040', 'hex'), Buffer.alloc(64, 'x')]);

/** Record type 21 (alert), TLS 1.2, two bytes: fatal, handshake_failure. */
const ALERT = Buffer.from('15030300020228', 'hex');

/** Writes to the socket itself, below TLS. */
export function breakConnection(socket: Socket, how: Breakage): void {
	switch (how) {
		case 'plainAnswer':
			socket.end(PLAIN_ANSWER);
			break;
		case 'corruptRecord':
			socket.end(CORRUPT_RECORD);
			break;
		case 'alert':
			socket.end(ALERT);
			break;
		case 'reset':
			resetSocket(socket);
			break;
		case 'close':
			socket.end();
			break;
		case 'silence':
			break;
	}
}
