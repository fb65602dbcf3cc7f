import type { INodeProperties } from 'n8n-workflow';
import type { Item } from '../../input/item';

const UNIT_MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

type Unit = keyof typeof UNIT_MS;

/** As long as Identify keeps an ident. */
const LONGEST_DAYS = 90;

const isUnit = (text: string): text is Unit => Object.hasOwn(UNIT_MS, text);

/** The parameters `limitAmount` and `limitUnit`. */
export const waitLimitProperties: INodeProperties[] = [
	{
		displayName: 'Limit',
		name: 'limitAmount',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1,
		required: true,
		description:
			'How long to wait at most, up to 90 days. When the limit passes, the input items go on unchanged, without the field final: so Get and an If node after this one can lead back to it.',
	},
	{
		displayName: 'Limit Unit',
		name: 'limitUnit',
		type: 'options',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Minutes', value: 'minutes' },
		],
		default: 'days',
		description: 'What Limit counts',
	},
];

/** Reads the limit, in ms; what cannot be one is reported on the item. */
export function waitLimitOf(item: Item): number {
	const unit = item.text('limitUnit') || 'days';
	if (!isUnit(unit)) {
		item.report('limitUnit', `must be one of ${Object.keys(UNIT_MS).join(', ')}`, unit);
		return 0;
	}
	const amount = item.text('limitAmount');
	const limitMs = Math.ceil(Number(amount) * UNIT_MS[unit]);
	const isPossible = amount !== '' && limitMs > 0 && limitMs <= LONGEST_DAYS * UNIT_MS.days;
	if (isPossible) return limitMs;
	const problem = `must be a number of ${unit} above 0, of ${LONGEST_DAYS} days at most: so long Identify keeps an ident`;
	item.report('limitAmount', problem, amount);
	return 0;
}
