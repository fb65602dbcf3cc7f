import type { INodeProperties } from 'n8n-workflow';
import { STATUS_OPTIONS } from '../input/statusOptions';

/** The parameters of Identify Trigger, in the order shown. */
export const triggerProperties: INodeProperties[] = [
	{
		// Of HTML, n8n's notices keep links and lists alone.
		displayName:
			"To receive callbacks:<ul><li>Copy the production URL above. If the credential has a Callback Secret, add ?secret= and the secret, in which % + & # and blanks become %25 %2B %26 %23 and %20.</li><li>Paste it in Identify's partner portal > merchant details, which has ONE URL per partner. If another system's URL is there, that system would get no callbacks any more: forward them to it from this workflow, or ask Identify first.</li><li>Publish the workflow.</li></ul>",
		name: 'setupNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Statuses',
		name: 'statuses',
		type: 'multiOptions',
		options: STATUS_OPTIONS,
		default: [],
		description:
			'Which statuses start the workflow. None selected means every status. Others go to Settings > Other Statuses.',
	},
	{
		displayName: 'Confirm With Identify',
		name: 'confirm',
		type: 'boolean',
		default: true,
		description:
			'Whether to ask Identify for the status before the workflow starts. Callbacks are unsigned: without this, anyone who knows the URL can make one up.',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{
				name: 'Callback',
				value: 'callback',
				description: 'What the callback says',
			},
			{
				name: 'Callback and Ident',
				value: 'ident',
				description: 'In addition the simplified ident, in the field ident',
			},
			{
				name: 'Callback and Identification Data',
				value: 'identData',
				description:
					'In addition all identification data with the list of files, in the field data',
			},
			{
				name: 'IDs and Status Only',
				value: 'status',
				description: 'No name of the person, and none of the custom fields 1 to 4',
			},
		],
		default: 'callback',
		description: 'How much the workflow gets to know; n8n stores it with the execution',
	},
	{
		displayName: 'Settings',
		name: 'settings',
		type: 'collection',
		placeholder: 'Add Setting',
		default: {},
		options: [
			{
				displayName: 'Check Registration',
				name: 'checkRegistration',
				type: 'boolean',
				default: true,
				description:
					'Whether to stop publishing when the production URL is not registered with Identify',
			},
			{
				displayName: 'Ignore Repeats For',
				name: 'ignoreRepeatsFor',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 60,
				description:
					'For how many seconds a callback equal to the last one of its ident is ignored. 0 switches this off.',
			},
			{
				displayName: 'IP Allowlist',
				name: 'ipAllowlist',
				type: 'string',
				default: '',
				placeholder: 'e.g. 203.0.113.7, 2001:db8::/32',
				description:
					'Comma-separated IP addresses and ranges that may call. Behind a reverse proxy, set N8N_PROXY_HOPS of n8n.',
			},
			{
				displayName: 'Other Statuses',
				name: 'otherStatuses',
				type: 'string',
				default: '',
				placeholder: 'e.g. 6, Cancelled',
				description:
					'Codes or texts of statuses that the list above does not have, with commas or semicolons between them',
			},
			{
				displayName: 'Path',
				name: 'path',
				type: 'string',
				default: '',
				placeholder: 'e.g. identify/production',
				// n8n would not resolve an expression here.
				noDataExpression: true,
				description:
					'What the URL ends with, in place of an ID that changes when the workflow is imported or duplicated: letters, digits, -, _ and /. No other published workflow of this n8n may have the same.',
			},
			{
				displayName: 'Project IDs',
				name: 'projectIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. 6, 13',
				description:
					'IDs of the projects whose callbacks start the workflow, with commas, semicolons or blanks between them',
			},
		],
	},
	{
		// n8n parses bodies before the node runs and refuses the documentation's own sample, which is
		// not quite JSON. This hidden value makes n8n leave the body to the node.
		displayName: 'Options',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
];
