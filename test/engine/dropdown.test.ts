import { LoadOptionsContext } from 'n8n-core';
import { NodeApiError, type INodeListSearchResult } from 'n8n-workflow';
import { Identify } from '../../nodes/Identify/Identify.node';
import { additionalData, buildWorkflow, NODE_NAME, type StoredCredential } from './engine';
import { findSecrets } from './secrets';
import {
	createParameters,
	credentialFor,
	expectDocumented,
	useBench,
	withoutBackoff,
} from './support';

const bench = useBench();
withoutBackoff();

/** Opens the project dropdown as n8n's editor does. */
async function search(
	filter?: string,
	credential: StoredCredential = bench().credential,
): Promise<INodeListSearchResult> {
	const parameters = { resource: 'ident', operation: 'create', ...createParameters() };
	const workflow = buildWorkflow({ credential, parameters });
	const node = workflow.getNode(NODE_NAME);
	if (!node) throw new Error('no node');
	const data = { ...additionalData(credential), currentNodeParameters: parameters };
	const context = new LoadOptionsContext(workflow, node, data, 'parameters.project_id');
	return await new Identify().methods.listSearch.searchProjects.call(context, filter);
}

async function failureOf(run: Promise<unknown>): Promise<NodeApiError> {
	const error: unknown = await run.catch((thrown: unknown) => thrown);
	if (!(error instanceof NodeApiError)) throw new Error(`not a NodeApiError: ${String(error)}`);
	return error;
}

const TEST_COMPANY = { value: '13', name: 'Test Company (13, Active)' };
const ALL = [
	{ value: '6', name: '911 Internet GmbH (6, Active)' },
	{ value: '274', name: 'Account Opening (274, Active)' },
	{ value: '99', name: 'Discontinued Campaign (99, Inactive)' },
	TEST_COMPANY,
];

test('lists Identify’s projects by title, with one documented request', async () => {
	expect(await search()).toEqual({ results: ALL });
	expectDocumented(bench(), bench().call, { method: 'GET', path: '/project/getAll' });
	expect(bench().credential.lookups).toBe(1);
});

test('the list is live, and the stored token is used again', async () => {
	await search();
	bench().sandbox.projects.set('7', { id: '7', title: 'New project', status: 'Active' });
	expect((await search())?.results).toContainEqual({ value: '7', name: 'New project (7, Active)' });
	expect(bench().sandbox.auth.attempts).toBe(1);
});

test.each([
	['test', [TEST_COMPANY]],
	[' COMPANY ', [TEST_COMPANY]],
	['13', [TEST_COMPANY]],
	['', ALL],
	['nothing like it', []],
])('filter "%s"', async (filter, results) => {
	expect(await search(filter)).toEqual({ results });
});

test('an expired token is refreshed', async () => {
	bench().credential.data.token = 'expired-token-0815';
	expect((await search()).results).toHaveLength(4);
	expect(bench().sandbox.auth.attempts).toBe(1);
});

test('ids as numbers become texts', async () => {
	await bench().sandbox.configure({ idsAsNumbers: true, unknownFields: true });
	expect(await search('test')).toEqual({ results: [TEST_COMPANY] });
});

test('a passing fault is tried again', async () => {
	bench().sandbox.faults.add({ kind: 'status', status: 503, match: { times: 1 } });
	expect((await search()).results).toHaveLength(4);
});

test.each([
	[{ apiKey: 'wrong-api-key-0815' }, /refused the partner name or API key/, '401'],
	[{ partner: 'sandbox-restricted', apiKey: 'sandbox-api-key-restricted' }, /no permission/, '403'],
	[{ gatewayHost: 'http://api.identify24.de' }, /must start with https/, null],
	[{ apiKey: '' }, /API Key is empty/, null],
])('%j: the message says why', async (changes, message, httpCode) => {
	const credential = credentialFor(bench().sandbox, changes);
	const error = await failureOf(search('', credential));
	expect(error.message).toMatch(message);
	expect(error.description).toMatch(/credential|permission|partner account/);
	expect(error.httpCode).toBe(httpCode);
	const secrets = [credential.data.apiKey, credential.data.token].map(String);
	expect(findSecrets(error, secrets.filter(Boolean))).toEqual([]);
});

test('a list with gaps is a list', async () => {
	const data = { '0': { id: '6', title: 'First' }, '2': { id: '7', title: 'Third' } };
	const body = JSON.stringify({ result: true, messages: [], data });
	bench().sandbox.faults.add({ kind: 'body', body, match: { path: '/project/getAll' } });
	const results = [
		{ value: '6', name: 'First (6)' },
		{ value: '7', name: 'Third (7)' },
	];
	expect(await search()).toEqual({ results });
});
