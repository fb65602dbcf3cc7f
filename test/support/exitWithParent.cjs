/**
 * Preloaded into a child (n8n, the sandbox): ends it when the process that started it is gone, so that
 * a killed run leaves nothing behind. Nothing else of the child is touched.
 */
const parent = process.ppid;
setInterval(() => {
	if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 2000).unref();
