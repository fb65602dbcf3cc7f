import type { INodeProperties } from 'n8n-workflow';
import { FILE_TYPES, type FileType } from '../../contract/ident';
import { NAMINGS, type Naming } from '../../files/fileName';
import type { Item } from '../../input/item';
import { optionsCollection } from '../options';
import { identLocator } from './identLocator';

/** The parameters of `ident:downloadFiles`. */
export const downloadProperties: INodeProperties[] = [
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
	optionsCollection(
		{
			displayName: 'File Names',
			name: 'fileNames',
			type: 'options',
			options: [
				{
					name: 'Original',
					value: 'original',
					description: "As Identify names them, e.g. signed.pdf: the next ident's may be the same",
				},
				{
					name: 'Unique',
					value: 'unique',
					description: 'The ident ID, the type and a number where there are several',
				},
			],
			default: 'unique',
			description:
				"How the files are named. Unique names keep an archive from overwriting one person's file by another's.",
		},
		{
			displayName: 'Manifest',
			name: 'manifest',
			type: 'boolean',
			default: false,
			description:
				'Whether to begin with a list of the files of each ident, as an item and as a JSON file: names, sizes and SHA-256, by which an archive can be checked without n8n',
		},
		{
			displayName: 'Verify Hash',
			name: 'verifyHash',
			type: 'boolean',
			default: true,
			description:
				'Whether to fail when a file does not have the SHA-256 that Identify gives for it. Identify gives one for PDFs.',
		},
	),
];

/** What a person wants of the files of an ident. */
export interface DownloadChoice {
	fileTypes: FileType[];
	binaryField: string;
	naming: Naming;
	withManifest: boolean;
	verifyHash: boolean;
}

function readFileTypes(item: Item): FileType[] {
	const entered = item.choices('fileTypes');
	const unknown = entered.filter((type) => !FILE_TYPES.some((known) => known === type));
	if (entered.length === 0 || unknown.length > 0) {
		item.report('fileTypes', `must be one or more of ${FILE_TYPES.join(', ')}`, unknown.join(', '));
	}
	return FILE_TYPES.filter((type) => entered.includes(type));
}

function readNaming(item: Item): Naming {
	const entered = item.text('options.fileNames') || 'unique';
	const naming = NAMINGS.find((known) => known === entered);
	if (naming === undefined) {
		item.report('options.fileNames', `must be one of ${NAMINGS.join(', ')}`, entered);
	}
	return naming ?? 'unique';
}

/** Reads the parameters beside the ident; what cannot be is reported on the item. */
export function downloadChoice(item: Item): DownloadChoice {
	const binaryField = item.text('binaryField');
	if (binaryField === '') item.report('binaryField', 'is required, but it is empty');
	return {
		fileTypes: readFileTypes(item),
		binaryField,
		naming: readNaming(item),
		withManifest: item.boolean('options.manifest', false),
		verifyHash: item.boolean('options.verifyHash', true),
	};
}
