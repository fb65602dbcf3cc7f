import type { INodeProperties } from 'n8n-workflow';
import type { Item, RequestField } from '../../input/item';

/** The parameter `ident_id`: an ID, or the conference URL that the person got. */
export const identLocator: INodeProperties = {
	displayName: 'Ident',
	name: 'ident_id',
	type: 'resourceLocator',
	default: { mode: 'id', value: '' },
	required: true,
	description: 'The identification of one person',
	modes: [
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. ece4f137-31ea-11ee-849e-005056bb3f3f',
		},
		{
			displayName: 'By Conference URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://identify24.de/apply/ece4f137-31ea-11ee-849e-005056bb3f3f',
		},
	],
};

/**
 * Takes the ident ID out of what a person pasted.
 *
 * @param text - an ID, or a conference URL such as `https://identify24.de/apply/<ID>`
 * @returns the ID, or the text unchanged
 */
export function toIdentId(text: string): string {
	const entered = text.trim();
	if (!URL.canParse(entered)) return entered;
	const segments = new URL(entered).pathname.split('/').filter((segment) => segment !== '');
	return segments.at(-1) ?? entered;
}

/** The request field of the parameter: the ID, taken out of a URL in either mode. */
export function identIdField(item: Item): RequestField & { text: string } {
	return { text: toIdentId(item.located('ident_id')), path: 'ident_id' };
}
