import { createHash, timingSafeEqual } from 'node:crypto';
import * as ipaddr from 'ipaddr.js';
import { Refusal } from './reply';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Splits a comma-separated setting. */
export function commaList(text: string): string[] {
	return text
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

/**
 * Reads an address. IPv4 is taken in four decimal parts only: the library would read `203.0.113` as
 * 203.0.0.113, as inet_aton does.
 *
 * @throws Error when the text is no address
 */
function readAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 {
	const isAddress = text.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(text);
	if (!isAddress) throw new Error(`${text} is no address`);
	return ipaddr.process(text);
}

function readRange(entry: string): Range | undefined {
	try {
		const [network = '', bits = ''] = entry.split('/');
		if (entry.includes('/')) return ipaddr.parseCIDR(`${readAddress(network).toString()}/${bits}`);
		const address = readAddress(entry);
		return [address, address.kind() === 'ipv4' ? 32 : 128];
	} catch {
		return undefined;
	}
}

/** The entries of an allow-list that are neither an IP address nor a CIDR range. */
export function invalidRanges(allowlist: string): string[] {
	return commaList(allowlist).filter((entry) => readRange(entry) === undefined);
}

/** Whether an address lies in one of the ranges; an unreadable address lies in none. */
export function isListed(ip: string, allowlist: string): boolean {
	if (!ipaddr.isValid(ip)) return false;
	// Dual-stack sockets report IPv4 callers as ::ffff:a.b.c.d.
	const address = ipaddr.process(ip);
	return commaList(allowlist).some((entry) => {
		const range = readRange(entry);
		return range !== undefined && address.kind() === range[0].kind() && address.match(range);
	});
}

/**
 * Checks the caller's address. n8n derives it, honouring its own setting of proxy hops.
 *
 * @throws Refusal 403
 */
export function requireListedIp(ip: string | undefined, allowlist: string): void {
	if (commaList(allowlist).length === 0 || (ip !== undefined && isListed(ip, allowlist))) return;
	throw new Refusal(403, `The address ${ip ?? 'of the caller'} may not call here.`);
}

/**
 * Compares the secret of the callback URL with the credential's, in constant time. Two values are
 * refused: one of them could be a guess that rides along.
 *
 * @param given - the query parameter `secret` as Express parsed it
 * @param secret - the credential's Callback Secret; empty demands nothing
 * @throws Refusal 401
 */
export function requireSecret(given: unknown, secret: string): void {
	if (secret === '') return;
	const digest = (text: string) => createHash('sha256').update(text).digest();
	if (typeof given === 'string' && timingSafeEqual(digest(given), digest(secret))) return;
	throw new Refusal(
		401,
		'The callback URL needs ?secret=… with the Callback Secret of the Identify API credential.',
	);
}
