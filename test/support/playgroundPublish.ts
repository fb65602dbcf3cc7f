/** Publishes example workflows in the n8n of `npm start`, and keeps the portal's callback URLs right. */
import { z } from 'zod';
import { callbackUrls } from './exampleFile';
import type { WorkflowJson } from './n8nClient';
import type { N8nServer } from './n8nServer';

/** What is remembered of a workflow; both functions change it. */
export interface PublishedEntry {
	id: string;
	published: boolean;
	callbackUrls: string[];
}

/** Triggers that start a workflow without anybody in the editor. */
const OWN_TRIGGERS = new Set([
	'n8n-nodes-base.formTrigger',
	'n8n-nodes-base.scheduleTrigger',
	'n8n-nodes-base.webhook',
	'n8n-nodes-identify24.identifyTrigger',
]);

const webhookSchema = z.object({ id: z.string(), url: z.string() });

async function portal(sandboxUrl: string, method: string, path: string, body?: object) {
	const response = await fetch(`${sandboxUrl}/__sandbox/${path}`, {
		method,
		...(body && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		}),
	});
	if (!response.ok) throw new Error(`The sandbox answered ${response.status} to ${method} ${path}`);
	return await response.json();
}

async function registered(sandboxUrl: string) {
	const answer = await portal(sandboxUrl, 'GET', 'webhooks');
	return z.object({ webhooks: z.array(webhookSchema) }).parse(answer).webhooks;
}

/** Where n8n's port has changed, its URLs at the portal change with it; one that was removed stays away. */
export async function followPort(n8nUrl: string, sandboxUrl: string, entry: PublishedEntry) {
	const moved = entry.callbackUrls.filter((url) => new URL(url).origin !== n8nUrl);
	if (moved.length === 0) return;
	const known = await registered(sandboxUrl);
	for (const url of moved) {
		const next = n8nUrl + new URL(url).pathname;
		entry.callbackUrls = entry.callbackUrls.map((one) => (one === url ? next : one));
		for (const { id } of known.filter((webhook) => webhook.url === url)) {
			await portal(sandboxUrl, 'DELETE', `webhooks/${id}`);
			await portal(sandboxUrl, 'POST', 'webhooks', { url: next });
		}
	}
}

/**
 * Publishes a workflow once, with its callback URLs at the portal before; an example that is newer than what
 * is published is published again. What the person has unpublished stays so.
 * @returns why it could not be published, if so
 */
export async function publish(
	n8n: N8nServer,
	sandboxUrl: string,
	workflow: WorkflowJson,
	entry: PublishedEntry,
	isNewer: boolean,
): Promise<string | undefined> {
	if (!workflow.nodes.some(({ type }) => OWN_TRIGGERS.has(type))) return undefined;
	const { active } = await n8n.getWorkflow(entry.id);
	if (entry.published && !(isNewer && active)) return undefined;
	const known = await registered(sandboxUrl);
	for (const url of callbackUrls(n8n.url, workflow)) {
		if (entry.callbackUrls.includes(url)) continue;
		if (!known.some((webhook) => webhook.url === url)) {
			await portal(sandboxUrl, 'POST', 'webhooks', { url });
		}
		entry.callbackUrls.push(url);
	}
	try {
		await n8n.activate(entry.id);
		const { status, triggers = [] } = await n8n.waitUntilPublished(entry.id);
		if (status !== 'published') {
			const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
			return reasons.join('; ') || `n8n says "${status}"`;
		}
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	entry.published = true;
	return undefined;
}

const formSchema = z.object({ options: z.object({ path: z.string() }).optional() });

/** The production URL of the form that a workflow begins with. */
export function formUrl(n8nUrl: string, { nodes }: WorkflowJson): string | undefined {
	const form = nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
	if (!form) return undefined;
	const parsed = formSchema.safeParse(form.parameters);
	const path = (parsed.success ? parsed.data.options?.path : undefined) ?? String(form.webhookId);
	return `${n8nUrl}/form/${path}`;
}
