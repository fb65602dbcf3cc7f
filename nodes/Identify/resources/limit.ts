import type { INodeProperties } from 'n8n-workflow';
import type { Item } from '../input/item';

const DEFAULT_LIMIT = 50;

/** The parameters `returnAll` and `limit`. Identify has no pages: the limit applies to its list. */
export const limitProperties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
];

/** How many results an item asks for. */
export function limitOf(item: Item): number {
	if (item.boolean('returnAll', false)) return Number.POSITIVE_INFINITY;
	return item.integer('limit', { fallback: DEFAULT_LIMIT, min: 1, max: Number.MAX_SAFE_INTEGER });
}
