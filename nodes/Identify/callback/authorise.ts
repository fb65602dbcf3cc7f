import { createHash, timingSafeEqual } from 'node:crypto';
import * as ipaddr from 'ipaddr.js';
import { Refusal } from './reply';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A network and how many bits of an address it fixes. */
export type Range = [Address, number];

/**
 * Reads an address. IPv4 is taken in four decimal parts only: the library would read `203.0.113` as
 * 203.0.0.113, as inet_aton does.
 *
 * @throws Error when the text is no address
 */
function readAddress(text: string): Address {
	const isAddress = text.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(text);
	if (!isAddress) throw new Error(`${text} is no address`);
	// Dual-stack sockets report IPv4 callers as ::ffff:a.b.c.d.
	return ipaddr.process(text);
}

/** Reads an IP address or a CIDR range; undefined when it is neither. */
export function readRange(entry: string): Range | undefined {
	try {
		const [network = '', bits = ''] = entry.split('/');
		if (entry.includes('/')) return ipaddr.parseCIDR(`${readAddress(network).toString()}/${bits}`);
		const address = readAddress(entry);
		return [address, address.kind() === 'ipv4' ? 32 : 128];
	} catch {
		return undefined;
	}
}

export function rangeFault(entry: string): string | undefined {
	return readRange(entry) ? undefined : 'entries that are neither an IP address nor a range';
}

/** Some proxies report callers with their port: `203.0.113.7:54321`, `[2001:db8::1]:443`. */
const WITH_PORT = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d{1,5})?$/;

/** The address of a caller as Express gives it; undefined when it is none. */
function readCaller(ip: string): Address | undefined {
	const text = ip.trim();
	const [, bracketed, plain] = WITH_PORT.exec(text) ?? [];
	try {
		return readAddress(bracketed ?? plain ?? text);
	} catch {
		return undefined;
	}
}

/** Whether an address lies in one of the ranges; an unreadable address lies in none. */
export function isListed(ip: string, ranges: readonly Range[]): boolean {
	const address = readCaller(ip);
	return (
		address !== undefined &&
		ranges.some((range) => address.kind() === range[0].kind() && address.match(range))
	);
}

/**
 * Checks the caller's address. n8n derives it, honouring its own setting of proxy hops.
 *
 * @param ranges - who may call; undefined lets everyone
 * @throws Refusal 403
 */
export function requireListedIp(
	ip: string | undefined,
	ranges: readonly Range[] | undefined,
): void {
	if (ranges === undefined || (ip !== undefined && isListed(ip, ranges))) return;
	throw new Refusal(403, `The address ${ip ?? 'of the caller'} may not call here.`);
}

/** How a secret is to be written in a URL, for whoever enters it; says nothing about this one. */
export const SECRET_IN_URL =
	'In the URL, write its % as %25, + as %2B, & as %26, # as %23 and blanks as %20';

/**
 * Compares a secret of a URL with the credential's, in constant time. A `+` that was entered as it
 * is arrives as a blank.
 */
export function isSecret(given: string, secret: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	const found = digest(given);
	const isSame = timingSafeEqual(found, digest(secret));
	const isUnescaped = timingSafeEqual(found, digest(secret.replaceAll('+', ' ')));
	return isSame || isUnescaped;
}

/**
 * Checks the secret of the callback URL. Two values are refused: one of them could be a guess that
 * rides along.
 *
 * @param given - the query parameter `secret` as Express parsed it
 * @param secret - the credential's Callback Secret; empty demands nothing
 * @throws Refusal 401
 */
export function requireSecret(given: unknown, secret: string): void {
	if (secret === '' || (typeof given === 'string' && isSecret(given, secret))) return;
	throw new Refusal(
		401,
		`The callback URL needs ?secret=… with the Callback Secret of the Identify API credential. ${SECRET_IN_URL}.`,
	);
}
