import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second (proc(5), USER_HZ). */
const MS_PER_TICK = 10;

/** The numbers of /proc/pid/stat, without the first two: its utime is the 12th, stime the 13th. */
function stat(pid: number): number[] {
	return readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /s, '')
		.split(' ')
		.map(Number);
}

const sum = (values: ReadonlyArray<number | undefined>) =>
	values.reduce<number>((total, value) => total + (value ?? Number.NaN), 0);

/** Milliseconds of processor time that a process has used so far, all its threads together. */
export function processorTime(pid: number): number {
	if (process.platform !== 'linux') return Number.NaN;
	return sum(stat(pid).slice(11, 13)) * MS_PER_TICK;
}

/** The same with the processes that it has begun, also those that have ended. */
export function processorTimeWithChildren(pid: number): number {
	if (process.platform !== 'linux') return Number.NaN;
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
	const running = children.split(' ').filter((child) => child !== '');
	return sum([
		sum(stat(pid).slice(11, 15)) * MS_PER_TICK,
		...running.map((child) => processorTime(Number(child))),
	]);
}
