/** JSON whose values may refer to one another: the form in which n8n keeps execution data. */

type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

function isReference(value: Value): value is string {
	return typeof value === 'string';
}

/** Reads the `flatted` format: a list of values in which every string is an index into the list. */
export function parseFlatted(text: string): unknown {
	const list = JSON.parse(text) as Value[];
	const done = new Map<number, Value>();
	const resolve = (index: number): Value => {
		const known = done.get(index);
		if (known !== undefined) return known;
		const value = list[index] ?? null;
		if (Array.isArray(value)) {
			const copy: Value[] = [];
			// Noted before its parts are read: a part may refer back to it.
			done.set(index, copy);
			for (const part of value) copy.push(isReference(part) ? resolve(Number(part)) : part);
			return copy;
		}
		if (typeof value === 'object' && value !== null) {
			const copy: { [key: string]: Value } = {};
			done.set(index, copy);
			for (const [key, part] of Object.entries(value)) {
				copy[key] = isReference(part) ? resolve(Number(part)) : part;
			}
			return copy;
		}
		return value;
	};
	return resolve(0);
}
