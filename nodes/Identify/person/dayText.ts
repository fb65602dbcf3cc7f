import type { Day } from './dateText';

/** Writes a day as `YYYY-MM-DD`. */
export function dayText({ year, month, day }: Day): string {
	const digits = (number: number, count: number) => String(number).padStart(count, '0');
	return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}
