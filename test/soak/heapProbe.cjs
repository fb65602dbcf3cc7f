/** Loaded into n8n: on SIGUSR2 it collects what is not used any more and writes how much is left, in bytes. */
const { writeFileSync } = require('node:fs');

process.on('SIGUSR2', () => {
	// What waits for its finaliser goes with the second one.
	globalThis.gc();
	setImmediate(() => {
		globalThis.gc();
		// What is kept of bodies and files lies outside of the heap.
		const { heapUsed, external } = process.memoryUsage();
		writeFileSync(process.env.IDENTIFY24_HEAP_FILE, String(heapUsed + external));
	});
});
