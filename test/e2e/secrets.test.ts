import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { SUCCESSFUL_IDENT_ID, startSandbox, type Fault } from '../sandbox';
import { PERSON } from '../support/person';
import type { SecretHit } from '../support/secretSearch';
import { freePort } from '../support/waiting';
import { ActionBench, chain, data, IDENTIFY, locator } from './actionSupport';

/** Not the letters of a JWT alone: each way of writing them down has to be thought of. */
const fresh = (name: string) => `${name}-${randomUUID()}/+ü"ß`;

const apiKey = fresh('key');
const wrongKey = fresh('wrong');
const callbackSecret = fresh('callback');
/** In a token that only an answer which cannot be read has given away. */
const brokenClaims = randomUUID().replaceAll('-', '');
const brokenToken = `eyJhbGciOiJIUzI1NiJ9.${brokenClaims}.${randomUUID()}`;

const bench = new ActionBench({ accounts: [{ name: 'secrets-partner', apiKey }] });

const ident: IDataObject = { ident_id: locator(SUCCESSFUL_IDENT_ID) };
const person: IDataObject = { project_id: locator('6'), ...PERSON };

const operations: Array<[string, string, IDataObject]> = [
	['ident', 'create', person],
	['ident', 'get', ident],
	['ident', 'getData', { ...ident, output: 'raw' }],
	['ident', 'downloadFiles', { ...ident, fileTypes: ['signed_pdf', 'screenshots'] }],
	['ident', 'setAppointment', { ...ident, termin_date: '2030-06-30T15:20', termin_user: '1' }],
	['project', 'get', { project_id: locator('6') }],
	['project', 'getMany', {}],
	['webhook', 'getMany', {}],
];

/** All that was secret: of texts that may be shown cut, the beginning. */
const secrets = new Set<string>();

function noteTokens() {
	for (const token of bench.tokens) if (token !== '') secrets.add(token);
}

const options = { maxTries: 1, timeout: 1_000 };

/** Runs all that talks to Identify, each way of handling an error included. All of it must fail. */
async function fail(...faults: Fault[]) {
	for (const fault of faults) bench.sandbox.faults.add(fault);
	const goesOn = { onError: 'continueRegularOutput' };
	const parameters = { ident_id: locator(SUCCESSFUL_IDENT_ID), options };
	const url = `${bench.sandbox.url}/ident/get/${SUCCESSFUL_IDENT_ID}`;
	const execution = await bench.n8n.runWorkflow(
		chain([
			bench.identify('ident', 'get', parameters, goesOn),
			bench.httpRequest(url, {}, goesOn),
			{ ...bench.identify('ident', 'getData', parameters), name: 'Stops' },
		]),
	);
	for (const name of ['Identify', 'HTTP Request']) {
		expect(execution.json(name)).toMatchObject([{ error: expect.anything() }]);
	}
	expect(execution.errorOf('Stops')).toBeDefined();
	const test = await bench.n8n.testCredential(bench.credentialId);
	expect(test).toMatchObject({ status: 'Error' });
	const dropdown = bench.n8n.dynamicParameter('resource-locator-results', {
		path: 'parameters.project_id',
		methodName: 'searchProjects',
		nodeTypeAndVersion: { name: IDENTIFY, version: 1 },
		currentNodeParameters: { resource: 'ident', operation: 'create' },
		credentials: bench.credentials,
	});
	await expect(dropdown).rejects.toThrow();
	noteTokens();
	bench.sandbox.faults.clear();
}

/** A credential as new, with the changes. */
async function renew(changes: IDataObject = {}) {
	await bench.renew({ callbackSecret, ...changes });
}

beforeAll(async () => {
	await bench.start();
	for (const secret of [apiKey, wrongKey, callbackSecret]) secrets.add(secret.slice(0, 24));
	secrets.add(brokenClaims);
});
afterAll(async () => await bench.stop());

/** Runs that succeed, and failures of every kind. */
const scenarios: Record<string, () => Promise<void>> = {
	'every operation': async () => {
		await renew();
		for (const [resource, operation, parameters] of operations) {
			bench.sandbox.expireTokens();
			const execution = await bench.run(resource, operation, parameters);
			expect(execution.errorMessage).toBeUndefined();
			noteTokens();
		}
		expect(bench.tokens.length).toBeGreaterThanOrEqual(operations.length);
	},
	'a wrong API key': async () => {
		await renew({ apiKey: wrongKey });
		await fail();
	},
	'Identify repeats the key in what it says': async () => {
		const said = `Key ${apiKey} is not known, nor is ${callbackSecret}`;
		await renew();
		await fail({ kind: 'status', status: 401, messages: [said], match: { path: '/auth' } });
		await renew();
		await fail({ kind: 'resultFalse', messages: [said] });
		await renew();
		await fail({ kind: 'body', status: 500, body: `<p>${said}</p>`, contentType: 'text/html' });
		// So that the first characters of the page end in the middle of the key.
		await renew();
		await fail({
			kind: 'body',
			body: `<p>${' !'.repeat(20)}${said}</p>`,
			contentType: 'text/html',
		});
	},
	'Identify repeats the token in what it says': async () => {
		await renew();
		await bench.run('ident', 'get', ident);
		const messages = [`Token ${bench.tokens[0]} may not do this`];
		await fail({ kind: 'status', status: 400, messages });
		await renew();
		await bench.run('ident', 'get', ident);
		await fail({ kind: 'status', status: 403, messages: [`Token ${bench.tokens[0]}`] });
	},
	'a login whose answer cannot be read': async () => {
		const answer = `{"token":"${brokenToken}","messages":[`;
		await renew();
		await fail({ kind: 'body', body: answer, match: { path: '/auth' } });
		await renew();
		await fail({ kind: 'body', body: `["${brokenToken}"]`, match: { path: '/auth' } });
	},
	'connections that break, hang or are refused': async () => {
		await renew();
		await bench.run('ident', 'get', ident);
		await fail({ kind: 'reset', match: { method: 'GET' } });
		await renew();
		await fail({ kind: 'reset', match: { path: '/auth' } });
		await renew({ gatewayHost: `http://127.0.0.1:${await freePort()}` });
		const execution = await bench.run('ident', 'get', { ...ident, options });
		expect(execution.errorMessage).toMatch(/connection was refused/);
		await renew();
		bench.sandbox.faults.add({ kind: 'hang', match: { method: 'GET' } });
		const hung = await bench.run('ident', 'get', { ...ident, options });
		expect(hung.errorMessage).toMatch(/in time/);
		noteTokens();
	},
	'invalid items, unknown idents and files that differ': async () => {
		await renew();
		const invalid = await bench.run('ident', 'create', { ...person, email: 'nobody' });
		expect(invalid.errorMessage).toMatch(/Email/);
		const unknown = await bench.run('ident', 'get', { ident_id: locator('unknown') });
		expect(unknown.errorMessage).toMatch(/does not know/);
		await bench.sandbox.configure({ wrongFileHash: true });
		const wrong = await bench.run('ident', 'downloadFiles', ident);
		expect(wrong.errorMessage).toMatch(/SHA-256/);
		noteTokens();
	},
	'the HTTP Request node told to send the credential elsewhere': async () => {
		await renew();
		const url = `http://127.0.0.1:${await freePort()}/project/getAll`;
		const execution = await bench.n8n.runWorkflow(chain([bench.httpRequest(url)]));
		expect(execution.errorMessage).toMatch(/only sent to its own Gateway Host/);
		noteTokens();
	},
};

test('no run leaves a secret in the database, a log or a file', async () => {
	for (const run of Object.values(scenarios)) await run();
	// Among the others, one that is there: the search would have found them.
	const planted = fresh('planted');
	await bench.n8n.runWorkflow(chain([data({ planted })]));
	const hits = await bench.n8n.searchSecrets([planted, ...secrets]);
	expect(hits.map(({ place }) => place)).toContain('execution_data.data');
	expect(hits.filter(({ secret }) => secret !== planted)).toEqual([]);
});

test('the token that auth:getToken gives is in its stored output, and nowhere else', async () => {
	const ownKey = fresh('own');
	const own = await startSandbox({ accounts: [{ name: 'own-partner', apiKey: ownKey }] });
	try {
		await renew({ gatewayHost: own.url, partner: own.partner, apiKey: ownKey });
		await bench.run('auth', 'getToken');
		// From the sandbox: n8n 2.20 shows a sensitive output to nobody.
		const [token = ''] = own.liveTokens;
		expect(token).toMatch(/^eyJ/);
		const hits = await bench.n8n.searchSecrets([token, ownKey]);
		expect(hits.filter(({ secret }) => secret !== token)).toEqual([]);
		const elsewhere = ({ place }: SecretHit) =>
			!/^execution_data\.data$|database\.sqlite(?:-wal)?$/.test(place);
		expect(hits.filter(elsewhere)).toEqual([]);
	} finally {
		await own.stop();
	}
});
