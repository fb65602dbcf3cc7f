import type { z } from 'zod';
import type { Endpoint } from '../contract/endpoint';
import { entriesOf, type List } from '../contract/list';
import { limitOf, limitProperties } from './limit';
import type { Operation } from '../run/operation';
import { optionsCollection } from './options';
import { toJson } from '../output/json';

type ListResponse = z.ZodType<{ data: List<Record<string, unknown>> }, z.ZodTypeDef, unknown>;

/**
 * Builds an operation that returns an endpoint's whole list, one item each.
 *
 * @param entry - the contract's schema of an item
 */
export function listOperation(
	labels: Pick<Operation, 'action' | 'description'>,
	endpoint: Endpoint<z.ZodTypeAny, ListResponse>,
	entry: z.ZodTypeAny,
): Operation {
	return {
		value: 'getMany',
		name: 'Get Many',
		...labels,
		endpoint,
		result: entry,
		properties: [...limitProperties, optionsCollection()],
		prepare: (item) => {
			const settings = item.settings();
			const limit = limitOf(item);
			const request = item.check(endpoint, {});
			return async (session) => {
				const { data } = await session.call(request, settings);
				const entries = entriesOf(data).slice(0, limit);
				return entries.map((entry) => ({ json: toJson(entry) }));
			};
		},
	};
}
