import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { IdentifyFailure } from '../client/failure';
import { isLoopback } from '../client/gateway';
import { Session } from '../client/session';
import { entriesOf } from '../contract/list';
import { webhookGetAll } from '../contract/webhook';
import { isSecret, SECRET_IN_URL } from './authorise';
import { readSettings, type TriggerSettings } from './settings';

const SETTINGS = { timeout: 10_000, maxTries: 2 };
const SECRET_PLACEHOLDER = 'YOUR_CALLBACK_SECRET';

/** How the production URL stands in the partner portal. */
export type Verdict =
	| 'registered'
	| 'missing'
	| 'otherHost'
	| 'testUrl'
	| 'wrongSecret'
	| 'http'
	| 'unclear';

function segmentsIn(path: string): string[] {
	return path.split('/').filter((segment) => segment !== '');
}

/** Whether a URL is one that Identify can call. */
function isPublic({ protocol, hostname }: URL): boolean {
	return protocol === 'https:' && !isLoopback(hostname);
}

/** The trigger's own production URL. */
export interface OwnUrl {
	url: string;
	/** The chosen path with which it ends; empty when it ends with the webhook ID and `callback`. */
	path: string;
}

/**
 * Judges one registered URL against the trigger's own. A webhook ID is nowhere else, so neither the
 * host is compared, as a reverse proxy may stand in between, nor what it may put before the path. A chosen
 * path may be that of another system, or of another n8n that has the same workflow.
 */
function judgeUrl(registered: string, { url: own, path }: OwnUrl, secret: string): Verdict {
	if (!URL.canParse(registered)) return 'unclear';
	const [url, ownUrl] = [new URL(registered), new URL(own)];
	const depth = path === '' ? 2 : segmentsIn(path).length;
	// Before the ending stands n8n's endpoint.
	const [endpoint, ...ending] = segmentsIn(ownUrl.pathname).slice(-depth - 1);
	const found = segmentsIn(url.pathname);
	if (found.slice(-depth).join('/') !== ending.join('/')) return 'missing';
	const before = found.at(-depth - 1);
	if (path !== '' && before !== endpoint && before !== `${endpoint}-test`) return 'missing';
	if (path !== '' && isPublic(ownUrl) && url.hostname !== ownUrl.hostname) return 'otherHost';
	if (before === `${endpoint}-test`) return 'testUrl';
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) return 'http';
	const [given = '', ...more] = url.searchParams.getAll('secret');
	const fits = secret === '' || (more.length === 0 && isSecret(given, secret));
	return fits ? 'registered' : 'wrongSecret';
}

/**
 * Judges the whole list of the partner portal (documentation: "webhook/getAll").
 *
 * @param registered - the `url` of each entry
 * @param secret - the credential's Callback Secret, or empty
 */
export function judgeRegistration(
	registered: readonly unknown[],
	own: OwnUrl,
	secret: string,
): Verdict {
	const verdicts = registered.map((url) =>
		typeof url === 'string' ? judgeUrl(url, own, secret) : 'unclear',
	);
	const order: Verdict[] = ['registered', 'wrongSecret', 'http', 'testUrl', 'otherHost', 'unclear'];
	return order.find((verdict) => verdicts.includes(verdict)) ?? 'missing';
}

/** The URL to enter in the portal; the secret is left out, because n8n stores messages. */
function urlToEnter(own: string, secret: string): string {
	return secret === '' ? own : `${own}?secret=${SECRET_PLACEHOLDER}`;
}

const WHAT: Record<Exclude<Verdict, 'registered' | 'unclear'>, string> = {
	missing: 'This workflow would never start: its callback URL is not registered with Identify.',
	testUrl:
		'This workflow would never start: its test URL is registered with Identify, which only works while testing, instead of its production URL.',
	otherHost:
		'This workflow may never start: the URL that is registered with Identify has its path, but on another host. If that is another n8n, the callbacks go there; if it leads to this one, set the environment variable WEBHOOK_URL of n8n to it.',
	wrongSecret:
		'This workflow would refuse every callback: its URL is registered with Identify, but without the right ?secret=….',
	http: 'Callbacks carry personal data, but the URL of this workflow is registered with Identify as http:// instead of https://.',
};

/**
 * The whole message of a failed activation: what is wrong, the URL to copy, where to paste it and
 * how to do without. n8n shows nothing but this.
 */
export function registrationMessage(
	verdict: Exclude<Verdict, 'registered' | 'unclear'>,
	own: string,
	secret: string,
): string {
	const address = isPublic(new URL(own))
		? ''
		: 'n8n takes this for its address, but Identify can only call a public https address: set the environment variable WEBHOOK_URL of n8n to it first.';
	const placeholder =
		secret === ''
			? ''
			: `(replace ${SECRET_PLACEHOLDER} by the Callback Secret of the Identify API credential). ${SECRET_IN_URL}.`;
	return [
		WHAT[verdict],
		`Enter this URL in Identify's partner portal > merchant details: ${urlToEnter(own, secret)}`,
		placeholder,
		address,
		'To publish without this check, switch off Settings > Check Registration.',
		'Correct it, then publish again.',
	]
		.filter((sentence) => sentence !== '')
		.join(' ');
}

/** Only a person's own activation is checked; a start of n8n must never keep callbacks out. */
function isActivatedByPerson(context: IHookFunctions): boolean {
	return ['activate', 'create', 'update'].includes(context.getActivationMode());
}

/**
 * Refuses what cannot work whatever Identify says.
 *
 * @throws NodeOperationError
 */
function requireReadableSettings(
	context: IHookFunctions,
	{ problems }: Pick<TriggerSettings, 'problems'>,
): void {
	if (problems.length === 0) return;
	throw new NodeOperationError(context.getNode(), `${problems.join('. ')}, then publish again.`);
}

/** Asks Identify; when it cannot be asked, the answer is not clear. */
async function ask(context: IHookFunctions, session: Session, own: OwnUrl): Promise<Verdict> {
	const request = { endpoint: webhookGetAll, fields: {} };
	const answer = await session.call(request, SETTINGS).catch((error: unknown) => {
		const reason = error instanceof IdentifyFailure ? error.details.message : String(error);
		context.logger.warn(
			`Identify Trigger could not check whether its URL is registered, and is activated all the same: ${reason}`,
		);
		return undefined;
	});
	return answer
		? judgeRegistration(
				entriesOf(answer.data).map(({ url }) => url),
				own,
				session.callbackSecret,
			)
		: 'unclear';
}

/** What is known about the registration of a trigger that is being activated. */
export interface Registration {
	verdict: Verdict;
	/** What to tell the person when it is not registered. */
	message: string;
}

/**
 * Checks on activation by a person whether the production URL is registered with Identify.
 *
 * @throws NodeOperationError when a setting cannot work; IdentifyFailure when the credential cannot
 */
export async function checkRegistration(context: IHookFunctions): Promise<Registration> {
	const nothing: Registration = { verdict: 'unclear', message: '' };
	if (!isActivatedByPerson(context)) return nothing;
	const settings = readSettings(context);
	requireReadableSettings(context, settings);
	const own = context.getNodeWebhookUrl('default');
	if (!settings.checkRegistration || own === undefined) return nothing;
	const session = await Session.open(context);
	const verdict = await ask(context, session, { url: own, path: settings.path });
	const message =
		verdict === 'registered' || verdict === 'unclear'
			? ''
			: registrationMessage(verdict, own, session.callbackSecret);
	return { verdict, message };
}
