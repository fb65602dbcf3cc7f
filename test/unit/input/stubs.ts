import { DateTime } from 'luxon';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { Item } from '../../../nodes/Identify/input/item';

/** A run whose parameters resolve to `parameters`, as n8n hands them over; nothing else works. */
export function contextWith(parameters: Record<string, unknown>): IExecuteFunctions {
	const context: IExecuteFunctions = Object.assign(Object.create(null), {
		getNodeParameter: (
			name: string,
			_index: number,
			fallback: unknown,
			options?: { rawExpressions?: boolean },
		) => {
			if (options?.rawExpressions) return '={{ something }}';
			return name in parameters ? parameters[name] : fallback;
		},
		getTimezone: () => 'Europe/Berlin',
		getInputData: () => [],
	});
	return context;
}

/** An item whose parameters resolve to `parameters`. */
export function itemWith(
	properties: readonly INodeProperties[],
	parameters: Record<string, unknown>,
	index = 0,
): Item {
	return new Item(contextWith(parameters), index, properties);
}

export const luxonDate = (text: string) => DateTime.fromISO(text, { zone: 'Europe/Berlin' });
