import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';
import { readCredential } from '../nodes/Identify/client/credential';
import { gatewayUrl, isReading, requireGatewayOrigin } from '../nodes/Identify/client/gateway';
import { isOwnRequest, noteAuthFailure } from '../nodes/Identify/client/n8nRequest';
import { requestToken } from '../nodes/Identify/client/token';

/** A redirect would carry the headers along; the second line is how older request options say it. */
const NO_REDIRECT = {
	disableFollowRedirect: true,
	...{ followRedirect: false, followAllRedirects: false },
};

/** Carries, in the credential test only, the token that was stored before. Never sent. */
const STORED_TOKEN = 'X-STORED-TOKEN';

/**
 * Makes n8n log in, as after a 401, and sign the request anew.
 *
 * In the credential test, a stored token that is still good would let it succeed with whatever API
 * key has been entered since. And n8n's HTTP Request node logs in anew and sends again after any
 * error: a create that was carried out, but whose answer was a 500 or got lost, would be sent
 * twice. That one repetition is used up here, before the request leaves.
 */
class StaleToken extends Error {
	readonly response = { status: 401 };

	constructor() {
		super('Nothing was sent: n8n did not log in to Identify anew. Check the credential.');
	}
}

const CHECK_ACCOUNT = 'Identify accepts the partner name and API key, but';

/** n8n would show the bare words of HTTP, e.g. "Forbidden". */
const LIST_REFUSALS = Object.entries({
	302: 'the gateway redirects to another address, which was not followed. Check Gateway Host.',
	401: 'refuses the token that it has just issued. Ask Identify.',
	403: 'refuses to list projects. Ask Identify to allow project/getAll for your partner account.',
	404: 'there is no project/getAll at this address. Check Gateway Host.',
	429: 'it receives too many requests. Try again in a minute.',
	500: 'it has a problem of its own. Try again later.',
	502: 'it has a problem of its own. Try again later.',
	503: 'it has a problem of its own. Try again later.',
	504: 'it has a problem of its own. Try again later.',
}).map(([status, what]) => ({
	type: 'responseCode' as const,
	properties: { value: Number(status), message: `${CHECK_ACCOUNT} ${what}` },
}));

/** Identify may report a refusal in the body of a 200. n8n's types want rules of one kind only. */
const LIST_RULES = Object.assign([...LIST_REFUSALS], {
	[LIST_REFUSALS.length]: {
		type: 'responseSuccessBody',
		properties: {
			key: 'result',
			value: false,
			message: `${CHECK_ACCOUNT} refuses to list projects. Ask Identify to allow project/getAll for your partner account.`,
		},
	},
});

/** Partner name and API key of an Identify account, and the token that n8n keeps between runs. */
export class IdentifyApi implements ICredentialType {
	name = 'identifyApi';

	displayName = 'Identify API';

	icon: Icon = {
		light: 'file:../icons/identify.svg',
		dark: 'file:../icons/identify.dark.svg',
	};

	documentationUrl = 'https://identify24.de';

	properties: INodeProperties[] = [
		{
			displayName: 'Token',
			name: 'token',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Partner Name',
			name: 'partner',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 911-internet',
			description: 'The partner user name that Identify gave you at account setup',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The API key that Identify gave you at account setup. Never share it.',
		},
		{
			displayName: 'Gateway Host',
			name: 'gatewayHost',
			type: 'string',
			default: 'https://api.identify24.de',
			required: true,
			placeholder: 'e.g. https://api.identify24.de',
			description: 'The address of the Identify API. It must start with https://.',
		},
		{
			displayName: 'Callback Secret',
			name: 'callbackSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Optional. A text of your own choice that Identify Trigger then demands on the callback URL as <code>?secret=…</code>, because callbacks are unsigned.',
		},
	];

	/** Requests for which a new token has been demanded; Identify may issue the same again. */
	private readonly renewed = new WeakSet<IHttpRequestOptions>();

	/**
	 * Gets the JWT (documentation: "auth"). n8n calls this when the stored token is empty or
	 * expired, and stores what it returns encrypted.
	 *
	 * @throws IdentifyFailure, whose message n8n shows in the credential test
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		try {
			const { token } = await requestToken(this, readCredential(credentials));
			return { token };
		} catch (error) {
			noteAuthFailure(credentials, error);
			return await Promise.reject(error);
		}
	}

	/**
	 * Adds the three documented headers, for this package's nodes and n8n's HTTP Request node
	 * alike. They go to the gateway's own origin only, and never along a redirect.
	 *
	 * @throws IdentifyFailure when the request goes elsewhere
	 */
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const credential = readCredential(credentials);
		requireGatewayOrigin(requestOptions, gatewayUrl(credential.gatewayHost));
		const isTest =
			credential.token !== '' && requestOptions.headers?.[STORED_TOKEN] === credential.token;
		const isForeignChange = !isOwnRequest(requestOptions) && !isReading(requestOptions);
		if ((isTest || isForeignChange) && !this.renewed.has(requestOptions)) {
			this.renewed.add(requestOptions);
			throw new StaleToken();
		}
		return {
			...requestOptions,
			...NO_REDIRECT,
			headers: {
				...requestOptions.headers,
				[STORED_TOKEN]: undefined,
				'X-API-PARTNER': credential.partner,
				'X-API-TOKEN': credential.token,
				'Content-Type': 'application/json',
			},
		};
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.gatewayHost.trim().replace(/[/]+$/, "")}}',
			url: '/project/getAll',
			headers: { [STORED_TOKEN]: '={{$credentials.token}}' },
			disableFollowRedirect: true,
		},
		rules: LIST_RULES,
	};
}
