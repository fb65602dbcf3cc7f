import type { INodeParameters } from 'n8n-workflow';
import { findSecrets } from '../engine/secrets';
import type { Bench } from '../engine/support';
import type { Expected } from './expectations';
import type { Strikes } from './faults';
import {
	isInOrder,
	isLost,
	isWronglyFailed,
	isWronglyUnsent,
	isWronglyUnsure,
	reportItems,
} from './judge';
import type { ItemReport } from './judge';
import type { Cell } from './matrix';
import { ITEMS, type Target } from './targets';

/** One request that something befalls, and what must come of it. */
export interface Experiment {
	target: Target;
	strikes: Strikes;
	expected: Expected;
	/** Milliseconds that a try may take. */
	timeout?: number | undefined;
}

/** How an experiment is made ready, and its tries counted. */
export interface Setting<Kind extends Experiment> {
	/** @param requests - which of the target's requests are struck, counted from 1 */
	strike: (experiment: Kind, requests: readonly number[]) => void;
	/** Requests that the struck item cost. */
	tries: (experiment: Kind) => number;
}

/** What the struck item and those beside it reported, and what it cost. */
export interface Outcomes {
	outcome: string;
	tries: number;
	others: string[];
}

/** What a run of one cell left behind, by the sandbox's own record. */
export interface Verdict extends Outcomes {
	/** People invited twice, appointments set twice. */
	duplicates: number;
	/** Items without a result, and successes that Identify does not know. */
	lost: number;
	/** Items called failed although Identify carried them out. */
	wrongFailed: number;
	/** Items that say that nothing was sent, although a whole request arrived. */
	wrongUnsent: number;
	/** Places where a secret shows: output, error, stored execution, log. */
	secrets: string[];
	problems: string[];
}

/** Loaded machines are slow: only where silence is the fault is patience short. */
const PATIENT_MS = 60_000;
/** POST /auth has a timeout of its own, 30 s: here its silence ends with a reset. */
const AUTH_SILENCE_MS = 300;
/** Whoever gives up a request must also let go of its connection. */
const LET_GO_MS = 5000;

function isAuth({ path }: Target): boolean {
	return path === '/auth';
}

/** Where the run gets one token for all items, there is no item before and after. */
function isShared(target: Target): boolean {
	return target.class === 'token' || target.class === 'refresh';
}

function triesOf({ expected, target }: Experiment): number {
	return expected.tries === 'max' ? target.maxTries : expected.tries;
}

/** What it must come to. */
export function expectedOf(experiment: Experiment): Outcomes {
	const { target, expected } = experiment;
	const { outcome } = expected;
	const others = isShared(target) ? [outcome, outcome] : ['ok', 'ok'];
	return { outcome, tries: triesOf(experiment), others: target.class === 'token' ? [] : others };
}

function requestsOf(experiment: Experiment): number[] {
	const { target, strikes } = experiment;
	const count = strikes === 'once' ? 1 : triesOf(experiment);
	return Array.from({ length: count }, (_, index) => target.firstNth + index);
}

/** Faults of the sandbox itself. */
export function sandboxSetting({ sandbox }: Bench): Setting<Cell> {
	return {
		strike: ({ target, fault, moment }, nth) => {
			const { method, path } = target;
			const usual = fault.actions?.[target.class] ?? fault.action;
			const isSilence = usual.kind === 'hang' && isAuth(target);
			const action = isSilence ? ({ kind: 'hang', ms: AUTH_SILENCE_MS } as const) : usual;
			sandbox.faults.add({ ...action, moment, match: { method, path, nth } });
		},
		tries: ({ target, expected }) => {
			const { length } = sandbox.requests.to(target.method, target.path);
			if (isShared(target)) return length;
			const before = target.firstNth - 1;
			const after = ITEMS - target.firstNth - 1 + (expected.next ?? 1);
			return length - before - after;
		},
	};
}

/** One item after the other, so that a fault strikes the item that it is meant for. */
function optionsOf({ target, timeout = PATIENT_MS }: Experiment): INodeParameters {
	return {
		timeout: isAuth(target) ? PATIENT_MS : timeout,
		maxTries: target.maxTries,
		concurrency: 1,
	};
}

async function problemsOf(bench: Bench, target: Target, reports: ItemReport[]): Promise<string[]> {
	const problems: string[] = [];
	for (const [index, report] of reports.entries()) {
		if (isWronglyUnsure(target, report)) problems.push(`item ${index} says that it may exist`);
		if (report.outcome !== 'ok') continue;
		try {
			await target.check(bench, report.input, report.outputs);
		} catch (error) {
			problems.push(`item ${index}: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	return problems;
}

async function leavesNothingOpen({ sandbox }: Bench): Promise<boolean> {
	const areFinished = () => sandbox.requests.entries.every(({ finished }) => finished);
	if (areFinished()) return true;
	return await sandbox.waitForRequest(areFinished, LET_GO_MS).then(
		() => true,
		() => false,
	);
}

function repeatedIn(values: unknown[]): number {
	return values.length - new Set(values).size;
}

/**
 * Runs an experiment: three items, one of which is struck.
 *
 * @param log - what is logged meanwhile
 */
export async function runExperiment<Kind extends Experiment>(
	bench: Bench,
	experiment: Kind,
	setting: Setting<Kind>,
	log: unknown[],
): Promise<Verdict> {
	bench.reset();
	const { target } = experiment;
	const { sandbox } = bench;
	const input = target.items(bench);
	setting.strike(experiment, requestsOf(experiment));
	const { resource, operation } = target;
	const parameters = target.parameters(optionsOf(experiment));
	const result = await bench.run(resource, operation, parameters, {
		items: input,
		node: { onError: 'continueRegularOutput' },
	});
	const reports = reportItems(bench, result, input);
	const struck = target.firstNth - 1;
	const problems = await problemsOf(bench, target, reports);
	if (result.error) problems.push(`the run failed: ${result.error.message}`);
	if (!isInOrder(result)) problems.push('results are not in input order');
	if (!(await leavesNothingOpen(bench))) problems.push('requests are open after the run');
	return {
		outcome: reports[struck]?.outcome ?? 'no result',
		tries: setting.tries(experiment),
		others: reports.filter((_report, index) => index !== struck).map(({ outcome }) => outcome),
		duplicates:
			repeatedIn(sandbox.created.map(({ fields }) => fields.email)) +
			repeatedIn(sandbox.appointments.map(({ identId }) => identId)),
		lost: reports.filter((report) => isLost(target, report)).length,
		wrongFailed: reports.filter(isWronglyFailed).length,
		wrongUnsent: reports.filter(isWronglyUnsent).length,
		secrets: findSecrets({ run: result.run, log }, bench.secrets),
		problems,
	};
}
