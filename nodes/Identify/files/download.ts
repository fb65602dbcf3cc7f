import { createHash } from 'node:crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { describeTransport } from '../client/describeTransport';
import { causes, findFailure, IdentifyFailure, ownFailure, property } from '../client/failure';
import type { CallSettings, Session } from '../client/session';
import { AddressRefused, describeNoFile } from './addressRefused';
import { memoryGuard } from './memory';
import { DOWNLOAD, openFile } from './open';
import { storeFault, storeStalled } from './storeFault';
import { requireDecoded, withoutSilence } from './stream';

/** A file to fetch, as getIdentData lists it. */
export interface Download {
	/** Where it is now: addresses expire, and others may have asked for fresh ones meanwhile. */
	address: () => string;
	/** Asks for a fresh address in place of one that was refused. */
	renew: (refused: string) => Promise<void>;
	/** A safe name, for n8n's binary store. */
	fileName: string;
	mediaType: string;
	/** The SHA-256 that Identify gives, in hexadecimal digits; null when it is not to be checked. */
	expectedHash: string | null;
	/** Fires when the file is no longer wanted; one that is under way is still completed. */
	unwanted: AbortSignal;
}

/** A file in n8n's binary store. */
export interface Downloaded {
	binary: IBinaryData;
	/** SHA-256 in hexadecimal digits. */
	hash: string;
	/** Bytes, as they were hashed and stored. */
	size: number;
	/** When the last of it was stored: ISO 8601, UTC. */
	fetchedAt: string;
}

function lost(message: string): IdentifyFailure {
	return ownFailure('unknown', { message, advice: 'Run the item again.' }, true);
}

/** Errors of Node.js about compressed data that cannot be undone. */
const DAMAGED = /^(?:Z_|ERR_(?:_ERROR_FORMAT_|BROTLI|ZSTD|ZLIB))/;

/** Describes why a file stopped coming in. */
function describeBreak(error: unknown, session: Session, fileName: string, address: string) {
	if (DAMAGED.test(String(property(error, 'code')))) {
		return lost(`The download of ${fileName} is damaged: it cannot be decompressed`);
	}
	return describeTransport(error, session.subject(DOWNLOAD), new URL(address).origin);
}

/**
 * Lets V8 free the pieces of a file soon. Their bytes lie outside its heap, where they do not count
 * for a collection of young objects; left alone, V8 collects all of n8n's heap for every 40 MB or so
 * of them, which took two thirds of a download's processor time (Node.js 24; `npm run bench`,
 * download). Short-lived strings of twice a piece's size make young collections come often enough
 * that the pieces go with them; of the same size, they did not.
 */
function hastenCollection(piece: Buffer): void {
	piece.toString('latin1');
	piece.toString('latin1');
}

/** Fetches a file from the socket straight into n8n's binary store, hashing it on the way. */
async function fetchOnce(
	context: IExecuteFunctions,
	session: Session,
	download: Download,
	address: string,
	settings: CallSettings,
): Promise<Downloaded> {
	const { fileName, mediaType } = download;
	const subject = session.subject(DOWNLOAD);
	const silence = new AbortController();
	const signal = AbortSignal.any([silence.signal, session.cancelSignal ?? []].flat());
	// Whatever fails, the connection must not be kept: to destroy a stream would leave it open, as
	// axios waits for the next chunk.
	const closing = async (error: unknown) => {
		silence.abort();
		return await Promise.reject(error);
	};
	const opened = openFile(context, session, { address, fileName }, settings, signal);
	const { answer, file } = await opened.catch(closing);
	if (!file) throw describeNoFile(answer, subject, fileName);
	const breaks: unknown[] = [];
	file.on('error', (error: unknown) => breaks.push(error));
	const sha256 = createHash('sha256');
	const guard = memoryGuard(context, fileName);
	let received = 0;
	const hashed = file.map(async (chunk: Buffer) => {
		sha256.update(chunk);
		received += chunk.length;
		await guard(received);
		hastenCollection(chunk);
		return chunk;
	});
	const store = async () => {
		requireDecoded(answer, fileName);
		try {
			await guard(Number(answer.headers['content-length']));
			return await context.helpers.prepareBinaryData(hashed, fileName, mediaType);
		} catch (error) {
			const own = findFailure(error);
			if (own) throw own;
			// n8n reports both alike: that the file broke off, and that it cannot keep it. In the latter
			// case the file breaks off as well, but by another error.
			throw causes(error).some((cause) => breaks.includes(cause))
				? describeBreak(error, session, fileName, address)
				: storeFault(error, fileName, subject.secrets);
		}
	};
	const onSilence = () => {
		const isUntaken = !hashed.readableDidRead || hashed.readableLength > 0 || file.readableEnded;
		throw isUntaken ? storeStalled(fileName) : lost(`The download of ${fileName} fell silent`);
	};
	const stored = withoutSilence(store(), () => received, settings.timeout, onSilence);
	// That the file has its announced length is Node.js's own check; a compressed file has another.
	const binary = await stored.catch(closing);
	return {
		binary,
		hash: sha256.digest('hex'),
		size: received,
		fetchedAt: new Date().toISOString(),
	};
}

/**
 * Downloads one file (documentation: "ident/getIdentData", `download_url` and `download_link`).
 * A broken download is fetched again from the start; where the address is refused, a fresh one is
 * asked for once.
 *
 * @throws IdentifyFailure when it cannot be fetched whole, or is not the file that Identify hashed
 */
export async function downloadFile(
	context: IExecuteFunctions,
	session: Session,
	download: Download,
	settings: CallSettings,
): Promise<Downloaded> {
	let tried = '';
	const attempt = async () => {
		download.unwanted.throwIfAborted();
		tried = download.address();
		return await fetchOnce(context, session, download, tried, settings);
	};
	const fetchFile = async () => await session.paced(attempt, DOWNLOAD.changes, settings.maxTries);
	const downloaded = await fetchFile().catch(async (error: unknown) => {
		if (!(error instanceof AddressRefused)) throw error;
		download.unwanted.throwIfAborted();
		await download.renew(tried);
		return await fetchFile();
	});
	const { expectedHash, fileName } = download;
	if (expectedHash !== null && downloaded.hash !== expectedHash.trim().toLowerCase()) {
		throw ownFailure('refused', {
			message: `${fileName} is not the file that Identify signed for: its SHA-256 is ${downloaded.hash}, Identify's file_hash is ${expectedHash}`,
			advice:
				'Run the item again. If the two still differ, do not rely on the file and ask Identify; Verify Hash in the options lets it through.',
		});
	}
	return downloaded;
}
