import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Something whose content outlives a restart. */
export interface Kept {
	/** All of it, as JSON can hold it. */
	save: () => unknown;
	/** Puts back what `save` gave. */
	load: (saved: unknown) => void;
}

/** A file that follows what it keeps: looked at every second, written whole or not at all. */
export class StateFile {
	private written = '';

	private timer: NodeJS.Timeout | undefined;

	constructor(
		private readonly file: string,
		private readonly kept: Kept,
	) {}

	/** False where there is nothing to load. Throws where the file cannot be read, and puts it aside as `….broken`. */
	load(): boolean {
		if (!existsSync(this.file)) return false;
		const text = readFileSync(this.file, 'utf8');
		try {
			this.kept.load(JSON.parse(text));
		} catch (error) {
			renameSync(this.file, `${this.file}.broken`);
			throw error;
		}
		this.written = text;
		return true;
	}

	/** Writes where something has changed. */
	save(): void {
		const text = JSON.stringify(this.kept.save());
		if (text === this.written) return;
		mkdirSync(dirname(this.file), { recursive: true });
		const part = `${this.file}.part`;
		writeFileSync(part, text, { mode: 0o600 });
		renameSync(part, this.file);
		this.written = text;
	}

	/** Saves from now on, until `stop`. */
	follow(intervalMs = 1000): void {
		this.timer = setInterval(() => this.save(), intervalMs);
	}

	stop(): void {
		clearInterval(this.timer);
		this.save();
	}
}
