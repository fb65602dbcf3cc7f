/**
 * Loaded into n8n by NODE_OPTIONS: SIGUSR2 begins a profile of its processor time, the next one ends it and
 * writes it where n8n runs. It costs nothing in between.
 */
const { renameSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');

/** @type {Session | undefined} */
let session;

function begin() {
	session = new Session();
	session.connect();
	session.post('Profiler.enable');
	session.post('Profiler.setSamplingInterval', { interval: 500 });
	session.post('Profiler.start');
}

/** @param {Session} running */
function end(running) {
	running.post('Profiler.stop', (_error, result) => {
		running.disconnect();
		// Renamed: whoever waits for it shall find it whole.
		writeFileSync('profile.part', JSON.stringify(result?.profile));
		renameSync('profile.part', 'profile.cpuprofile');
	});
}

process.on('SIGUSR2', () => {
	const running = session;
	session = undefined;
	if (running) end(running);
	else begin();
});
