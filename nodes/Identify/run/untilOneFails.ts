/**
 * Does `work` for every entry, begun in order, at most `concurrency` at once. After an error no
 * further entry is begun, and what is under way is awaited: nothing may go on after the node has
 * ended.
 *
 * @param concurrency - at least 1; Infinity for all at once
 * @param work - its signal fires when another entry has failed; what is sent may still be completed
 * @returns the results in the order of the entries
 * @throws the first error
 */
export async function untilOneFails<Entry, Result>(
	entries: readonly Entry[],
	concurrency: number,
	work: (entry: Entry, unwanted: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
	// One iterator for all workers: each entry is taken once.
	const queue = entries.entries();
	const results: Result[] = [];
	const errors: unknown[] = [];
	const failure = new AbortController();
	const worker = async () => {
		for (const [index, entry] of queue) {
			try {
				results[index] = await work(entry, failure.signal);
			} catch (error) {
				errors.push(error);
				failure.abort();
			}
			if (errors.length > 0) return;
		}
	};
	const workers = Math.min(concurrency, entries.length);
	await Promise.all(Array.from({ length: workers }, worker));
	if (errors.length > 0) throw errors[0];
	return results;
}
