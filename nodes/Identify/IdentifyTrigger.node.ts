import {
	NodeConnectionTypes,
	NodeOperationError,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { WEBHOOK_PATH } from './callback/path';
import { receiveCallback } from './callback/receive';
import { checkRegistration } from './callback/registration';
import { triggerProperties } from './callback/properties';

/** The trigger node: starts a workflow when Identify reports a new status of an ident. */
export class IdentifyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Identify Trigger',
		name: 'identifyTrigger',
		icon: {
			light: 'file:../../icons/identify.svg',
			dark: 'file:../../icons/identify.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["confirm"] ? "confirmed status callbacks" : "unconfirmed status callbacks" }}',
		description: 'Starts the workflow when Identify reports a new status of an ident',
		eventTriggerDescription: 'Waiting for a callback of Identify',
		activationMessage:
			'Your workflow will now start when Identify reports a new status to the production URL.',
		defaults: { name: 'Identify Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'identifyApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Otherwise n8n answers with the name of its default, "firstEntryJson".
				responseData: '',
				path: WEBHOOK_PATH,
				// n8n puts nothing of its own before it.
				isFullPath: true,
			},
		],
		triggerPanel: {
			header: 'Pull in callbacks from Identify',
			executionsHelp: {
				inactive:
					"Identify calls one URL per partner, which you enter by hand in its partner portal (merchant details).<br /><br /><b>While building</b>, execute this step, then send a callback to the test URL with the Identify node in another workflow (resource Webhook, operation <b>Send Test Callback</b>), or pin sample data. Identify does not call the test URL.<br /><br /><b>Once you're happy with your workflow</b>, enter the production URL in the portal, where another system's may have to give way, and publish the workflow. Then every new status starts it, and the executions show up in the executions list.",
				active:
					"Identify calls one URL per partner, which you enter by hand in its partner portal (merchant details).<br /><br /><b>While building</b>, execute this step, then send a callback to the test URL with the Identify node in another workflow (resource Webhook, operation <b>Send Test Callback</b>), or pin sample data.<br /><br /><b>Your workflow is published</b>, so every new status that Identify reports to the production URL starts it. These executions show up in the <a data-key='executions'>executions list</a>, but not in the editor.",
			},
			activationHint: {
				inactive:
					"Enter the production URL in Identify's partner portal (merchant details), then publish the workflow.",
				active: "Identify's callbacks start this workflow.",
			},
		},
		properties: triggerProperties,
	};

	webhookMethods = {
		default: {
			/** Whether there is nothing to set up: registered, or not for us to say. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const { verdict } = await checkRegistration(this);
				return verdict === 'registered' || verdict === 'unclear';
			},

			/** The API cannot register a URL: tells the person how to do it by hand. */
			async create(this: IHookFunctions): Promise<boolean> {
				const { message } = await checkRegistration(this);
				if (message !== '') throw new NodeOperationError(this.getNode(), message);
				return true;
			},

			/**
			 * The API cannot remove a URL either. What the process remembers stays: n8n also comes here
			 * when a test ends or another version is published, and a repeat is one afterwards, too.
			 */
			async delete(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(true);
			},
		},
	};

	/** Answers one callback. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveCallback(this);
	}
}
