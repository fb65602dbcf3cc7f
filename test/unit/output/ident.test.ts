import { identGet, identGetData } from '../../../nodes/Identify/contract/ident';
import { readJson } from '../../../nodes/Identify/contract/json';
import { simplifyIdent, toIsoDate } from '../../../nodes/Identify/output/ident';
import { SAMPLE_RESPONSES } from '../contract/samples';

/** interface.md, "ident:get, simplified". */
const FIELDS = [
	'ident_id',
	'status',
	'status_code',
	'project_id',
	'person_first_name',
	'person_last_name',
	'email',
	'custom_id',
	'created_at',
	'appointment_date',
];

describe('simplifyIdent', () => {
	it("gives the ten fields of the documentation's ident/get sample", () => {
		const { data } = identGet.response.parse(readJson(SAMPLE_RESPONSES['ident/get']));
		const simple = simplifyIdent(data, 'asked');
		expect(Object.keys(simple)).toEqual(FIELDS);
		expect(simple).toEqual({
			ident_id: 'ece4f137-31ea-11ee-849e-005056bb3f3f',
			status: 'Successful',
			status_code: '5',
			project_id: '13',
			person_first_name: 'Jane',
			person_last_name: 'Doe',
			email: 'jane.doe@identify24.de',
			custom_id: '',
			created_at: '2023-08-03T12:45:56',
			appointment_date: '2023-08-03T15:00:00Z',
		});
	});

	it('gives ISO dates for the getIdentData sample, too', () => {
		const { data } = identGetData.response.parse(readJson(SAMPLE_RESPONSES['ident/getIdentData']));
		expect(simplifyIdent(data.ident, 'asked')).toMatchObject({
			created_at: '2024-09-13T10:25:26',
			appointment_date: '2024-11-11T11:11:00',
		});
	});

	it('turns numbers into texts and has every field, whatever is missing', () => {
		const simple = simplifyIdent({ id: 7, status_code: 5, project_id: 13 }, 'asked');
		expect(Object.keys(simple)).toEqual(FIELDS);
		expect(simple).toMatchObject({
			ident_id: '7',
			status_code: '5',
			project_id: '13',
			email: null,
		});
	});

	it('gives null for an appointment that was never set', () => {
		const ident = { created_at: '03-08-2023 12:45:56', appointment_date: '0000-00-00 00:00:00' };
		expect(simplifyIdent(ident, 'asked')).toMatchObject({
			created_at: '2023-08-03T12:45:56',
			appointment_date: null,
		});
	});

	it('keeps the ID that was asked for when the answer has none', () => {
		expect(simplifyIdent({}, 'asked')).toMatchObject({ ident_id: 'asked', status: null });
	});
});

describe('toIsoDate', () => {
	it.each([
		['03-08-2023 12:45:56', '2023-08-03T12:45:56'],
		['01-01-2021', '2021-01-01'],
		['2024-11-11 11:11', '2024-11-11T11:11:00'],
		['2020-06-21 11:03:49', '2020-06-21T11:03:49'],
		['2023-08-03T15:00:00Z', '2023-08-03T15:00:00Z'],
		['2023-08-03T15:00+02:00', '2023-08-03T15:00:00+02:00'],
		['2023-08-03 15:00:00 +02:00', '2023-08-03T15:00:00+02:00'],
		['2023-08-03T15:00:00.123Z', '2023-08-03T15:00:00.123Z'],
		['1981-09-05', '1981-09-05'],
		[' 03-08-2023 12:45:56 ', '2023-08-03T12:45:56'],
		['soon', 'soon'],
		['', null],
		['  ', null],
		[null, null],
		[undefined, null],
		[1_691_059_556, '1691059556'],
		['01-01-1970 00:00:00', '1970-01-01T00:00:00'],
		['10-10-2000', '2000-10-10'],
	])('%j: %j', (value, expected) => {
		expect(toIsoDate(value)).toBe(expected);
	});

	it.each([
		'0000-00-00 00:00:00',
		'0000-00-00 00:00',
		'0000-00-00',
		'0000-00-00T00:00:00Z',
		'00-00-0000 00:00:00',
		'00-00-0000',
		'30-11--0001 00:00:00',
		'30-11--0001',
		'-0001-11-30T00:00:00+00:00',
		'-0001-11-30 00:00:00',
		' 0000-00-00 00:00:00 ',
		'0000-12-30 00:00:00',
		'00-05-2024 10:00:00',
		'2024-00-00',
		'2024-05-00 00:00:00',
		'0',
		0,
		false,
	])('no date, as databases and PHP write it, is null: %j', (value) => {
		expect(toIsoDate(value)).toBeNull();
	});
});
