import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { floorDescription } from './description';

const CREDENTIAL_TYPE = 'identifyApi';

/**
 * The least that a community node can do for ident:get: read its parameters for each item and call
 * n8n's request helper with a credential looked up once. No checks, no retries, no messages.
 */
export class IdentifyFloor implements INodeType {
	description = floorDescription;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const count = this.getInputData().length;
		const data = await this.getCredentials(CREDENTIAL_TYPE);
		const shared = {
			credentialsDecrypted: { id: '', name: '', type: CREDENTIAL_TYPE, data },
		};
		const results: INodeExecutionData[] = [];
		const one = async (item: number) => {
			const ident = this.getNodeParameter('ident_id', item, '', { extractValue: true });
			this.getNodeParameter('simplify', item);
			this.getNodeParameter('options', item);
			const answer = await this.helpers.httpRequestWithAuthentication.call(
				this,
				CREDENTIAL_TYPE,
				{ url: `${String(data.gatewayHost)}/ident/get/${String(ident)}`, json: true },
				shared,
			);
			results[item] = { json: answer.data, pairedItem: { item } };
		};
		let next = 0;
		const worker = async () => {
			while (next < count) await one(next++);
		};
		const concurrency = Number(this.getNodeParameter('options.concurrency', 0, 1));
		await Promise.all(Array.from({ length: concurrency }, worker));
		return [results];
	}
}
