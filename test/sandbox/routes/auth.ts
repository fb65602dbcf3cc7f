import { apiReply, type Call } from '../gateway';
import { ApiError, type Reply } from '../replies';
import { readAuth } from '../validateRequests';

/** POST /auth: PARTNER AUTHENTICATION. */
export function authenticate({ world, entry }: Call): Reply {
	const { partner, apiKey } = readAuth(entry.parsedBody, entry.validation, world.settings);
	world.auth.attempts++;
	const account = world.accounts.find(({ name }) => name === partner);
	if (account?.apiKey !== apiKey) {
		world.auth.rejected++;
		// "401 - Unauthorized: No valid API key provided." Which of the two was wrong stays open.
		throw new ApiError(401, ['No valid API key provided.']);
	}
	world.auth.granted++;
	const token = world.tokens.issue(partner);
	return apiReply(world, { result: true, response_status: 200, token, messages: ['Successful..'] });
}
