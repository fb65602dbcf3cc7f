import type { z } from 'zod';
import { auth } from '../../../nodes/Identify/contract/auth';
import {
	identGet,
	identGetData,
	setOnboardifyAppointment,
} from '../../../nodes/Identify/contract/ident';
import { projectGet, projectGetAll } from '../../../nodes/Identify/contract/project';
import { webhookGetAll } from '../../../nodes/Identify/contract/webhook';

const APPOINTMENT = {
	ident_id: 'ece4f137',
	termin_date: '2024-06-30T15:20+01:00',
	termin_user: '1',
};

/** Every other endpoint: where it is, what it takes, and what each of its fields may not be. */
const ENDPOINTS = [
	{ endpoint: auth, wire: 'POST /auth', changes: false, sample: { PARTNER: 'p', APIKEY: 'k' } },
	{
		endpoint: setOnboardifyAppointment,
		wire: 'POST /ident/setOnboardifyAppointment',
		changes: true,
		sample: APPOINTMENT,
	},
	{
		endpoint: identGet,
		wire: 'GET /ident/get/{ident_id}',
		changes: false,
		sample: { ident_id: 'a-1' },
	},
	{
		endpoint: identGetData,
		wire: 'GET /ident/getIdentData/{ident_id}',
		changes: false,
		sample: { ident_id: 'a-1' },
	},
	{ endpoint: projectGet, wire: 'GET /project/get', changes: false, sample: { project_id: 6 } },
	{ endpoint: projectGetAll, wire: 'GET /project/getAll', changes: false, sample: {} },
	{ endpoint: webhookGetAll, wire: 'GET /webhook/getAll', changes: false, sample: {} },
];

function faults(schema: z.ZodTypeAny, value: unknown): string[] {
	return (schema.safeParse(value).error?.issues ?? []).map(({ path }) => path.join('.'));
}

describe.each(ENDPOINTS)('$wire', ({ endpoint, wire, changes, sample }) => {
	it('is where the documentation says', () => {
		expect(`${endpoint.method} ${endpoint.path}`).toBe(wire);
		expect(endpoint.path).toContain(endpoint.section);
		expect(endpoint.changes).toBe(changes);
	});

	it('sends its fields in the path or in a JSON body', () => {
		const fields = Object.keys(endpoint.request.shape);
		const inPath = fields.filter((field) => endpoint.path.includes(`{${field}}`));
		expect(endpoint.sendsBody).toBe(fields.length > inPath.length);
	});

	it('takes the documented fields, all required, and no others', () => {
		expect(Object.keys(endpoint.request.shape)).toEqual(Object.keys(sample));
		expect(faults(endpoint.request, sample)).toEqual([]);
		for (const field of Object.keys(sample)) {
			expect(faults(endpoint.request, { ...sample, [field]: undefined })).toEqual([field]);
			expect(faults(endpoint.request, { ...sample, [field]: ' ' })).toContain(field);
		}
		expect(faults(endpoint.request, { ...sample, more: 'x' })).toEqual(['']);
	});
});

describe('termin_date', () => {
	const wrong = (termin_date: string) =>
		faults(setOnboardifyAppointment.request, { ...APPOINTMENT, termin_date });

	it.each([
		'1997-07-16T19:20+01:00',
		'2024-06-30T15:20Z',
		'2024-02-29T00:00-03:30',
		'2030-12-31T23:59+14:00',
	])('may be %s', (value) => {
		expect(wrong(value)).toEqual([]);
	});

	it.each([
		'2024-06-30',
		'2024-06-30T15:20',
		'2024-06-30T15:20:00+01:00',
		'2024-06-30T15:20+0100',
		'2024-06-30 15:20+01:00',
		'2024-06-31T15:20+01:00',
		'2023-02-29T15:20+01:00',
		'2024-06-30T24:00+01:00',
		'2024-06-30T15:60+01:00',
		'2024-06-30T15:20+15:00',
		'2024-06-30T15:20+01:60',
		'30.06.2024 15:20',
	])('must not be %s', (value) => {
		expect(wrong(value)).toEqual(['termin_date']);
	});
});

describe('ident_id', () => {
	const wrong = (ident_id: string) => faults(identGet.request, { ident_id });

	it.each(['ece4f137-31ea-11ee-849e-005056bb3f3f', '4711', 'A_b-1'])('may be %s', (value) => {
		expect(wrong(value)).toEqual([]);
	});

	it.each([
		'../project/getAll',
		'a/b',
		'a?b=c',
		'a#b',
		'a b',
		'%2e%2e',
		'https://identify24.de/apply/ece4f137',
		'x'.repeat(101),
		'ä',
	])('must not be %j', (value) => {
		expect(wrong(value)).toEqual(['ident_id']);
	});
});
