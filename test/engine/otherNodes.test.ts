import type { IDataObject, IHttpRequestMethods, INodeType } from 'n8n-workflow';
import type { FaultAction, FaultMoment } from '../sandbox';
import { PERSON_SENT } from '../support/person';
import { runEngine } from './engine';
import { seedItems, useBench } from './support';

/** n8n's older helper, which its HTTP Request node uses, and the newer one, for other nodes. */
type Helper = 'requestWithAuthentication' | 'httpRequestWithAuthentication';

/** A node of n8n's, as far as it is about credentials: it sends one request. */
function requestNode(
	helper: Helper,
	method: IHttpRequestMethods,
	url: string,
	body?: IDataObject,
): INodeType {
	return {
		description: {
			displayName: 'Request',
			name: 'request',
			group: ['transform'],
			version: 1,
			description: 'Sends one request with a predefined credential',
			defaults: { name: 'Request' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'identifyApi', required: true }],
			properties: [],
		},
		async execute() {
			const options = { method, url, ...(body && { body }), json: true };
			const older = { ...options, uri: url, url: undefined, gzip: true };
			const { requestWithAuthentication, httpRequestWithAuthentication } = this.helpers;
			const answer: unknown =
				helper === 'requestWithAuthentication'
					? await requestWithAuthentication.call(this, 'identifyApi', older)
					: await httpRequestWithAuthentication.call(this, 'identifyApi', options);
			return [[{ json: { answer } as IDataObject }]];
		},
	};
}

const bench = useBench({ trailingCommas: 'none' });

const CREATE = '/ident/create';
const APPOINT = '/ident/setOnboardifyAppointment';

function bodyFor(path: string): IDataObject {
	if (path === CREATE) return PERSON_SENT;
	const [item] = seedItems(bench().sandbox, 1);
	return {
		ident_id: String(item?.json.id),
		termin_date: '2030-06-30T15:20+02:00',
		termin_user: '1',
	};
}

async function post(helper: Helper, path: string, suffix = '') {
	const { credential, sandbox } = bench();
	const type = requestNode(helper, 'POST', `${sandbox.url}${path}${suffix}`, bodyFor(path));
	return await runEngine({ credential, parameters: {}, type });
}

function arrived(path: string): number {
	return bench().sandbox.requests.to('POST', path).length;
}

const LOST: Array<[string, FaultAction, FaultMoment]> = [
	['500', { kind: 'status', status: 500 }, 'afterRead'],
	['500 after it was carried out', { kind: 'status', status: 500 }, 'afterCarriedOut'],
	['409', { kind: 'status', status: 409 }, 'afterRead'],
	['503', { kind: 'status', status: 503 }, 'afterRead'],
	['404', { kind: 'status', status: 404 }, 'afterRead'],
	['a reset', { kind: 'reset' }, 'afterCarriedOut'],
	['an end without a word', { kind: 'close' }, 'afterCarriedOut'],
	['half an answer', { kind: 'truncate' }, 'afterCarriedOut'],
	['401, for ever', { kind: 'status', status: 401 }, 'afterRead'],
];

const HELPERS: Helper[] = ['requestWithAuthentication', 'httpRequestWithAuthentication'];
const CASES = HELPERS.flatMap((helper) => [CREATE, APPOINT].map((path) => [path, helper] as const));

describe.each(CASES)('POST %s by another node with the credential, %s', (path, helper) => {
	test('succeeds', async () => {
		const { error, json } = await post(helper, path);
		expect(error?.message).toBeUndefined();
		expect(json).toMatchObject([{ answer: { result: true } }]);
		expect(arrived(path)).toBe(1);
	});

	test.each(LOST)('answered with %s: sent once', async (_what, action, moment) => {
		bench().sandbox.faults.add({ ...action, moment, match: { path } });
		const { error } = await post(helper, path);
		expect(error).toBeDefined();
		expect(arrived(path)).toBe(1);
	});

	test('with a token that is stored: succeeds, and is sent once when it is lost', async () => {
		await post(helper, path);
		expect(bench().credential.data.token).not.toBe('');
		bench().sandbox.requests.clear();
		bench().sandbox.faults.add({ kind: 'reset', moment: 'afterCarriedOut', match: { path } });
		await post(helper, path);
		expect(arrived(path)).toBe(1);
	});

	test('with a token that has expired meanwhile: succeeds', async () => {
		await post(helper, path);
		bench().sandbox.expireTokens();
		const { error } = await post(helper, path);
		expect(error?.message).toBeUndefined();
	});

	test.each(['?source=crm', '#form', ' '])(
		'the address ends in "%s": sent once',
		async (suffix) => {
			bench().sandbox.faults.add({ kind: 'status', status: 500, match: { path } });
			await post(helper, path, suffix);
			expect(arrived(path)).toBe(1);
		},
	);
});

test.each(HELPERS)('a GET is still repeated with a new token, as n8n does: %s', async (helper) => {
	const { credential, sandbox } = bench();
	const type = requestNode(helper, 'GET', `${sandbox.url}/project/getAll`);
	await runEngine({ credential, parameters: {}, type });
	sandbox.expireTokens();
	const { error } = await runEngine({ credential, parameters: {}, type });
	expect(error?.message).toBeUndefined();
	expect(sandbox.auth.granted).toBe(2);
});
