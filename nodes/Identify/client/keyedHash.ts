import { createHmac } from 'node:crypto';

/** A hash that only those can compute who have the key: HMAC-SHA256, in base64url. */
export function keyedHash(key: string, content: string): string {
	return createHmac('sha256', key).update(content).digest('base64url');
}
