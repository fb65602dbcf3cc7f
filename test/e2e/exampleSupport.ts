import { randomUUID } from 'node:crypto';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox';
import { exampleCredentials } from '../support/exampleCredentials';
import {
	callbackUrls,
	readExample,
	withCredentials,
	withOwnUrls,
	type ChosenCredential,
} from '../support/exampleFile';
import { sharedN8n, sharedNeighbours } from '../support/harness';
import type { WorkflowJson } from '../support/n8nClient';
import type { N8nView } from '../support/n8nServer';
import { NeighbourRecords } from '../support/neighbourRecords';

/** The shared n8n with a sandbox and accounts at its neighbours that only this file has. */
export class ExampleBench {
	readonly n8n: N8nView = sharedN8n();

	/** Slack, HubSpot, mail, …, as they noted what n8n's nodes sent. */
	readonly neighbours = new NeighbourRecords(sharedNeighbours());

	/** The token, key or user name at each neighbour. */
	readonly account = `demo-${randomUUID()}`;

	private started: Sandbox | undefined;

	private readonly credentials: Record<string, ChosenCredential> = {};

	private readonly published: string[] = [];

	get sandbox(): Sandbox {
		if (!this.started) throw new Error('The sandbox is not up yet.');
		return this.started;
	}

	/** What a node's `credentials` holds that uses this type. */
	credentialFor(type: string): Record<string, ChosenCredential> {
		const credential = this.credentials[type];
		if (!credential) throw new Error(`There is no credential ${type}.`);
		return { [type]: credential };
	}

	async start(options: SandboxOptions) {
		this.started = await startSandbox(options);
		const sources = {
			sandbox: this.started,
			neighbours: this.neighbours.addresses,
			account: this.account,
		};
		for (const credential of Object.values(exampleCredentials(sources))) {
			const id = await this.n8n.createCredential(credential);
			this.credentials[credential.type] = { id, name: credential.name };
		}
	}

	async stop() {
		for (const id of this.published) await this.n8n.deactivate(id);
		await this.started?.stop();
	}

	/** The example with its credentials chosen, and with URLs that no other copy of it in this n8n has. */
	read(file: string): WorkflowJson {
		return withOwnUrls(withCredentials(readExample(file), this.credentials));
	}

	/** Imports a workflow; with `publish` also publishes it and registers its callback URL at the sandbox. */
	async import(workflow: WorkflowJson, { publish = false } = {}): Promise<string> {
		const id = await this.n8n.createWorkflow(workflow);
		if (!publish) return id;
		for (const url of callbackUrls(this.n8n.url, workflow)) this.sandbox.webhooks.register(url);
		await this.n8n.activate(id);
		this.published.push(id);
		const { status, triggers } = await this.n8n.waitUntilPublished(id);
		if (status !== 'published') {
			throw new Error(`"${workflow.name}" was not published: ${JSON.stringify(triggers)}`);
		}
		return id;
	}
}

/** For a file of tests: starts before the first of them and ends after the last. */
export function useExamples(options: SandboxOptions = {}): ExampleBench {
	const bench = new ExampleBench();
	beforeAll(async () => await bench.start(options));
	afterAll(async () => await bench.stop());
	return bench;
}
