import { DateTime } from 'luxon';
import type { Day, Time } from './dateText';

const MINUTE_MS = 60_000;

/** Digits and signs as English writes them, whatever the language of the process. */
const LOCALE = 'en';

/** What a zone's clocks show at a day and time: one moment, or a problem with it. */
export type WallClock = { readonly moment: DateTime } | { readonly problem: string };

/** A moment from milliseconds since 1970. */
export const atMillis = (milliseconds: number): DateTime =>
	DateTime.fromMillis(milliseconds, { zone: 'utc', locale: LOCALE });

/** The moment of a day and time at an offset from UTC in minutes. */
export function atOffset(day: Day, time: Time, offset: number): DateTime {
	const utc = DateTime.fromObject({ ...day, ...time }, { zone: 'utc', locale: LOCALE });
	return utc.minus({ minutes: offset });
}

/** Writes a moment as `YYYY-MM-DDThh:mm±hh:mm` of a zone. */
export const writeMoment = (moment: DateTime, zone: string): string =>
	moment.setZone(zone).toFormat("yyyy-MM-dd'T'HH:mmZZ");

/** What the clocks of a zone show when they change, and right after: `02:00` and `03:00`. */
function clocksAtChange(near: DateTime): { from: string; to: string } {
	const minute = near.startOf('minute');
	let [before, after] = [minute.minus({ hours: 26 }), minute.plus({ hours: 26 })];
	while (after.toMillis() - before.toMillis() > MINUTE_MS) {
		const halfway = before.plus({ minutes: Math.floor(after.diff(before).as('minutes') / 2) });
		if (halfway.offset === before.offset) before = halfway;
		else after = halfway;
	}
	const shown = after.setZone('utc', { keepLocalTime: true });
	const unchanged = shown.minus({ minutes: after.offset - before.offset });
	return { from: unchanged.toFormat('HH:mm'), to: shown.toFormat('HH:mm') };
}

/**
 * Finds the moment at which the clocks of a zone show a day and time.
 *
 * @param day - a day that exists
 * @param time - a time from 00:00:00 to 23:59:59
 * @param zone - an IANA timezone, e.g. `Europe/Berlin`
 */
export function atWallClock(day: Day, time: Time, zone: string): WallClock {
	const moment = DateTime.fromObject({ ...day, ...time }, { zone, locale: LOCALE });
	if (!moment.isValid) return { problem: `cannot be found in the timezone ${zone}` };
	const [hour, minute] = [time.hour, time.minute].map((part) => String(part).padStart(2, '0'));
	const shown = `is ${hour}:${minute} on a day when`;
	if (moment.hour !== time.hour || moment.minute !== time.minute || moment.day !== day.day) {
		const { from, to } = clocksAtChange(moment);
		return { problem: `${shown} clocks jump from ${from} to ${to} in ${zone}` };
	}
	const moments = moment.getPossibleOffsets();
	if (moments.length > 1) {
		const offsets = moments.map((each) => each.toFormat('ZZ')).join(' or ');
		return { problem: `${shown} this time comes twice in ${zone}: add ${offsets}` };
	}
	return { moment };
}

/**
 * The day that begins at a moment in a zone, within a minute; undefined when it is not midnight
 * there. The last second of a day may as well mean that day, so it is no midnight.
 */
export function dayAtMidnight(moment: DateTime, zone: string): Day | undefined {
	const local = moment.setZone(zone);
	const isStart = local.hour === 0 && local.minute === 0;
	const isJustBefore = local.hour === 23 && local.minute === 59 && local.second < 59;
	if (!isStart && !isJustBefore) return undefined;
	const { year, month, day } = isStart ? local : local.plus({ minutes: 1 });
	return { year, month, day };
}
