/** How some work ended. */
export type Outcome<Result> = { result: Result } | { error: unknown };

/** Waits for some work, however it ends. */
export async function outcomeOf<Result>(work: Promise<Result>): Promise<Outcome<Result>> {
	return await work.then(
		(result) => ({ result }),
		(error: unknown) => ({ error }),
	);
}
