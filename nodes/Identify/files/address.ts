import { ownFailure, type IdentifyFailure } from '../client/failure';
import { isLoopback } from '../client/gateway';

function refuse(message: string, advice: string): IdentifyFailure {
	return ownFailure('unsent', { message, advice });
}

/**
 * Whether a host name of a URL leads to this machine, in whichever way it is written. URLs bring
 * `2130706433`, `0x7f.1` and the like to `127.0.0.1` by themselves.
 */
function isThisMachine(hostname: string): boolean {
	const name = hostname.replace(/\.$/, '');
	return (
		isLoopback(name) ||
		/^(?:ip6-)?(?:localhost|loopback)6?$/.test(name) ||
		// Systems connect to themselves for "any address", and for IPv4 within IPv6.
		/^0(?:\.\d{1,3}){3}$/.test(name) ||
		/^\[::(?:ffff:)?(?:0|7f[\da-f]{2}:[\da-f]{1,4})?\]$/.test(name)
	);
}

/** An address without what may give access, for messages. */
function shown(address: string): string {
	return address.replace(/[?#].*$/s, '').slice(0, 200);
}

/**
 * Refuses an address from which no file may be fetched.
 *
 * Plain http would show the file to everyone on the way. An address of this machine, given by a
 * gateway elsewhere, would fetch from n8n's neighbours instead of Identify. Private networks are
 * left to n8n's own protection: a storage there is legitimate, and https shows that it is the one
 * named.
 *
 * @param address - `download_url` or `download_link`, or where one redirects to
 * @param gateway - the gateway's base URL
 * @throws IdentifyFailure
 */
export function requireSafeAddress(address: string, gateway: string): void {
	if (!URL.canParse(address)) {
		throw refuse(
			`The download address "${shown(address)}" is no web address`,
			'Run the item again; if it stays so, ask Identify.',
		);
	}
	const { protocol, hostname } = new URL(address);
	const isLocal = isThisMachine(new URL(gateway).hostname);
	if (isThisMachine(hostname) && !isLocal) {
		throw refuse(
			`The download address at ${hostname} means this machine rather than Identify's, so the file was not fetched`,
			'Ask Identify for an address of their own; if it stays so, do not trust the answers of this gateway.',
		);
	}
	if (protocol === 'https:' || (protocol === 'http:' && isLocal && isLoopback(hostname))) return;
	throw refuse(
		`The download address at ${hostname || protocol} is not https, so the file was not fetched`,
		'Ask Identify for an address that starts with https://.',
	);
}
