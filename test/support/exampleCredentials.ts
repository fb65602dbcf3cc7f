/** The credentials that the example workflows ask for, for the sandbox and its neighbours. */
import { generateKeyPairSync } from 'node:crypto';
import type { NeighbourAddresses } from '../neighbours';
import type { CredentialJson } from './n8nClient';

export interface CredentialSources {
	/** Identify's sandbox. */
	sandbox: { url: string; partner: string; apiKey: string };
	neighbours: NeighbourAddresses;
	/** Names the accounts at the neighbours: whoever uses another has empty ones. */
	account: string;
	callbackSecret?: string;
}

/** For a service account: n8n signs with it, and the stand-in takes every signature. */
const { privateKey } = generateKeyPairSync('rsa', {
	modulusLength: 2048,
	privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** By the name of the credential type. */
export function exampleCredentials({
	sandbox,
	neighbours,
	account,
	callbackSecret,
}: CredentialSources): Record<string, CredentialJson> {
	const list: CredentialJson[] = [
		{
			type: 'identifyApi',
			name: 'Identify Sandbox',
			data: {
				gatewayHost: sandbox.url,
				partner: sandbox.partner,
				apiKey: sandbox.apiKey,
				...(callbackSecret !== undefined && { callbackSecret }),
			},
		},
		{
			type: 'slackApi',
			name: 'Demo Slack',
			data: { accessToken: account, signatureSecret: '' },
		},
		{ type: 'hubspotAppToken', name: 'Demo HubSpot', data: { appToken: account } },
		{
			type: 'smtp',
			name: 'Demo Mail',
			data: {
				user: account,
				password: account,
				host: '127.0.0.1',
				port: neighbours.smtpPort,
				secure: false,
				disableStartTls: true,
				hostName: '',
			},
		},
		{
			type: 'googleApi',
			name: 'Demo Google Sheets',
			data: {
				region: 'europe-west3',
				email: account,
				privateKey,
				inpersonate: false,
				httpNode: false,
			},
		},
		{
			type: 'openAiApi',
			name: 'Demo Chat Model',
			data: { apiKey: account, url: `${neighbours.url}/model/v1` },
		},
		{
			type: 's3',
			name: 'Demo Object Storage',
			data: {
				endpoint: `${neighbours.url}/s3`,
				region: 'eu-central-1',
				accessKeyId: account,
				secretAccessKey: account,
				forcePathStyle: true,
				ignoreSSLIssues: false,
			},
		},
	];
	return Object.fromEntries(list.map((credential) => [credential.type, credential]));
}
