import { setOnboardifyAppointment } from '../contract/ident';
import { identCreate } from '../contract/identCreate';
import { ownFailure, type IdentifyFailure } from './failure';

/** The gateway of the documentation ("Getting Started"). */
export const DEFAULT_GATEWAY = 'https://api.identify24.de';

function refuse(message: string): IdentifyFailure {
	return ownFailure('unsent', {
		message,
		advice: `Open the Identify API credential and correct Gateway Host, e.g. ${DEFAULT_GATEWAY}.`,
	});
}

/** Whether a host name of a URL is this machine, the only place where plain http is harmless. */
export function isLoopback(hostname: string): boolean {
	return (
		hostname === 'localhost' ||
		hostname.endsWith('.localhost') ||
		hostname === '[::1]' ||
		/^127(?:\.\d{1,3}){3}$/.test(hostname)
	);
}

/**
 * Checks Gateway Host before anything is sent to it (documentation: "Protocol and Port": "HTTP
 * requests are not allowed").
 *
 * @param gatewayHost - as entered, e.g. `https://api.identify24.de/`
 * @returns the base URL without trailing slash, e.g. `https://api.identify24.de`
 * @throws IdentifyFailure when it is no URL, not https, or carries a user name, query or fragment
 */
export function gatewayUrl(gatewayHost: string): string {
	const entered = gatewayHost.trim();
	if (entered === '') throw refuse('Gateway Host is empty');
	if (!/^https?:\/\//i.test(entered) || !URL.canParse(entered)) {
		// What was entered is not repeated: it may be the API key, pasted into the wrong field.
		throw refuse('Gateway Host is not a web address that starts with https://');
	}
	const url = new URL(entered);
	if (url.protocol !== 'https:' && !isLoopback(url.hostname)) {
		throw refuse(
			'Gateway Host must start with https:// (nothing was sent, because http would show the API key to everyone on the way)',
		);
	}
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		throw refuse('Gateway Host must be a plain address without user name, "?" or "#"');
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Whether `url` may be given the credentials: same origin as the gateway. */
export function isGatewayOrigin(url: string, gateway: string): boolean {
	return URL.canParse(url) && new URL(url).origin === new URL(gateway).origin;
}

/** What n8n's request options say about the address; older nodes call the URL `uri`. */
interface Addressed {
	url?: string;
	uri?: string;
	baseURL?: string;
}

/** The address of a request, as axios joins it: "//host/path" leaves the base. */
function addressOf({ url, uri, baseURL: base = '' }: Addressed): string {
	const entered = url ?? uri ?? '';
	// Browsers take "\\" for "/".
	const isAbsolute = /^(?:[a-z][a-z\d+.-]*:)?[\\/]{2}/i.test(entered);
	return isAbsolute || base === '' ? entered : `${base}${entered}`;
}

/**
 * Whether a request changes nothing at Identify: it is a GET, and of none of the documented
 * endpoints that change something, which may not care for the method.
 */
export function isReading(request: Addressed & { method?: string }): boolean {
	const method = (request.method ?? 'GET').toUpperCase();
	const target = addressOf(request);
	const changes = [identCreate, setOnboardifyAppointment].some(({ path }) =>
		target.toLowerCase().includes(path.toLowerCase()),
	);
	return ['GET', 'HEAD', 'OPTIONS'].includes(method) && !changes;
}

/**
 * Refuses a request that would carry the credentials to another origin than the gateway's, as
 * n8n's HTTP Request node could be told to.
 *
 * @throws IdentifyFailure
 */
export function requireGatewayOrigin(request: Addressed, gateway: string): void {
	if (isGatewayOrigin(addressOf(request), gateway)) return;
	throw ownFailure('unsent', {
		message: `The Identify API credential is only sent to its own Gateway Host (${gateway})`,
		advice: 'Correct the URL of the request, or Gateway Host in the credential.',
	});
}
