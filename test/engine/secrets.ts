import type { EngineResult } from './engine';

function spellings(secret: string): string[] {
	const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
	return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64];
}

/** The values of all properties: inherited accessors aside, also hidden ones and symbols. */
function inner(value: object): Array<[string, unknown]> {
	if (value instanceof Map)
		return [...value].flatMap(([key, held]) => [
			['key', key],
			['value', held],
		]);
	if (value instanceof Set) return [...value].map((held) => ['member', held]);
	return Reflect.ownKeys(value).map((key) => {
		try {
			return [String(key), Reflect.get(value, key)];
		} catch {
			return [String(key), undefined];
		}
	});
}

/**
 * Where a secret shows in what a run left behind: looks into error objects with their causes, into
 * properties that JSON leaves out, and into bytes.
 */
export function findSecrets(root: unknown, secrets: readonly string[]): string[] {
	const wanted = secrets.flatMap(spellings);
	const found: string[] = [];
	const seen = new Set<unknown>();
	const look = (value: unknown, path: string): void => {
		if (typeof value === 'string') {
			if (wanted.some((secret) => value.includes(secret))) found.push(`${path}: ${value}`);
			return;
		}
		const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
		if (!isObject || seen.has(value)) return;
		seen.add(value);
		if (Buffer.isBuffer(value)) return look(value.toString('latin1'), path);
		for (const [key, held] of inner(value)) look(held, `${path}.${key}`);
	};
	look(root, 'run');
	return found;
}

/** No secret anywhere: in outputs, errors, or what n8n would store of the run. */
export function expectNoSecrets({ run }: EngineResult, secrets: readonly string[]): void {
	expect(secrets.length).toBeGreaterThan(0);
	expect(findSecrets(run, secrets)).toEqual([]);
	for (const secret of secrets) expect(JSON.stringify(run)).not.toContain(secret);
}
