import { createHash } from 'node:crypto';
import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { uniqueName } from './fileName';
import { storeFault } from './storeFault';

/** What a manifest says of a file: enough to check the archived file without n8n. */
export interface ManifestEntry {
	/** The name under which the file is handed on, and hence archived. */
	file_name: string;
	/** Identify's own name; null when it gave none. */
	original_file_name: string | null;
	file_type: string;
	media_type: string;
	/** As Identify gives it. */
	file_date: string | null;
	/** Bytes, as they were hashed and stored. */
	size: number;
	/** What was computed, in hexadecimal digits as `sha256sum` writes them. */
	sha256: string;
	/** What Identify gives; null when it gives none. */
	file_hash: string | null;
	/** Whether both are the same; null when Identify gives none. */
	hash_verified: boolean | null;
	/** ISO 8601, UTC. */
	fetched_at: string;
}

/** What was fetched of one ident. */
export interface Manifest {
	identId: string;
	/** IDs and status. */
	ident: IDataObject;
	/** What was asked for: what is missing below does not exist, or was not wanted. */
	fileTypes: readonly string[];
	files: readonly ManifestEntry[];
}

/** A manifest as it leaves the node. */
export interface WrittenManifest {
	/** With the SHA-256 of the file itself, to be kept where nobody can change the archive. */
	json: IDataObject;
	binary: IBinaryData;
}

/**
 * Writes the manifest of one ident into n8n's binary store: JSON, UTF-8, always in the same order.
 *
 * @param secrets - texts that may not appear in a message
 * @throws IdentifyFailure when n8n cannot store it
 */
export async function writeManifest(
	context: IExecuteFunctions,
	{ identId, ident, fileTypes, files }: Manifest,
	secrets: Iterable<string>,
): Promise<WrittenManifest> {
	const fileName = uniqueName(identId, 'manifest', 'json');
	const json: IDataObject = {
		ident_id: identId,
		file_type: 'manifest',
		file_name: fileName,
		ident,
		file_types: [...fileTypes],
		files: files.map((file) => ({ ...file })),
	};
	const bytes = Buffer.from(`${JSON.stringify(json, null, 2)}\n`, 'utf8');
	try {
		const binary = await context.helpers.prepareBinaryData(bytes, fileName, 'application/json');
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		return { json: { ...json, sha256 }, binary };
	} catch (error) {
		throw storeFault(error, fileName, secrets);
	}
}
