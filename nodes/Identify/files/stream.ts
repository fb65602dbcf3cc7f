import type { IExecuteFunctions } from 'n8n-workflow';
import { readAnswer, type Answer } from '../client/answer';
import { ownFailure, property } from '../client/failure';
import { pause } from '../client/waiting';

type BinaryInput = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** A Node.js stream; the class itself may not be imported in a node. */
export type ReadableStream = Exclude<BinaryInput, Buffer>;

/** An answer, and the file when it is one. */
export interface Received {
	answer: Answer;
	file: ReadableStream | undefined;
}

/** An error page needs no more. */
const ERROR_BODY_MAX = 100_000;

function isStream(body: unknown): body is ReadableStream {
	return (
		typeof property(body, 'pipe') === 'function' && typeof property(body, 'map') === 'function'
	);
}

async function readText(body: ReadableStream): Promise<string> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of body) {
		const bytes = Buffer.from(chunk);
		chunks.push(bytes);
		length += bytes.length;
		if (length > ERROR_BODY_MAX) break;
	}
	return Buffer.concat(chunks).toString('utf8');
}

function isFile(response: unknown): boolean {
	const type = property(property(response, 'headers'), 'content-type');
	const isText =
		typeof type === 'string' && /\bjson\b|^text\/|^application\/(?:\w+\+)?xml\b/i.test(type);
	// An error that Identify reports in a 200 comes as JSON, one of a proxy as a web page; the files
	// of an ident are PDFs, videos and pictures.
	return Number(property(response, 'statusCode')) === 200 && !isText;
}

/** Compressions that n8n's helper undoes where its Node.js can; then it removes the header. */
const COMPRESSED = /\b(?:gzip|compress|deflate|br|zstd)\b/i;

/**
 * Refuses a file that is still compressed. What else storages put into the header, e.g.
 * `aws-chunked`, says nothing of the bytes.
 *
 * @throws IdentifyFailure
 */
export function requireDecoded({ headers }: Answer, fileName: string): void {
	const encoding = headers['content-encoding'];
	if (typeof encoding !== 'string' || !COMPRESSED.test(encoding)) return;
	throw ownFailure('refused', {
		message: `${fileName} arrived compressed (Content-Encoding: ${encoding.slice(0, 50)}) although it was asked for as it is`,
		advice:
			'This n8n cannot decompress it. Ask who runs the proxy or the storage in between to leave files as they are.',
	});
}

/**
 * Waits for `work` as long as there is progress: n8n's own timeout ends when the answer begins.
 * Whoever asked closes the connection.
 *
 * @param progress - a number that grows
 * @param timeout - how long it may stay the same, in ms
 * @param onSilence - throws
 */
export async function withoutSilence<Result>(
	work: Promise<Result>,
	progress: () => number,
	timeout: number,
	onSilence: () => never,
): Promise<Result> {
	const done = new AbortController();
	const watch = async (): Promise<never> => {
		for (;;) {
			const before = progress();
			await pause(timeout, done.signal);
			if (progress() === before) onSilence();
		}
	};
	try {
		return await Promise.race([work, watch()]);
	} finally {
		done.abort();
		work.catch(() => undefined);
	}
}

/** An error page is short: it has `timeout` to arrive whole, however it trickles. */
async function readTextWithin(body: ReadableStream, timeout: number): Promise<string> {
	const late = () => {
		throw Object.assign(new Error('The answer stalled'), { code: 'ETIMEDOUT' });
	};
	return await withoutSilence(readText(body), () => 0, timeout, late);
}

/** Tells a file that streams in from an answer in JSON or HTML, which is read whole. */
export async function receive(response: unknown, timeout: number): Promise<Received> {
	const body = property(response, 'body');
	if (!isStream(body)) return { answer: readAnswer(response), file: undefined };
	const head = {
		statusCode: property(response, 'statusCode'),
		headers: property(response, 'headers'),
	};
	if (isFile(response)) return { answer: readAnswer({ ...head, body: '' }), file: body };
	return {
		answer: readAnswer({ ...head, body: await readTextWithin(body, timeout) }),
		file: undefined,
	};
}
