import {
	createFromItem,
	credentialFor,
	identFromItem,
	linkedTo,
	links,
	people,
	seedItems,
	useBench,
	withoutBackoff,
} from './support';
import { expectNoSecrets } from './secrets';

const bench = useBench();
withoutBackoff();

const get = async (items = seedItems(bench().sandbox, 10), concurrency = 10) => {
	const parameters = identFromItem({ options: { concurrency } });
	return await bench().run('ident', 'get', parameters, { items });
};

describe.each(['http', 'body'] as const)('401 in the form "%s"', (unauthorizedForm) => {
	beforeEach(async () => await bench().sandbox.configure({ unauthorizedForm }));

	test('1,000 items with an expired token: one POST /auth, the next execution none', async () => {
		const { sandbox, credential } = bench();
		const items = seedItems(sandbox, 1000);
		credential.data.token = 'expired-token-0815';
		for (const execution of [1, 2]) {
			const { json, items: output } = await bench().run('ident', 'get', identFromItem(), { items });
			expect(json.map(({ ident_id: id }) => id)).toEqual(items.map((item) => item.json.id));
			expect(linkedTo(output)).toEqual(links(1000));
			expect(sandbox.auth).toEqual({ attempts: 1, granted: 1, rejected: 0 });
			expect(credential.lookups).toBe(execution);
		}
		expect(credential.data.token).toMatch(/^ey/);
	}, 60_000);

	test('expiry in the middle of a run: one refresh per expiry', async () => {
		const { sandbox } = bench();
		await sandbox.configure({ maxUsesPerToken: 30 });
		const { json } = await get(seedItems(sandbox, 100));
		expect(json).toHaveLength(100);
		expect(sandbox.auth).toEqual({ attempts: 4, granted: 4, rejected: 0 });
	});

	test('tokens that are good for one call each', async () => {
		const { sandbox } = bench();
		await sandbox.configure({ maxUsesPerToken: 1 });
		const { json, error } = await get(seedItems(sandbox, 12), 4);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(12);
		expect(sandbox.auth.granted).toBe(12);
	});

	test('a token that expires again', async () => {
		const { sandbox } = bench();
		const match = { path: '/ident/get/', nth: [15, 40] };
		sandbox.faults.add({ kind: 'expireTokens', match });
		const { json } = await get(seedItems(sandbox, 60), 5);
		expect(json).toHaveLength(60);
		expect(sandbox.auth.attempts).toBe(3);
	});

	test('a create that met an expired token is carried out once', async () => {
		const { sandbox, credential } = bench();
		credential.data.token = 'expired-token-0815';
		sandbox.faults.add({ kind: 'expireTokens', match: { path: '/ident/create', nth: [9, 17] } });
		const { json } = await bench().run('ident', 'create', createFromItem(), { items: people(20) });
		expect(json).toHaveLength(20);
		const emails = sandbox.created.map(({ fields }) => fields.email).sort();
		expect(emails).toEqual(
			people(20)
				.map((item) => item.json.email)
				.sort(),
		);
	});

	test('every token refused right after it was issued: the run ends after a few', async () => {
		const { sandbox } = bench();
		sandbox.faults.add({ kind: 'expireTokens', match: { path: '/ident/get/' } });
		const result = await get(seedItems(sandbox, 100));
		expect(result.error?.message).toMatch(/refused the token that it had just issued/);
		expect(result.error?.httpCode).toBe('401');
		expect(sandbox.auth.attempts).toBeLessThanOrEqual(3);
		expect(bench().calls.length).toBeLessThanOrEqual(30);
		expectNoSecrets(result, bench().secrets);
	});

	test('… also with On Error: Continue, where every item says so', async () => {
		const { sandbox } = bench();
		sandbox.faults.add({ kind: 'expireTokens', match: { path: '/ident/get/' } });
		const { json } = await bench().run('ident', 'get', identFromItem(), {
			items: seedItems(sandbox, 100),
			node: { onError: 'continueRegularOutput' },
		});
		expect(json).toHaveLength(100);
		for (const { error } of json) expect(error).toMatch(/refused the token/);
		expect(sandbox.auth.attempts).toBeLessThanOrEqual(3);
	});

	test('a token of another partner is replaced', async () => {
		const { sandbox, credential } = bench();
		const other = credentialFor(sandbox, {
			partner: 'sandbox-restricted',
			apiKey: 'sandbox-api-key-restricted',
		});
		await bench().run('project', 'getMany', {}, { credential: other });
		credential.data.token = other.data.token!;
		const { json } = await get();
		expect(json).toHaveLength(10);
		expect(sandbox.auth).toEqual({ attempts: 2, granted: 2, rejected: 0 });
	});
});

test('without a token, ten calls at once share one POST /auth', async () => {
	await bench().sandbox.configure({ latencyMs: 20 });
	const { json } = await get(undefined, 10);
	expect(json).toHaveLength(10);
	expect(bench().sandbox.auth.attempts).toBe(1);
	expect(bench().credential.lookups).toBe(1);
});

test('a new token is stored, sent with every call, and used by the next execution', async () => {
	const { credential } = bench();
	await get();
	const { token } = credential.data;
	expect(token).toMatch(/^ey/);
	await get();
	expect(new Set(bench().calls.map(({ headers }) => headers['x-api-token']))).toEqual(
		new Set([token]),
	);
	expect(bench().sandbox.auth.attempts).toBe(1);
});

describe('wrong API key', () => {
	const apiKey = 'wrong/api+key=0815"äß';
	beforeEach(() => {
		bench().credential.data.apiKey = apiKey;
	});

	test.each(['http', 'body'] as const)('401 as %s: a clear message, one try', async (form) => {
		await bench().sandbox.configure({ unauthorizedForm: form });
		const result = await get(seedItems(bench().sandbox, 100));
		expect(result.error?.message).toMatch(
			/Identify refused the partner name or API key: No valid API key provided/,
		);
		expect(result.error?.description).toMatch(/Check Partner Name and API Key .* credential/);
		expect(result.error?.httpCode).toBe('401');
		expect(bench().sandbox.auth).toEqual({ attempts: 1, granted: 0, rejected: 1 });
		expect(bench().calls).toEqual([]);
		expectNoSecrets(result, bench().secrets);
	});

	test('On Error: Continue: 100 error items after one try', async () => {
		const result = await bench().run('ident', 'get', identFromItem(), {
			items: seedItems(bench().sandbox, 100),
			node: { onError: 'continueRegularOutput' },
		});
		expect(result.json).toHaveLength(100);
		expect(result.json[99]).toMatchObject({
			error: expect.stringMatching(/refused the partner name or API key/),
			httpCode: 401,
			messages: ['No valid API key provided.'],
		});
		expect(bench().sandbox.auth.attempts).toBe(1);
		expectNoSecrets(result, bench().secrets);
	});

	test('when Identify says the key in its answer', async () => {
		const messages = [`Key ${apiKey} of ${bench().sandbox.partner} is wrong`];
		bench().sandbox.faults.add({ kind: 'status', status: 401, messages, match: { path: '/auth' } });
		const result = await get();
		expect(result.error?.message).toMatch(/Key \*+ of sandbox-partner is wrong/);
		expectNoSecrets(result, bench().secrets);
	});

	test('auth:getToken says the same', async () => {
		const result = await bench().run('auth', 'getToken');
		expect(result.error?.message).toMatch(/Identify refused the partner name or API key/);
		expectNoSecrets(result, bench().secrets);
	});
});

test('a key that is revoked in the middle of a run ends it after one more try', async () => {
	const { sandbox } = bench();
	await sandbox.configure({ maxUsesPerToken: 5 });
	sandbox.faults.add({ kind: 'status', status: 401, match: { path: '/auth', nth: [2, 3, 4, 5] } });
	const { json } = await bench().run('ident', 'get', identFromItem(), {
		items: seedItems(sandbox, 40),
		node: { onError: 'continueRegularOutput' },
	});
	expect(json.filter(({ error }) => error === undefined)).toHaveLength(5);
	expect(bench().authRequests).toHaveLength(2);
});

describe('when /auth has a problem', () => {
	test('it is tried again, for all items together', async () => {
		const { sandbox } = bench();
		sandbox.faults.add({ kind: 'status', status: 503, match: { path: '/auth', times: 2 } });
		const { json } = await get();
		expect(json).toHaveLength(10);
		expect(bench().authRequests).toHaveLength(3);
	});

	test('they fail together after Max Tries', async () => {
		const { sandbox } = bench();
		sandbox.faults.add({ kind: 'status', status: 503, match: { path: '/auth' } });
		const result = await bench().run(
			'ident',
			'get',
			identFromItem({ options: { maxTries: 2, concurrency: 10 } }),
			{ items: seedItems(sandbox, 50), node: { onError: 'continueRegularOutput' } },
		);
		expect(result.json).toHaveLength(50);
		for (const { error } of result.json) expect(error).toMatch(/auth, HTTP 503/);
		expect(bench().authRequests).toHaveLength(2);
		expectNoSecrets(result, bench().secrets);
	});

	test('a create waits for its token, and is sent once', async () => {
		const { sandbox } = bench();
		sandbox.faults.add({ kind: 'reset', match: { path: '/auth', times: 1 } });
		const { error } = await bench().run('ident', 'create', createFromItem(), { items: people(3) });
		expect(error).toBeUndefined();
		expect(sandbox.created).toHaveLength(3);
	});

	test('a wrong host is named as such, not as an unknown ID', async () => {
		const { sandbox } = bench();
		sandbox.faults.add({ kind: 'status', status: 404, match: { path: '/auth' } });
		const { error } = await get();
		expect(`${error?.message} ${error?.description}`).toMatch(/Gateway Host/);
	});

	test.each([
		['cut off', '{"result":true,"response_status":200,"token":"short-token-0815"'],
		['no object', '["short-token-0815"]'],
		['another name', '{"jwt":"short-token-0815"}'],
	])('an answer that is %s does not give its token away', async (_name, body) => {
		bench().sandbox.faults.add({ kind: 'body', body, match: { path: '/auth' } });
		const result = await get();
		expect(result.error?.message).toMatch(/auth/);
		expectNoSecrets(result, ['short-token-0815']);
	});
});

describe('what Identify says is cleaned of secrets', () => {
	test.each([
		['a 400', { kind: 'status', status: 400 }],
		['a 500', { kind: 'status', status: 500 }],
		['result false', { kind: 'resultFalse' }],
	] as const)('%s', async (_name, fault) => {
		const items = seedItems(bench().sandbox, 2);
		await get(items);
		const messages = [`We got ${bench().secrets.join(' and ')}.`];
		bench().sandbox.faults.add({ ...fault, messages, match: { path: '/ident/get/' } });
		const result = await get(items);
		expect(result.error?.message).toMatch(/We got \*/);
		expectNoSecrets(result, bench().secrets);
	});

	test('a page that shows them', async () => {
		const items = seedItems(bench().sandbox, 2);
		await get(items);
		const body = `<h1>${bench().sandbox.apiKey}</h1>${String(bench().credential.data.token)}`;
		bench().sandbox.faults.add({ kind: 'body', body, contentType: 'text/html' });
		const result = await get(items);
		expect(result.error?.message).toMatch(/begins with/);
		expectNoSecrets(result, [
			...bench().secrets,
			String(bench().credential.data.token).slice(0, 60),
		]);
	});
});

test('an account without permission', async () => {
	const credential = credentialFor(bench().sandbox, {
		partner: 'sandbox-restricted',
		apiKey: 'sandbox-api-key-restricted',
	});
	const result = await bench().run('project', 'getMany', {}, { credential });
	expect(result.error?.message).toMatch(/no permission/);
	expect(result.error?.httpCode).toBe('403');
	expect(bench().authRequests).toHaveLength(1);
	expectNoSecrets(result, ['sandbox-api-key-restricted', String(credential.data.token)]);
});

test.each([
	[{ apiKey: '' }, /credential is incomplete: API Key is empty/],
	[{ partner: ' ' }, /credential is incomplete: Partner Name is empty/],
	[{ partner: '', apiKey: '' }, /Partner Name is empty, API Key is empty/],
	[{ gatewayHost: '' }, /Gateway Host/],
])('an incomplete credential %j: nothing is sent', async (changes, message) => {
	const credential = credentialFor(bench().sandbox, changes);
	const { error } = await bench().run('project', 'getMany', {}, { credential });
	expect(error?.message).toMatch(message);
	expect(error?.description).toMatch(/credential/i);
	expect(bench().sandbox.requests.count).toBe(0);
});

test('slashes and a path in Gateway Host', async () => {
	bench().credential.data.gatewayHost = `${bench().sandbox.url}///`;
	const { json } = await bench().run('project', 'get', { project_id: '6' });
	expect(json).toEqual([{ id: '6', title: '911 Internet GmbH', status: 'Active' }]);
	expect(bench().call.path).toBe('/project/get');
});
