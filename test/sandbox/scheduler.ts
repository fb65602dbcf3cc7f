/** All waiting of the sandbox, so that `stop` and `reset` can end every wait at once. */
export class Scheduler {
	private readonly waits = new Set<() => void>();

	/** True when the time has passed, false when `releaseAll` or the signal cut the wait short. */
	async sleep(ms: number, signal?: AbortSignal): Promise<boolean> {
		return await new Promise((resolve) => {
			const end = (passed: boolean) => {
				clearTimeout(timer);
				this.waits.delete(release);
				signal?.removeEventListener('abort', release);
				resolve(passed);
			};
			const release = () => end(false);
			const timer = setTimeout(() => end(true), ms);
			this.waits.add(release);
			if (signal?.aborted) release();
			else signal?.addEventListener('abort', release);
		});
	}

	releaseAll(): void {
		for (const release of [...this.waits]) release();
	}
}

/** Lets a bounded number in; the others queue in order of arrival. */
export class Gate {
	private inside = 0;
	private readonly queue: Array<(admitted: boolean) => void> = [];

	constructor(private readonly limit: () => number | null) {}

	/** The function to call on leaving, or null when the wait was abandoned. */
	async enter(): Promise<(() => void) | null> {
		const limit = this.limit();
		if (limit !== null && this.inside >= limit) {
			const admitted = await new Promise<boolean>((resolve) => this.queue.push(resolve));
			if (!admitted) return null;
		} else {
			this.inside++;
		}
		let left = false;
		return () => {
			if (left) return;
			left = true;
			this.leave();
		};
	}

	abandonQueue(): void {
		for (const resolve of this.queue.splice(0)) resolve(false);
	}

	/** The place goes straight to the next in line, so nobody can slip in between. */
	private leave(): void {
		const next = this.queue.shift();
		if (next) next(true);
		else this.inside--;
	}
}
