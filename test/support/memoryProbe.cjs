/**
 * Loaded into n8n by NODE_OPTIONS: on SIGUSR2 it collects garbage and writes what is left to stdout.
 * Without that, memory that could be given back cannot be told from memory that is kept.
 */
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

process.on('SIGUSR2', () => {
	collectGarbage();
	// What finalizers let go of goes with the next one.
	setImmediate(() => {
		collectGarbage();
		const { heapUsed, external, rss } = process.memoryUsage();
		process.stdout.write(`memory probe: ${JSON.stringify({ kept: heapUsed + external, rss })}\n`);
	});
});
