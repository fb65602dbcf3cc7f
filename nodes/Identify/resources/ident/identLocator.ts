import type { INodeProperties } from 'n8n-workflow';
import type { Item, RequestField } from '../../input/item';
import { toIdentId } from '../../input/text';

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

/** The request field of the parameter: the ID, taken out of a URL in either mode. */
export function identIdField(item: Item): RequestField & { text: string } {
	return { text: toIdentId(item.located('ident_id')), path: 'ident_id' };
}
