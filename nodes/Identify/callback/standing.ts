/**
 * How a callback stands to what Identify says about its ident.
 *
 * - `agrees`: it says the same.
 * - `older`: Identify is further on; the callback is late, or a repeat.
 * - `alike`: both say that it succeeded, in the words of callbacks (3) and of idents (5).
 * - `news`: it may be ahead of what Identify's API knows, or be made up.
 */
export type Standing = 'agrees' | 'older' | 'alike' | 'news';

/**
 * How far on a status is. A callback has no time of its own, and the documentation gives no order
 * ("Webhook Statuses"); but it calls 1 "pending to be processed" and 2 "currently being processed",
 * so both come before an end. Of all else, one cannot say which came first.
 */
const STEP: Record<string, number> = { '1': 1, '2': 2, '3': 3, '4': 3, '5': 3 };
const SUCCESS = ['3', '5'];

/** Compares the status codes of a callback and of Identify. */
export function standingOf(said: string, known: string): Standing {
	if (said === known) return 'agrees';
	if (SUCCESS.includes(said) && SUCCESS.includes(known)) return 'alike';
	const [saidStep = Infinity, knownStep = -Infinity] = [STEP[said], STEP[known]];
	return saidStep < knownStep ? 'older' : 'news';
}

/** What is known when Identify has been asked. */
export interface Situation {
	standing: Standing;
	/** Whether the filters drop what Identify says. */
	isFiltered: boolean;
	/** Whether the last event of the ident said the same. */
	isRepeated: boolean;
	/** Whether the filters would let pass what the callback says. */
	isWanted: boolean;
	/** Whether an equal callback has started a workflow already. */
	wasSaid: boolean;
}

/**
 * How often to ask again because Identify may just not know yet. A status that is waited for is
 * worth several looks. Where the last event would come again, one more tells whether there was
 * another status in between, after which it is not a repeat.
 */
export function furtherLooks(situation: Situation): number {
	const { standing, isFiltered, isRepeated, isWanted, wasSaid } = situation;
	if (standing === 'agrees' || wasSaid) return 0;
	if (standing === 'news' && isWanted) return 3;
	return isRepeated && !isFiltered ? 1 : 0;
}

/** Whether dropping a callback may lose the one event that somebody waits for. */
export function mayBeLost(situation: Situation): boolean {
	const { standing, isFiltered, isRepeated, isWanted, wasSaid } = situation;
	if (!isWanted || wasSaid) return false;
	if (standing === 'news') return isFiltered || isRepeated;
	return standing === 'alike' && isFiltered;
}
