import type { z } from 'zod';
import { auth } from '../../../nodes/Identify/contract/auth';
import {
	identGet,
	identGetData,
	setOnboardifyAppointment,
} from '../../../nodes/Identify/contract/ident';
import { identCreate } from '../../../nodes/Identify/contract/identCreate';
import { entriesOf } from '../../../nodes/Identify/contract/list';
import { projectGet, projectGetAll } from '../../../nodes/Identify/contract/project';
import { webhookGetAll } from '../../../nodes/Identify/contract/webhook';

const project = { id: '6', title: '911 Internet GmbH', status: 'Active' };
const file = { file_name: 'a.pdf', download_url: 'https://api.identify24.de/download/x/a.pdf' };
const data = (ident: object, sections: object = {}) => ({ data: { ident, ...sections } });

const TOLERATED: Array<[string, z.ZodTypeAny, object]> = [
	['auth without messages and result', auth.response, { token: 'xxx' }],
	['a number as ident_id', identCreate.response, { result: true, ident_id: 4711 }],
	['no conference_url', identCreate.response, { ident_id: 'ece4f137' }],
	['conference_url null', identCreate.response, { ident_id: 'ece4f137', conference_url: null }],
	['a number as insert_id', setOnboardifyAppointment.response, { insert_id: 7 }],
	['insert_id null', setOnboardifyAppointment.response, { insert_id: null }],
	['no insert_id', setOnboardifyAppointment.response, { result: true }],
	['numbers as ids of an ident', identGet.response, { data: { id: 1, project_id: 13 } }],
	['a number as status_code', identGet.response, { data: { id: '1', status_code: 5 } }],
	['an ident without any known field', identGet.response, { data: {} }],
	['empty and null values', identGet.response, { data: { email: '', custom_id: null } }],
	['project ids as numbers', projectGetAll.response, { data: [{ ...project, id: 6 }] }],
	['no projects', projectGetAll.response, { data: [] }],
	['a project without a title', projectGet.response, { data: { id: 6 } }],
	['no webhooks', webhookGetAll.response, { data: [] }],
	['webhook ids as numbers', webhookGetAll.response, { data: [{ id: 1, status: 4 }] }],
	['a webhook without a date', webhookGetAll.response, { data: [{ id: '1', url: 'https://x' }] }],
	['identification data without files', identGetData.response, data({ id: '1' })],
	['empty lists of files', identGetData.response, data({}, { recordings: [], screenshots: [] })],
	['files null', identGetData.response, data({}, { signed_pdf: null, recordings: null })],
	['files as empty text', identGetData.response, data({}, { signed_pdf: '' })],
	[
		'a list where a single file is documented',
		identGetData.response,
		data({}, { signed_pdf: [file] }),
	],
	[
		'a single file where a list is documented',
		identGetData.response,
		data({}, { recordings: file }),
	],
	['files with keys', identGetData.response, data({}, { recordings: { '0': file, '2': file } })],
	['files with gaps', identGetData.response, data({}, { recordings: [null, file, '', false] })],
	['an address that is empty', identGet.response, { data: { id: '1', address: [] } }],
	['an address as empty text', identGet.response, { data: { id: '1', address: '' } }],
	['messages as a text', projectGet.response, { data: project, messages: 'Done' }],
	['messages null', projectGet.response, { data: project, messages: null }],
	['messages as objects', projectGet.response, { data: project, messages: [{ code: 1 }] }],
	['result as a text', projectGet.response, { data: project, result: 'true' }],
	['response_status as a text', projectGet.response, { data: project, response_status: '200' }],
];

describe('responses are tolerant', () => {
	it.each(TOLERATED)('%s passes, untouched', (_what, schema, body) => {
		expect(schema.parse(body)).toEqual(body);
	});

	it.each([
		['flat, as the samples show it', { street: 'Parkstr', postal_code: '90763', city: 'Fürth' }],
		[
			'as the sub-object that the attribute table announces',
			{
				address: {
					street: 'PARKSTR',
					house_no: '45',
					zip_code: '90763',
					city: 'FÜRTH',
					country: 'DE',
				},
			},
		],
		['as a sub-object with numbers and unknown fields', { address: { zip_code: 90763, floor: 2 } }],
		['as null', { address: null }],
	])('an address passes %s', (_how, address) => {
		const ident = { id: '1', ...address };
		expect(identGet.response.parse({ data: ident }).data).toEqual(ident);
		expect(identGetData.response.parse(data(ident)).data.ident).toEqual(ident);
	});

	it.each<[string, unknown, unknown[]]>([
		['with a gap', { '0': { id: '6' }, '2': { id: '7' } }, [{ id: '6' }, { id: '7' }]],
		['by its IDs', { '13': { id: '13' }, '6': { id: '6' } }, [{ id: '6' }, { id: '13' }]],
		['by words', { b: { id: '6' }, a: { id: '7' } }, [{ id: '6' }, { id: '7' }]],
		['empty, as an object', {}, []],
		['empty', [], []],
		['null', null, []],
		['empty text', '', []],
		['false', false, []],
		['with nothing between', [null, { id: '6' }], [{ id: '6' }]],
	])('a list that comes %s is one', (_how, list, entries) => {
		const body = { result: true, data: list };
		const projects = projectGetAll.response.parse(body);
		const webhooks = webhookGetAll.response.parse(body);
		expect([projects, webhooks]).toEqual([body, body]);
		expect(entriesOf(projects.data)).toEqual(entries);
		expect(entriesOf(webhooks.data)).toEqual(entries);
	});

	it('unknown fields pass at every level', () => {
		const extra = { new_field: { nested: [1, null, 'x'] } };
		const bodies: Array<[z.ZodTypeAny, object]> = [
			[auth.response, { token: 'xxx', expires_in: 1800, ...extra }],
			[identCreate.response, { ident_id: 'x', ...extra }],
			[setOnboardifyAppointment.response, { insert_id: '1', ...extra }],
			[identGet.response, { ...extra, data: { id: '1', ...extra } }],
			[
				identGetData.response,
				{
					...extra,
					data: {
						...extra,
						ident: { ...extra },
						signed_pdf: { ...file, ...extra },
						recordings: [{ ...extra }],
					},
				},
			],
			[projectGet.response, { ...extra, data: { ...project, ...extra } }],
			[projectGetAll.response, { ...extra, data: [{ ...project, ...extra }] }],
			[webhookGetAll.response, { ...extra, data: [{ id: '1', ...extra }] }],
		];
		for (const [schema, body] of bodies) expect(schema.parse(body)).toEqual(body);
	});
});

describe('responses that promise nothing usable are refused', () => {
	it.each<[string, z.ZodTypeAny, unknown]>([
		['auth without a token', auth.response, { result: true }],
		['an empty token', auth.response, { token: '' }],
		['a token that is no text', auth.response, { token: { a: 1 } }],
		['ident/create without an ident_id', identCreate.response, { result: true, messages: [] }],
		['an empty ident_id', identCreate.response, { ident_id: '' }],
		['ident/get without data', identGet.response, { result: true }],
		['data as a text', identGet.response, { data: 'xxx' }],
		['data as a list', identGet.response, { data: [] }],
		['getIdentData without an ident', identGetData.response, { data: {} }],
		['a project without an id', projectGet.response, { data: { title: 'x' } }],
		['projects without data', projectGetAll.response, { result: true }],
		['one project where a list belongs', projectGetAll.response, { data: project }],
		['projects as a text', projectGetAll.response, { data: 'none' }],
		['texts in place of projects', projectGetAll.response, { data: { '0': 'x' } }],
		['a keyed project without an id', projectGetAll.response, { data: { '1': { title: 'x' } } }],
		['texts in place of files', identGetData.response, data({}, { recordings: { '0': 'x' } })],
		['files in another shape', identGetData.response, data({}, { recordings: { count: 2 } })],
		['a file in another shape', identGetData.response, data({}, { signed_pdf: [[file]] })],
		['a list as the whole body', projectGetAll.response, [project]],
		['a text as the whole body', projectGetAll.response, 'xxx'],
		['null as the whole body', projectGetAll.response, null],
	])('%s', (_what, schema, body) => {
		expect(schema.safeParse(body).success).toBe(false);
	});
});
