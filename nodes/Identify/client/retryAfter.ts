/**
 * Reads `Retry-After`, in seconds or as an HTTP date.
 *
 * @returns `{ retryAfterMs }`, or nothing to spread when the header is absent or unreadable
 */
export function retryAfterMs(headers: Record<string, unknown>): { retryAfterMs?: number } {
	const header = headers['retry-after'];
	if (typeof header !== 'string' || header.trim() === '') return {};
	const seconds = Number(header);
	const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
	return Number.isNaN(wait) ? {} : { retryAfterMs: Math.max(0, wait) };
}
