import { tryToParseDateTime } from 'n8n-workflow';
import { isCalendarDate } from '../contract/fields';

type DateTime = ReturnType<typeof tryToParseDateTime>;

const GERMAN = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?: Uhr)?)?$/;
const CALENDAR_DATE = /^\d{4}-\d{2}-\d{2}$/;
const HAS_OFFSET = /\d(?:Z|\s?[+-]\d{2}(?::?\d{2})?)(?:\[[^\]]*\])?$/i;
/** A day, a month's name and a year, as e-mails, HTTP and JavaScript write them. */
const NAMED_MONTH = /\b(?:\d{1,2} [a-z]{3,9}|[a-z]{3,9} \d{1,2},?) \d{4}\b/i;

/** Rewrites `5.9.1981 14:30` as `1981-09-05T14:30:00`; other texts are left as they are. */
function fromGerman(text: string): string {
	const parts = GERMAN.exec(text);
	if (!parts) return text;
	const two = (part: string | undefined) => (part ?? '0').padStart(2, '0');
	const [, day, month, year, hour, minute, second] = parts;
	const date = `${year}-${two(month)}-${two(day)}`;
	return hour === undefined ? date : `${date}T${two(hour)}:${two(minute)}:${two(second)}`;
}

function parse(text: string, timezone: string): DateTime | undefined {
	const isIso = /^\d{4}-\d{2}-\d{2}/.test(text);
	// n8n would make 3 March out of 31 February, and read a bare number as milliseconds.
	if (isIso ? !isCalendarDate(text.slice(0, 10)) : !NAMED_MONTH.test(text)) return undefined;
	try {
		return tryToParseDateTime(text, timezone);
	} catch {
		return undefined;
	}
}

/**
 * Brings a date to the documented `YYYY-MM-DD`. A time with an offset is a moment and is seen from
 * the workflow's timezone (a CRM's `1981-09-04T22:00:00Z` is 5 September in Berlin); midnight of
 * its own offset is taken for the date that it shows.
 *
 * @param text - an ISO date or date-time (as n8n's date picker, Luxon and JSON write it) or
 *   `DD.MM.YYYY`
 * @param timezone - the workflow's timezone, e.g. `Europe/Berlin`
 * @returns `YYYY-MM-DD`, or the text unchanged when it is no date
 */
export function toCalendarDate(text: string, timezone: string): string {
	const iso = fromGerman(text.trim());
	if (CALENDAR_DATE.test(iso)) return isCalendarDate(iso) ? iso : text.trim();
	const moment = parse(iso, timezone);
	if (!moment) return text.trim();
	const midnight = moment.hour === 0 && moment.minute === 0 && moment.second === 0;
	const shown = HAS_OFFSET.test(iso) && !midnight ? moment.setZone(timezone) : moment;
	return shown.toFormat('yyyy-MM-dd');
}

/**
 * Brings a date and time to the documented `YYYY-MM-DDThh:mmTZD`. Without an offset of its own it
 * is a time in the workflow's timezone, and that zone's offset on that day is added.
 *
 * @returns e.g. `2030-06-30T15:20+02:00`, or the text unchanged when it is no date and time
 */
export function toAppointmentDate(text: string, timezone: string): string {
	const iso = fromGerman(text.trim());
	// Without a time there is no appointment; midnight would be a guess.
	if (CALENDAR_DATE.test(iso)) return text.trim();
	const moment = parse(iso, timezone);
	if (!moment) return text.trim();
	return moment.setZone(timezone).toFormat("yyyy-MM-dd'T'HH:mmZZ");
}
