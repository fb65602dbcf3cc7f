/** What `npm start` fills its n8n with: the sandbox's credential and the example workflows. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RestError, type WorkflowJson } from './n8nClient';
import type { N8nServer } from './n8nServer';
import { projectRoot } from './places';

export { owner } from './n8nClient';
export { startN8n } from './n8nServer';
export { freePort } from './waiting';

const credentialType = 'identifyApi';
const packageName = 'n8n-nodes-identify24';

export const credentialName = 'Identify Sandbox';

/** What was put into n8n by us, and how: anything else there is the person's. */
const stateSchema = z.object({
	credentialId: z.string().optional(),
	sandboxUrl: z.string().optional(),
	workflows: z
		.record(z.object({ id: z.string(), versionId: z.string(), hash: z.string() }))
		.default({}),
});
type State = z.infer<typeof stateSchema>;

const workflowSchema = z
	.object({
		name: z.string(),
		nodes: z.array(z.object({ name: z.string(), type: z.string() }).passthrough()),
		connections: z.record(z.unknown()),
		settings: z.record(z.unknown()).optional(),
		pinData: z.record(z.unknown()).optional(),
	})
	.passthrough();

export interface LoadedWorkflow {
	name: string;
	id: string;
	/** `kept`: the person has changed or deleted it, so it was not touched. */
	state: 'added' | 'updated' | 'unchanged' | 'kept';
}

async function isMissing(look: () => Promise<unknown>) {
	try {
		await look();
		return false;
	} catch (error) {
		if (error instanceof RestError && [403, 404].includes(error.status)) return true;
		throw error;
	}
}

async function ensureCredential(n8n: N8nServer, state: State, sandboxUrl: string) {
	const id = state.credentialId;
	if (
		id === undefined ||
		(await isMissing(async () => await n8n.rest('GET', `/credentials/${id}`)))
	) {
		return await n8n.createCredential({
			name: credentialName,
			type: credentialType,
			data: {
				gatewayHost: sandboxUrl,
				partner: 'sandbox-partner',
				apiKey: 'sandbox-api-key-0123456789',
			},
		});
	}
	// The sandbox may have another port this time. A host that the person has entered stays.
	const saved = z
		.object({ name: z.string(), data: z.record(z.unknown()) })
		.parse(await n8n.rest('GET', `/credentials/${id}?includeData=true`));
	if (saved.data.gatewayHost === state.sandboxUrl && state.sandboxUrl !== sandboxUrl) {
		await n8n.updateCredential(id, {
			name: saved.name,
			type: credentialType,
			data: { ...saved.data, gatewayHost: sandboxUrl },
		});
	}
	return id;
}

/** The example with the sandbox's credential in every node of the package. */
function withCredential(example: z.infer<typeof workflowSchema>, id: string): WorkflowJson {
	const credentials = { [credentialType]: { id, name: credentialName } };
	return {
		name: example.name,
		connections: example.connections,
		settings: example.settings ?? {},
		...(example.pinData && { pinData: example.pinData }),
		nodes: example.nodes.map((node) =>
			node.type.startsWith(`${packageName}.`) || JSON.stringify(node).includes(credentialType)
				? { ...node, credentials }
				: node,
		),
	};
}

async function loadExample(n8n: N8nServer, state: State, file: string, credentialId: string) {
	const text = readFileSync(join(projectRoot, 'examples', file), 'utf8');
	const hash = createHash('sha256').update(text).digest('hex');
	const example = workflowSchema.parse(JSON.parse(text));
	const workflow = withCredential(example, credentialId);
	const before = state.workflows[file];
	const note = async (id: string) => {
		const { versionId } = await n8n.getWorkflow(id);
		state.workflows[file] = { id, versionId, hash };
	};
	if (!before) {
		const id = await n8n.createWorkflow(workflow);
		await note(id);
		return { name: example.name, id, state: 'added' } as const;
	}
	const { id } = before;
	const done = (what: LoadedWorkflow['state']) => ({ name: example.name, id, state: what });
	if (await isMissing(async () => await n8n.getWorkflow(id))) return done('kept');
	const { versionId } = await n8n.getWorkflow(id);
	if (versionId !== before.versionId) return done('kept');
	if (hash === before.hash) return done('unchanged');
	await n8n.rest('PATCH', `/workflows/${id}`, { ...workflow, versionId });
	await note(id);
	return done('updated');
}

/** Puts credential and examples into n8n. Safe to repeat: what the person changed is left alone. */
export async function fillPlayground(
	n8n: N8nServer,
	sandboxUrl: string,
): Promise<LoadedWorkflow[]> {
	const stateFile = join(n8n.userFolder, 'playground.json');
	const state = stateSchema.parse(
		existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : {},
	);
	const save = () => writeFileSync(stateFile, JSON.stringify(state, null, '\t'));
	state.credentialId = await ensureCredential(n8n, state, sandboxUrl);
	state.sandboxUrl = sandboxUrl;
	save();
	const folder = join(projectRoot, 'examples');
	const files = existsSync(folder)
		? readdirSync(folder).filter((file) => file.endsWith('.json'))
		: [];
	const loaded: LoadedWorkflow[] = [];
	for (const file of files.sort()) {
		loaded.push(await loadExample(n8n, state, file, state.credentialId));
		save();
	}
	return loaded;
}
