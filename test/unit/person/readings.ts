import type { Reading } from '../../../nodes/Identify/person/reading';

/** What was understood; a problem makes a text that no value is. */
export const valueOf = (reading: Reading): string =>
	reading.problem === undefined ? reading.value : `problem: ${reading.problem}`;

/** The problem, empty when there is none. */
export const problemOf = (reading: Reading): string => reading.problem ?? '';
