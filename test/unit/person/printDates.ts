import { toAppointmentDate, toCalendarDate } from '../../../nodes/Identify/person/dates';
import { APPOINTMENT_ROWS, CALENDAR_ROWS } from './dateRows';

/** Prints what became of every row, for a process of another timezone. */
process.stdout.write(
	JSON.stringify({
		// Proof that the process is where it is said to be.
		offset: new Date(1981, 8, 5).getTimezoneOffset(),
		calendar: CALENDAR_ROWS.map(([text, zone]) => toCalendarDate(text, zone)),
		appointment: APPOINTMENT_ROWS.map(([text, zone]) => toAppointmentDate(text, zone)),
	}),
);
