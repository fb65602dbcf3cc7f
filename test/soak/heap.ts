import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../support/waiting';

/** Lets the memory of an n8n be measured after a collection of what is not used any more. */
export class Heap {
	private readonly file: string;

	/** @param folder - where the figure passes from n8n to us */
	constructor(folder: string) {
		this.file = join(folder, 'heap-used.txt');
	}

	/** What n8n is to be started with. */
	get env(): Record<string, string> {
		return {
			NODE_OPTIONS: `--expose-gc --require ${join(__dirname, 'heapProbe.cjs')}`,
			IDENTIFY24_HEAP_FILE: this.file,
		};
	}

	/** The memory that is left in use, in bytes: the least of a few collections. */
	async used(pid: number): Promise<number> {
		const figures: number[] = [];
		for (let round = 0; round < 3; round += 1) {
			rmSync(this.file, { force: true });
			process.kill(pid, 'SIGUSR2');
			figures.push(
				await waitFor('The size of the heap', () => {
					try {
						return Number(readFileSync(this.file, 'utf8')) || undefined;
					} catch {
						return undefined;
					}
				}),
			);
		}
		return Math.min(...figures);
	}
}
