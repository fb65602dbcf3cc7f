import { monthOf, weekdayOf } from './calendarWords';
import { clean } from './text';

/** A day as it is written, not yet checked. */
export interface Day {
	year: number;
	month: number;
	day: number;
}

/** A time of day as it is written, not yet checked. */
export interface Time {
	hour: number;
	minute: number;
	second: number;
}

/** What a text says about a day and a time. */
export interface WrittenDate {
	day: Day;
	time?: Time;
	/** Minutes east of UTC. */
	offset?: number;
	/** 1 (Monday) to 7. */
	weekday?: number;
	/** Set when `DD/MM` may also be `MM/DD`: the other day. */
	other?: Day;
}

/** Why a text is no date: completes "<Field> …". */
export type NotWritten = { problem: string };

/** No date is longer, and patterns take their time with texts that are. */
const LONGEST = 100;

const WORD = String.raw`\p{L}+\.?`;

const YEAR_FIRST = /^(\d{4})([-./])\s?(\d{1,2})\2\s?(\d{1,2})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const DAY_FIRST = /^(\d{1,2})\s?([-.])\s?(\d{1,2})\s?\2\s?(\d{4})$/;
const SLASHES = /^(\d{1,2})\s?\/\s?(\d{1,2})\s?\/\s?(\d{4})$/;
const DAY_NAME = new RegExp(
	String.raw`^(\d{1,2})(?:st|nd|rd|th|\.)?[-/ ]?\s?(${WORD})[-/ ,]?\s?(\d{4})$`,
	'iu',
);
const NAME_DAY = new RegExp(String.raw`^(${WORD}) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$`, 'iu');
const SHORT_YEAR = /^\d{1,2}\s?([-./])\s?\d{1,2}\s?\1\s?\d{2}$/;

const BEFORE_TIME = String.raw`(?:^|T|,?\s)(?:um |at |o )?`;
const HALF = String.raw`\s?(?<half>[ap])\.?m\.?`;
const TIME = new RegExp(
	String.raw`${BEFORE_TIME}(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d+)?)?(?:${HALF}|\sUhr)?$`,
	'i',
);
/** Without a colon only what a word makes a time: `3 pm`, `15 Uhr`, `15.20 Uhr`. */
const HOUR = new RegExp(
	String.raw`${BEFORE_TIME}(?<hour>\d{1,2})(?:[.](?<minute>\d{2}))?(?:${HALF}|\sUhr)$`,
	'i',
);

const OFFSET = /(:\d{2}(?:[.,]\d+)?)\s?(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})?$/i;
const ZONE = /(:\d{2}(?:[.,]\d+)?(?:\s?[ap]m|\sUhr)?)\s?\(?(UTC|GMT|Z|CET|MEZ|CEST|MESZ)\)?$/i;
const ZONE_OFFSETS: Readonly<Record<string, number>> = { CET: 60, MEZ: 60, CEST: 120, MESZ: 120 };

const asDay = (year?: string, month?: string | number, day?: string): Day => ({
	year: Number(year),
	month: Number(month),
	day: Number(day),
});

/** Cuts the offset off the end of a text that has a time. */
function takeOffset(text: string): { rest: string; offset?: number } {
	const numeric = OFFSET.exec(text);
	// `09:00-10:00` behind another form of date is a time span.
	const isOffset = /^\d{4}-\d{2}-\d{2}T|:\d{2}:\d{2}|(?:GMT|UTC)/i.test(text);
	if (numeric && isOffset) {
		const [, before = '', sign, hours, minutes = '0'] = numeric;
		const offset = Number(hours) * 60 + Number(minutes);
		const rest = text.slice(0, numeric.index) + before;
		return { rest, offset: sign === '-' ? -offset : offset };
	}
	const named = ZONE.exec(text);
	if (!named) return { rest: text };
	const [, before = '', zone = ''] = named;
	const rest = text.slice(0, named.index) + before;
	return { rest, offset: ZONE_OFFSETS[zone.toUpperCase()] ?? 0 };
}

/** The hour of the day: 12 AM is midnight, 12 PM is noon, and 13 PM does not exist. */
function hourOf(text: string | undefined, half: string | undefined): number {
	const hour = Number(text);
	if (half === undefined) return hour;
	if (hour < 1 || hour > 12) return Number.NaN;
	return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** Cuts the time of day off the end. */
function takeTime(text: string): { rest: string; time?: Time } {
	const found = TIME.exec(text) ?? HOUR.exec(text);
	if (!found) return { rest: text };
	const { hour, minute = '0', second = '0', half } = found.groups ?? {};
	return {
		rest: text.slice(0, found.index),
		time: { hour: hourOf(hour, half), minute: Number(minute), second: Number(second) },
	};
}

function takeWeekday(text: string): { rest: string; weekday?: number } {
	const found = /^(\p{L}+)\.?,? (?:den |dnia )?(?=.*\d)/iu.exec(text);
	const weekday = found ? weekdayOf(found[1] ?? '') : undefined;
	return weekday === undefined || !found
		? { rest: text }
		: { rest: text.slice(found[0].length), weekday };
}

function readDay(text: string): { day: Day; other?: Day } | NotWritten | undefined {
	const yearFirst = YEAR_FIRST.exec(text);
	if (yearFirst) return { day: asDay(yearFirst[1], yearFirst[3], yearFirst[4]) };
	const compact = COMPACT.exec(text);
	if (compact) return { day: asDay(compact[1], compact[2], compact[3]) };
	const dayFirst = DAY_FIRST.exec(text);
	if (dayFirst) return { day: asDay(dayFirst[4], dayFirst[3], dayFirst[1]) };
	const slashes = SLASHES.exec(text);
	if (slashes) {
		const [, first, second, year] = slashes;
		const [european, american] = [asDay(year, second, first), asDay(year, first, second)];
		if (european.month > 12) return { day: american };
		if (american.month > 12 || first === second) return { day: european };
		return { day: european, other: american };
	}
	const dayName = DAY_NAME.exec(text);
	const nameDay = NAME_DAY.exec(text);
	const month = monthOf(dayName?.[2] ?? nameDay?.[1] ?? '');
	if (month !== undefined) {
		return {
			day: dayName
				? asDay(dayName[3], month, dayName[1])
				: asDay(nameDay?.[3], month, nameDay?.[2]),
		};
	}
	return SHORT_YEAR.test(text)
		? { problem: 'has a year of two digits: write all four' }
		: undefined;
}

/** What follows an offset says it once more: `GMT+0200 (CEST)`, `+02:00[Europe/Berlin]`. */
const withoutZoneName = (text: string) => text.replace(/(?<=\d|Z)\s?[([][^)\]]*[)\]]$/, '');

/**
 * Takes a text apart into a day, a time and an offset. Nothing is checked for existing, and nothing
 * depends on a timezone.
 *
 * @returns undefined when it is no date in any form that is known
 */
export function readDateText(entered: string): WrittenDate | NotWritten | undefined {
	if (entered.length > LONGEST) return undefined;
	const text = withoutZoneName(clean(entered).replace(/[–—−]/g, '-'));
	const { rest: withoutOffset, offset } = takeOffset(text);
	const { rest: withoutTime, time } = takeTime(withoutOffset);
	const { rest, weekday } = takeWeekday(withoutTime);
	const day = readDay(rest.replace(/(?<=\d{4}) ?(?:r\.?|roku)?,?$/i, ''));
	if (day === undefined || 'problem' in day) return day;
	return { ...day, time, offset, weekday };
}
