import { createHash } from 'node:crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { describeAnswer } from '../client/describeAnswer';
import { describeTransport } from '../client/describeTransport';
import { IdentifyFailure } from '../client/failure';
import { isGatewayOrigin, isLoopback } from '../client/gateway';
import { sendUnsigned, type TimedRequest } from '../client/n8nRequest';
import type { CallSettings, Session } from '../client/session';
import { receive, withoutSilence, type Received } from './stream';

/** A file to fetch, as getIdentData lists it. */
export interface Download {
	url: string;
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
}

const SUBJECT = { section: 'download', changes: false };

function failure(kind: 'refused' | 'lost', message: string, advice: string): IdentifyFailure {
	return new IdentifyFailure({
		fate: kind === 'lost' ? 'unknown' : 'refused',
		passing: kind === 'lost',
		answered: false,
		message,
		advice,
		httpCode: null,
		messages: [],
	});
}

/**
 * Plain http would show the file to everyone on the way.
 *
 * @throws IdentifyFailure when the file must not be fetched from `url`
 */
function requireHttps(url: string): void {
	if (!URL.canParse(url)) {
		throw failure(
			'refused',
			`The download address "${url}" is no web address`,
			'Run the item again; if it stays so, ask Identify.',
		);
	}
	const { protocol, hostname } = new URL(url);
	if (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) return;
	throw failure(
		'refused',
		`The download address at ${hostname} is not https, so the file was not fetched`,
		'Ask Identify for an address that starts with https://.',
	);
}

/** Sends the request: with the credentials to the gateway's own origin, without them elsewhere. */
async function open(
	context: IExecuteFunctions,
	session: Session,
	url: string,
	settings: CallSettings,
	abortSignal: AbortSignal,
): Promise<Received> {
	const request: TimedRequest = {
		url,
		// A compressed body would not have the announced length.
		headers: { 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		timeout: settings.timeout,
		abortSignal,
	};
	if (isGatewayOrigin(url, session.gateway)) {
		const read = async (response: unknown) => await receive(response, settings.timeout);
		return await session.authorised(request, session.subject(SUBJECT), settings, read);
	}
	return await receive(await sendUnsigned(context, request), settings.timeout);
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
	settings: CallSettings,
): Promise<Downloaded> {
	const { url, fileName, mediaType } = download;
	const subject = session.subject(SUBJECT);
	const silence = new AbortController();
	const signals = [silence.signal, session.cancelSignal ?? []].flat();
	const opened = open(context, session, url, settings, AbortSignal.any(signals));
	const { answer, file } = await opened.catch(async (error: unknown) => {
		// An answer that stalls would keep its connection.
		silence.abort();
		return await Promise.reject(error);
	});
	if (!file) throw describeAnswer(answer, subject);
	const sha256 = createHash('sha256');
	let received = 0;
	const hashed = file.map((chunk: Buffer) => {
		sha256.update(chunk);
		received += chunk.length;
		hastenCollection(chunk);
		return chunk;
	});
	const stored = context.helpers.prepareBinaryData(hashed, fileName, mediaType);
	const binary = await withoutSilence(
		stored,
		() => received,
		settings.timeout,
		() => {
			// To destroy the stream would leave its connection open: axios waits for the next chunk.
			silence.abort();
			throw failure('lost', `The download of ${fileName} fell silent`, 'Run the item again.');
		},
	);
	const announced = answer.headers['content-length'];
	if (typeof announced === 'string' && Number(announced) !== received) {
		throw failure(
			'lost',
			`The download of ${fileName} broke off after ${received} of ${announced} bytes`,
			'Run the item again.',
		);
	}
	return { binary, hash: sha256.digest('hex') };
}

/**
 * Downloads one file (documentation: "ident/getIdentData", `download_url` and `download_link`).
 * A broken download is fetched again from the start.
 *
 * @throws IdentifyFailure when it cannot be fetched whole, or is not the file that Identify hashed
 */
export async function downloadFile(
	context: IExecuteFunctions,
	session: Session,
	download: Download,
	settings: CallSettings,
): Promise<Downloaded> {
	requireHttps(download.url);
	const { origin } = new URL(download.url);
	const asFailure = (error: unknown) =>
		error instanceof IdentifyFailure
			? error
			: describeTransport(error, session.subject(SUBJECT), origin);
	const attempt = async () => {
		download.unwanted.throwIfAborted();
		try {
			return await fetchOnce(context, session, download, settings);
		} catch (error) {
			throw asFailure(error);
		}
	};
	const downloaded = await session.paced(attempt, SUBJECT.changes, settings.maxTries);
	const { expectedHash, fileName } = download;
	if (expectedHash !== null && downloaded.hash !== expectedHash.trim().toLowerCase()) {
		throw failure(
			'refused',
			`${fileName} is not the file that Identify signed for: its SHA-256 is ${downloaded.hash}, Identify's file_hash is ${expectedHash}`,
			'Run the item again. If the two still differ, do not rely on the file and ask Identify; Verify Hash in the options lets it through.',
		);
	}
	return downloaded;
}
