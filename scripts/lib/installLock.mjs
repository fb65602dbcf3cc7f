import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** A holder touches its lock this often; one not touched for `staleAfter` has died. */
const beat = 5_000;
const staleAfter = 60_000;

/** @param {string} file */
function isStale(file) {
	try {
		const { pid, host } = JSON.parse(readFileSync(file, 'utf8'));
		if (host === hostname()) {
			try {
				process.kill(pid, 0);
			} catch (error) {
				if (error.code === 'ESRCH') return true;
			}
		}
		return Date.now() - statSync(file).mtimeMs > staleAfter;
	} catch (error) {
		// Gone meanwhile: free to be taken. Unreadable: being written just now, its age decides.
		if (error.code === 'ENOENT') return false;
		return Date.now() - statSync(file, { throwIfNoEntry: false })?.mtimeMs > staleAfter;
	}
}

/** @param {string} file */
function tryTake(file) {
	try {
		writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' });
		return true;
	} catch (error) {
		if (error.code === 'EEXIST') return false;
		throw error;
	}
}

/**
 * Runs the work while holding a lock file, waiting for another process that holds it. The lock only
 * saves double work: what is written must be safe without it.
 * @template T
 * @param {string} file
 * @param {{ onWait: () => void, work: () => Promise<T> }} options
 * @returns {Promise<T>}
 */
export async function withLock(file, { onWait, work }) {
	for (let attempt = 0; !tryTake(file); attempt++) {
		if (attempt === 0) onWait();
		if (isStale(file)) {
			// By rename, so that of several waiters one removes it.
			const aside = `${file}.stale-${process.pid}`;
			try {
				renameSync(file, aside);
				rmSync(aside, { force: true });
			} catch {
				// Another waiter was faster.
			}
			continue;
		}
		await sleep(1000);
	}
	const timer = setInterval(() => {
		try {
			utimesSync(file, new Date(), new Date());
		} catch {
			// The cache was emptied meanwhile; the work itself will notice.
		}
	}, beat);
	const release = () => rmSync(file, { force: true });
	process.once('exit', release);
	try {
		return await work();
	} finally {
		clearInterval(timer);
		process.removeListener('exit', release);
		release();
	}
}
