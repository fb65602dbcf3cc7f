import type { INodeParameters } from 'n8n-workflow';
import { PENDING_IDENT_ID, SUCCESSFUL_IDENT_ID } from '../sandbox';
import { asItems, bodyOf, expectDocumented, linkedTo, locator, useBench } from './support';

const bench = useBench();

const appoint = async (changes: INodeParameters, timezone = 'Europe/Berlin') =>
	await bench().run(
		'ident',
		'setAppointment',
		{ ident_id: locator(PENDING_IDENT_ID), termin_user: '1', options: {}, ...changes },
		{ settings: { timezone } },
	);

test('sends the three documented fields and returns the date as sent', async () => {
	const { items } = await appoint({ termin_date: '2030-06-30T15:20:00' });
	const termin_date = '2030-06-30T15:20+02:00';
	const json = { ident_id: PENDING_IDENT_ID, insert_id: '1000001', termin_date, messages: [] };
	expect(items).toStrictEqual([{ json, pairedItem: { item: 0 } }]);
	expectDocumented(bench(), bench().call, {
		method: 'POST',
		path: '/ident/setOnboardifyAppointment',
		body: { ident_id: PENDING_IDENT_ID, termin_date, termin_user: '1' },
	});
	expect(bench().sandbox.appointments).toMatchObject([{ terminDate: termin_date }]);
});

test('a conference URL and a numeric representative', async () => {
	await appoint({
		ident_id: locator(`https://identify24.de/apply/${SUCCESSFUL_IDENT_ID}`, 'url'),
		termin_date: '2030-01-15T09:00:00',
		termin_user: '={{ 42 }}',
	});
	expect(bodyOf(bench().call)).toStrictEqual({
		ident_id: SUCCESSFUL_IDENT_ID,
		termin_date: '2030-01-15T09:00+01:00',
		termin_user: '42',
	});
});

test('items are linked', async () => {
	const dates = ['2030-06-30T15:20', '2030-12-30T15:20'];
	const { items, json } = await bench().run(
		'ident',
		'setAppointment',
		{ ident_id: locator('={{ $json.id }}'), termin_date: '={{ $json.at }}', termin_user: '1' },
		{ items: asItems(dates.map((at) => ({ id: PENDING_IDENT_ID, at }))) },
	);
	expect(json.map((output) => output.termin_date)).toEqual([
		'2030-06-30T15:20+02:00',
		'2030-12-30T15:20+01:00',
	]);
	expect(linkedTo(items)).toEqual([{ item: 0 }, { item: 1 }]);
});

describe('the date carries the offset of the workflow’s timezone', () => {
	test.each([
		['Europe/Berlin', '2030-06-30T15:20:00', '2030-06-30T15:20+02:00'],
		['Europe/Berlin', '2030-01-30T15:20:00', '2030-01-30T15:20+01:00'],
		['America/New_York', '2030-06-30T15:20:00', '2030-06-30T15:20-04:00'],
		['America/New_York', '2030-01-30T15:20:00', '2030-01-30T15:20-05:00'],
		['Asia/Kolkata', '2030-01-30T15:20:00', '2030-01-30T15:20+05:30'],
		['America/St_Johns', '2030-01-30T15:20:00', '2030-01-30T15:20-03:30'],
		['UTC', '2030-01-30T15:20:00', '2030-01-30T15:20+00:00'],
		['Europe/Berlin', '2030-06-30 15:20', '2030-06-30T15:20+02:00'],
		['Europe/Berlin', '2030-06-30T15:20', '2030-06-30T15:20+02:00'],
		['Europe/Berlin', '2030-06-30T15:20:59.999', '2030-06-30T15:20+02:00'],
		['Europe/Berlin', '30.06.2030 15:20', '2030-06-30T15:20+02:00'],
		['Europe/Berlin', '30.6.2030, 9:05 Uhr', '2030-06-30T09:05+02:00'],
		['Europe/Berlin', 'Jun 30, 2030 3:20 PM', '2030-06-30T15:20+02:00'],
		['America/New_York', '30 Jun 2030 15:20', '2030-06-30T15:20-04:00'],
		// A value with an offset of its own is a moment; it is shown in the workflow's timezone.
		['Europe/Berlin', '2030-06-30T15:20:00Z', '2030-06-30T17:20+02:00'],
		['Europe/Berlin', '2030-01-30T15:20:00.000Z', '2030-01-30T16:20+01:00'],
		['Europe/Berlin', '2030-06-30T15:20:00+05:00', '2030-06-30T12:20+02:00'],
		['America/New_York', '2030-06-30T15:20:00+02:00', '2030-06-30T09:20-04:00'],
	])('%s: %s', async (timezone, entered, sent) => {
		const { error } = await appoint({ termin_date: entered }, timezone);
		expect(error).toBeUndefined();
		expect(bodyOf(bench().call)).toMatchObject({ termin_date: sent });
		const moment = (text: string) => new Date(text).getTime();
		if (/Z$|[+-]\d\d:\d\d$/.test(entered)) expect(moment(sent)).toBe(moment(entered));
	});

	test.each([
		["={{ DateTime.fromISO('2030-06-30T15:20') }}", '2030-06-30T15:20+02:00'],
		["={{ DateTime.fromISO('2030-06-30T15:20').toISO() }}", '2030-06-30T15:20+02:00'],
		[
			"={{ DateTime.fromISO('2030-06-30T15:20', { zone: 'Asia/Tokyo' }) }}",
			'2030-06-30T08:20+02:00',
		],
		["={{ new Date('2030-06-30T13:20:00Z') }}", '2030-06-30T15:20+02:00'],
		["={{ '2030-06-30T15:20'.toDateTime() }}", '2030-06-30T15:20+02:00'],
	])('expression %s', async (termin_date, sent) => {
		const { error } = await appoint({ termin_date });
		expect(error?.message).toBeUndefined();
		expect(bodyOf(bench().call)).toMatchObject({ termin_date: sent });
	});

	test('expression with $now', async () => {
		const { error, json } = await appoint({ termin_date: '={{ $now.plus({ days: 3 }) }}' });
		expect(error?.message).toBeUndefined();
		const away = new Date(String(json[0]?.termin_date)).getTime() - Date.now();
		expect(Math.abs(away - 3 * 24 * 3600 * 1000)).toBeLessThan(2 * 3600 * 1000);
	});
});

test.each([
	['2030-06-30', /must be a date and time.*the time is missing/],
	['June 30, 2030', /must be a date and time.*the time is missing/],
	['15:20', /must be a date and time/],
	['tomorrow', /must be a date and time/],
	['1909062000000', /must be a date and time/],
	['2030-02-30T10:00', /is 30 February 2030, which does not exist/],
	['2030-03-31T02:30', /is 02:30 on a day when clocks jump from 02:00 to 03:00 in Europe\/Berlin/],
	['2030-10-27T02:30', /is 02:30 on a day when this time comes twice in Europe\/Berlin/],
	['9/5/2030 3:20 PM', /may be 9 May 2030 or 5 September 2030/],
])('%s: nothing is sent, the message names the field and the cause', async (termin_date, cause) => {
	const { error } = await appoint({ termin_date });
	expect(error?.message).toMatch(/Item 0: Appointment Date/);
	expect(error?.message).toMatch(cause);
	expect(error?.message).toContain(`"${termin_date}"`);
	expect(bench().sandbox.requests.count).toBe(0);
});
