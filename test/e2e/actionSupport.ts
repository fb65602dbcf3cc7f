import { randomUUID } from 'node:crypto';
import axios from 'axios';
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';
import { resources } from '../../nodes/Identify/resources';
import { startSandbox, type RequestEntry, type Sandbox, type SandboxOptions } from '../sandbox';
import type { Execution } from '../support/execution';
import { sharedN8n } from '../support/harness';
import type { WorkflowJson } from '../support/n8nClient';
import type { N8nView } from '../support/n8nServer';

export type NodeJson = WorkflowJson['nodes'][number];

export const IDENTIFY = 'n8n-nodes-identify24.identify';

/** 10:25:26 in Berlin: the documentation's sample of created_at. */
const NOW = Date.parse('2024-09-13T08:25:26Z');

export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: IDataObject,
	more: Readonly<Record<string, unknown>> = {},
): NodeJson {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters, ...more };
}

/** A manual trigger and the nodes after it, one connected to the next. */
export function chain(nodes: readonly NodeJson[], settings: IDataObject = {}): WorkflowJson {
	const all = [node('Start', 'n8n-nodes-base.manualTrigger', 1, {}), ...nodes].map(
		(entry, index) => ({ ...entry, position: [index * 220, 0] }),
	);
	const connections = Object.fromEntries(
		nodes.map(({ name }, index) => [
			all[index]?.name ?? '',
			{ main: [[{ node: name, type: 'main', index: 0 }]] },
		]),
	);
	return { name: 'Action test', nodes: all, connections, settings };
}

/** Nodes that put one item with this JSON into the workflow. */
export function data(json: IDataObject): NodeJson {
	const parameters = { mode: 'raw', jsonOutput: JSON.stringify(json), options: {} };
	return node('Data', 'n8n-nodes-base.set', 3.4, parameters);
}

/** Nodes that put these items into the workflow, under the name `Source`. */
export function source(items: readonly IDataObject[]): NodeJson[] {
	const split = { fieldToSplitOut: 'list', options: {} };
	return [data({ list: [...items] }), node('Source', 'n8n-nodes-base.splitOut', 1, split)];
}

/** A node that gives each item one field, by an expression. */
export function evaluate(name: string, expression: string): NodeJson {
	const assignments = [{ id: randomUUID(), name: 'value', value: expression, type: 'string' }];
	const parameters = { assignments: { assignments }, options: {} };
	return node(name, 'n8n-nodes-base.set', 3.4, parameters);
}

/** Something in each parameter without which n8n publishes no workflow. */
function requiredParameters(properties: readonly INodeProperties[]): IDataObject {
	const required = properties.filter((property) => property.required && property.default !== null);
	return Object.fromEntries(
		required.map(({ name, type, default: preset }) => {
			if (type === 'resourceLocator') return [name, locator('x')];
			return [name, preset === '' ? 'x' : preset];
		}),
	);
}

/** The operations that a model must not call, with what it is told to use instead. */
export const refusedToTools = resources.flatMap(({ value: resource, operations }) =>
	operations.flatMap(({ value, name, notForTools, properties }) => {
		if (notForTools === undefined) return [];
		const parameters = requiredParameters(properties);
		return [{ resource, operation: value, name, parameters, advice: notForTools }];
	}),
);

/** An expression whose value the model gives. */
export const fromModel = (name: string, description = name, type = 'string') =>
	`={{ $fromAI('${name}', '${description}', '${type}') }}`;

/** A resource locator as the editor stores it. */
export function locator(value: string, mode = 'id'): INodeParameters {
	return { __rl: true, mode, value };
}

export interface RunMore {
	/** Input items, one each. */
	items?: readonly IDataObject[];
	/** Nodes before, instead of `items`. */
	before?: readonly NodeJson[];
	after?: readonly NodeJson[];
	/** Properties of the Identify node, e.g. `onError`. */
	settings?: IDataObject;
	/** Settings of the workflow. */
	workflow?: IDataObject;
}

/** The shared n8n, a sandbox of the file's own, and a credential of the test's own. */
export class ActionBench {
	readonly n8n: N8nView = sharedN8n();

	private started: Sandbox | undefined;

	private credential = '';

	constructor(private readonly options: SandboxOptions) {}

	get sandbox(): Sandbox {
		if (!this.started) throw new Error('The sandbox is not up yet.');
		return this.started;
	}

	get credentialId(): string {
		return this.credential;
	}

	/** What a node's `credentials` holds. */
	get credentials() {
		return { identifyApi: { id: this.credential, name: 'Identify Sandbox' } };
	}

	async start() {
		this.started = await startSandbox({ now: () => NOW, ...this.options });
	}

	/** As freshly started, and a credential without a stored token. */
	async renew(changes: IDataObject = {}) {
		this.sandbox.reset();
		this.credential = await this.createCredential(changes);
	}

	async stop() {
		await this.started?.stop();
	}

	/** A credential that fits the sandbox but for the changes. */
	async createCredential(changes: IDataObject = {}): Promise<string> {
		const { url, partner, apiKey } = this.sandbox;
		return await this.n8n.createCredential({
			name: 'Identify Sandbox',
			type: 'identifyApi',
			data: { gatewayHost: url, partner, apiKey, ...changes },
		});
	}

	identify(
		resource: string,
		operation: string,
		parameters: IDataObject = {},
		more: IDataObject = {},
	): NodeJson {
		const credentials = this.credentials;
		return node(
			'Identify',
			IDENTIFY,
			1,
			{ resource, operation, ...parameters },
			{
				credentials,
				...more,
			},
		);
	}

	/** The node as n8n offers it to models; they call it by its name, with `_` for each space. */
	tool(
		name: string,
		resource: string,
		operation: string,
		parameters: IDataObject = {},
		more: IDataObject = {},
	): NodeJson {
		const all = { resource, operation, ...parameters };
		return node(name, `${IDENTIFY}Tool`, 1, all, { credentials: this.credentials, ...more });
	}

	/** As tools, the operations that a model must not call. */
	refusedTools(): NodeJson[] {
		return refusedToTools.map(({ name, resource, operation, parameters }) =>
			this.tool(name, resource, operation, parameters),
		);
	}

	/** n8n's own HTTP Request node with the credential. */
	httpRequest(url: string, parameters: IDataObject = {}, more: IDataObject = {}): NodeJson {
		return node(
			'HTTP Request',
			'n8n-nodes-base.httpRequest',
			4.3,
			{
				method: 'GET',
				url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'identifyApi',
				options: {},
				...parameters,
			},
			{ credentials: this.credentials, ...more },
		);
	}

	/** Runs one operation in n8n, as "Execute workflow" does. */
	async run(
		resource: string,
		operation: string,
		parameters: IDataObject = {},
		{ items, before = items ? source(items) : [], after = [], settings, workflow }: RunMore = {},
	): Promise<Execution> {
		const identify = this.identify(resource, operation, parameters, settings);
		return await this.n8n.runWorkflow(chain([...before, identify, ...after], workflow));
	}

	/** Requests for anything but a token. */
	get calls(): RequestEntry[] {
		return this.sandbox.requests.entries.filter(({ path }) => path !== '/auth');
	}

	/** The tokens that calls have carried. */
	get tokens(): string[] {
		return [...new Set(this.calls.map(({ headers }) => headers['x-api-token'] ?? ''))];
	}

	/**
	 * The calls, the login before them aside, are these and no others: path, method, the three
	 * headers, and the documented body or none.
	 */
	expectCalls(...wanted: Array<{ method: string; path: string; body?: unknown }>) {
		const calls = this.calls;
		expect(
			calls.map(({ method, path, body }) => ({
				method,
				path,
				...(body.length > 0 && { body: JSON.parse(body.toString('utf8')) as unknown }),
			})),
		).toStrictEqual(wanted);
		for (const { query, headers, validation } of calls) {
			expect(query).toEqual({});
			expect(headers).toMatchObject({
				'x-api-partner': this.sandbox.partner,
				'x-api-token': expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
				'content-type': 'application/json',
			});
			const own = Object.keys(headers).filter((name) => name.startsWith('x-'));
			expect(own.sort()).toEqual(['x-api-partner', 'x-api-token']);
			const { errors, warnings, undocumentedFields, emptyOptionalFields } = validation;
			expect([errors, warnings, undocumentedFields, emptyOptionalFields]).toEqual([[], [], [], []]);
		}
		expect(this.sandbox.auth).toEqual({ attempts: 1, granted: 1, rejected: 0 });
	}

	/** Asks the sandbox itself, to compare with what came through n8n. */
	async ask(path: string): Promise<Buffer> {
		const { data: bytes } = await axios.get<ArrayBuffer>(new URL(path, this.sandbox.url).href, {
			headers: {
				'x-api-partner': this.sandbox.partner,
				'x-api-token': this.tokens[0] ?? '',
				'content-type': 'application/json',
			},
			responseType: 'arraybuffer',
			proxy: false,
		});
		return Buffer.from(bytes);
	}
}

/** One sandbox for the tests of a file, as new for each of them. */
export function useAction(options: SandboxOptions = {}): ActionBench {
	const bench = new ActionBench(options);
	beforeAll(async () => await bench.start());
	beforeEach(async () => await bench.renew());
	afterAll(async () => await bench.stop());
	return bench;
}
