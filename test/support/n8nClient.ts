import { Agent } from 'node:http';
import axios, { type AxiosInstance, type Method } from 'axios';
import type { IRunData } from 'n8n-workflow';
import { z } from 'zod';
import { Execution } from './execution';
import { parseFlatted } from './flatted';
import { waitFor, type WaitOptions } from './waiting';

/** The account that `setUpOwner` makes. */
export const owner = {
	email: 'owner@example.com',
	firstName: 'Sandbox',
	lastName: 'Owner',
	password: 'Identify24!sandbox',
};

/** A workflow as n8n imports and exports it. */
export interface WorkflowJson {
	name?: string;
	nodes: ReadonlyArray<Readonly<Record<string, unknown>> & { name: string; type: string }>;
	connections: Readonly<Record<string, unknown>>;
	settings?: Readonly<Record<string, unknown>>;
	pinData?: Readonly<Record<string, unknown>>;
}

export interface CredentialJson {
	name: string;
	type: string;
	data: Readonly<Record<string, unknown>>;
}

export interface RunOptions extends WaitOptions {
	/** The trigger to start from; by default the workflow's first trigger node. */
	trigger?: string;
}

const idSchema = z.object({ id: z.string() });
const executionSchema = z.object({
	id: z.coerce.string(),
	workflowId: z.string(),
	status: z.string(),
	mode: z.string(),
	finished: z.boolean().nullish(),
	startedAt: z.string().nullish(),
	stoppedAt: z.string().nullish(),
});
const executionDataSchema = z.object({
	resultData: z.object({
		runData: z.record(z.array(z.unknown())).optional(),
		error: z.object({ message: z.string() }).passthrough().optional(),
		lastNodeExecuted: z.string().optional(),
	}),
});
const publicationSchema = z.object({
	status: z.string(),
	triggers: z
		.array(
			z
				.object({ nodeId: z.string(), status: z.string(), errorMessage: z.string().nullish() })
				.passthrough(),
		)
		.optional(),
});

export type ExecutionSummary = z.infer<typeof executionSchema>;

/** What is still going on: n8n's other states are final. */
const unfinished = new Set(['new', 'running', 'unknown']);

/** By how many executions two pages of the list overlap where n8n is asked for those below an ID. */
const OVERLAP = 50;

/** How an execution ends, or pauses, that n8n stores with its data. */
const withData = new Set(['success', 'error', 'waiting']);

/** How a publication can end; before it is `in_progress`. */
const settled = new Set(['published', 'partial', 'failed']);

/** An answer that is no success, with what n8n said. */
export class RestError extends Error {
	constructor(
		readonly request: string,
		readonly status: number,
		readonly body: unknown,
	) {
		super(`${request} answered ${status}: ${JSON.stringify(body)?.slice(0, 2000)}`);
	}
}

/** What the editor does, over the same REST API. */
export class N8nClient {
	private readonly http: AxiosInstance;

	/** Why n8n refused to publish, by workflow: one without a publication status, before 2.41, says so at once. */
	private readonly refusals = new Map<string, string>();

	constructor(
		readonly url: string,
		private cookie = '',
	) {
		this.http = axios.create({
			baseURL: url,
			proxy: false,
			// n8n closes an idle connection after five seconds, maybe just as a request leaves on it.
			httpAgent: new Agent({ keepAlive: false }),
			validateStatus: null,
			maxBodyLength: Infinity,
			maxContentLength: Infinity,
		});
	}

	/** The session, for another process or a browser to use. */
	get session() {
		return this.cookie;
	}

	private async send(method: Method, path: string, body?: unknown, responseType?: 'arraybuffer') {
		try {
			return await this.http.request<unknown>({
				method,
				url: path,
				data: body,
				...(responseType ? { responseType } : {}),
				// The session belongs to a browser; this names ours.
				headers: { 'browser-id': 'identify24-tests', ...(this.cookie && { cookie: this.cookie }) },
			});
		} catch (error) {
			// Axios's own error carries the whole connection with it, pages of it in a test report.
			const reason = error instanceof Error ? error.message : String(error);
			throw new Error(`${method} ${path} got no answer from n8n: ${reason}`);
		}
	}

	/** A call of the editor's API; gives what is under `data`. */
	async rest(method: Method, path: string, body?: unknown): Promise<unknown> {
		const { status, data } = await this.send(method, `/rest${path}`, body);
		if (status < 200 || status > 299) throw new RestError(`${method} ${path}`, status, data);
		const enveloped = z.object({ data: z.unknown() }).safeParse(data);
		return enveloped.success && 'data' in enveloped.data ? enveloped.data.data : data;
	}

	/** Makes the owner account, or logs in where there is one. */
	async setUpOwner() {
		// n8n 1.x calls itself ready some moments before its API is there.
		const settings = await waitFor("n8n's settings", async () => {
			try {
				return await this.rest('GET', '/settings');
			} catch (error) {
				if (error instanceof RestError && error.status === 404) return undefined;
				throw error;
			}
		});
		const { showSetupOnFirstLoad } = z
			.object({ userManagement: z.object({ showSetupOnFirstLoad: z.boolean().optional() }) })
			.parse(settings).userManagement;
		const { email, password } = owner;
		const [path, body] = showSetupOnFirstLoad
			? ['/owner/setup', owner]
			: ['/login', { emailOrLdapLoginId: email, password }];
		const response = await this.send('POST', `/rest${path}`, body);
		if (response.status !== 200)
			throw new RestError(`POST ${path}`, response.status, response.data);
		const cookies = z.array(z.string()).parse(response.headers['set-cookie']);
		this.cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
	}

	/** Every node type n8n knows, by its full name. */
	async nodeTypes(): Promise<string[]> {
		const { status, data } = await this.send('GET', '/types/nodes.json');
		if (status !== 200) throw new RestError('GET /types/nodes.json', status, data);
		return z
			.array(z.object({ name: z.string() }))
			.parse(data)
			.map(({ name }) => name);
	}

	async createCredential(credential: CredentialJson): Promise<string> {
		return idSchema.parse(await this.rest('POST', '/credentials', credential)).id;
	}

	async updateCredential(id: string, credential: CredentialJson) {
		await this.rest('PATCH', `/credentials/${id}`, credential);
	}

	/** Tests a saved credential, as the editor does after saving. */
	async testCredential(id: string): Promise<{ status: string; message: string }> {
		const saved = z
			.object({ id: z.string(), name: z.string(), type: z.string(), data: z.record(z.unknown()) })
			.parse(await this.rest('GET', `/credentials/${id}?includeData=true`));
		const answer = await this.rest('POST', '/credentials/test', {
			credentials: { id: saved.id, name: saved.name, type: saved.type, data: saved.data },
		});
		return z.object({ status: z.string(), message: z.string() }).parse(answer);
	}

	/** The answer of a node's search for a resource locator list, or of its option loading. */
	async dynamicParameter(kind: 'options' | 'resource-locator-results', body: unknown) {
		return await this.rest('POST', `/dynamic-node-parameters/${kind}`, body);
	}

	async createWorkflow(workflow: WorkflowJson): Promise<string> {
		const { name = 'Test workflow', settings = {}, nodes, connections, pinData } = workflow;
		const body = { name, active: false, settings, nodes, connections, ...(pinData && { pinData }) };
		return idSchema.parse(await this.rest('POST', '/workflows', body)).id;
	}

	async getWorkflow(id: string) {
		return z
			.object({ id: z.string(), versionId: z.string(), name: z.string(), active: z.boolean() })
			.passthrough()
			.parse(await this.rest('GET', `/workflows/${id}`));
	}

	/** Saves a workflow under the ID that it has. */
	async updateWorkflow(id: string, { nodes, connections }: WorkflowJson) {
		const { versionId } = await this.getWorkflow(id);
		await this.rest('PATCH', `/workflows/${id}`, { nodes, connections, versionId });
	}

	/** What a click on "Execute workflow" sends for a saved workflow, from a trigger on; gives n8n's answer. */
	async execute(id: string, triggerToStartFrom: { name: string; data?: unknown }) {
		return await this.rest('POST', `/workflows/${id}/run`, {
			triggerToStartFrom,
			// n8n 1.x takes the workflow from here.
			workflowData: await this.getWorkflow(id),
		});
	}

	/** Starts a saved workflow by its trigger, without waiting. Gives the execution's ID. */
	async startWorkflow(id: string, trigger: string): Promise<string> {
		const answer = await this.execute(id, { name: trigger });
		return z.object({ executionId: z.coerce.string() }).parse(answer).executionId;
	}

	/** Saves a workflow, runs it as "Execute workflow" does, and waits for its end. */
	async runWorkflow(workflow: WorkflowJson, { trigger, ...wait }: RunOptions = {}) {
		const start = trigger ?? workflow.nodes.find(({ type }) => /trigger$/i.test(type))?.name;
		if (start === undefined) throw new Error('The workflow has no trigger to start from');
		const id = await this.createWorkflow(workflow);
		const executionId = await this.startWorkflow(id, start);
		return await this.waitForExecution(executionId, wait);
	}

	async waitForExecution(id: string, { timeout = 60_000, interval = 25 }: WaitOptions = {}) {
		return await waitFor(
			`The end of execution ${id}`,
			async () => {
				const execution = await this.getExecution(id);
				return unfinished.has(execution.status) ? undefined : execution;
			},
			{ timeout, interval },
		);
	}

	/**
	 * An execution with its data. Before n8n 2.41 the status of one that has just ended is stored moments before its data,
	 * which is waited for.
	 */
	async getExecution(id: string): Promise<Execution> {
		const patience = Date.now() + 5_000;
		return await waitFor(`The data of execution ${id}`, async () => {
			const read = await this.readExecution(id);
			if (!read) return undefined;
			const { summary, result } = read;
			if (!result && withData.has(summary.status) && Date.now() < patience) return undefined;
			return new Execution(
				summary.id,
				summary.workflowId,
				summary.status,
				// n8n's own type for what was just read from n8n.
				(result?.runData ?? {}) as unknown as IRunData,
				result?.error?.message,
			);
		});
	}

	/** What n8n tells of an execution. Undefined while it tells nothing: 2.20 cannot show one without data, but lists it in the end. */
	async tellExecution(id: string): Promise<unknown> {
		return await this.rest('GET', `/executions/${id}`).catch(async (error: unknown) => {
			if (!(error instanceof RestError && error.status === 500)) throw error;
			return (await this.listFilteredExecutions({})).find((execution) => execution.id === id);
		});
	}

	private async readExecution(id: string) {
		const answer = await this.tellExecution(id);
		if (answer === undefined) return undefined;
		const { data } = z.object({ data: z.unknown() }).parse(answer);
		const parsed = executionDataSchema.safeParse(
			typeof data === 'string' ? parseFlatted(data) : data,
		);
		return {
			summary: executionSchema.parse(answer),
			...(parsed.success && { result: parsed.data.resultData }),
		};
	}

	/**
	 * The finished and running executions of a workflow, newest first, without their data. n8n asks its database for the
	 * running and the finished ones one after the other: one that ends in between it lists twice, as running first.
	 */
	async listExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		return await this.listFilteredExecutions({ workflowId });
	}

	/** The executions of all workflows that are in one of these states, e.g. `waiting`, without their data. */
	async executionsThatAre(...status: string[]): Promise<ExecutionSummary[]> {
		return await this.listFilteredExecutions({ status });
	}

	private async listFilteredExecutions(wanted: { workflowId?: string; status?: string[] }) {
		const filter = encodeURIComponent(JSON.stringify(wanted));
		const pageSchema = z.object({
			results: z.array(executionSchema),
			nextCursor: z.string().nullish(),
		});
		const found = new Map<string, ExecutionSummary>();
		for (let more = ''; ; ) {
			// 100 is the most n8n gives at once.
			const answer = await this.rest('GET', `/executions?filter=${filter}&limit=100${more}`);
			const { results, nextCursor } = pageSchema.parse(answer);
			const before = found.size;
			for (const execution of results) found.set(execution.id, execution);
			// Before 2.41 n8n names no next page, but takes an ID to stay below. Pages go by the time of the start, which differs a little from the order of the IDs.
			const ended = results.filter(({ status }) => !unfinished.has(status));
			const isOlder = nextCursor === undefined && found.size > before && ended.length > 0;
			if (!nextCursor && !isOlder) {
				// n8n 1.x lists by the start, which an execution that has just been stored does not have yet.
				return [...found.values()].sort((one, other) => Number(other.id) - Number(one.id));
			}
			const last = Math.min(...ended.map(({ id }) => Number(id))) + OVERLAP;
			more = nextCursor ? `&cursor=${encodeURIComponent(nextCursor)}` : `&lastId=${last}`;
		}
	}

	async stopExecution(id: string) {
		await this.rest('POST', `/executions/${id}/stop`);
	}

	/** "Retry" of a failed execution, with the workflow as it is saved now. Gives the new execution's ID. */
	async retryExecution(id: string): Promise<string> {
		const answer = await this.rest('POST', `/executions/${id}/retry`, { loadWorkflow: true });
		return z.object({ id: z.coerce.string() }).parse(answer).id;
	}

	async deleteWorkflow(id: string) {
		await this.rest('POST', `/workflows/${id}/archive`);
		await this.rest('DELETE', `/workflows/${id}`);
	}

	/** Publishes the saved version. n8n answers before the triggers are registered, or was so old that it waits for them. */
	async activate(id: string) {
		const { versionId } = await this.getWorkflow(id);
		this.refusals.delete(id);
		try {
			await this.rest('POST', `/workflows/${id}/activate`, { versionId });
		} catch (error) {
			if (!(error instanceof RestError) || (await this.newerPublicationStatus(id))) throw error;
			this.refusals.set(id, z.object({ message: z.string() }).parse(error.body).message);
		}
	}

	/** What n8n itself says of the publication; undefined where it is so old that it does not. */
	private async newerPublicationStatus(id: string) {
		const path = `/workflows/${id}/publication-status`;
		const answer = await this.rest('GET', path).catch((error: unknown) => {
			if (error instanceof RestError && error.status === 404) return undefined;
			throw error;
		});
		return answer === undefined ? undefined : publicationSchema.passthrough().parse(answer);
	}

	async publicationStatus(id: string) {
		const newer = await this.newerPublicationStatus(id);
		if (newer) return newer;
		const { active, nodes } = await this.getWorkflow(id);
		const errorMessage = this.refusals.get(id);
		if (errorMessage === undefined) return { status: active ? 'published' : 'not_published' };
		const triggers = z
			.array(z.object({ id: z.string(), type: z.string() }))
			.parse(nodes)
			.filter(({ type }) => /trigger$/i.test(type))
			.map((trigger) => ({ nodeId: trigger.id, status: 'failed', errorMessage }));
		return { status: 'failed', triggers };
	}

	/** Waits until every trigger of a published workflow is registered or has finally failed. */
	async waitUntilPublished(id: string, { timeout = 40_000, interval = 50 }: WaitOptions = {}) {
		return await waitFor(
			`The publication of workflow ${id}`,
			async () => {
				const publication = await this.publicationStatus(id);
				return settled.has(publication.status) ? publication : undefined;
			},
			{ timeout, interval },
		);
	}

	/** Unpublishes and waits until n8n has let the triggers go. */
	async deactivate(id: string) {
		await this.rest('POST', `/workflows/${id}/deactivate`, {});
		await waitFor(`The end of workflow ${id}'s publication`, async () =>
			(await this.publicationStatus(id)).status === 'not_published' ? true : undefined,
		);
	}

	/** The bytes of a stored binary value (`binary.<field>.id` of an item). */
	async binaryData(id: string): Promise<Buffer> {
		const path = `/rest/binary-data?id=${encodeURIComponent(id)}&action=download`;
		const { status, data } = await this.send('GET', path, undefined, 'arraybuffer');
		if (status !== 200 || !(data instanceof Buffer)) {
			throw new RestError('GET /binary-data', status, String(data));
		}
		return data;
	}
}
