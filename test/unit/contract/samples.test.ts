import type { z } from 'zod';
import { auth } from '../../../nodes/Identify/contract/auth';
import { callback } from '../../../nodes/Identify/contract/callback';
import {
	identGet,
	identGetData,
	setOnboardifyAppointment,
} from '../../../nodes/Identify/contract/ident';
import { identCreate } from '../../../nodes/Identify/contract/identCreate';
import { readJson } from '../../../nodes/Identify/contract/json';
import { projectGet, projectGetAll } from '../../../nodes/Identify/contract/project';
import { webhookGetAll } from '../../../nodes/Identify/contract/webhook';
import {
	CREATED_IN_THE_TEXT,
	CURL_BODIES,
	SAMPLE_BODIES,
	SAMPLE_CALLBACK,
	SAMPLE_RESPONSES,
} from './samples';

const endpoints = {
	auth,
	'ident/create': identCreate,
	'ident/setOnboardifyAppointment': setOnboardifyAppointment,
	'ident/get': identGet,
	'ident/getIdentData': identGetData,
	'project/getAll': projectGetAll,
	'project/get': projectGet,
	'webhook/getAll': webhookGetAll,
} satisfies Record<keyof typeof SAMPLE_RESPONSES, { request: z.ZodTypeAny }>;

/** The fields that issues name, empty when nothing is wrong. */
function faults(schema: z.ZodTypeAny, value: unknown): string[] {
	const issues = schema.safeParse(value).error?.issues ?? [];
	return [...new Set(issues.map(({ path }) => path.join('.')))];
}

describe('sample responses', () => {
	it.each(Object.entries(SAMPLE_RESPONSES))('%s passes, untouched', (section, text) => {
		const sample = readJson(text);
		const endpoint = Object.entries(endpoints).find(([name]) => name === section)?.[1];
		expect(endpoint?.section).toBe(section);
		expect(endpoint?.response.parse(sample)).toEqual(sample);
	});

	it('passes what the text of ident/create shows, without conference_url', () => {
		const sample = readJson(CREATED_IN_THE_TEXT);
		expect(identCreate.response.parse(sample)).toEqual(sample);
	});

	it('has the values that the operations use', () => {
		const read = identGetData.response.parse(readJson(SAMPLE_RESPONSES['ident/getIdentData']));
		expect(read.data.ident.status_code).toBe('5');
		expect(read.data.recordings).toHaveLength(1);
		expect(read.data.screenshots).toHaveLength(2);
		expect(identGet.response.parse(readJson(SAMPLE_RESPONSES['ident/get'])).data).toMatchObject({
			city: 'Fürth',
			appointment_date: '2023-08-03T15:00:00Z',
		});
	});
});

describe('sample request bodies', () => {
	const { 'project/get': placeholder, ...readable } = SAMPLE_BODIES;
	const bodies = [...Object.entries(readable), ...Object.entries(CURL_BODIES)];

	it.each(bodies)('%s passes, untouched: %s', (section, text) => {
		const body = readJson(text);
		const endpoint = Object.entries(endpoints).find(([name]) => name === section)?.[1];
		expect(endpoint?.request.parse(body)).toEqual(body);
	});

	it('passes the body of project/get once its unquoted placeholder is filled in', () => {
		expect(() => readJson(placeholder)).toThrow(SyntaxError);
		expect(projectGet.request.parse(readJson(placeholder.replace('xxx', '6')))).toEqual({
			project_id: 6,
		});
	});
});

describe('sample callback', () => {
	it('passes, untouched, in spite of its trailing comma', () => {
		expect(() => {
			JSON.parse(SAMPLE_CALLBACK);
		}).toThrow(SyntaxError);
		const sample = readJson(SAMPLE_CALLBACK);
		expect(callback.parse(sample)).toEqual(sample);
	});

	it('takes numbers, and custom fields that are missing or null', () => {
		const body = { ident_id: 'ece4f137', status: 'Successful', status_code: 5, custom1: null };
		expect(callback.parse(body)).toEqual(body);
	});

	it.each([
		['ident_id', undefined],
		['ident_id', ''],
		['ident_id', '../project/getAll'],
		['ident_id', { $ne: '' }],
		['status', undefined],
		['status', '  '],
		['status_code', undefined],
		['status_code', ['5']],
		['custom1', {}],
	])('names %s when it is %j', (field, value) => {
		const body = { ident_id: 'ece4f137', status: 'Successful', status_code: '5', [field]: value };
		expect(faults(callback, body)).toEqual([field]);
	});
});
