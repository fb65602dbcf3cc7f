import type { INodeProperties } from 'n8n-workflow';
import type { Item } from '../../input/item';
import { readList, splitStatuses, statusFault } from '../../input/lists';
import { STATUS_OPTIONS } from '../../input/statusOptions';

/** The parameters `finalStatuses` and `otherFinalStatuses`. */
export const finalStatusesProperties: INodeProperties[] = [
	{
		displayName: 'Final Statuses',
		name: 'finalStatuses',
		type: 'multiOptions',
		options: STATUS_OPTIONS,
		default: ['5', '3', '4'],
		description: 'Which statuses end the wait',
	},
	{
		displayName: 'Other Final Statuses',
		name: 'otherFinalStatuses',
		type: 'string',
		default: '',
		placeholder: 'e.g. 6, Cancelled',
		description:
			'Codes or texts of statuses that the list above does not have, with commas or semicolons between them',
	},
];

function statusesIn(item: Item, path: string): string[] {
	const rule = {
		// The item's own report names the parameter.
		name: '',
		split: splitStatuses,
		fault: statusFault,
		example: 'Write codes or texts with commas between them, e.g. 6, Cancelled',
	};
	const value = item.value(path);
	const { entries, problems } = readList({ value, isComputed: false }, rule);
	for (const problem of problems) item.report(path, problem.trim());
	return entries ?? [];
}

/** Reads which statuses, as codes or texts, are final; what cannot be is reported on the item. */
export function finalStatusesOf(item: Item): string[] {
	const chosen = statusesIn(item, 'finalStatuses');
	const others = statusesIn(item, 'otherFinalStatuses');
	const statuses = [...chosen, ...others];
	if (statuses.length === 0) {
		item.report('finalStatuses', 'is empty: choose at least one, since nothing else ends the wait');
	}
	return statuses;
}
