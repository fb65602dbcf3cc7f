import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const SETTLE_MS = 5_000;

/** Resets VmHWM (proc(5), /proc/pid/clear_refs). */
const RESET_PEAK = '5';

function megabytes(pid: number, field: 'VmRSS' | 'VmHWM'): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
	return (Number(kibibytes) * 1024) / 1e6;
}

/** Whether the system tells the memory of other processes (Linux). */
export const canMeasureMemory = process.platform === 'linux';

/** The memory of a process that has had nothing to do for `restMs`, in MB. */
export async function idleMemory(pid: number, restMs = SETTLE_MS): Promise<number> {
	if (!canMeasureMemory) return Number.NaN;
	await sleep(restMs);
	return megabytes(pid, 'VmRSS');
}

/** Runs `work` and tells the most memory that the process had meanwhile, in MB. */
export async function withPeakMemory<Result>(
	pid: number,
	work: () => Promise<Result>,
): Promise<{ result: Result; peak: number }> {
	if (!canMeasureMemory) return { result: await work(), peak: Number.NaN };
	writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
	const result = await work();
	return { result, peak: megabytes(pid, 'VmHWM') };
}
