import { posix } from 'node:path';
import { importsIn } from './imports';

export interface Source {
	/** Its path in the checkout, with forward slashes. */
	file: string;
	text: string;
}

const HOUSE = 'nodes/Identify/';

/** The room that a file lies in: a folder of nodes/Identify, `hall` above them, or `credentials`. */
export function roomOf(file: string): string {
	if (!file.startsWith(HOUSE)) return file.split('/')[0] ?? '';
	const [room = '', ...rest] = file.slice(HOUSE.length).split('/');
	return rest.length > 0 ? room : 'hall';
}

/** One file's use of another, or of a package. */
export interface Arrow {
	from: string;
	/** A file's path in the checkout, or what is imported where that is a package. */
	to: string;
	typeOnly: boolean;
}

/** Every import of the sources. What is computed or leads to no source has its own words as `to`. */
export function arrowsOf(sources: readonly Source[]): Arrow[] {
	const known = new Set(sources.map(({ file }) => file));
	return sources.flatMap(({ file, text }) =>
		importsIn(file, text).map(({ name = 'something computed', typeOnly }) => {
			const path = posix.join(posix.dirname(file), name);
			const target = name.startsWith('.')
				? [`${path}.ts`, `${path}/index.ts`].find((candidate) => known.has(candidate))
				: undefined;
			return { from: file, to: target ?? name, typeOnly };
		}),
	);
}

/** One circle of files that use one another, as the way around it; empty where there is none. */
export function circleIn(arrows: readonly Arrow[]): string[] {
	const next = new Map<string, string[]>();
	for (const { from, to } of arrows) next.set(from, [...(next.get(from) ?? []), to]);
	const done = new Set<string>();
	const follow = (file: string, way: readonly string[]): string[] => {
		const start = way.indexOf(file);
		if (start >= 0) return [...way.slice(start), file];
		if (done.has(file)) return [];
		for (const target of next.get(file) ?? []) {
			const circle = follow(target, [...way, file]);
			if (circle.length > 0) return circle;
		}
		done.add(file);
		return [];
	};
	for (const file of next.keys()) {
		const circle = follow(file, []);
		if (circle.length > 0) return circle;
	}
	return [];
}
