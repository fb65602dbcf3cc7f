import { ownFailure, property, type IdentifyFailure } from '../client/failure';
import { redact } from '../client/redact';

/** Why a file system does not take a file, by the error code of Node.js. */
const REASONS: Record<string, string> = {
	ENOSPC: 'its disk is full',
	EDQUOT: 'its share of the disk is used up',
	EACCES: 'it may not write where it keeps files',
	EPERM: 'it may not write where it keeps files',
	EROFS: 'the disk where it keeps files is read-only',
	EFBIG: 'the file is too large for its disk',
	EIO: 'its disk has a fault',
	EMFILE: 'it has too many files open',
	ENFILE: 'its machine has too many files open',
	ERR_STRING_TOO_LONG: 'it keeps files in memory, and this one is too large for that',
};

const IN_MEMORY = ['ERR_STRING_TOO_LONG', 'ERR_FS_FILE_TOO_LARGE', 'ERR_OUT_OF_RANGE'];

function adviceFor(code: unknown): string {
	const remedy = IN_MEMORY.some((known) => known === code)
		? 'Let n8n keep files on disk (N8N_DEFAULT_BINARY_DATA_MODE=filesystem)'
		: 'Free or mend the place where n8n keeps binary data, or ask who runs this n8n';
	return `Nothing is wrong with the download. ${remedy}, then run the item again.`;
}

/**
 * Describes why n8n could not keep a file that was coming in well. Trying again would only fetch it
 * in vain.
 *
 * @param error - what n8n's store threw
 */
export function storeFault(
	error: unknown,
	fileName: string,
	secrets: Iterable<string>,
): IdentifyFailure {
	const code = property(error, 'code');
	const known = typeof code === 'string' ? REASONS[code] : undefined;
	const message = property(error, 'message');
	const said = typeof message === 'string' ? redact(message, secrets) : 'unknown error';
	return ownFailure('refused', {
		message: `n8n could not store ${fileName}: ${known ? `${known} (${String(code)})` : said}`,
		advice: adviceFor(code),
	});
}

/** A store that takes nothing more, e.g. on a network drive that hangs. */
export function storeStalled(fileName: string): IdentifyFailure {
	return ownFailure('refused', {
		message: `n8n's store took nothing more of ${fileName} within Timeout`,
		advice:
			'Nothing is wrong with the download. Check the place where n8n keeps binary data, or ask who runs this n8n; Timeout in the options says how long the node waits.',
	});
}
