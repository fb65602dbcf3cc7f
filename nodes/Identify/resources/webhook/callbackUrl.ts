import type { Item } from '../../input/item';

/** What became of the credential's Callback Secret. */
export type SecretUse =
	| 'added'
	/** The credential has none. */
	| 'none'
	/** The URL has one already, which was left as it is. */
	| 'given'
	/** The URL is not one of this n8n's own. */
	| 'foreign';

/**
 * The parameter `callbackUrl`, checked; what is wrong is reported on the item without its value,
 * since the URL may hold a secret.
 *
 * @returns the URL without a fragment; empty when a problem was reported
 */
export function callbackUrlOf(item: Item): string {
	const entered = item.text('callbackUrl');
	const report = (problem: string) => {
		item.report('callbackUrl', problem);
		return '';
	};
	if (entered === '') return report('is required, but it is empty');
	if (!/^https?:\/\//i.test(entered) || !URL.canParse(entered)) {
		return report('must be a web address that starts with https:// or http://');
	}
	const url = new URL(entered);
	if (url.username !== '' || url.password !== '') {
		return report('must not have a user name or password in it');
	}
	url.hash = '';
	return url.href;
}

/** Express also reads `secret[]` and the like as the parameter `secret`. */
const isSecretName = (name: string) => /^secret(?:\[|$)/.test(name);

/** Slashes that a proxy might only see after it has chosen the way. */
const HIDDEN_SLASH = /%(?:2f|5c)/i;

/** Whether a URL leads to one of the places, and cannot lead out of it again. */
function isAt({ origin, pathname }: URL, places: readonly string[]): boolean {
	const address = `${origin}${pathname}`;
	const isInside = places.some((place) => address.startsWith(place) && address !== place);
	return isInside && !HIDDEN_SLASH.test(pathname);
}

/**
 * Adds the Callback Secret where it belongs: to a URL of this n8n's own that has none. Nobody else
 * may get to know it.
 *
 * @param own - where this n8n takes webhooks, each ending with `/`
 */
export function withSecret(
	callbackUrl: string,
	secret: string,
	own: readonly string[],
): { url: string; use: SecretUse } {
	const url = new URL(callbackUrl);
	if ([...url.searchParams.keys()].some(isSecretName)) return { url: url.href, use: 'given' };
	if (secret === '') return { url: url.href, use: 'none' };
	if (!isAt(url, own)) return { url: url.href, use: 'foreign' };
	const query = url.search.length > 1 ? `${url.search}&` : '?';
	url.search = `${query}secret=${encodeURIComponent(secret)}`;
	return { url: url.href, use: 'added' };
}
