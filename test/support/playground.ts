/** What `npm start` fills its n8n with: credentials and the example workflows. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { z } from 'zod';
import { exampleCredentials, type CredentialSources } from './exampleCredentials';
import {
	exampleFiles,
	exampleText,
	readExample,
	withCredentials,
	type ChosenCredential,
} from './exampleFile';
import { RestError, type CredentialJson } from './n8nClient';
import { followPort, formUrl, publish } from './playgroundPublish';
import type { N8nServer } from './n8nServer';

export { DEMO_ACCOUNT } from '../neighbours';
export { owner } from './n8nClient';
export { startN8n } from './n8nServer';
export { freePort } from './waiting';

const dataSchema = z.record(z.unknown());

/** What was put into n8n by us, and how: anything else there is the person's. */
const stateSchema = z.object({
	/** By credential type, with the data that we gave. */
	credentials: z.record(z.object({ id: z.string(), data: dataSchema })).default({}),
	workflows: z
		.record(
			z.object({
				id: z.string(),
				versionId: z.string(),
				hash: z.string(),
				/** Once by us: later it is the person's to decide. */
				published: z.boolean().default(false),
				/** Those that we registered at the portal. */
				callbackUrls: z.array(z.string()).default([]),
			}),
		)
		.default({}),
});
type State = z.infer<typeof stateSchema>;

export interface LoadedWorkflow {
	name: string;
	id: string;
	/** `kept`: the person has changed or deleted it, so it was not touched. */
	state: 'added' | 'updated' | 'unchanged' | 'kept';
	/** Where its form is, if it begins with one. */
	formUrl?: string;
	/** Why it could not be published. */
	trouble?: string;
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

/** Makes the credential, or brings ours up to date (ports change); one that the person has changed stays. */
async function ensureCredential(n8n: N8nServer, state: State, wanted: CredentialJson) {
	const before = state.credentials[wanted.type];
	const path = `/credentials/${before?.id}`;
	if (!before || (await isMissing(async () => await n8n.rest('GET', path)))) {
		const id = await n8n.createCredential(wanted);
		state.credentials[wanted.type] = { id, data: wanted.data };
		return id;
	}
	const { id, data } = before;
	if (isDeepStrictEqual(data, wanted.data)) return id;
	const saved = z
		.object({ name: z.string(), data: dataSchema })
		.parse(await n8n.rest('GET', `${path}?includeData=true`));
	// n8n blanks out passwords, so only the other fields can tell whether the person has changed it.
	const changes = Object.entries(wanted.data).filter(([key, value]) => data[key] !== value);
	if (changes.every(([key]) => saved.data[key] === data[key])) {
		const merged = { ...saved.data, ...Object.fromEntries(changes) };
		await n8n.updateCredential(id, { name: saved.name, type: wanted.type, data: merged });
		state.credentials[wanted.type] = { id, data: { ...wanted.data } };
	}
	return id;
}

type Chosen = Readonly<Record<string, ChosenCredential>>;

async function loadExample(n8n: N8nServer, state: State, file: string, chosen: Chosen) {
	const hash = createHash('sha256').update(exampleText(file)).digest('hex');
	const example = readExample(file);
	const workflow = withCredentials(example, chosen);
	const before = state.workflows[file];
	const note = async (id: string) => {
		const { versionId } = await n8n.getWorkflow(id);
		const { published = false, callbackUrls = [] } = state.workflows[file] ?? {};
		state.workflows[file] = { id, versionId, hash, published, callbackUrls };
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

/** Puts credentials and examples into n8n, and publishes what starts by itself. Safe to repeat: what the person changed is left alone. */
export async function fillPlayground(
	n8n: N8nServer,
	sources: CredentialSources,
): Promise<LoadedWorkflow[]> {
	const stateFile = join(n8n.userFolder, 'playground.json');
	const state = stateSchema.parse(
		existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : {},
	);
	const save = () => writeFileSync(stateFile, JSON.stringify(state, null, '\t'));
	const chosen: Record<string, ChosenCredential> = {};
	for (const credential of Object.values(exampleCredentials(sources))) {
		const id = await ensureCredential(n8n, state, credential);
		chosen[credential.type] = { id, name: credential.name };
		save();
	}
	for (const entry of Object.values(state.workflows)) {
		await followPort(n8n.url, sources.sandbox.url, entry);
	}
	save();
	const loaded: LoadedWorkflow[] = [];
	for (const file of exampleFiles) {
		const one = await loadExample(n8n, state, file, chosen);
		save();
		const entry = state.workflows[file];
		const example = withCredentials(readExample(file), chosen);
		const trouble =
			entry && one.state !== 'kept'
				? await publish(n8n, sources.sandbox.url, example, entry, one.state === 'updated')
				: undefined;
		loaded.push({ ...one, formUrl: formUrl(`http://localhost:${n8n.port}`, example), trouble });
		save();
	}
	return loaded;
}
