import {
	ICredentialsHelper,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type IDataObject,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
} from 'n8n-workflow';
import { IdentifyApi } from '../../credentials/IdentifyApi.credentials';

/**
 * A stored credential and n8n's rules around it: `preAuthentication` runs when the token is empty
 * or the request answered 401, and what it returns is stored for the next execution.
 */
export class StoredCredential extends ICredentialsHelper {
	private readonly type = new IdentifyApi();

	/** What n8n's database would hold, decrypted. */
	data: ICredentialDataDecryptedObject;

	/** How often a node asked for it. */
	lookups = 0;

	constructor(data: ICredentialDataDecryptedObject) {
		super();
		this.data = {
			gatewayHost: 'https://api.identify24.de',
			callbackSecret: '',
			token: '',
			...data,
		};
	}

	getParentTypes(): string[] {
		return [];
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (typeof this.type.authenticate !== 'function') throw new Error('not a function');
		return await this.type.authenticate(credentials, requestOptions);
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		_node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		if (credentials.token !== '' && !credentialsExpired) return undefined;
		const output: IDataObject = await this.type.preAuthentication.call(helpers, credentials);
		this.data = { ...this.data, token: String(output.token) };
		return Object.assign(credentials, { token: String(output.token) });
	}

	async runPreAuthentication(): Promise<undefined> {
		return await Promise.resolve(undefined);
	}

	async getCredentials(): Promise<ICredentials> {
		return await Promise.reject(new Error('not used by nodes'));
	}

	async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		this.lookups += 1;
		return await Promise.resolve({ ...this.data });
	}

	async updateCredentials(): Promise<void> {
		await Promise.resolve();
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		await Promise.resolve();
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(): [] {
		return [];
	}
}
