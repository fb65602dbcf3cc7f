/** What a reader answers when only n8n can tell the value. */
export const ASK_N8N = Symbol('ask n8n');

/** Reads a parameter from an item's JSON. */
export type DirectReader = (json: unknown) => unknown;

/** An expression that is one field of the item and nothing else, as dragging a field writes it. */
const ONE_FIELD =
	/^=\{\{\s*\$json((?:\.[A-Za-z_]\w*|\["[^"\\{}\n]+"\]|\['[^'\\{}\n]+'\])+)\s*\}\}$/;

const STEP = /\.(\w+)|\["([^"]+)"\]|\['([^']+)'\]/g;

function fieldReader(expression: string): DirectReader | undefined {
	const path = ONE_FIELD.exec(expression)?.[1];
	if (path === undefined) return undefined;
	const keys = [...path.matchAll(STEP)].map(([, ...names]) => names.join(''));
	return (json) => {
		let value: unknown = json;
		for (const key of keys) {
			if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return ASK_N8N;
			value = Reflect.get(value, key);
		}
		// What n8n makes of a list, an object, null or a missing field is n8n's to say.
		return ['string', 'number', 'boolean'].includes(typeof value) ? value : ASK_N8N;
	};
}

/**
 * How to read a parameter without n8n's expression engine, which takes about half a millisecond for
 * each expression and item: more than all else that an item costs.
 *
 * @param raw - the parameter as the workflow stores it: a text, a resource locator or a collection
 * @returns undefined when an expression in it is more than one field of the item
 */
export function directReader(raw: unknown): DirectReader | undefined {
	if (typeof raw === 'string' && raw.startsWith('=')) return fieldReader(raw);
	if (typeof raw !== 'object' || raw === null) return () => raw;
	if (Array.isArray(raw)) return undefined;
	const readers: Array<[string, DirectReader]> = [];
	for (const [key, inner] of Object.entries(raw)) {
		const reader = directReader(inner);
		if (!reader) return undefined;
		readers.push([key, reader]);
	}
	return (json) => {
		const values = readers.map(([key, read]): [string, unknown] => [key, read(json)]);
		return values.some(([, value]) => value === ASK_N8N) ? ASK_N8N : Object.fromEntries(values);
	};
}
