import { DateTime } from 'luxon';
import { isAppointmentDate, isCalendarDate } from '../../../nodes/Identify/contract/fields';
import { toAppointmentDate, toCalendarDate } from '../../../nodes/Identify/person/dates';

const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';

const luxon = (text: string, zone: string) => DateTime.fromISO(text, { zone }).toString();

describe('toCalendarDate', () => {
	it.each([
		['an ISO date', '1981-09-05', BERLIN],
		['an ISO date with blanks around', ' 1981-09-05 ', BERLIN],
		["n8n's date picker", '1981-09-05T00:00:00', BERLIN],
		["n8n's date picker, elsewhere", '1981-09-05T00:00:00', NEW_YORK],
		["n8n's date picker with a time", '1981-09-05T23:30:00', NEW_YORK],
		["Luxon's text", luxon('1981-09-05', BERLIN), BERLIN],
		["Luxon's text, elsewhere", luxon('1981-09-05', NEW_YORK), NEW_YORK],
		["Luxon's text of another zone, midnight", luxon('1981-09-05', BERLIN), NEW_YORK],
		["Luxon's text of an evening", luxon('1981-09-05T22:30', BERLIN), BERLIN],
		['JSON of midnight in Berlin, in summer', '1981-09-04T22:00:00.000Z', BERLIN],
		['JSON of midnight in UTC', '1981-09-05T00:00:00.000Z', BERLIN],
		['JSON of midnight in UTC, west of it', '1981-09-05T00:00:00.000Z', NEW_YORK],
		['JSON of midnight in New York', '1981-09-05T04:00:00.000Z', NEW_YORK],
		['midnight of its own offset', '1981-09-05T00:00:00+09:00', BERLIN],
		['midnight in basic notation', '1981-09-05T00:00:00+0900', BERLIN],
		['an offset of hours alone', '1981-09-04T22:00:00+00', BERLIN],
		['a database', '1981-09-05 00:00:00', BERLIN],
		['a database with an offset', '1981-09-04 22:00:00+00', BERLIN],
		['German', '05.09.1981', BERLIN],
		['German without zeros', '5.9.1981', BERLIN],
		['German with a time', '05.09.1981 14:30', BERLIN],
		['German with a time and blanks', ' 5.9.1981, 14:30:00 Uhr ', BERLIN],
		['German late in the evening', '05.09.1981 23:59', NEW_YORK],
	])('reads %s', (_what, text, zone) => {
		expect(toCalendarDate(text, zone)).toBe('1981-09-05');
	});

	it('reads JSON of midnight in Berlin, in winter', () => {
		expect(toCalendarDate('1977-12-31T23:00:00.000Z', BERLIN)).toBe('1978-01-01');
	});

	it.each(['1981-02-30', '30.02.1981', '31.4.1981', '29.02.1981', '1981-13-05', '00.00.0000'])(
		'leaves the impossible %j, which the contract refuses',
		(text) => {
			expect(toCalendarDate(text, BERLIN)).toBe(text);
			expect(isCalendarDate(text)).toBe(false);
		},
	);

	it.each([
		'1981-02-30T00:00:00',
		'1981-02-31T10:00:00Z',
		'1981-02-30 10:00',
		'31.02.1981 14:30',
		'1981-13-05T00:00:00',
		'1981-09-05T25:00:00',
	])('does not make another day of the impossible %j', (text) => {
		expect(isCalendarDate(toCalendarDate(text, BERLIN))).toBe(false);
	});

	it.each([
		'1981-09',
		'1981',
		'Item 5',
		'unknown 1',
		'May',
		'5 Sep',
		'368496000000',
		'09/05/1981',
		'5.9.81',
		'yesterday',
		'Invalid DateTime',
		'[object Object]',
		'-',
		'',
	])('does not guess a day from %j', (text) => {
		expect(toCalendarDate(text, BERLIN)).toBe(text);
	});
});

describe('toAppointmentDate', () => {
	it.each([
		['in summer', '2030-06-30T15:20:00', BERLIN, '2030-06-30T15:20+02:00'],
		['in winter', '2030-01-30T15:20:00', BERLIN, '2030-01-30T15:20+01:00'],
		['before summer time', '2030-03-31T01:59:00', BERLIN, '2030-03-31T01:59+01:00'],
		['after the start of summer time', '2030-03-31T03:00:00', BERLIN, '2030-03-31T03:00+02:00'],
		['before the end of summer time', '2030-10-27T01:59:00', BERLIN, '2030-10-27T01:59+02:00'],
		['after the end of summer time', '2030-10-27T03:00:00', BERLIN, '2030-10-27T03:00+01:00'],
		['in summer', '2030-06-30T15:20:00', NEW_YORK, '2030-06-30T15:20-04:00'],
		['in winter', '2030-01-30T15:20:00', NEW_YORK, '2030-01-30T15:20-05:00'],
		['at any time', '2030-06-30T15:20:00', 'UTC', '2030-06-30T15:20+00:00'],
		['at any time', '2030-06-30T15:20:00', 'Asia/Kolkata', '2030-06-30T15:20+05:30'],
	])('adds the offset of the zone %s: %s in %s', (_when, text, zone, expected) => {
		expect(toAppointmentDate(text, zone)).toBe(expected);
		expect(isAppointmentDate(expected)).toBe(true);
	});

	it.each([
		['the documented form', '2030-06-30T15:20+02:00', BERLIN],
		['another offset', '2030-06-30T14:20+01:00', BERLIN],
		['JSON', '2030-06-30T13:20:00.000Z', BERLIN],
		["Luxon's text", luxon('2030-06-30T15:20', BERLIN), BERLIN],
		["Luxon's text of another zone", luxon('2030-06-30T09:20', NEW_YORK), BERLIN],
		['seconds', '2030-06-30T15:20:59', BERLIN],
		['no seconds', '2030-06-30T15:20', BERLIN],
		['a blank instead of the T', '2030-06-30 15:20', BERLIN],
		['German', '30.06.2030 15:20', BERLIN],
		['German with Uhr', '30.6.2030, 15:20 Uhr', BERLIN],
	])('sends the same moment for %s', (_what, text, zone) => {
		expect(toAppointmentDate(text, zone)).toBe('2030-06-30T15:20+02:00');
	});

	it('takes either reading of an hour that comes twice', () => {
		const sent = toAppointmentDate('2030-10-27T02:30:00', BERLIN);
		expect(['2030-10-27T02:30+02:00', '2030-10-27T02:30+01:00']).toContain(sent);
	});

	it.each([
		'2030-06-30',
		'30.06.2030',
		'2030-06',
		'2030-02-30T15:20',
		'2030-02-30T15:20:00+01:00',
		'30.02.2030 15:20',
		'2030-06-30T25:20',
		'15:20',
		'tomorrow at 3',
		'Item 5',
		'1909236000000',
		'',
	])('does not guess a moment from %j', (text) => {
		expect(toAppointmentDate(text, BERLIN)).toBe(text);
	});
});
