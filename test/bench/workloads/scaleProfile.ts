import type { IDataObject } from 'n8n-workflow';
import type { Formed } from '../scale/fleet';
import { identifyTrigger, Listener } from '../scale/listener';
import { PLACES, profiled, type Probed } from '../scale/profile';
import type { Stage } from '../stage';
import type { Contestant, Run, Workload } from '../workload';
import { callbacks } from './scaleCallbacks';
import { calls, publishCreates } from './scaleCreates';

const CALLBACKS = 210;
const CALLS = 30;

/** V8 compiles what has run often, and shall have done so. */
const WARM_UP = 3;

/** One webhook processor and one worker, and what they are given. */
interface Load {
	formed: Formed;
	listener: Listener;
	bodies: readonly IDataObject[];
	warmUp: readonly IDataObject[];
}

async function prepare({ fleet }: Awaited<ReturnType<Stage['fleet']>>) {
	return await fleet.form({ webhooks: 1, workers: 1 });
}

async function callbackLoad(stage: Stage): Promise<Load> {
	const mode = await stage.fleet();
	const { path, node } = identifyTrigger(mode.credentialId);
	const listener = await Listener.publishChain(mode.fleet.main, path, [node]);
	const count = CALLBACKS / WARM_UP;
	const all = await callbacks(stage, count + CALLBACKS);
	const bodies = { warmUp: all.slice(0, count), bodies: all.slice(count) };
	return { formed: await prepare(mode), listener, ...bodies };
}

async function createLoad(stage: Stage): Promise<Load> {
	const mode = await stage.fleet();
	const listener = await publishCreates(mode.fleet.main, mode.credentialId);
	await stage.sandbox.renew({ trailingCommas: 'none' });
	const bodies = { warmUp: calls(CALLS / WARM_UP), bodies: calls(CALLS) };
	return { formed: await prepare(mode), listener, ...bodies };
}

function contestant(
	name: string,
	load: () => Promise<Load>,
	choose: (load: Load) => Probed | undefined,
): Contestant {
	const run = async (): Promise<Run> => {
		const loaded = await load();
		const { formed, listener, warmUp, bodies } = loaded;
		const urls = formed.webhooks.map(({ url }) => url);
		const work = async (list: readonly IDataObject[]) => {
			const before = await listener.succeeded();
			await listener.post(urls, list);
			await listener.untilSucceeded(before + list.length);
		};
		await work(warmUp);
		const probed = choose(loaded);
		if (!probed) throw new Error('There is no such process.');
		return { figures: await profiled(name, probed, async () => await work(bodies)) };
	};
	return { name, run };
}

export const scaleProfile: Workload = {
	name: 'scale-profile',
	title:
		'where the time of the JavaScript thread goes, in percent of what it is busy (1 webhook + 1 worker)',
	onlyByName: true,
	rounds: 1,
	columns: [
		{ figure: 'busy', title: '% busy' },
		...PLACES.map((place) => ({ figure: place, title: place })),
	],
	open: async (stage) => {
		const onCallbacks = async () => await callbackLoad(stage);
		const onCreates = async () => await createLoad(stage);
		return await Promise.resolve([
			contestant('callbacks: webhook', onCallbacks, ({ formed }) => formed.webhooks[0]),
			contestant('callbacks: worker', onCallbacks, ({ formed }) => formed.workers[0]),
			contestant('creates: worker', onCreates, ({ formed }) => formed.workers[0]),
		]);
	},
	judge: () => [],
};
