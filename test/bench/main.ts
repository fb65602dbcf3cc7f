import { execFileSync } from 'node:child_process';
import { inspect } from 'node:util';
import { locateRuntime } from '../support/places';
import { readOptions, UsageError } from './options';
import { circumstances, isMet, summaryOf, tableOf, writeReport } from './report';
import { Stage } from './stage';
import { measureWorkload, type WorkloadResult } from './workload';
import { concurrency } from './workloads/concurrency';
import { create, throttled } from './workloads/create';
import { download } from './workloads/download';
import { expiry, expiryInBody, getAtOnce, getWithLatency, tenfold } from './workloads/get';
import { loading } from './workloads/loading';
import { scaleCallbacks, scaleEngines } from './workloads/scaleCallbacks';
import { scaleCreates } from './workloads/scaleCreates';
import { scaleBatches, scaleItems } from './workloads/scaleItems';
import { scaleProfile } from './workloads/scaleProfile';

/** `npm run bench`: see CONTRIBUTING.md. The download comes last, as it restarts n8n. */
const workloads = [
	loading,
	getAtOnce,
	getWithLatency,
	tenfold,
	concurrency,
	create,
	throttled,
	expiry,
	expiryInBody,
	download,
	scaleCallbacks,
	scaleEngines,
	scaleProfile,
	scaleCreates,
	scaleItems,
	scaleBatches,
];

function say(text: string): void {
	process.stderr.write(`${text}\n`);
}

async function main(): Promise<void> {
	const options = readOptions(workloads);
	const node = execFileSync(locateRuntime().node, ['--version'], { encoding: 'utf8' }).trim();
	const where = circumstances(node);
	say(`Starting n8n ${where.n8n} (Node.js ${node}) and the sandbox …`);
	const stage = await Stage.open();
	const results: WorkloadResult[] = [];
	try {
		for (const workload of workloads.filter(({ name }) => options.only.has(name))) {
			const result = await measureWorkload(workload, stage, options, say);
			results.push(result);
			process.stdout.write(`\n${tableOf(result)}\n`);
		}
	} finally {
		await stage.close();
	}
	const { date, system, processors, n8n, loadBefore } = where;
	process.stdout.write(
		`n8n ${n8n}, Node.js ${node}, ${processors}, ${system}, ` +
			`load before: ${loadBefore}; ${date}\n${summaryOf(where, results)}\n` +
			`Every figure: ${writeReport(where, results)}\n`,
	);
	if (!results.every(({ verdicts }) => verdicts.every(isMet))) process.exitCode = 1;
}

main().catch((error: unknown) => {
	say(error instanceof UsageError ? error.message : inspect(error));
	process.exitCode = 1;
});
