import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { CREDENTIAL_TYPE, inTurn, sharedCredential } from './floor';
import { floorDescription } from './description';

/**
 * The least that a community node can do for ident:get: read its parameters for each item and call
 * n8n's request helper with a credential looked up once. No checks, no retries, no messages.
 */
export class IdentifyFloor implements INodeType {
	description = floorDescription;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const shared = await sharedCredential(this);
		const gateway = String(shared.credentialsDecrypted.data?.gatewayHost);
		const results: INodeExecutionData[] = [];
		await inTurn(this, async (item) => {
			const ident = this.getNodeParameter('ident_id', item, '', { extractValue: true });
			this.getNodeParameter('output', item);
			this.getNodeParameter('options', item);
			const answer = await this.helpers.httpRequestWithAuthentication.call(
				this,
				CREDENTIAL_TYPE,
				{ url: `${gateway}/ident/get/${String(ident)}`, json: true },
				shared,
			);
			results[item] = { json: answer.data, pairedItem: { item } };
		});
		return [results];
	}
}
