/** Works the list off, so many at a time. */
export async function inParallel<Item, Result>(
	items: readonly Item[],
	concurrency: number,
	work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const queue = items.entries();
	const worker = async () => {
		for (const [index, item] of queue) results[index] = await work(item, index);
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	return results;
}
