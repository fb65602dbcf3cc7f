import type { IDataObject } from 'n8n-workflow';
import type { SandboxSettings } from '../../sandbox/settings';
import type { Stage } from '../stage';
import type { Column, Contestant, Run } from '../workload';
import type { NodeJson } from '../workflow';

export const ITEMS = 1000;

/** Enough for V8 to have seen the code. */
const WARM_UP_ITEMS = 50;

export const TIMES: readonly Column[] = [
	{ figure: 'node', title: 'node ms' },
	{ figure: 'execution', title: 'execution ms' },
	{ figure: 'processor', title: 'n8n CPU ms' },
];

export interface ItemContestant {
	name: string;
	once?: boolean;
	node: NodeJson;
	/** Items of its own. */
	items?: readonly IDataObject[];
}

export interface ItemWork {
	settings: Partial<SandboxSettings>;
	items: readonly IDataObject[];
	contestants: readonly ItemContestant[];
	/** Further figures, read from the sandbox's record after a run. */
	record?: (stage: Stage) => Promise<Record<string, number>>;
}

async function measureOnce(
	stage: Stage,
	work: ItemWork,
	{ node, items = work.items }: ItemContestant,
): Promise<Run> {
	const { sandbox } = stage;
	// Without trailing commas: n8n's own nodes cannot read them.
	await sandbox.renew({ trailingCommas: 'none', ...work.settings });
	await stage.refreshToken();
	const authBefore = await sandbox.authAttempts();
	const measured = await stage.measure(items, node);
	const figures = {
		node: measured.node,
		execution: measured.execution,
		processor: measured.processor,
		returned: measured.returned,
		auth: (await sandbox.authAttempts()) - authBefore,
		...(await work.record?.(stage)),
	};
	return measured.error === undefined ? { figures } : { figures, note: measured.error };
}

async function warmUp(stage: Stage, work: ItemWork, node: NodeJson): Promise<void> {
	await stage.sandbox.renew({ trailingCommas: 'none' });
	await stage.refreshToken();
	await stage.measure(work.items.slice(0, WARM_UP_ITEMS), node);
}

/** Contestants that work on the same items, each warmed up and on a fresh sandbox. */
export async function itemContestants(stage: Stage, work: ItemWork): Promise<Contestant[]> {
	for (const { node, once } of work.contestants) {
		if (!once) await warmUp(stage, work, node);
	}
	return work.contestants.map((contestant) => ({
		name: contestant.name,
		once: contestant.once,
		run: async () => await measureOnce(stage, work, contestant),
	}));
}
