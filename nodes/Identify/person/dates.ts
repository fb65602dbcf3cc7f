import { isCalendarDate } from '../contract/fields';
import { monthName } from './calendarWords';
import { daysOfNumber } from './dateNumber';
import { readDateText, type Day, type Time, type WrittenDate } from './dateText';
import { dayText } from './dayText';
import { eitherOf, refused, understood, type Reading } from './reading';
import { atOffset, atWallClock, dayAtMidnight, writeMoment } from './zonedTime';

const NO_DATE = 'must be a date that exists, e.g. 1981-09-05 or 05.09.1981';
const NO_MOMENT = 'must be a date and time that exists, e.g. 2030-06-30T15:20 or 30.06.2030 15:20';

/** Nobody alive was born before, and no valid document was issued. */
const FIRST_YEAR = 1870;

/** `UTC+14:00` is the easternmost zone. */
const MOST_OFFSET = 14 * 60;

const words = ({ year, month, day }: Day) => `${day} ${monthName(month)} ${year}`;

/** Why a day is none, if so. */
function dayProblem({ day, other, weekday }: WrittenDate): string | undefined {
	const { year, month } = day;
	if (month < 1 || month > 12) return `has the month ${month}, which does not exist`;
	const text = dayText(day);
	if (!isCalendarDate(text)) return `is ${words(day)}, which does not exist`;
	if (other) return `may be ${words(day)} or ${words(other)}: write YYYY-MM-DD or DD.MM.YYYY`;
	if (year < FIRST_YEAR) return `has the year ${year}, which cannot be meant`;
	const actual = new Date(`${text}T00:00:00Z`).getUTCDay() || 7;
	return weekday !== undefined && weekday !== actual
		? `names another day of the week than ${words(day)} is`
		: undefined;
}

/** Why a time of day or an offset is none, if so. */
function timeProblem(time: Time | undefined, offset = 0): string | undefined {
	if (Math.abs(offset) > MOST_OFFSET) return 'has an offset from UTC that no place has';
	if (!time) return undefined;
	const exists = time.hour < 24 && time.minute < 60 && time.second < 60;
	return exists ? undefined : 'has a time that no clock shows';
}

/** What a text says, checked for existing. */
function readChecked(text: string, otherwise: string): WrittenDate | { problem: string } {
	const written = readDateText(text);
	if (!written) return { problem: otherwise };
	if ('problem' in written) return written;
	const problem = dayProblem(written) ?? timeProblem(written.time, written.offset);
	return problem === undefined ? written : { problem };
}

function fromNumber(text: string, timezone: string): Reading {
	const readings = daysOfNumber(Number(text), timezone);
	const [first] = readings;
	if (!first) {
		return refused(
			'is a number that is no day: neither a day of a spreadsheet, nor YYYYMMDD, nor midnight as seconds or milliseconds',
		);
	}
	const days = new Set(readings.map(({ day }) => dayText(day)));
	if (days.size === 1) return understood(dayText(first.day));
	const choices = readings.map(({ day, as }) => `${dayText(day)} (as ${as})`);
	return refused(`is a number that may be ${eitherOf(choices)}`);
}

/**
 * Brings a date to the documented `YYYY-MM-DD`. A time without an offset is ignored. A time with one
 * is a moment, and must be midnight in its own offset or in the workflow's timezone: a CRM's
 * `1981-09-04T22:00:00Z` is 5 September in Berlin, and nothing in New York.
 *
 * @param text - as ISO 8601, people in Europe, e-mails, JavaScript, spreadsheets and databases write
 *   dates; also a spreadsheet's day number
 * @param timezone - the workflow's timezone, e.g. `Europe/Berlin`
 */
export function toCalendarDate(text: string, timezone: string): Reading {
	if (/^-?\d+(?:\.\d+)?$/.test(text)) return fromNumber(text, timezone);
	const written = readChecked(text, NO_DATE);
	if ('problem' in written) return refused(written.problem);
	const { day, time, offset } = written;
	if (!time || offset === undefined) return understood(dayText(day));
	const moment = atOffset(day, time, offset);
	const own = dayAtMidnight(moment.plus({ minutes: offset }), 'utc');
	const begun = own ?? dayAtMidnight(moment, timezone);
	if (begun) return understood(dayText(begun));
	const seen = moment.setZone(timezone).toFormat('HH:mm');
	return refused(
		`is a moment, not a day: ${seen} in the workflow's timezone, ${timezone}. Give the date alone`,
	);
}

/**
 * Brings a date and time to the documented `YYYY-MM-DDThh:mmTZD`. Without an offset of its own it
 * is a time in the workflow's timezone, and that zone's offset on that day is added.
 *
 * @param text - as for `toCalendarDate`, but always with a time
 * @param timezone - the workflow's timezone
 * @returns e.g. `2030-06-30T15:20+02:00`
 */
export function toAppointmentDate(text: string, timezone: string): Reading {
	const written = readChecked(text, NO_MOMENT);
	if ('problem' in written) return refused(written.problem);
	const { day, time, offset } = written;
	// Midnight would be a guess.
	if (!time) return refused(`${NO_MOMENT}: the time is missing`);
	if (offset !== undefined) return understood(writeMoment(atOffset(day, time, offset), timezone));
	const found = atWallClock(day, time, timezone);
	return 'problem' in found
		? refused(found.problem)
		: understood(writeMoment(found.moment, timezone));
}
