import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { EVENT_FIELDS } from '../../nodes/Identify/output/event';
import { SUCCESSFUL_IDENT_ID } from '../sandbox';
import { json, Receiver, text } from '../support/receiver';
import { freePort } from '../support/waiting';
import type { EngineResult } from './engine';
import { expectNoSecrets, findSecrets } from './secrets';
import { asItems, credentialFor, linkedTo, locator, useBench, withoutBackoff } from './support';

const bench = useBench();
withoutBackoff();

/** Letters that mean something in a URL. */
const SECRET = 'call & back+secret 50%';

let receiver: Receiver;
beforeAll(async () => {
	receiver = await Receiver.start();
});
beforeEach(() => receiver.reset());
afterAll(async () => await receiver.stop());

/** Runs it; n8n takes `base` for its own address. */
async function send(
	parameters: INodeParameters,
	{ items = [{}], base = 'https://n8n.example.com' }: { items?: IDataObject[]; base?: string } = {},
): Promise<EngineResult> {
	bench().credential = credentialFor(bench().sandbox, { callbackSecret: SECRET });
	return await bench().run(
		'webhook',
		'sendTest',
		{ callbackUrl: `${receiver.url}/webhook/0b5e/callback`, ...parameters },
		{ items: asItems(items), base },
	);
}

const received = (): unknown => JSON.parse(receiver.request.body);

const DOCUMENTED = [
	'ident_id',
	'status',
	'status_code',
	'project_id',
	'custom_id',
	'company_name',
	'first_name',
	'last_name',
	'custom1',
	'custom2',
	'custom3',
	'custom4',
];

describe('what is sent', () => {
	test('the documented payload about an ident that is clearly made up', async () => {
		const { items, error } = await send({});
		expect(error?.message).toBeUndefined();
		expect(receiver.request).toMatchObject({
			method: 'POST',
			url: '/webhook/0b5e/callback',
			headers: { 'content-type': 'application/json' },
		});
		const payload = {
			ident_id: 'made-up-for-a-test',
			status: 'Successful',
			status_code: '5',
			project_id: '0',
			custom_id: 'test-callback',
			company_name: 'Test Company',
			first_name: 'TEST',
			last_name: 'CALLBACK',
			custom1: '',
			custom2: '',
			custom3: '',
			custom4: '',
		};
		expect(received()).toStrictEqual(payload);
		expect(items.map(({ json: output }) => output)).toStrictEqual([
			{
				http_status: 200,
				answer: 'The trigger accepted it and started the workflow.',
				payload,
			},
		]);
		expect(linkedTo(items)).toEqual([{ item: 0 }]);
		expect(Object.keys(received() as object)).toEqual(DOCUMENTED);
		expect([...EVENT_FIELDS]).toEqual(DOCUMENTED);
		// Nobody is asked about an ident that does not exist.
		expect(bench().sandbox.requests.count).toBe(0);
	});

	test('an ident’s own data, with the status that was entered', async () => {
		const { json: output } = await send({
			ident_id: locator(`https://identify24.de/apply/${SUCCESSFUL_IDENT_ID}`, 'url'),
			status_code: 2,
			status: 'Running',
		});
		const ident = bench().sandbox.idents.get(SUCCESSFUL_IDENT_ID);
		const field = (name: string) => ident?.fields[name] ?? '';
		expect(received()).toStrictEqual({
			ident_id: SUCCESSFUL_IDENT_ID,
			status: 'Running',
			status_code: '2',
			project_id: '274',
			custom_id: field('custom_id'),
			company_name: ident?.companyName,
			first_name: field('person_first_name'),
			last_name: field('person_last_name'),
			custom1: field('custom1'),
			custom2: field('custom2'),
			custom3: field('custom3'),
			custom4: field('custom4'),
		});
		expect(output[0]?.payload).toStrictEqual(received());
		expect(bench().call.path).toBe(`/ident/get/${SUCCESSFUL_IDENT_ID}`);
	});

	test('no header of the credential', async () => {
		await send({ ident_id: locator(SUCCESSFUL_IDENT_ID) });
		const headers = JSON.stringify(receiver.request.headers);
		expect(headers).not.toMatch(/x-api|authorization|cookie/i);
		for (const secret of bench().secrets) expect(headers).not.toContain(secret);
	});

	test('one for each item, in their order', async () => {
		const { json: output } = await send(
			{ status: '={{ $json.status }}', options: { concurrency: 1 } },
			{ items: [{ status: 'Running' }, { status: 'Failed' }] },
		);
		const sent = receiver.requests.map(({ body }) => JSON.parse(body) as IDataObject);
		expect(sent.map(({ status }) => status)).toEqual(['Running', 'Failed']);
		expect(output.map(({ payload }) => payload)).toEqual(sent);
	});

	test('nothing about an ident that Identify does not know', async () => {
		const { error } = await send({ ident_id: locator('unknown') });
		expect(error?.message).toMatch(/Identify does not know this ident/);
		expect(receiver.requests).toEqual([]);
	});
});

describe('the Callback Secret', () => {
	const sent = (url = receiver.request.url) =>
		new URL(url, receiver.url).searchParams.getAll('secret');

	test.each(['webhook', 'webhook-test'])(
		'goes to /%s/ of this n8n, and is not seen',
		async (at) => {
			receiver.answer = json(401, { status: 'refused', message: `no ?secret=${SECRET}` });
			const result = await send(
				{ callbackUrl: `${receiver.url}/${at}/0b5e/callback?a=1` },
				{ base: receiver.url },
			);
			expect(receiver.requests.map(({ url }) => sent(url))).toEqual([[], [SECRET]]);
			expect(result.json[0]?.http_status).toBe(401);
			expectNoSecrets(result, [SECRET, ...bench().secrets]);
		},
	);

	test('goes to nobody who does not ask for it as a trigger does', async () => {
		for (const answer of [json(200, {}), json(401, { message: 'Log in' }), json(403, {})]) {
			receiver.reset();
			receiver.answer = answer;
			await send({}, { base: receiver.url });
			expect(receiver.requests.map(({ url }) => sent(url))).toEqual([[]]);
		}
	});

	test('goes to no other place', async () => {
		receiver.answer = json(401, { status: 'refused', message: 'needs ?secret=…' });
		const result = await send({});
		expect(receiver.request.url).toBe('/webhook/0b5e/callback');
		expect(result.json[0]?.http_status).toBe(401);
	});

	test('does not go along a redirect, not even to this n8n', async () => {
		const other = await Receiver.start();
		try {
			const asks = json(401, { status: 'refused', message: 'needs ?secret=…' });
			const redirects = text(307, '', { location: `${other.url}/webhook/x` });
			receiver.answer = (response) => (receiver.requests.length > 1 ? redirects : asks)(response);
			const { json: output } = await send({}, { base: receiver.url });
			expect(receiver.requests.map(({ url }) => sent(url))).toEqual([[], [SECRET]]);
			expect(other.requests).toEqual([]);
			expect(output[0]).toMatchObject({
				http_status: 307,
				answer: expect.stringContaining(`redirects to ${other.url}/webhook/x`),
			});
		} finally {
			await other.stop();
		}
	});

	test('is not put beside one that was entered', async () => {
		const url = `${receiver.url}/webhook/0b5e/callback?secret=mine`;
		await send({ callbackUrl: url }, { base: receiver.url });
		expect(sent()).toEqual(['mine']);
	});

	test('does not show when nobody answers', async () => {
		const nowhere = `http://127.0.0.1:${await freePort()}`;
		const result = await send(
			{ callbackUrl: `${nowhere}/webhook/x`, options: { maxTries: 1 } },
			{ base: nowhere },
		);
		expect(result.error?.message).toBe(`Could not reach ${nowhere}: the connection was refused`);
		expect(result.error?.description).toBe(
			'Nothing was sent. Check Callback URL, and that this n8n may connect to it.',
		);
		expect(findSecrets(result.run, [SECRET])).toEqual([]);
	});
});

describe('no answer', () => {
	test('a connection that breaks: an error, and nothing is sent twice', async () => {
		receiver.answer = (response) => response.destroy();
		const result = await send({}, { base: receiver.url });
		expect(result.error?.message).toBe(
			'The connection broke while the test callback was under way',
		);
		expect(receiver.requests).toHaveLength(1);
		expectNoSecrets(result, [SECRET]);
	});

	test('silence: an error after Timeout', async () => {
		receiver.answer = () => undefined;
		const { error } = await send({ options: { timeout: 300 } });
		expect(error?.message).toBe(`${receiver.url} did not answer the test callback in time`);
		expect(receiver.requests).toHaveLength(1);
	});

	test('an answer that trickles: an error after Timeout', async () => {
		receiver.answer = (response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			const drip = setInterval(() => response.write(' '), 50);
			response.on('close', () => clearInterval(drip));
		};
		const { error } = await send({ options: { timeout: 500 } });
		expect(error?.message).toBe(`${receiver.url} did not answer the test callback in time`);
	});

	test('On Error: Continue tells each item', async () => {
		const { json: output } = await bench().run(
			'webhook',
			'sendTest',
			{ callbackUrl: '={{ $json.url }}', options: { maxTries: 1 } },
			{
				items: asItems([
					{ url: `http://127.0.0.1:${await freePort()}/x` },
					{ url: `${receiver.url}/x` },
					{ url: 'x' },
				]),
				node: { onError: 'continueRegularOutput' },
			},
		);
		expect(output).toMatchObject([
			{ error: expect.stringMatching(/^Could not reach.*Callback URL/), httpCode: null },
			{ http_status: 200 },
			{ error: expect.stringMatching(/Callback URL must be a web address/) },
		]);
	});
});

test.each([
	[404, { message: 'The requested webhook "x" is not registered.' }, /does not listen/],
	[401, { status: 'refused', message: 'The callback URL needs ?secret=…' }, /not added/],
	[429, { message: 'Too many requests' }, /refused it \(HTTP 429\): Too many requests/],
	[503, { status: 'refused', message: 'Try again later.' }, /Confirm With Identify/],
])('HTTP %i is a result, not an error, and is not tried again', async (status, body, wanted) => {
	receiver.answer = json(status, body);
	const { json: output, error } = await send({});
	expect(error).toBeUndefined();
	expect(output).toMatchObject([{ http_status: status, answer: expect.stringMatching(wanted) }]);
	expect(receiver.requests).toHaveLength(1);
});

test.each<[string, INodeParameters, RegExp]>([
	['an empty URL', { callbackUrl: ' ' }, /Callback URL is required, but it is empty/],
	['no URL', { callbackUrl: 'webhook/0b5e' }, /Callback URL must be a web address that starts/],
	['another scheme', { callbackUrl: 'ftp://example.com/x' }, /Callback URL must be a web address/],
	[
		'an invalid host',
		{ callbackUrl: 'http://exa mple.com/x' },
		/Callback URL must be a web address/,
	],
	['a password', { callbackUrl: 'https://u:hidden@example.com/x' }, /must not have a user name or/],
	['no status code', { status_code: '={{ "" }}' }, /Status Code is required, but it is empty/],
	['no status', { status: '={{ null }}' }, /Status is required, but it is empty/],
	['no ident ID', { ident_id: locator('a b/c') }, /Ident must be an ident ID/],
])('%s: nothing is sent', async (_what, parameters, message) => {
	const { error } = await send(parameters);
	expect(error?.message).toMatch(message);
	expect(error?.message).not.toContain('hidden');
	expect(receiver.requests).toEqual([]);
	expect(bench().sandbox.requests.count).toBe(0);
});

test('a URL that is refused is not repeated: it may hold a secret', async () => {
	const { error } = await send({ callbackUrl: 'n8n.example.com/webhook/x?secret=mine-4711' });
	expect(error?.message).toMatch(/Callback URL must be/);
	expect(error?.message).not.toContain('mine-4711');
});
