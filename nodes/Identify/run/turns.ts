/** Lets works with the same key follow one another, while others go on side by side. */
export class Turns {
	private readonly latest = new Map<string, Promise<unknown>>();

	/**
	 * Does `work` when all earlier ones with this key are over, however they ended.
	 *
	 * @throws whatever `work` throws
	 */
	async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
		const mine = (this.latest.get(key) ?? Promise.resolve()).then(work, work);
		this.latest.set(key, mine);
		try {
			return await mine;
		} finally {
			if (this.latest.get(key) === mine) this.latest.delete(key);
		}
	}
}
