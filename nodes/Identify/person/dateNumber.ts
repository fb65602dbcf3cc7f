import { isCalendarDate } from '../contract/fields';
import { dayText } from './dayText';
import type { Day } from './dateText';
import { atMillis, dayAtMidnight } from './zonedTime';

const DAY_MS = 86_400_000;
const FIRST_YEAR = 1870;
const LAST_YEAR = 2200;

/** The day before Excel's day 1 of 1900, with Excel's own leap day of that year counted. */
const EXCEL_EPOCH_MS = Date.UTC(1899, 11, 30);

/** Days of fewer digits are before 1927, and may as well be years. */
const isExcelDay = (number: number) => number >= 10_000 && number < 100_000;

/** `19810905` */
function fromDigits(number: number): Day | undefined {
	const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(String(number));
	if (!parts) return undefined;
	const day = { year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) };
	return isCalendarDate(dayText(day)) ? day : undefined;
}

function fromMillis(milliseconds: number, timezone: string): Day | undefined {
	// Beyond what any calendar has.
	if (!Number.isInteger(milliseconds) || Math.abs(milliseconds) > 100_000_000 * DAY_MS) {
		return undefined;
	}
	const moment = atMillis(milliseconds);
	return dayAtMidnight(moment, 'utc') ?? dayAtMidnight(moment, timezone);
}

/**
 * The days that a number may mean: as a spreadsheet counts days (a fraction is the time of day), as
 * YYYYMMDD, or as a midnight in seconds or milliseconds since 1970.
 *
 * @param timezone - where midnight may be, besides UTC
 * @returns each with the words for that reading
 */
export function daysOfNumber(number: number, timezone: string): Array<{ day: Day; as: string }> {
	const readings: Array<[string, Day | undefined]> = [
		[
			"a spreadsheet's day number",
			isExcelDay(number)
				? fromMillis(EXCEL_EPOCH_MS + Math.floor(number) * DAY_MS, timezone)
				: undefined,
		],
		['YYYYMMDD', fromDigits(number)],
		// Of few digits they are moments within days of 1970.
		[
			'seconds since 1970',
			Math.abs(number) >= 1_000_000 ? fromMillis(number * 1000, timezone) : undefined,
		],
		[
			'milliseconds since 1970',
			Math.abs(number) >= 10_000_000 ? fromMillis(number, timezone) : undefined,
		],
	];
	return readings.flatMap(([as, day]) =>
		day && day.year >= FIRST_YEAR && day.year <= LAST_YEAR ? [{ day, as }] : [],
	);
}
