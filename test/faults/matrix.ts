import type { Experiment } from './cell';
import { EXCEPTIONS, RULES, type Rule } from './expectations';
import { FAULTS, type FaultRow, type Impossible, type Moment } from './faults';
import { TARGETS, type Target } from './targets';

/** One cell of the matrix, with what is expected of it. */
export interface Cell extends Experiment {
	fault: FaultRow;
	moment: Moment;
}

function ruleFor(target: Target, fault: FaultRow, moment: Moment): Rule | Impossible {
	const exception = EXCEPTIONS.find(
		({ on, faults, moments }) =>
			(on.includes(target.class) || on.includes(target.name)) &&
			faults.includes(fault.name) &&
			moments.includes(moment),
	);
	if (exception) return exception.instead;
	const symptom = fault.symptoms[moment];
	return typeof symptom === 'string' ? RULES[target.class][symptom] : symptom;
}

const MOMENTS: readonly Moment[] = ['beforeRead', 'afterCarriedOut', 'midBody'];

/** Cells that mean nothing, with the reason, and all others. */
export function allCells(): { cells: Cell[]; impossible: string[] } {
	const cells: Cell[] = [];
	const impossible: string[] = [];
	for (const target of TARGETS) {
		for (const fault of FAULTS) {
			for (const moment of MOMENTS) {
				const rule = ruleFor(target, fault, moment);
				if ('never' in rule) {
					impossible.push(`${target.name} × ${fault.name} × ${moment}: ${rule.never}`);
					continue;
				}
				for (const strikes of fault.strikes ?? (['once', 'always'] as const)) {
					const expected = rule[strikes];
					const where = `${target.name} × ${fault.name} × ${moment} × ${strikes}`;
					if (!expected) throw new Error(`Nothing is expected of ${where}`);
					cells.push({ target, fault, moment, strikes, expected, timeout: fault.timeout });
				}
			}
		}
	}
	return { cells, impossible };
}
