import {
	DEFAULT_API_KEY,
	DEFAULT_PARTNER,
	RESTRICTED_API_KEY,
	RESTRICTED_PARTNER,
} from './constants';
import { ApiError } from './replies';
import type { RequestEntry } from './requestLog';
import type { TokenStore } from './tokens';

export interface PartnerAccount {
	name: string;
	apiKey: string;
	/** Endpoints such as `ident/create` that answer 403, or `all` of them. */
	forbidden?: readonly string[] | 'all';
}

export const DEFAULT_ACCOUNTS: readonly PartnerAccount[] = [
	{ name: DEFAULT_PARTNER, apiKey: DEFAULT_API_KEY },
	{ name: RESTRICTED_PARTNER, apiKey: RESTRICTED_API_KEY, forbidden: 'all' },
];

/** "(REQUIRED) The media type", at every endpoint. */
export function requireJsonContentType(entry: RequestEntry): void {
	const type = entry.headers['content-type'] ?? '';
	if (!/^application\/json(\s*;.*)?$/i.test(type)) {
		entry.validation.errors.push('Content-Type: application/json is required');
		throw new ApiError(400, ['Content-Type: application/json is required.']);
	}
}

/** The partner whose token came with the request; 401 and 403 otherwise. */
export function authorize(
	entry: RequestEntry,
	endpoint: string,
	accounts: readonly PartnerAccount[],
	tokens: TokenStore,
): string {
	const partner = entry.headers['x-api-partner'];
	const token = entry.headers['x-api-token'];
	if (!partner || !token) throw new ApiError(401, ['X-API-PARTNER and X-API-TOKEN are required.']);
	const problem = tokens.problemOf(token, partner);
	if (problem) throw new ApiError(401, [problem]);
	const forbidden = accounts.find(({ name }) => name === partner)?.forbidden ?? [];
	if (forbidden === 'all' || forbidden.includes(endpoint)) {
		throw new ApiError(403, ["The API key doesn't have permissions to perform the request."]);
	}
	return partner;
}
