import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { hasExpression } from '../input/expressions';

const OUTPUTS = ['callback', 'ident', 'identData'] as const;

/** A comma-separated text; an expression may also give a list. */
const text = z
	.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))])
	.optional()
	.transform((value) => String(value ?? '').trim());

/** What the person set on the trigger; anything unreadable falls back to what is safe. */
const settingsSchema = z.object({
	statuses: z.array(z.coerce.string()).catch([]),
	confirm: z.boolean().catch(true),
	output: z.enum(OUTPUTS).catch('callback'),
	// What cannot be read lets nothing pass, rather than everything.
	otherStatuses: text.catch('unreadable'),
	projectIds: text.catch('unreadable'),
	ipAllowlist: text.catch('unreadable'),
	/** Seconds; 0 is off. */
	ignoreRepeatsFor: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).catch(60),
	checkRegistration: z.boolean().catch(true),
});

export type TriggerSettings = z.infer<typeof settingsSchema>;

/** Reads the trigger's parameters. */
export function readSettings(context: IWebhookFunctions | IHookFunctions): TriggerSettings {
	const { parameters } = context.getNode();
	// To resolve expressions takes n8n a while for each parameter, and triggers hardly have any.
	const read = (name: string): unknown =>
		hasExpression(parameters[name]) ? context.getNodeParameter(name) : parameters[name];
	const collection: IDataObject = {};
	Object.assign(collection, read('settings'));
	return settingsSchema.parse({
		...collection,
		statuses: read('statuses'),
		confirm: read('confirm'),
		output: read('output'),
	});
}
