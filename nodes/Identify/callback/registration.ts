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
export type Verdict = 'registered' | 'missing' | 'testUrl' | 'wrongSecret' | 'http' | 'unclear';

function segmentsOf(url: string): string[] {
	return new URL(url).pathname.split('/').filter((segment) => segment !== '');
}

/**
 * Judges one registered URL against the trigger's own. The host is not compared, because a reverse
 * proxy may stand in between; neither is what it may put before the path.
 */
function judgeUrl(registered: string, own: string, secret: string): Verdict {
	if (!URL.canParse(registered)) return 'unclear';
	const url = new URL(registered);
	// The path ends with n8n's endpoint, the trigger's webhook ID and `callback`.
	const [endpoint, ...ending] = segmentsOf(own).slice(-3);
	const found = segmentsOf(registered);
	if (found.slice(-2).join('/') !== ending.join('/')) return 'missing';
	if (found.at(-3) === `${endpoint}-test`) return 'testUrl';
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) return 'http';
	const [given = '', ...more] = url.searchParams.getAll('secret');
	const fits = secret === '' || (more.length === 0 && isSecret(given, secret));
	return fits ? 'registered' : 'wrongSecret';
}

/**
 * Judges the whole list of the partner portal (documentation: "webhook/getAll").
 *
 * @param registered - the `url` of each entry
 * @param own - the trigger's production URL
 * @param secret - the credential's Callback Secret, or empty
 */
export function judgeRegistration(
	registered: readonly unknown[],
	own: string,
	secret: string,
): Verdict {
	const verdicts = registered.map((url) =>
		typeof url === 'string' ? judgeUrl(url, own, secret) : 'unclear',
	);
	const order: Verdict[] = ['registered', 'wrongSecret', 'http', 'testUrl', 'unclear'];
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
	const { hostname, protocol } = new URL(own);
	const isPublic = protocol === 'https:' && !isLoopback(hostname);
	const address = isPublic
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
async function ask(context: IHookFunctions, session: Session, own: string): Promise<Verdict> {
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
	const verdict = await ask(context, session, own);
	const message =
		verdict === 'registered' || verdict === 'unclear'
			? ''
			: registrationMessage(verdict, own, session.callbackSecret);
	return { verdict, message };
}
