import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { CallSettings, Session } from '../../client/session';
import { identGetData } from '../../contract/ident';
import { downloadFile } from '../../files/download';
import { nameFiles, type FileName } from '../../files/fileName';
import { writeManifest, type ManifestEntry } from '../../files/manifest';
import { DOWNLOAD } from '../../files/open';
import { downloadedFile } from '../../output/shapes';
import { noteHint } from '../../run/hints';
import type { Operation, Output } from '../../run/operation';
import { untilOneFails } from '../../run/untilOneFails';
import { downloadChoice, downloadProperties, type DownloadChoice } from './downloadProperties';
import { FileListing } from './fileListing';
import { identIdField } from './identLocator';

/** The download of one ident's files. */
interface Job {
	context: IExecuteFunctions;
	session: Session;
	settings: CallSettings;
	identId: string;
	choice: DownloadChoice;
	listing: FileListing;
}

/** A file as it leaves the node, and what the manifest says of it. */
interface Fetched {
	output: Output;
	entry: ManifestEntry;
}

async function fetchFile(
	{ context, session, settings, identId, choice, listing }: Job,
	index: number,
	name: FileName,
	unwanted: AbortSignal,
): Promise<Fetched> {
	const { binaryField, verifyHash } = choice;
	const listed = listing.file(index);
	const fileHash = listed.file_hash;
	const { binary, hash, size, fetchedAt } = await downloadFile(
		context,
		session,
		{
			address: () => listing.file(index).download_url,
			renew: async (refused) => await listing.renew(index, refused),
			expectedHash: verifyHash ? fileHash : null,
			unwanted,
			...name,
		},
		settings,
	);
	const matches = fileHash === null ? null : hash === fileHash.trim().toLowerCase();
	const known = {
		file_type: listed.file_type,
		file_name: name.fileName,
		original_file_name: listed.file_name,
		file_date: listed.file_date,
		file_hash: fileHash,
		hash_verified: matches,
		sha256: hash,
	};
	return {
		output: {
			json: { ident_id: identId, ...known, file_size: listed.file_size },
			binary: { [binaryField]: binary },
		},
		entry: { ...known, media_type: name.mediaType, size, fetched_at: fetchedAt },
	};
}

/** Pending and Running: files are still to come. */
const OPEN = ['1', '2'];

/** Why nothing comes out: without it, an empty output looks like a fault. */
function noteNoFiles(context: IExecuteFunctions, ident: IDataObject): void {
	const { ident_id: identId, status, status_code: code } = ident;
	const yet = OPEN.includes(String(code)) ? ' yet' : '';
	const inWords = [status, code !== null && `(${String(code)})`].filter(Boolean).join(' ');
	const entry = `ident ${String(identId)} is ${inWords || 'without a status'}`;
	noteHint(context, `No files of the chosen types${yet}`, entry);
}

async function fetchAll(job: Job): Promise<Output[]> {
	const { context, session, identId, choice, listing } = job;
	const names = nameFiles(choice.naming, identId, listing.files);
	// The session bounds how many are under way, over all items together.
	const fetched = await untilOneFails(
		[...names.entries()],
		Number.POSITIVE_INFINITY,
		async ([index, name], unwanted) => await fetchFile(job, index, name, unwanted),
	);
	const outputs = fetched.map(({ output }) => output);
	if (!choice.withManifest) {
		if (fetched.length === 0) noteNoFiles(context, listing.ident);
		return outputs;
	}
	const files = fetched.map(({ entry }) => entry);
	const { json, binary } = await writeManifest(
		context,
		{ identId, ident: listing.ident, fileTypes: choice.fileTypes, files },
		session.subject(DOWNLOAD).secrets,
	);
	return [{ json, binary: { [choice.binaryField]: binary } }, ...outputs];
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
	properties: downloadProperties,
	prepare: (item, context) => {
		const settings = item.settings();
		const { text: identId, path } = identIdField(item);
		const choice = downloadChoice(item);
		const request = item.check(identGetData, { ident_id: { text: identId, path } });
		return async (session) => {
			const ask = async () => (await session.call(request, settings)).data;
			const listing = await FileListing.open(ask, identId, choice.fileTypes);
			return await fetchAll({ context, session, settings, identId, choice, listing });
		};
	},
};
