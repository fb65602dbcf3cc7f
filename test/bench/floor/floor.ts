import type { ICredentialsDecrypted, IExecuteFunctions } from 'n8n-workflow';

export const CREDENTIAL_TYPE = 'identifyApi';

/** The credential, looked up once, as n8n's request helper takes it. */
export async function sharedCredential(
	context: IExecuteFunctions,
): Promise<{ credentialsDecrypted: ICredentialsDecrypted }> {
	const data = await context.getCredentials(CREDENTIAL_TYPE);
	return { credentialsDecrypted: { id: '', name: '', type: CREDENTIAL_TYPE, data } };
}

/** Does `one` for every item, as many at once as the option Concurrency says. */
export async function inTurn(
	context: IExecuteFunctions,
	one: (item: number) => Promise<void>,
): Promise<void> {
	const count = context.getInputData().length;
	const concurrency = Number(context.getNodeParameter('options.concurrency', 0, 1));
	let next = 0;
	const worker = async () => {
		while (next < count) await one(next++);
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
}
