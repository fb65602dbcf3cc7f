import type { INodeParameters } from 'n8n-workflow';
import { findSecrets } from '../engine/secrets';
import type { Bench } from '../engine/support';
import { isInOrder, isLost, isWronglyFailed, isWronglyUnsure, reportItems } from './judge';
import type { ItemReport } from './judge';
import type { Cell } from './matrix';
import { ITEMS, type Target } from './targets';

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
	return target.firstNth === 1;
}

function triesOf({ expected, target }: Cell): number {
	return expected.tries === 'max' ? target.maxTries : expected.tries;
}

/** What the cell must come to. */
export function expectedOf(cell: Cell): Outcomes {
	const { target, expected } = cell;
	const { outcome, next } = expected;
	const others = isShared(target) ? [outcome, outcome] : ['ok', next === 0 ? outcome : 'ok'];
	return { outcome, tries: triesOf(cell), others: target.class === 'token' ? [] : others };
}

function strike(bench: Bench, cell: Cell): void {
	const { target, fault, moment, strikes } = cell;
	const { method, path, firstNth } = target;
	const count = { once: 1, twice: 2, always: triesOf(cell) }[strikes];
	const nth = Array.from({ length: count }, (_, index) => firstNth + index);
	const usual = fault.actions?.[target.class] ?? fault.action;
	const isSilence = usual.kind === 'hang' && isAuth(target);
	const action = isSilence ? ({ kind: 'hang', ms: AUTH_SILENCE_MS } as const) : usual;
	bench.sandbox.faults.add({ ...action, moment, match: { method, path, nth } });
}

/** One item after the other, so that a fault strikes the item that it is meant for. */
function optionsOf({ target, fault }: Cell): INodeParameters {
	const timeout = isAuth(target) ? PATIENT_MS : (fault.timeout ?? PATIENT_MS);
	return { timeout, maxTries: target.maxTries, concurrency: 1 };
}

/** Requests that the struck item cost. */
function triesIn({ sandbox }: Bench, { target, expected }: Cell): number {
	const all = sandbox.requests.to(target.method, target.path).length;
	return isShared(target) ? all : all - (target.firstNth - 1) - (expected.next ?? 1);
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
	return await sandbox.waitForRequest(areFinished, LET_GO_MS).then(
		() => true,
		() => false,
	);
}

function repeatedIn(values: unknown[]): number {
	return values.length - new Set(values).size;
}

/**
 * Runs a cell: three items, of which the second is struck.
 *
 * @param log - what is logged meanwhile
 */
export async function runCell(bench: Bench, cell: Cell, log: unknown[]): Promise<Verdict> {
	bench.reset();
	const { target } = cell;
	const { sandbox } = bench;
	const input = target.items(bench);
	strike(bench, cell);
	const { resource, operation } = target;
	const result = await bench.run(resource, operation, target.parameters(optionsOf(cell)), {
		items: input,
		node: { onError: 'continueRegularOutput' },
	});
	const reports = reportItems(bench, result, input);
	const struck = isShared(target) ? 0 : Math.floor(ITEMS / 2);
	const problems = await problemsOf(bench, target, reports);
	if (result.error) problems.push(`the run failed: ${result.error.message}`);
	if (!isInOrder(result)) problems.push('results are not in input order');
	if (!(await leavesNothingOpen(bench))) problems.push('requests are open after the run');
	return {
		outcome: reports[struck]?.outcome ?? 'no result',
		tries: triesIn(bench, cell),
		others: reports.filter((_report, index) => index !== struck).map(({ outcome }) => outcome),
		duplicates:
			repeatedIn(sandbox.created.map(({ fields }) => fields.email)) +
			repeatedIn(sandbox.appointments.map(({ identId }) => identId)),
		lost: reports.filter((report) => isLost(target, report)).length,
		wrongFailed: reports.filter(isWronglyFailed).length,
		secrets: findSecrets({ run: result.run, log }, bench.secrets),
		problems,
	};
}
