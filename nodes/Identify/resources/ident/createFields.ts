import type { INodeProperties } from 'n8n-workflow';
import { COUNTRY_OPTIONS } from '../../person/countries';

/** A parameter that is a text. */
export function text(
	displayName: string,
	name: string,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return { displayName, name, type: 'string', default: '', ...more };
}

/** The node understands more than the list has; without this the editor warns of such expressions. */
export const ANY_VALUE = { allowArbitraryValues: true } as const;

/** A parameter that is a country. */
export function country(displayName: string, name: string, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		options: COUNTRY_OPTIONS,
		...ANY_VALUE,
		default: '',
		description: `${description}. An expression may also give a code or a name, e.g. de, DEU, Germany or Deutschland.`,
	};
}
