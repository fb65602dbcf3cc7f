import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { CREDENTIAL_TYPE, inTurn, sharedCredential } from './floor';
import { fileFloorDescription } from './description';

/**
 * The least that a community node can do to download files: n8n's request helper gives a stream,
 * and n8n's binary store takes it. No hash, no retries, no time limit for silence.
 */
export class IdentifyFileFloor implements INodeType {
	description = fileFloorDescription;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const shared = await sharedCredential(this);
		const results: INodeExecutionData[] = [];
		await inTurn(this, async (item) => {
			const url = String(this.getNodeParameter('url', item));
			const body: Parameters<typeof this.helpers.prepareBinaryData>[0] =
				await this.helpers.httpRequestWithAuthentication.call(
					this,
					CREDENTIAL_TYPE,
					{ url, encoding: 'stream' },
					shared,
				);
			const data = await this.helpers.prepareBinaryData(body, 'recording.webm', 'video/webm');
			results[item] = { json: {}, binary: { data }, pairedItem: { item } };
		});
		return [results];
	}
}
