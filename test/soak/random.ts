/** Numbers that look like chance and are the same for the same seed (mulberry32). */
export class Random {
	constructor(private state: number) {}

	/** From 0 up to, but not, 1. */
	private next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A whole number of the range, both ends included. */
	between(from: number, to: number): number {
		return from + Math.floor(this.next() * (to - from + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<Item>(items: readonly [Item, ...Item[]]): Item {
		return items[this.between(0, items.length - 1)] ?? items[0];
	}
}
