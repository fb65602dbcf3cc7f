import type { ICredentialsDecrypted, IExecuteFunctions } from 'n8n-workflow';
import { IdentifyFailure, ownFailure } from '../../../nodes/Identify/client/failure';
import { noteAuthFailure } from '../../../nodes/Identify/client/n8nRequest';
import { Session } from '../../../nodes/Identify/client/session';
import { identGet } from '../../../nodes/Identify/contract/ident';
import { identCreate } from '../../../nodes/Identify/contract/identCreate';

const FETCHED = 'token-that-was-fetched-just-now';
const SETTINGS = { timeout: 1000, maxTries: 1 };
const request = { endpoint: identGet, fields: { ident_id: '1' } };

type Credential = NonNullable<ICredentialsDecrypted['data']>;

/** A session whose requests n8n answers so; it gets the credential to put a token into. */
async function sessionOf(answer: (credential: Credential) => Promise<unknown>): Promise<Session> {
	const context = {
		getCredentials: async () =>
			await Promise.resolve({ partner: 'p', apiKey: 'k3y-of-911-internet', token: '' }),
		getExecutionCancelSignal: () => undefined,
		helpers: {
			httpRequestWithAuthentication: async (
				_type: string,
				_request: object,
				{ credentialsDecrypted }: { credentialsDecrypted: ICredentialsDecrypted },
			) => await answer(credentialsDecrypted.data ?? {}),
		},
	};
	return await Session.open(context as object as IExecuteFunctions);
}

/** n8n fetches a token, puts it into the credential, and brings an answer. */
const sessionThatGets = async (status: number, body: object) =>
	await sessionOf(async (credential) => {
		credential.token = FETCHED;
		return await Promise.resolve({ statusCode: status, headers: {}, body: JSON.stringify(body) });
	});

describe('a token that Identify echoes to the very call that fetched it', () => {
	it.each([400, 401, 404, 409, 429, 500, 200])(
		'stays out of the failure (HTTP %i)',
		async (status) => {
			const body = { result: false, messages: [`token ${FETCHED} is odd`], text: FETCHED };
			const session = await sessionThatGets(status, body);
			const failure = await session.call(request, SETTINGS).catch((error: unknown) => error);
			expect(failure).toBeInstanceOf(IdentifyFailure);
			expect(JSON.stringify([failure, String(failure)])).not.toContain(FETCHED);
			expect(String(failure)).toContain('token ***** is odd');
		},
	);

	it('stays out of the output', async () => {
		const body = { result: true, messages: [`used ${FETCHED}`], ident_id: '1' };
		const session = await sessionThatGets(200, body);
		const answer = await session.call({ endpoint: identCreate, fields: {} }, SETTINGS);
		expect(session.messages(answer)).toEqual(['used *****']);
	});
});

describe('a wrong API key, of which older n8n says something else', () => {
	/** The failure of /auth reaches the node wrapped, without its cause. */
	const sessionThatIsRefused = async () =>
		await sessionOf(async (credential) => {
			const words = { message: 'Identify refused the API key', advice: 'Check it.' };
			noteAuthFailure(credential, ownFailure('refused', words));
			return await Promise.reject(new Error('Your request is invalid'));
		});

	it.each<[string, (session: Session) => Promise<unknown>]>([
		['ident/get', async (session) => await session.call(request, SETTINGS)],
		[
			'ident/create',
			async (session) => await session.call({ endpoint: identCreate, fields: {} }, SETTINGS),
		],
	])('is told all the same, and %s was not sent', async (_section, call) => {
		const failure = await call(await sessionThatIsRefused()).catch((error: unknown) => error);
		expect(failure).toMatchObject({
			details: { fate: 'unsent', message: 'Identify refused the API key', advice: 'Check it.' },
		});
	});
});
