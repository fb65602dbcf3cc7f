/** Messages to the person at the terminal. They go to stderr, so that stdout stays a result. */

/** @param {string} text */
export function say(text) {
	process.stderr.write(`${text}\n`);
}

/** An error whose message is the whole story: shown without a stack. */
export class Trouble extends Error {}

/**
 * Tells of trouble and has the process end with 1. Whatever else it is goes on as it was thrown.
 * @param {unknown} error
 */
export function tellTrouble(error) {
	if (!(error instanceof Trouble)) throw error;
	say(error.message);
	process.exitCode = 1;
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
	const seconds = milliseconds / 1000;
	if (seconds < 60) return `${seconds.toFixed(1)} s`;
	return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * Does some long work and shows that it is alive: one updating line in a terminal, a line every
 * 15 seconds elsewhere.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withHeartbeat(what, work) {
	const terminal = process.stderr.isTTY === true;
	const started = Date.now();
	const clear = terminal ? '\r\u001b[2K' : '';
	const beat = () => {
		const line = `  … ${what}: ${duration(Date.now() - started)} so far`;
		process.stderr.write(terminal ? `${clear}${line}` : `${line}\n`);
	};
	const timer = setInterval(beat, terminal ? 1000 : 15_000);
	try {
		const result = await work();
		say(`${clear}  ✓ ${what} (${duration(Date.now() - started)})`);
		return result;
	} catch (error) {
		say(`${clear}  ✗ ${what} failed after ${duration(Date.now() - started)}`);
		throw error;
	} finally {
		clearInterval(timer);
	}
}
