/** The workflows of `examples/`, as a person gets them who imports one and chooses credentials. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { WorkflowJson } from './n8nClient';
import { projectRoot } from './places';

const folder = join(projectRoot, 'examples');

/** All files, in the order in which README tells of them. */
export const exampleFiles = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.sort();

const credentialSchema = z.record(z.object({ id: z.string(), name: z.string() }).strict());

export const exampleSchema = z
	.object({
		name: z.string(),
		nodes: z.array(
			z
				.object({ name: z.string(), type: z.string(), credentials: credentialSchema.optional() })
				.passthrough(),
		),
		connections: z.record(z.unknown()),
		settings: z.record(z.unknown()),
		pinData: z.record(z.unknown()).optional(),
	})
	.strict();

export type Example = z.infer<typeof exampleSchema>;

/** A credential in n8n. */
export interface ChosenCredential {
	id: string;
	name: string;
}

/** The text of the file, e.g. to see whether it has changed. */
export function exampleText(file: string): string {
	return readFileSync(join(folder, file), 'utf8');
}

export function readExample(file: string): Example {
	return exampleSchema.parse(JSON.parse(exampleText(file)));
}

/**
 * The example with a credential chosen wherever it asks for one.
 * @param chosen by the name of the credential type; throws where one is missing
 */
export function withCredentials(
	example: Example,
	chosen: Readonly<Record<string, ChosenCredential>>,
): WorkflowJson {
	const nodes = example.nodes.map(({ credentials = {}, ...node }) => {
		const types = Object.keys(credentials);
		if (types.length === 0) return node;
		const own = types.map((type) => {
			const credential = chosen[type];
			if (!credential) throw new Error(`There is no credential ${type} for "${node.name}".`);
			return [type, credential] as const;
		});
		return { ...node, credentials: Object.fromEntries(own) };
	});
	return { ...example, nodes };
}

const pathsSchema = z
	.object({
		settings: z.object({ path: z.string() }).passthrough().optional(),
		options: z.object({ path: z.string() }).passthrough().optional(),
	})
	.passthrough();

/**
 * Gives every webhook another URL, as the editor does for a workflow that is duplicated: a new `webhookId`,
 * and an ending of its own for each path (the trigger's `settings.path`, a form's `options.path`).
 */
export function withOwnUrls(workflow: WorkflowJson): WorkflowJson {
	const ending = randomUUID().slice(0, 8);
	const nodes = workflow.nodes.map((node) => {
		if (node.webhookId === undefined) return node;
		const parsed = pathsSchema.safeParse(node.parameters);
		if (!parsed.success) return { ...node, webhookId: randomUUID() };
		const { settings, options, ...rest } = parsed.data;
		const parameters = {
			...rest,
			...(settings && { settings: { ...settings, path: `${settings.path}-${ending}` } }),
			...(options && { options: { ...options, path: `${options.path}-${ending}` } }),
		};
		return { ...node, webhookId: randomUUID(), parameters };
	});
	return { ...workflow, nodes };
}

/** The production URLs of a workflow's Identify Triggers: what a person enters in the partner portal. */
export function callbackUrls(n8nUrl: string, { nodes }: WorkflowJson): string[] {
	return nodes
		.filter(({ type }) => type === 'n8n-nodes-identify24.identifyTrigger')
		.map(({ webhookId, parameters }) => {
			const { settings } = parameters as { settings?: { path?: string } };
			const path = settings?.path ?? `${String(webhookId)}/callback`;
			return `${n8nUrl}/webhook/${path}`;
		});
}
