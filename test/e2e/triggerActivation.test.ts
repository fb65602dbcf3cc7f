import { startSandbox, type Sandbox } from '../sandbox';
import { sharedN8n } from '../support/harness';
import {
	beginPublishing,
	credentialFor,
	payloadOf,
	type PublishedTrigger,
	type TriggerOptions,
} from './triggerSupport';

const n8n = sharedN8n();
/** No other run can have left it anywhere. */
const SECRET = `kä+se & ${Math.random().toString(36).slice(2)}/?`;
const withSecret = (url: string) => `${url}?secret=${encodeURIComponent(SECRET)}`;
const asPublic = (url: string, scheme = 'https') =>
	`${scheme}://n8n.example.com${new URL(url).pathname}`;

let sandbox: Sandbox;
let plain: string;
let secret: string;

/** A trigger that checks, and what n8n says about its publication. */
interface Case {
	credential: () => string;
	/** The URL that is in the portal, if any, made of the trigger's own. */
	registers?: (url: string) => string;
	options?: TriggerOptions;
}

const checked: TriggerOptions = { settings: { checkRegistration: true } };
/** An n8n that refuses a trigger tries five times over 20 s: all cases at once. */
const cases = {
	registered: { credential: () => plain, registers: (url) => url },
	behindProxy: { credential: () => plain, registers: (url) => `${asPublic(url)}/` },
	withSecret: { credential: () => secret, registers: withSecret },
	missing: { credential: () => plain },
	missingSecret: { credential: () => secret, registers: (url) => asPublic(url) },
	http: { credential: () => plain, registers: (url) => asPublic(url, 'http') },
	testUrl: {
		credential: () => plain,
		registers: (url) => asPublic(url).replace('/webhook/', '/webhook-test/'),
	},
	unchecked: { credential: () => plain, options: { settings: { checkRegistration: false } } },
	identifyDown: { credential: () => down },
	forbidden: { credential: () => restricted },
	badAllowlist: {
		credential: () => plain,
		registers: (url) => url,
		options: { settings: { checkRegistration: true, ipAllowlist: '10.0.0.0/8, identify24.de' } },
	},
	badProjects: {
		credential: () => plain,
		registers: (url) => url,
		options: { settings: { checkRegistration: true, projectIds: '6/13', otherStatuses: '6 Off' } },
	},
	badStatuses: {
		credential: () => plain,
		registers: (url) => url,
		options: { parameters: { statuses: '={{ $vars.wanted }}' } },
	},
} satisfies Record<string, Case>;
type Name = keyof typeof cases;

let down: string;
let restricted: string;
const triggers = new Map<string, PublishedTrigger>();
const outcomes = new Map<string, { status: string; message: string }>();
let logFrom = 0;

async function publication({ workflowId }: PublishedTrigger) {
	const { status, triggers: nodes = [] } = await n8n.waitUntilPublished(workflowId);
	return { status, message: nodes[0]?.errorMessage ?? '' };
}

beforeAll(async () => {
	sandbox = await startSandbox();
	plain = await credentialFor(n8n, sandbox);
	secret = await credentialFor(n8n, sandbox, SECRET);
	// Nothing listens there.
	down = await credentialFor(n8n, { ...sandbox, url: 'http://127.0.0.1:9' });
	restricted = await credentialFor(n8n, {
		...sandbox,
		partner: 'sandbox-restricted',
		apiKey: 'sandbox-api-key-restricted',
	});
	logFrom = n8n.log.length;
	await Promise.all(
		Object.entries<Case>(cases).map(
			async ([name, { credential, options = checked, registers }]) => {
				const trigger = await beginPublishing(n8n, credential(), options, (url) => {
					if (registers) sandbox.webhooks.register(registers(url));
				});
				triggers.set(name, trigger);
				outcomes.set(name, await publication(trigger));
			},
		),
	);
});
afterAll(async () => await sandbox.stop());

function of(name: Name) {
	const [trigger, outcome] = [triggers.get(name), outcomes.get(name)];
	if (!trigger || !outcome) throw new Error(`${name} was not published`);
	return { trigger, ...outcome };
}

/** Everything that a person needs, in the one text that n8n shows. */
function complete(url: string, ...what: RegExp[]) {
	const parts = [
		...what.map(({ source }) => source),
		// n8n calls itself localhost here.
		`partner portal > merchant details: http://localhost:\\d+${new URL(url).pathname}\\s`,
		'WEBHOOK_URL',
		'Settings > Check Registration',
		'then publish again\\.$',
	];
	return expect.stringMatching(new RegExp(parts.join('.*')));
}

describe('publishing goes through', () => {
	test.each<Name>([
		'registered',
		'behindProxy',
		'withSecret',
		'unchecked',
		'identifyDown',
		'forbidden',
	])('%s', async (name) => {
		const { trigger, status, message } = of(name);
		expect({ status, message }).toEqual({ status: 'published', message: '' });
		const { status: answer } = await trigger.post('{');
		expect(answer).toBe(name === 'withSecret' ? 401 : 400);
	});

	test('with a warning when Identify cannot be asked', async () => {
		expect(n8n.log.slice(logFrom)).toMatch(
			/could not check whether its URL is registered.*127\.0\.0\.1:9/,
		);
	});

	test('without a question when the check is off', async () => {
		sandbox.requests.clear();
		const trigger = await beginPublishing(n8n, plain);
		expect((await publication(trigger)).status).toBe('published');
		expect(sandbox.requests.count).toBe(0);
	});
});

describe('publishing stops with a message that says everything', () => {
	test.each<[Name, RegExp]>([
		['missing', /^This workflow would never start.*not registered/],
		['http', /http:\/\/ instead of https:\/\//],
		['testUrl', /^This workflow would never start.*test URL/],
	])('%s', (name, what) => {
		const { trigger, status, message } = of(name);
		expect({ status, message }).toEqual({ status: 'failed', message: complete(trigger.url, what) });
	});

	test('missingSecret', () => {
		const { trigger, status, message } = of('missingSecret');
		const url = new RegExp(`${new URL(trigger.url).pathname}\\?secret=\\S+ .*credential`);
		expect(status).toBe('failed');
		expect(message).toMatch(
			/^This workflow would refuse every callback.*without the right \?secret=/,
		);
		expect(message).toMatch(url);
		expect(message).toMatch(/Settings > Check Registration.*then publish again\.$/);
	});

	test('badAllowlist', () => {
		const { status, message } = of('badAllowlist');
		expect(status).toBe('failed');
		expect(message).toMatch(/IP Allowlist.*: identify24\.de\..*then publish again\.$/);
	});

	test('badProjects, naming all that is wrong', () => {
		const { status, message } = of('badProjects');
		expect(status).toBe('failed');
		expect(message).toMatch(
			/Other Statuses .*: 6 Off\..*Project IDs .*: 6\/13\..*then publish again\.$/,
		);
	});

	test('badStatuses, whose expression gives nothing', () => {
		const { status, message } = of('badStatuses');
		expect(status).toBe('failed');
		expect(message).toMatch(
			/^Statuses is an expression that gives nothing\..*then publish again\.$/,
		);
	});

	test('and the URL answers 404 until then', async () => {
		const { trigger } = of('missing');
		expect((await trigger.post('{')).status).toBe(404);
	});

	test('and goes through when one does what it says', async () => {
		const { trigger, message } = of('missing');
		const url = /merchant details: (\S+)/.exec(message)?.[1] ?? '';
		sandbox.webhooks.register(url.replace('localhost', '127.0.0.1'));
		await n8n.activate(trigger.workflowId);
		expect(await publication(trigger)).toEqual({ status: 'published', message: '' });
		const ident = sandbox.seedIdent({ statusCode: '5' });
		expect((await trigger.post(payloadOf(sandbox, ident.id))).status).toBe(200);
	});
});

test('the secret is in no message, log or table', async () => {
	expect(await n8n.searchSecrets([SECRET])).toEqual([]);
});
