import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isAppointmentDate, isCalendarDate } from '../../../nodes/Identify/contract/fields';
import { toAppointmentDate, toCalendarDate } from '../../../nodes/Identify/person/dates';
import type { Reading } from '../../../nodes/Identify/person/reading';
import { APPOINTMENT_ROWS, CALENDAR_ROWS } from './dateRows';
import { problemOf, valueOf } from './readings';

function expectReading(reading: Reading, expected: string | RegExp): void {
	if (typeof expected === 'string') expect(valueOf(reading)).toBe(expected);
	else expect(problemOf(reading)).toMatch(expected);
}

describe('toCalendarDate', () => {
	it.each(CALENDAR_ROWS)('%j in %s: %s', (text, timezone, expected) => {
		expectReading(toCalendarDate(text, timezone), expected);
	});

	it('gives what the contract takes', () => {
		const dates = CALENDAR_ROWS.map(([text, zone]) => toCalendarDate(text, zone));
		const understood = dates.filter(({ problem }) => problem === undefined).map(valueOf);
		expect(understood.length).toBeGreaterThan(60);
		expect(understood.filter((date) => !isCalendarDate(date))).toEqual([]);
	});
});

describe('toAppointmentDate', () => {
	it.each(APPOINTMENT_ROWS)('%j in %s: %s', (text, timezone, expected) => {
		expectReading(toAppointmentDate(text, timezone), expected);
	});

	it('gives what the contract takes', () => {
		const dates = APPOINTMENT_ROWS.map(([text, zone]) => toAppointmentDate(text, zone));
		const understood = dates.filter(({ problem }) => problem === undefined).map(valueOf);
		expect(understood.length).toBeGreaterThan(35);
		expect(understood.filter((date) => !isAppointmentDate(date))).toEqual([]);
	});
});

describe.each([
	['UTC', 'C', 0],
	['America/New_York', 'en_US.UTF-8', 240],
	['Asia/Tokyo', 'ar_EG.UTF-8', -540],
])('a process in %s with the language %s', (TZ, LANG, offset) => {
	it('reads every date as any other does', async () => {
		const file = join(__dirname, 'printDates.ts');
		const { stdout } = await promisify(execFile)(
			process.execPath,
			['--import', require.resolve('tsx'), file],
			{ env: { ...process.env, TZ, LANG, LC_ALL: LANG } },
		);
		expect(JSON.parse(stdout)).toEqual({
			offset,
			calendar: CALENDAR_ROWS.map(([text, zone]) => toCalendarDate(text, zone)),
			appointment: APPOINTMENT_ROWS.map(([text, zone]) => toAppointmentDate(text, zone)),
		});
	}, 30_000);
});
