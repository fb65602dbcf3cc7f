import type { INodePropertyOptions } from 'n8n-workflow';

const OF_CALLBACKS = 'The documentation names this one for the delivery of callbacks only';

/** What is known of each status code: its text, and where the documentation has it. */
const STATUSES = [
	['5', 'Successful', 'What the documentation shows for idents'],
	['1', 'Pending', OF_CALLBACKS],
	['2', 'Running', OF_CALLBACKS],
	['3', 'Success', OF_CALLBACKS],
	['4', 'Failed', OF_CALLBACKS],
] as const;

/**
 * The statuses to choose from (documentation: "Webhook Statuses", and the samples of ident/get). The one
 * that people mostly want comes first: "Success" beside it is not documented for idents.
 */
export const STATUS_OPTIONS: INodePropertyOptions[] = STATUSES.map(
	([value, text, description]) => ({
		name: `${text} (${value})`,
		value,
		description,
	}),
);
