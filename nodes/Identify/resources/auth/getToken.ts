import type { IDataObject } from 'n8n-workflow';
import { auth } from '../../contract/auth';
import { DEFAULT_MAX_TRIES } from '../../input/item';
import { issuedToken } from '../../output/shapes';
import type { Operation } from '../../run/operation';

/** `auth:getToken`: one token for all items of a run. */
export const getToken: Operation = {
	value: 'getToken',
	name: 'Get Token',
	action: 'Get a token',
	description:
		'Get a JSON Web Token, e.g. for a service of your own. The other operations need none. n8n stores it with the execution.',
	endpoint: auth,
	result: issuedToken,
	properties: [],
	notForTools:
		'It is not needed: every other operation of the Identify node fetches its token by itself.',
	prepare: () => async (session) => {
		const answer = await session.issueToken(DEFAULT_MAX_TRIES);
		const json: IDataObject = { token: answer.token, messages: session.messages(answer) };
		return [{ json }];
	},
};
