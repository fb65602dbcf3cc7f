import type { IExecuteFunctions } from 'n8n-workflow';
import type { Answer } from '../client/answer';
import { describeTransport } from '../client/describeTransport';
import { IdentifyFailure, ownFailure } from '../client/failure';
import { isGatewayOrigin } from '../client/gateway';
import { sendUnsigned, type TimedRequest } from '../client/n8nRequest';
import type { CallSettings, Session } from '../client/session';
import { requireSafeAddress } from './address';
import { unlessAddressRefused } from './addressRefused';
import { receive, type Received } from './stream';

/** How the documentation names what is asked here, in messages. */
export const DOWNLOAD = { section: 'download', changes: false };

const REDIRECTS = [301, 302, 303, 307, 308];
const HOPS_MAX = 5;

/** Where an answer redirects to; undefined when it does not. */
function locationOf({ status, headers }: Answer, from: string): string | undefined {
	const { location } = headers;
	if (!REDIRECTS.includes(status) || typeof location !== 'string') return undefined;
	return URL.canParse(location, from) ? new URL(location, from).href : location;
}

/**
 * Asks for a file: with the credentials at the gateway's own origin, without them elsewhere. Is
 * redirected to the gateway's storage a few times, without credentials and to safe addresses only,
 * where n8n's own following would take the credentials along.
 *
 * @param address - where the file is, checked or not
 * @throws IdentifyFailure when no answer came, or none may be asked for
 */
export async function openFile(
	context: IExecuteFunctions,
	session: Session,
	{ address, fileName }: { address: string; fileName: string },
	settings: CallSettings,
	abortSignal: AbortSignal,
): Promise<Received> {
	const requestFor = (url: string): TimedRequest => ({
		url,
		// Nothing is gained by compressing PDFs and videos; a server may do it all the same.
		headers: { 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		timeout: settings.timeout,
		abortSignal,
	});
	const read = async (response: unknown) => await receive(response, settings.timeout);
	const ask = async (url: string, isSigned: boolean) =>
		isSigned
			? await session.authorised(requestFor(url), session.subject(DOWNLOAD), settings, read)
			: await read(await sendUnsigned(context, requestFor(url)));
	const askAt = async (url: string, isSigned: boolean) =>
		await ask(url, isSigned).catch((error: unknown) => {
			if (error instanceof IdentifyFailure) throw unlessAddressRefused(error, fileName);
			throw describeTransport(error, session.subject(DOWNLOAD), new URL(url).origin);
		});
	let url = address;
	for (let hops = 0; hops <= HOPS_MAX; hops++) {
		requireSafeAddress(url, session.gateway);
		const isSigned = hops === 0 && isGatewayOrigin(url, session.gateway);
		const received = await askAt(url, isSigned);
		const next = locationOf(received.answer, url);
		if (next === undefined) return received;
		url = next;
	}
	throw ownFailure('refused', {
		message: `The download address of ${fileName} redirects again and again`,
		advice: 'Run the item again later; if it stays so, ask Identify.',
	});
}
