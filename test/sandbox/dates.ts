/** The API's several date forms, each with the sample it was read from. */

/** `YYYY-MM-DD` naming a day that exists. */
export function isRealDate(value: string): boolean {
	const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
	if (!parts) return false;
	const date = new Date(`${value}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/**
 * `YYYY-MM-DDThh:mmTZD` (ident/setOnboardifyAppointment). TZD is `Z` or `±hh:mm`, as in the W3C
 * note on ISO 8601 that the documentation's wording and example come from. No seconds.
 */
export function isAppointmentDate(value: string): boolean {
	const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(Z|[+-](\d{2}):(\d{2}))$/.exec(value);
	if (!parts) return false;
	const [, day = '', hour, minute, , offsetHour = '0', offsetMinute = '0'] = parts;
	return (
		isRealDate(day) &&
		Number(hour) < 24 &&
		Number(minute) < 60 &&
		Number(offsetHour) <= 14 &&
		Number(offsetMinute) < 60
	);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(time: number, timeZone: string): Record<string, string> {
	let format = formats.get(timeZone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-GB', {
			timeZone,
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
			hourCycle: 'h23',
		});
		formats.set(timeZone, format);
	}
	return Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
}

/** `13-09-2024 10:25:26`: created_at and file_date. */
export function germanDateTime(time: number, timeZone: string): string {
	const { year, month, day, hour, minute, second } = wallClock(time, timeZone);
	return `${day}-${month}-${year} ${hour}:${minute}:${second}`;
}

/** `2020-06-21 11:03:49`: created_at and updated_at of webhook/getAll. */
export function sqlDateTime(time: number, timeZone: string): string {
	const { year, month, day, hour, minute, second } = wallClock(time, timeZone);
	return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

/** `10-05-2021`: id_issue_date and id_expire_date, which ident/create takes as `2021-05-10`. */
export function germanDate(isoDate: string): string {
	return isoDate.split('-').reverse().join('-');
}

/** `2023-08-03T15:00:00Z`: appointment_date of ident/get. */
export function appointmentUtc(terminDate: string): string {
	return new Date(terminDate).toISOString().replace('.000Z', 'Z');
}

/** `2024-11-11 11:11`: appointment_date of ident/getIdentData, read as the clock time that was sent. */
export function appointmentWallClock(terminDate: string): string {
	return terminDate.slice(0, 16).replace('T', ' ');
}
