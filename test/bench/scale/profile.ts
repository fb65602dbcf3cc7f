import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../support/places';
import { waitFor } from '../../support/waiting';

/** The profiles themselves, for the developer tools of a browser. */
const KEPT = join(projectRoot, '.dev', 'bench');

/** Where a process spends its processor time. */
export const PLACES = [
	'this package',
	'expressions',
	'n8n',
	'Redis',
	'PostgreSQL',
	'other packages',
	'Node.js',
	'garbage',
	'unknown',
] as const;

type Place = (typeof PLACES)[number] | 'idle';

const profileSchema = z.object({
	nodes: z.array(
		z.object({
			id: z.number(),
			callFrame: z.object({ functionName: z.string(), url: z.string() }),
			children: z.array(z.number()).optional(),
		}),
	),
	samples: z.array(z.number()),
	timeDeltas: z.array(z.number()),
});

type Frame = z.infer<typeof profileSchema>['nodes'][number]['callFrame'];

/** n8n evaluates expressions in an isolate of V8, whose time V8 counts for whoever calls it. */
const PACKAGES: ReadonlyArray<[Place, RegExp]> = [
	['expressions', /^(isolated-vm|@n8n\/(expression-runtime|tournament))$/],
	['n8n', /^(n8n|n8n-.*|@n8n\/(?!typeorm$).*)$/],
	['Redis', /^(bull|ioredis|redis-.*|@ioredis\/.*|standard-as-callback|denque)$/],
	['PostgreSQL', /^(pg|pg-.*|pgpass|postgres-.*|@n8n\/typeorm|typeorm)$/],
];

/** V8's own names for what no function does. */
const WITHOUT_FUNCTION: Readonly<Record<string, Place>> = {
	'(idle)': 'idle',
	'(garbage collector)': 'garbage',
	'(program)': 'unknown',
};

/** Nothing for what V8 does itself, such as JSON.parse: it counts for its caller. */
function placeOf({ functionName, url }: Frame): Place | undefined {
	const special = WITHOUT_FUNCTION[functionName];
	if (special !== undefined) return special;
	if (url === '') return undefined;
	if (url.includes('/node_modules/n8n-nodes-identify24/')) return 'this package';
	const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
	if (name === undefined) return 'Node.js';
	return PACKAGES.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other packages';
}

/** Microseconds by place. */
function summed(profile: z.infer<typeof profileSchema>): Map<Place, number> {
	const places = new Map<number, Place>();
	const byId = new Map(profile.nodes.map((node) => [node.id, node]));
	const walk = (id: number, caller: Place) => {
		const node = byId.get(id);
		if (!node) return;
		const place = placeOf(node.callFrame) ?? caller;
		places.set(id, place);
		for (const child of node.children ?? []) walk(child, place);
	};
	const [root] = profile.nodes;
	if (root) walk(root.id, 'Node.js');
	const times = new Map<Place, number>();
	for (const [index, id] of profile.samples.entries()) {
		const place = places.get(id) ?? 'unknown';
		times.set(place, (times.get(place) ?? 0) + (profile.timeDeltas[index] ?? 0));
	}
	return times;
}

/** A process that has loaded profileProbe.cjs. */
export interface Probed {
	pid: number;
	/** Where it runs. */
	folder: string;
}

/**
 * Profiles the thread that runs a process's JavaScript while `work` is done. Gives, in percent, how much
 * of the time it was busy, and for each place its part of the time in which it was.
 */
export async function profiled(
	name: string,
	{ pid, folder }: Probed,
	work: () => Promise<unknown>,
): Promise<Record<string, number>> {
	const file = join(folder, 'profile.cpuprofile');
	process.kill(pid, 'SIGUSR2');
	await work();
	process.kill(pid, 'SIGUSR2');
	await waitFor('The profile', () => (existsSync(file) ? true : undefined));
	const times = summed(profileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
	mkdirSync(KEPT, { recursive: true });
	copyFileSync(file, join(KEPT, `${name.replace(/\W+/g, '-')}.cpuprofile`));
	rmSync(file);
	const all = [...times.values()].reduce((total, time) => total + time, 0);
	const busy = all - (times.get('idle') ?? 0);
	const parts = PLACES.map((place) => [place, (100 * (times.get(place) ?? 0)) / busy]);
	return { busy: (100 * busy) / all, ...Object.fromEntries(parts) };
}
