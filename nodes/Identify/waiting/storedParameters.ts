import type { INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { hasExpression } from '../input/expressions';
import type { ParameterSource } from '../input/parameters';
import { toJson } from '../output/json';

const itemsSchema = z.array(z.object({ json: z.record(z.unknown()) }));

/**
 * Reads parameters and items where n8n has woken the node: there it gives neither the items nor any
 * but the first one's parameters, but it evaluates expressions for each of them.
 *
 * @throws what n8n throws when it cannot tell the items
 */
export function storedParameters(context: IWebhookFunctions): ParameterSource {
	const { parameters } = context.getNode();
	const items: INodeExecutionData[] = itemsSchema
		.parse(context.evaluateExpression('{{ $input.all() }}', 0))
		.map(({ json }) => ({ json: toJson(json) }));

	/** A parameter's value for an item; a locator or a collection may hold expressions anywhere. */
	const resolve = (value: unknown, index: number): unknown => {
		if (!hasExpression(value)) return value;
		if (typeof value === 'string') return context.evaluateExpression(value.slice(1), index);
		if (Array.isArray(value)) return value.map((inner) => resolve(inner, index));
		const entries = Object.entries(value ?? {});
		return Object.fromEntries(entries.map(([key, inner]) => [key, resolve(inner, index)]));
	};

	return {
		getInputData: () => items,
		getTimezone: () => context.getTimezone(),
		getNodeParameter: (name, index, fallback, { rawExpressions }) => {
			const value: unknown = parameters[name] ?? fallback;
			return rawExpressions ? value : resolve(value, index);
		},
	};
}
