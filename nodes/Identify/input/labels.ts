import type { INodeProperties } from 'n8n-workflow';

/**
 * The label under which a person sees a parameter.
 *
 * @param path - `birthday`, or `additionalFields.gender` for a field of a collection
 * @returns e.g. `Birthday`, or `Additional Fields > Gender`
 */
export function labelOf(properties: readonly INodeProperties[], path: string): string {
	const [name = '', ...rest] = path.split('.');
	const found = properties.find((candidate) => candidate.name === name);
	if (!found) return path;
	if (rest.length === 0) return found.displayName;
	const inner = (found.options ?? []).filter(
		(option) => 'displayName' in option && 'type' in option,
	);
	return `${found.displayName} > ${labelOf(inner, rest.join('.'))}`;
}
