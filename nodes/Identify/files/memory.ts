import type { IExecuteFunctions } from 'n8n-workflow';
import { ownFailure } from '../client/failure';

/**
 * The largest file for an n8n that keeps files in memory, in bytes. There a recording of 200 MB made
 * n8n 1.123 take 2.6 GB: a large one ends n8n itself, with all that runs in it.
 */
const IN_MEMORY_MAX = 64_000_000;

/** Nothing tells where n8n keeps files but what it says of one that it has just kept. */
async function keepsInMemory({ helpers }: IExecuteFunctions): Promise<boolean> {
	const kept = await helpers.prepareBinaryData(Buffer.from('?'), 'where-n8n-keeps-files.txt');
	return kept.id === undefined;
}

/**
 * Refuses a large file where n8n keeps files in memory, as 1.x does by default.
 *
 * @returns what to call with a size in bytes, as announced or as received so far; throws an
 * IdentifyFailure when it is too much
 */
export function memoryGuard(
	context: IExecuteFunctions,
	fileName: string,
): (bytes: number) => Promise<void> {
	let isKnown = false;
	return async (bytes) => {
		if (isKnown || !(bytes > IN_MEMORY_MAX)) return;
		isKnown = true;
		if (!(await keepsInMemory(context))) return;
		const size = Math.floor(bytes / 1_000_000);
		throw ownFailure('refused', {
			message: `${fileName} has at least ${size} MB. This n8n keeps files in memory, where it would take more than ten times as much; it was not downloaded`,
			advice:
				'Ask who runs this n8n to let it keep files on disk (N8N_DEFAULT_BINARY_DATA_MODE=filesystem), then run the item again.',
		});
	};
}
