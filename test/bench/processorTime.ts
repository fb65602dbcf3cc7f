import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second (proc(5), USER_HZ). */
const MS_PER_TICK = 10;

/** Milliseconds of processor time that a process has used so far, all its threads together. */
export function processorTime(pid: number): number {
	if (process.platform !== 'linux') return Number.NaN;
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /s, '')
		.split(' ');
	// Without the first two: utime is the 12th, stime the 13th.
	return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}
