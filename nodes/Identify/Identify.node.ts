import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { runOperation } from './run/itemLoop';
import { errorItem } from './run/nodeErrors';
import { refusalOf } from './run/refusal';
import { goesOnAfterErrors } from './run/toolCall';
import { searchProjects } from './resources/project/searchProjects';
import { findOperation, properties } from './resources';
import { answerWakeUp } from './waiting/answerWakeUp';
import { waitForAll } from './waiting/waitForAll';

/** The action node: every endpoint of the Identify API 1.0.3. */
export class Identify implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Identify',
		name: 'identify',
		icon: {
			light: 'file:../../icons/identify.svg',
			dark: 'file:../../icons/identify.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Verify the identity of people by video with Identify',
		defaults: { name: 'Identify' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Verifies people by video (KYC, VideoIdent). Create invites a person; the outcome is decided later by a specialist. Dates, countries and phone numbers are taken as a CRM has them.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-identify24.identifyTrigger',
					relationHint: 'Starts a workflow when the status of an ident changes',
				},
				{
					nodeType: 'n8n-nodes-base.removeDuplicates',
					relationHint: 'Keeps each event once, by event_key',
				},
			],
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'identifyApi', required: true }],
		// Only while a wait has paused the execution: a call makes the node look again.
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: '',
				restartWebhook: true,
				responseMode: 'onReceived',
				responseData: '',
			},
		],
		sensitiveOutputFields: ['token'],
		properties,
	};

	methods = { listSearch: { searchProjects } };

	/** Nothing is registered anywhere: n8n makes each execution's resume URL, and asks none of these. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	/** Runs the chosen operation for all items. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = String(this.getNodeParameter('resource', 0));
		const name = String(this.getNodeParameter('operation', 0));
		const operation = findOperation(resource, name);
		const error = refusalOf(this, operation, `${resource}: ${name}`);
		if (operation && !error) {
			const isWait = 'wait' in operation;
			return [await (isWait ? waitForAll(this, operation) : runOperation(this, operation))];
		}
		if (!error || !goesOnAfterErrors(this)) throw error;
		// n8n would pass the input on as if it were the result.
		return [this.getInputData().map((_item, index) => errorItem(this.getNode(), error, index))];
	}

	/** Answers the resume URL of an execution that waits. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerWakeUp(this, findOperation);
	}
}
