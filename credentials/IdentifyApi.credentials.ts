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
import { gatewayUrl, requireGatewayOrigin } from '../nodes/Identify/client/gateway';
import { requestToken } from '../nodes/Identify/client/token';

/** A redirect would carry the headers along; the second line is how older request options say it. */
const NO_REDIRECT = {
	disableFollowRedirect: true,
	...{ followRedirect: false, followAllRedirects: false },
};

/** Partner name and API key of an Identify account, and the token that n8n keeps between runs. */
export class IdentifyApi implements ICredentialType {
	name = 'identifyApi';

	displayName = 'Identify API';

	icon: Icon = {
		light: 'file:../icons/identify.svg',
		dark: 'file:../icons/identify.dark.svg',
	};

	documentationUrl = 'https://github.com/identify24/n8n-nodes-identify24#set-up-the-credential';

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
		const { token } = await requestToken(this, readCredential(credentials));
		return { token };
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
		return {
			...requestOptions,
			...NO_REDIRECT,
			headers: {
				...requestOptions.headers,
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
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'result',
					value: false,
					message:
						'Identify accepts the partner name and API key, but refuses to list projects. Ask Identify to allow project/getAll for your partner account.',
				},
			},
		],
	};
}
