/** `npm test` (every check of the project, one after the other), `npm run faults`, `test:queue`, `test:soak` and `test:versions`. See CONTRIBUTING.md. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { devFolder, readJson, root } from './lib/places.mjs';
import { endEverything, npm, run } from './lib/processes.mjs';
import { ensureQueueServers } from './lib/queueServers.mjs';
import { ensureRuntime, testedVersions } from './lib/runtime.mjs';
import { duration, say, Trouble } from './lib/say.mjs';
import { pack } from './lib/tarball.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {{ name: string, title: string, needs?: string[], onlyByName?: boolean, run: () => Promise<Count> }} Stage
 */

const minutes = 60_000;
/** Jest itself would use one worker less than there are processors: on two, a single one. */
const sideBySide = `--maxWorkers=${Math.max(2, availableParallelism() - 1)}`;
const passedOne = { passed: 1, failed: 0 };
const failedOne = { passed: 0, failed: 1 };
const temporary = mkdtempSync(join(tmpdir(), 'n8n-identify24-test-'));

/** @type {NodeJS.ProcessEnv} */
const env = { ...process.env, N8N_IDENTIFY24_TEMP: temporary };
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));

/** @param {readonly string[]} args */
async function npmScript(args) {
	const { code } = await npm(args, { cwd: root });
	return code === 0 ? passedOne : failedOne;
}

/**
 * Runs one suite and counts. Whatever keeps Jest from running a test counts as a failure.
 * @param {string} suite
 * @param {{ args?: string[], timeout?: number }} [options]
 * @returns {Promise<Count>}
 */
async function jest(suite, { args = [sideBySide], timeout = 10 * minutes } = {}) {
	const report = join(temporary, `${suite}.json`);
	const bin = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
	const { code, timedOut } = await run(
		process.execPath,
		[bin, `test/${suite}/`, '--json', `--outputFile=${report}`, ...args],
		// With an output file Jest still says all it has to say on stderr; the JSON on stdout is dropped.
		{ cwd: root, env, timeout },
	);
	if (timedOut) say(`  ✗ ${suite} was ended after ${duration(timeout)}`);
	/** @typedef {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number }} Report */
	const result = existsSync(report)
		? /** @type {Report | undefined} */ (readJson(report))
		: undefined;
	if (!result) return failedOne;
	const passed = result.numPassedTests;
	const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
	if (passed + failed === 0) say(`  ✗ ${suite}: not one test was run`);
	const unexplained = failed === 0 && (code !== 0 || timedOut || passed === 0);
	return { passed, failed: unexplained ? 1 : failed };
}

/**
 * @param {string} [version] of n8n; the pinned one unless told
 * @returns {Promise<Count>}
 */
async function endToEnd(version) {
	env.N8N_IDENTIFY24_RUNTIME = JSON.stringify(await ensureRuntime(version));
	return await jest('e2e', { timeout: 45 * minutes });
}

/** Every stage, in order. A stage whose `needs` failed is not run and counts as failed. */
/** @type {Stage[]} */
const stages = [
	{ name: 'lint', title: 'Lint and formatting', run: async () => await npmScript(['run', 'lint']) },
	{ name: 'types', title: 'Types', run: async () => await npmScript(['run', 'typecheck']) },
	{
		name: 'build',
		title: 'Build and package',
		run: async () => {
			env.N8N_IDENTIFY24_TARBALL = await pack(temporary);
			return passedOne;
		},
	},
	{ name: 'unit', title: 'Unit tests', run: async () => await jest('unit') },
	{
		name: 'engine',
		title: "Engine tests (n8n's own workflow engine)",
		run: async () => await jest('engine'),
	},
	{
		name: 'faults',
		title: 'Fault matrix (npm run faults: all of it, else shortened)',
		run: async () => await jest('faults', { timeout: 30 * minutes }),
	},
	{
		name: 'e2e',
		title: 'End-to-end tests (the package in a running n8n)',
		needs: ['build'],
		run: async () => await endToEnd(),
	},
	{
		name: 'versions',
		title: 'End-to-end tests on the other versions of n8n in test/runtime/versions.json',
		needs: ['build'],
		// For its time: as much as `npm test`, for each.
		onlyByName: true,
		run: async () => {
			const total = { passed: 0, failed: 0 };
			for (const version of testedVersions().slice(1)) {
				say(`\n━━ n8n ${version} ━━`);
				const { passed, failed } = await endToEnd(version);
				say(`  n8n ${version}: ${passed} passed, ${failed} failed`);
				total.passed += passed;
				total.failed += failed;
			}
			return total;
		},
	},
	{
		name: 'soak',
		title: 'Two hours in miniature, with chance drawn by a seed (N8N_IDENTIFY24_SEED for one)',
		needs: ['build'],
		// For its time: more than a minute for each seed.
		onlyByName: true,
		run: async () => {
			env.N8N_IDENTIFY24_RUNTIME = JSON.stringify(await ensureRuntime());
			return await jest('soak', { args: ['--runInBand'], timeout: 30 * minutes });
		},
	},
	{
		name: 'queue',
		title: 'Queue mode (several n8n processes, Redis, PostgreSQL)',
		needs: ['build'],
		// For its servers, which `npm test` shall not install.
		onlyByName: true,
		run: async () => {
			env.N8N_IDENTIFY24_SERVERS = JSON.stringify(await ensureQueueServers());
			env.N8N_IDENTIFY24_RUNTIME = JSON.stringify(await ensureRuntime());
			// PostgreSQL refuses to run as root, and its user has to get through to its folder.
			chmodSync(temporary, 0o711);
			// One cluster at a time: each has five processes.
			return await jest('queue', { args: ['--runInBand'], timeout: 20 * minutes });
		},
	},
];

/**
 * The stages asked for by name with what they need, or all that need no asking.
 * @param {readonly string[]} names
 */
function choose(names) {
	const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
	if (unknown.length > 0) {
		throw new Trouble(
			`There is no stage ${unknown.join(', ')}. Stages: ${stages.map(({ name }) => name).join(', ')}.`,
		);
	}
	if (names.length === 0) return stages.filter(({ onlyByName }) => !onlyByName);
	const wanted = new Set(names);
	for (const stage of stages) {
		if (wanted.has(stage.name)) stage.needs?.forEach((name) => wanted.add(name));
	}
	return stages.filter(({ name }) => wanted.has(name));
}

/** @param {Stage} stage */
async function runStage(stage) {
	try {
		return await stage.run();
	} catch (error) {
		say(error instanceof Trouble ? error.message : String(error?.stack ?? error));
		return failedOne;
	}
}

async function main() {
	const chosen = choose(process.argv.slice(2).filter((arg) => !arg.startsWith('-')));
	await ensureDependencies();
	// Before the stages: nobody wants to learn after ten minutes that the disk is full.
	if (chosen.some(({ name }) => name === 'e2e' || name === 'queue')) await ensureRuntime();
	mkdirSync(devFolder, { recursive: true });

	const total = { passed: 0, failed: 0 };
	/** @type {Set<string>} */
	const failedStages = new Set();
	/** @type {string[]} */
	const table = [];
	for (const stage of chosen) {
		say(`\n━━ ${stage.title} ━━`);
		const started = Date.now();
		const missing = stage.needs?.filter((name) => failedStages.has(name)) ?? [];
		const skipped = missing.length > 0;
		if (skipped) say(`  ✗ not run: ${missing.join(', ')} failed`);
		const { passed, failed } = skipped ? failedOne : await runStage(stage);
		total.passed += passed;
		total.failed += failed;
		if (failed > 0) failedStages.add(stage.name);
		const line = `${failed > 0 ? '✗' : '✓'} ${stage.name}: ${passed} passed, ${failed} failed (${duration(Date.now() - started)})`;
		table.push(line);
		say(`  ${line}`);
	}
	say(`\n${table.join('\n')}`);
	return total;
}

/** @type {Count} */
let total = failedOne;
try {
	total = await main();
} catch (error) {
	say(error instanceof Trouble ? error.message : String(error?.stack ?? error));
}
await endEverything();
process.exitCode = total.failed > 0 ? 1 : 0;
process.stdout.write(`tests: ${total.passed} passed, ${total.failed} failed\n`);
