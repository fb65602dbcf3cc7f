import { z } from 'zod';
import { event } from '../../../nodes/Identify/output/shapes';
import { resources } from '../../../nodes/Identify/resources';
import { previewOf, type PreviewField } from '../../support/preview';

/** Every place in a preview whose form n8n's editor does not know. */
function oddities({ type, properties, items }: PreviewField, path: string): string[] {
	if (type === 'object') {
		return Object.entries(properties ?? {}).flatMap(([name, field]) =>
			oddities(field, `${path}.${name}`),
		);
	}
	if (type === 'array') return items ? oddities(items, `${path}[]`) : [`${path}: no items`];
	return ['string', 'number', 'boolean'].includes(type) ? [] : [`${path}: ${type}`];
}

const operations = resources.flatMap(({ value, operations: own }) =>
	own.map((operation) => [`${value}:${operation.value}`, operation] as const),
);

describe('the output preview', () => {
	it.each(operations)('of %s has fields of the forms that the editor shows', (name, { result }) => {
		const preview = previewOf(result);
		expect(preview.type).toBe('object');
		expect(Object.keys(preview.properties ?? {}).length).toBeGreaterThan(0);
		expect(oddities(preview, name)).toEqual([]);
		expect(preview.version).toBe(1);
	});

	it('of the trigger has the documented fields and its own', () => {
		expect(Object.keys(previewOf(event).properties ?? {})).toEqual([
			...'ident_id status status_code project_id custom_id company_name first_name last_name'.split(
				' ',
			),
			...'custom1 custom2 custom3 custom4 confirmed event_key source received_at'.split(' '),
		]);
	});

	it('shows one type where several are possible, and keeps lists and objects', () => {
		const schema = z.object({
			either: z.union([z.null(), z.number()]),
			maybe: z.string().nullable().optional(),
			list: z.array(z.object({ deep: z.boolean() })),
			anything: z.unknown(),
		});
		expect(previewOf(schema)).toEqual({
			type: 'object',
			properties: {
				either: { type: 'number' },
				maybe: { type: 'string' },
				list: {
					type: 'array',
					items: { type: 'object', properties: { deep: { type: 'boolean' } } },
				},
				anything: { type: 'string' },
			},
			version: 1,
		});
	});
});
