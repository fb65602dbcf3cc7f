import type { IDataObject } from 'n8n-workflow';
import {
	credentialFor,
	payloadOf,
	post,
	publish,
	PublishedTrigger,
	type Reply,
	type TriggerOptions,
} from '../e2e/triggerSupport';
import type { Sandbox } from '../sandbox';
import type { Cluster } from './cluster';

/** A published Identify Trigger, whose callbacks go to the webhook processors in place of main. */
export class QueuedTrigger extends PublishedTrigger {
	private constructor(
		private readonly cluster: Cluster,
		private readonly sandbox: Sandbox,
		published: PublishedTrigger,
	) {
		super(cluster.main, published.workflowId, published.url);
	}

	/** Publishes through main, as the editor does, with the check of the registration. */
	static async publish(cluster: Cluster, sandbox: Sandbox, then: TriggerOptions['then'] = []) {
		const credentialId = await credentialFor(cluster.main, sandbox);
		const settings = { checkRegistration: true };
		const published = await publish(cluster.main, credentialId, { settings, then }, (url) => {
			sandbox.webhooks.register(url);
		});
		return new QueuedTrigger(cluster, sandbox, published);
	}

	/** Hands the callback of an ident to one of the webhook processors. */
	async call(webhook: number, identId: string): Promise<Reply> {
		const { pathname } = new URL(this.url);
		const { href } = new URL(pathname, this.cluster.webhook(webhook).url);
		return await post(href, payloadOf(this.sandbox, identId));
	}
}

/** The ident of each item that reached a node, sorted. */
export const identsOf = (items: readonly IDataObject[]) =>
	items.map((item) => String(item.ident_id)).sort();
