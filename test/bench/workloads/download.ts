import { DEFAULT_CONCURRENCY } from '../../../nodes/Identify/input/item';
import { byId, fileFloor, httpRequest, identify } from '../contestants';
import { curl } from '../curl';
import { canMeasureMemory, idleMemory, withPeakMemory } from '../memory';
import type { Stage } from '../stage';
import { medianOf, valuesOf, worstOf } from '../statistics';
import type { Contestant, Run, Runs, Verdict, Workload } from '../workload';
import type { NodeJson } from '../workflow';
import { requestHeaders, seedRecordings, SLOW_LINE, type Recording } from './recordings';

const FILES = 10;
const MEGABYTES = 100;

const OURS = 'Identify';
const FLOOR = 'floor';
const HTTP = 'HTTP Request';
const CURL = 'curl, one by one';
const CURL_PARALLEL = `curl, ${DEFAULT_CONCURRENCY} at once`;
const OURS_LINE = 'Identify, slow line';
const OURS_RESTED = 'Identify, rested n8n';
const CURL_LINE = `${CURL_PARALLEL}, slow line`;

/**
 * After some ten seconds V8 gives back what n8n's start took, two fifths of all memory. What it takes
 * again for n8n's own work then counts as the download's, so this memory is told, not judged.
 */
const REST_MS = 20_000;

type Line = 'loopback' | 'slow';

async function seedAll(stage: Stage, line: Line): Promise<Recording[]> {
	const recordings = await seedRecordings(stage, FILES, MEGABYTES * 1e6);
	if (line === 'slow') await stage.sandbox.addFault(SLOW_LINE);
	return recordings;
}

/** A node that downloads, in an n8n that has run no other node since its start. */
class Downloader {
	/** The one whose n8n is running. */
	private static current: Downloader | undefined;

	private idle = Number.NaN;

	constructor(
		private readonly stage: Stage,
		private readonly node: NodeJson,
		private readonly restMs?: number,
	) {}

	async run(line: Line): Promise<Run> {
		const { stage, node } = this;
		if (Downloader.current !== this) await this.startAfresh();
		const recordings = await seedAll(stage, line);
		await stage.refreshToken();
		const { result, peak } = await withPeakMemory(
			stage.n8n.pid,
			async () => await stage.measure(recordings, node),
		);
		const figures = {
			node: result.node,
			execution: result.execution,
			processor: result.processor,
			returned: result.returned,
			idle: this.idle,
			above: peak - this.idle,
		};
		return result.error === undefined ? { figures } : { figures, note: result.error };
	}

	/** A new n8n, with the code loaded by one small download, and then at rest. */
	private async startAfresh(): Promise<void> {
		Downloader.current = this;
		await this.stage.n8n.restart();
		const small = await seedRecordings(this.stage, 1, 1000);
		await this.stage.refreshToken();
		await this.stage.measure(small, this.node);
		this.idle = await idleMemory(this.stage.n8n.pid, this.restMs);
	}
}

async function runCurl(stage: Stage, parallel: number, line: Line): Promise<Run> {
	const recordings = await seedAll(stage, line);
	const headers = await requestHeaders(stage);
	const urls = recordings.map(({ url }) => url);
	return { figures: { node: await curl({ urls, headers, parallel, folder: stage.folder }) } };
}

function contestants(stage: Stage): Contestant[] {
	const { credentialId } = stage;
	const parameters = {
		ident_id: byId('={{ $json.id }}'),
		fileTypes: ['recordings'],
		binaryField: 'data',
	};
	const file = { response: { response: { responseFormat: 'file', outputPropertyName: 'data' } } };
	const node = identify('ident', 'downloadFiles', parameters, credentialId);
	const ours = new Downloader(stage, node);
	const rested = new Downloader(stage, node, REST_MS);
	const floor = new Downloader(
		stage,
		fileFloor(
			{ url: '={{ $json.url }}', options: { concurrency: DEFAULT_CONCURRENCY } },
			credentialId,
		),
	);
	const http = new Downloader(
		stage,
		httpRequest({ url: '={{ $json.url }}', options: file }, credentialId),
	);
	const curls = (parallel: number, line: Line) => async () => await runCurl(stage, parallel, line);
	return [
		{ name: OURS, run: async () => await ours.run('loopback') },
		{ name: FLOOR, run: async () => await floor.run('loopback') },
		{ name: CURL, run: curls(1, 'loopback') },
		{ name: CURL_PARALLEL, run: curls(DEFAULT_CONCURRENCY, 'loopback') },
		{ name: OURS_LINE, once: true, run: async () => await ours.run('slow') },
		{ name: OURS_RESTED, once: true, run: async () => await rested.run('loopback') },
		{ name: CURL_LINE, once: true, run: curls(DEFAULT_CONCURRENCY, 'slow') },
		{ name: HTTP, once: true, run: async () => await http.run('loopback') },
	];
}

function judge(runs: Runs): Verdict[] {
	const missing = valuesOf(runs, OURS, 'returned').map((returned) => FILES - returned);
	const speed = (ours: string, other: string, limit?: number): Verdict => ({
		what: `speed of ${ours} ÷ ${other}`,
		value: medianOf(runs, other, 'node') / medianOf(runs, ours, 'node'),
		limit,
		atLeast: true,
	});
	const most = Math.max(worstOf(runs, OURS, 'above'), worstOf(runs, OURS_LINE, 'above'));
	const memory: Verdict = { what: `${OURS}: most MB above idle`, value: most, limit: 96 };
	return [
		speed(OURS, CURL, 0.8),
		speed(OURS, CURL_PARALLEL, 0.8),
		speed(OURS_LINE, CURL_LINE, 0.8),
		// 0.8 where V8 is left to collect all of n8n's heap: see hastenCollection.
		speed(OURS, FLOOR, 1.2),
		speed(FLOOR, CURL),
		speed(OURS, HTTP),
		...(canMeasureMemory ? [memory] : []),
		{ what: `${OURS}: files missing`, value: Math.max(...missing), limit: 0 },
	];
}

export const download: Workload = {
	name: 'download',
	title: `${FILES} downloads of ${MEGABYTES} MB (curl: the whole process)`,
	columns: [
		{ figure: 'node', title: 'node ms' },
		{ figure: 'execution', title: 'execution ms' },
		{ figure: 'processor', title: 'n8n CPU ms' },
		{ figure: 'idle', title: 'idle MB' },
		{ figure: 'above', title: 'most MB above', worst: true },
		{ figure: 'returned', title: 'returned' },
	],
	open: async (stage) => await Promise.resolve(contestants(stage)),
	judge,
};
