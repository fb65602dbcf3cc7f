import type { IDataObject } from 'n8n-workflow';
import { ownFailure } from '../../client/failure';
import type { FileType, IdentData } from '../../contract/ident';
import { listFiles, statusOf, type FileEntry } from '../../output/ident';

/** Asks Identify for an ident and its files. */
type Ask = () => Promise<IdentData>;

/** A file that can be fetched. */
export type ListedFile = FileEntry & { download_url: string };

/** A file that Identify lists but does not hand out must not look as if there were none. */
function requireUrl(entry: FileEntry): ListedFile {
	const { download_url: url, file_name: name, file_type: type } = entry;
	if (url !== null) return { ...entry, download_url: url };
	throw ownFailure('refused', {
		message: `Identify lists the file ${name ?? type} without a download address`,
		advice: 'Run the item again later; if it stays so, ask Identify.',
	});
}

function wanted(data: IdentData, types: readonly FileType[]): FileEntry[] {
	return listFiles(data).filter(({ file_type: type }) => types.includes(type));
}

/**
 * The files of one ident. Their addresses may expire while other files are fetched; a fresh listing
 * that one file asks for serves those that have not begun as well.
 */
export class FileListing {
	private renewing: Promise<void> | undefined;

	private constructor(
		private readonly ask: Ask,
		private readonly types: readonly FileType[],
		/** IDs and status of the ident. */
		readonly ident: IDataObject,
		private readonly listed: ListedFile[],
	) {}

	/**
	 * @param identId - the ID that is asked for
	 * @param types - what is wanted of the ident's files
	 * @throws IdentifyFailure also when a file has no address
	 */
	static async open(ask: Ask, identId: string, types: readonly FileType[]): Promise<FileListing> {
		const data = await ask();
		const listed = wanted(data, types).map(requireUrl);
		return new FileListing(ask, types, statusOf(data.ident, identId), listed);
	}

	/** The files as they are listed now. */
	get files(): readonly ListedFile[] {
		return this.listed;
	}

	/** A file as it was listed first, with its newest address. */
	file(index: number): ListedFile {
		const file = this.listed[index];
		if (!file) throw new RangeError(`There is no file ${index}`);
		return file;
	}

	/**
	 * Asks for fresh addresses, unless that has been done since `refused` was given out. A file that
	 * is not listed any more keeps its address.
	 *
	 * @throws IdentifyFailure when Identify does not answer
	 */
	async renew(index: number, refused: string): Promise<void> {
		if (this.file(index).download_url !== refused) return;
		this.renewing ??= this.askAgain().finally(() => {
			this.renewing = undefined;
		});
		await this.renewing;
	}

	private async askAgain(): Promise<void> {
		const fresh = wanted(await this.ask(), this.types);
		for (const [index, { file_type: type, file_name: name }] of this.listed.entries()) {
			const isSame = (entry: FileEntry | undefined) =>
				entry?.file_type === type && entry.file_name === name;
			const url = (isSame(fresh[index]) ? fresh[index] : fresh.find(isSame))?.download_url;
			if (url) this.listed[index] = { ...this.file(index), download_url: url };
		}
	}
}
