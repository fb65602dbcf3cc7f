import type { Answer } from '../../client/answer';
import { property } from '../../client/failure';
import { excerptOf, redact } from '../../client/redact';
import type { SecretUse } from './callbackUrl';

const SAID_LENGTH = 500;

const CONFIRM =
	'Give an ident that exists, with the status that it really has, or switch off Confirm With Identify for the test.';

const STARTED_NOTHING: Record<string, string> = {
	filtered:
		'it wants other callbacks (Statuses, and Other Statuses or Project IDs in its settings).',
	repeated:
		'it had the same callback a moment ago (Ignore Repeats For in its settings). Wait, or send another status.',
};

/** What a 401 may come from, by what became of the secret. */
const WRONG_SECRET: Record<SecretUse, string> = {
	added:
		"The Callback Secret of this node's credential was added: the trigger seems to have another credential.",
	none: "This node's credential has no Callback Secret: choose the credential of the trigger.",
	given:
		'The secret in Callback URL was sent as it is; leave it out, and this node adds the right one.',
	foreign:
		'The Callback Secret was not added, since this n8n does not know the URL as its own: copy it from the trigger.',
};

const NOT_LISTENING =
	'n8n does not listen at this URL. For the test URL, click Execute step in the trigger first: it then waits for one callback. For the production URL, publish the workflow.';

/** Whether an Identify Trigger answers that it demands a Callback Secret. */
export function asksForSecret({ status, body }: Answer): boolean {
	return status === 401 && property(body, 'status') === 'refused';
}

/** What the other side says, in one line, with no secret. */
function saidIn({ body, text }: Answer, secrets: Iterable<string>): string {
	const message = property(body, 'message');
	return typeof message === 'string'
		? redact(message, secrets).replace(/\s+/g, ' ').trim().slice(0, SAID_LENGTH)
		: excerptOf(text, secrets);
}

function withSaid(sentence: string, said: string): string {
	return said === '' ? `${sentence}.` : `${sentence}: ${said}`;
}

function accepted({ body }: Answer, said: string): string {
	const reason = property(body, 'reason');
	if (property(body, 'status') === 'accepted') {
		return 'The trigger accepted it and started the workflow.';
	}
	if (property(body, 'status') === 'ignored') {
		const why = STARTED_NOTHING[String(reason)] ?? `it says "${String(reason)}".`;
		return `The trigger took it, but started nothing: ${why}`;
	}
	return withSaid(
		'The URL took it, but does not answer as an Identify Trigger does: another node or service listens there',
		said,
	);
}

/** What to do about a refusal of the trigger's, beside what it says itself. */
function remedy(status: number, said: string, use: SecretUse): string {
	if (status === 401) return WRONG_SECRET[use];
	const isAboutIdent = (status === 403 && /\bident\b/i.test(said)) || status === 503;
	return isAboutIdent && !said.includes('Confirm With Identify') ? CONFIRM : '';
}

/** Where a redirect leads, without what its query may hold. */
function leadsTo({ headers: { location } }: Answer, secrets: Iterable<string>): string {
	if (typeof location !== 'string') return 'elsewhere';
	return redact(location.replace(/[?#].*$/s, ''), secrets).slice(0, 200);
}

/**
 * What the answer to a test callback means, for a person who builds a workflow.
 *
 * @param use - what became of the Callback Secret
 * @param secrets - texts that may not appear
 */
export function answerInWords(answer: Answer, use: SecretUse, secrets: Iterable<string>): string {
	const { status, body } = answer;
	const said = saidIn(answer, secrets);
	if (status >= 200 && status < 300) return accepted(answer, said);
	if (status >= 300 && status < 400) {
		return `The URL redirects to ${leadsTo(answer, secrets)}, which was not followed. Enter the URL that the trigger shows.`;
	}
	if (property(body, 'status') === 'refused') {
		const told = `The trigger refused it (HTTP ${status}): ${said}`;
		return [told, remedy(status, said, use)].filter(Boolean).join(' ');
	}
	if (status === 404 && /is not registered for POST/.test(said)) {
		return `A webhook listens at this URL, but not to POST requests, so it is no Identify Trigger. n8n says: ${said}`;
	}
	if (status === 404 && /^The requested webhook .* is not registered/.test(said)) {
		return NOT_LISTENING;
	}
	return status >= 500
		? withSaid(`The server at this URL has a problem of its own (HTTP ${status})`, said)
		: withSaid(`The URL refused it (HTTP ${status})`, said);
}
