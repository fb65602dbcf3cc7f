import type { IExecuteFunctions } from 'n8n-workflow';
import { downloadFile } from '../../files/download';
import { FILE_TYPES, identGetData, type FileType } from '../../contract/ident';
import type { CallSettings, Session } from '../../client/session';
import type { Item } from '../../input/item';
import { fileNameOf } from '../../files/fileName';
import { downloadedFile } from '../../output/shapes';
import { listFiles } from '../../output/ident';
import { untilOneFails } from '../../run/untilOneFails';
import type { Operation, Output } from '../../run/operation';
import { optionsCollection } from '../options';
import { FileListing } from './fileListing';
import { identIdField, identLocator } from './identLocator';

/** Reads the multi-select, which an expression may also fill with a comma-separated text. */
function readFileTypes(item: Item): FileType[] {
	const value = item.value('fileTypes');
	const entered = (Array.isArray(value) ? value : String(value ?? '').split(','))
		.map((type) => String(type).trim())
		.filter((type) => type !== '');
	const unknown = entered.filter((type) => !FILE_TYPES.some((known) => known === type));
	if (entered.length === 0 || unknown.length > 0) {
		item.report('fileTypes', `must be one or more of ${FILE_TYPES.join(', ')}`, unknown.join(', '));
	}
	return FILE_TYPES.filter((type) => entered.includes(type));
}

interface DownloadChoice {
	identId: string;
	binaryField: string;
	verifyHash: boolean;
	settings: CallSettings;
	unwanted: AbortSignal;
}

async function downloadEntry(
	context: IExecuteFunctions,
	session: Session,
	listing: FileListing,
	index: number,
	{ identId, binaryField, verifyHash, settings, unwanted }: DownloadChoice,
): Promise<Output> {
	const { download_url: url, ...shown } = listing.file(index);
	const fileHash = shown.file_hash;
	const { binary, hash } = await downloadFile(
		context,
		session,
		{
			address: () => listing.file(index).download_url,
			renew: async (refused) => await listing.renew(index, refused),
			expectedHash: verifyHash ? fileHash : null,
			unwanted,
			...fileNameOf(shown.file_type, shown.file_name, url),
		},
		settings,
	);
	const matches = fileHash !== null && hash === fileHash.trim().toLowerCase();
	return {
		json: { ident_id: identId, ...shown, hash_verified: fileHash === null ? null : matches },
		binary: { [binaryField]: binary },
	};
}

/** `ident:downloadFiles` */
export const downloadFiles: Operation = {
	value: 'downloadFiles',
	name: 'Download Files',
	action: 'Download the files of an ident',
	description: 'Download PDFs, recordings and screenshots of an ident, one item each',
	builderHint:
		'Use it when the status is Successful (5). Each file is an item of its own with its content as binary data; follow it by a node that stores files.',
	endpoint: identGetData,
	asks: 'then each download address',
	result: downloadedFile,
	notForTools:
		'Use Get Identification Data, which lists the files; a node after the agent can download them.',
	properties: [
		identLocator,
		{
			displayName: 'File Types',
			name: 'fileTypes',
			type: 'multiOptions',
			options: [
				{ name: 'Identification PDF', value: 'identification_pdf' },
				{ name: 'Recordings', value: 'recordings' },
				{ name: 'Screenshots', value: 'screenshots' },
				{ name: 'Signed PDF', value: 'signed_pdf' },
			],
			default: ['identification_pdf', 'signed_pdf'],
			required: true,
			description: 'Which files to download. Recordings may be hundreds of megabytes.',
		},
		{
			displayName: 'Put Output File in Field',
			name: 'binaryField',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The name of the output binary field to put the file in',
		},
		optionsCollection({
			displayName: 'Verify Hash',
			name: 'verifyHash',
			type: 'boolean',
			default: true,
			description:
				'Whether to fail when a file does not have the SHA-256 that Identify gives for it. Identify gives one for PDFs.',
		}),
	],
	prepare: (item, context) => {
		const settings = item.settings();
		const identId = identIdField(item);
		const fileTypes = readFileTypes(item);
		const binaryField = item.text('binaryField');
		if (binaryField === '') item.report('binaryField', 'is required, but it is empty');
		const verifyHash = item.boolean('options.verifyHash', true);
		const request = item.check(identGetData, { ident_id: identId });
		return async (session) => {
			const listing = await FileListing.open(async () => {
				const { data } = await session.call(request, settings);
				return listFiles(data).filter(({ file_type }) => fileTypes.includes(file_type));
			});
			const choice = { identId: identId.text, binaryField, verifyHash, settings };
			// The session bounds how many are under way, over all items together.
			return await untilOneFails(
				listing.indexes,
				Number.POSITIVE_INFINITY,
				async (index, unwanted) =>
					await downloadEntry(context, session, listing, index, { ...choice, unwanted }),
			);
		};
	},
};
