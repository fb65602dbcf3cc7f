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

/**
 * Refuses a request that would carry the credentials to another origin than the gateway's, as
 * n8n's HTTP Request node could be told to.
 *
 * @param request - n8n's request options; older nodes call the URL `uri`
 * @throws IdentifyFailure
 */
export function requireGatewayOrigin(
	request: { url?: string; uri?: string; baseURL?: string },
	gateway: string,
): void {
	const entered = request.url ?? request.uri ?? '';
	const base = request.baseURL ?? '';
	// As axios joins them: "//host/path" leaves the base, and browsers take "\\" for "/".
	const isAbsolute = /^(?:[a-z][a-z\d+.-]*:)?[\\/]{2}/i.test(entered);
	const target = isAbsolute || base === '' ? entered : `${base}${entered}`;
	if (isGatewayOrigin(target, gateway)) return;
	throw ownFailure('unsent', {
		message: `The Identify API credential is only sent to its own Gateway Host (${gateway})`,
		advice: 'Correct the URL of the request, or Gateway Host in the credential.',
	});
}
