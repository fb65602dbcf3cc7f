import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';

const OUTPUTS = ['callback', 'ident', 'identData'] as const;

const text = z.coerce.string().trim().catch('');

/** What the person set on the trigger; anything unreadable falls back to the safe default. */
const settingsSchema = z.object({
	statuses: z.array(z.coerce.string()).catch([]),
	confirm: z.boolean().catch(true),
	output: z.enum(OUTPUTS).catch('callback'),
	otherStatuses: text,
	projectIds: text,
	ipAllowlist: text,
	/** Seconds; 0 is off. */
	ignoreRepeatsFor: z.coerce.number().nonnegative().catch(60),
	checkRegistration: z.boolean().catch(true),
});

export type TriggerSettings = z.infer<typeof settingsSchema>;

/** Reads the trigger's parameters. */
export function readSettings(context: IWebhookFunctions | IHookFunctions): TriggerSettings {
	const settings: unknown = context.getNodeParameter('settings', {});
	const collection: IDataObject = {};
	Object.assign(collection, settings);
	return settingsSchema.parse({
		otherStatuses: '',
		projectIds: '',
		ipAllowlist: '',
		ignoreRepeatsFor: 60,
		checkRegistration: true,
		...collection,
		statuses: context.getNodeParameter('statuses', []),
		confirm: context.getNodeParameter('confirm', true),
		output: context.getNodeParameter('output', 'callback'),
	});
}
