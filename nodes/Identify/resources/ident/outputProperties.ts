import type { INodeProperties } from 'n8n-workflow';
import { IDENT_FIELDS } from '../../contract/identFields';
import { OUTPUTS, type OutputChoice } from '../../output/choice';
import type { Item } from '../../input/item';

/** `person_first_name` is "Person First Name", as the documentation has it. */
function labelFor(field: string): string {
	const words = field === 'id' ? ['ident', 'id'] : field.split('_');
	const short = ['id', 'hrb', 'mrz'];
	return words
		.map((word) =>
			short.includes(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
		)
		.join(' ')
		.replace(/\d$/, ' $&');
}

/**
 * The parameters `output` and `fields`.
 *
 * @param more - what can be selected besides the fields of an ident
 */
export function outputProperties(...more: readonly string[]): INodeProperties[] {
	const offered = [...IDENT_FIELDS, ...more]
		.map((value) => ({ name: labelFor(value), value }))
		.sort((a, b) => a.name.localeCompare(b.name));
	return [
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			options: [
				{
					name: 'IDs and Status Only',
					value: 'status',
					description: 'No name, address or e-mail of the person',
				},
				{ name: 'Raw', value: 'raw', description: "The API's own data, untouched" },
				{ name: 'Selected Fields', value: 'selected', description: 'Only the fields you choose' },
				{
					name: 'Simplified',
					value: 'simplified',
					description: 'The fields that automations use, with ISO 8601 dates',
				},
			],
			default: 'simplified',
			description: 'How much of the ident the output has; n8n stores it with the execution',
		},
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'multiOptions',
			options: offered,
			default: [],
			// Not required: n8n would demand it of whoever gives Output by an expression, whatever that says.
			displayOptions: { show: { output: ['selected'] } },
			description: 'The fields of the output, under the names that Identify documents',
		},
	];
}

/** Reads the parameters `output` and `fields`; what cannot be is reported on the item. */
export function outputChoice(item: Item, ...more: readonly string[]): OutputChoice {
	const entered = item.text('output') || 'simplified';
	const output = OUTPUTS.find((known) => known === entered);
	if (output === undefined) item.report('output', `must be one of ${OUTPUTS.join(', ')}`, entered);
	if (output !== 'selected') return { output: output ?? 'simplified', fields: [] };
	const fields = item.choices('fields');
	const known: readonly string[] = [...IDENT_FIELDS, ...more];
	const unknown = fields.filter((field) => !known.includes(field));
	if (fields.length === 0) item.report('fields', 'is required, but it is empty');
	else if (unknown.length > 0) {
		item.report('fields', 'has names that Identify does not document', unknown.join(', '));
	}
	return { output, fields };
}
