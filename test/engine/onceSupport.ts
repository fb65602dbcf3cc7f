import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { WorkflowExecute } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	IRun,
	NodeParameterValueType,
} from 'n8n-workflow';
import type { RequestEntry, Sandbox } from '../sandbox';
import { PERSON } from '../support/person';
import {
	additionalData,
	buildWorkflow,
	NODE_NAME,
	readRun,
	StoredCredential,
	type EngineResult,
	type EngineRun,
} from './engine';
import { bodyOf } from './support';

/** n8n's Retry On Fail. It takes a wait of 0 for the default of a second. */
export const RETRY: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

/** A credential that tells when a run of the node begins: it looks the credential up once. */
export class WatchedCredential extends StoredCredential {
	constructor(
		credential: StoredCredential,
		private readonly onTry: (tryNumber: number) => void | Promise<void> = () => undefined,
	) {
		super(credential.data);
	}

	override async getDecrypted() {
		const decrypted = await super.getDecrypted();
		await this.onTry(this.lookups);
		return decrypted;
	}
}

export function hasEmail(body: unknown, email: string): boolean {
	return typeof body === 'object' && body !== null && Reflect.get(body, 'email') === email;
}

/** The requests that carried a person's e-mail address, or an ident's ID. */
export function requestsWith(sandbox: Sandbox, field: string, value: unknown): RequestEntry[] {
	return sandbox.requests.entries.filter((entry) => {
		const body: unknown = entry.body.length > 0 ? bodyOf(entry) : undefined;
		return typeof body === 'object' && body !== null && Reflect.get(body, field) === value;
	});
}

/** E-mail addresses of the idents that the sandbox created, in input order. */
export function createdEmails(sandbox: Sandbox): string[] {
	const number = (email: string) => Number(/\d+/.exec(email)?.[0] ?? 0);
	return sandbox.created
		.map(({ fields }) => fields.email ?? '')
		.sort((a, b) => number(a) - number(b));
}

/** Whose ident each output names. */
export function ownersOf(sandbox: Sandbox, json: IDataObject[]): Array<string | undefined> {
	return json.map(({ ident_id: id }) => sandbox.idents.get(String(id))?.fields.email);
}

/** What the node still remembers, by n8n's own data of the execution. */
export function remembered({ data }: IRun): IDataObject[] {
	const context = data.executionData?.contextData[`node:${NODE_NAME}`] ?? {};
	const journal = context.identifyJournal;
	return journal === undefined ? [] : Object.values(journal as Record<string, IDataObject>);
}

/** A door to the sandbox that can be closed: connections are then refused. */
export class Door {
	private readonly sockets = new Set<Socket>();

	private constructor(
		private readonly server: Server,
		readonly port: number,
	) {}

	static async open(sandbox: Sandbox): Promise<Door> {
		const server = createServer((client) => {
			const inner = connect(sandbox.port, '127.0.0.1');
			door.sockets.add(client);
			const end = () => {
				door.sockets.delete(client);
				client.destroy();
				inner.destroy();
			};
			client.on('error', end).on('close', end).pipe(inner);
			inner.on('error', end).on('close', end).pipe(client);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const door = new Door(server, (server.address() as AddressInfo).port);
		return door;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** Requests under way go on. */
	close(): void {
		this.server.close();
	}

	async reopen(): Promise<void> {
		if (this.server.listening) return;
		await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
	}

	end(): void {
		this.server.close();
		for (const socket of this.sockets) socket.destroy();
	}
}

/** Runs the node twice with the same items, as a loop's next round does. */
export async function runTwice(options: EngineRun): Promise<IRun> {
	const workflow = buildWorkflow(options);
	const once = { node: NODE_NAME, type: 'main' as const, index: 0 };
	workflow.setConnections({ Source: { main: [[once, { ...once }]] } });
	const execute = new WorkflowExecute(additionalData(options.credential), 'manual');
	return await execute.run({ workflow, startNode: workflow.getNode('Source') ?? undefined });
}

/**
 * What n8n does on "Retry with currently saved workflow" of a failed execution: its stored data goes
 * on at the node that failed, as that is now.
 *
 * @param change - what a person changed in the data meanwhile
 */
export async function retryExecution(
	failed: IRun,
	options: EngineRun,
	change: (items: INodeExecutionData[]) => INodeExecutionData[] = (items) => items,
): Promise<EngineResult> {
	const data = structuredClone(JSON.parse(JSON.stringify(failed.data)) as IRun['data']);
	delete data.resultData.error;
	data.resultData.runData[NODE_NAME]?.pop();
	const workflow = buildWorkflow(options);
	for (const entry of data.executionData?.nodeExecutionStack ?? []) {
		entry.data.main = (entry.data.main ?? []).map((items) => items && change(items));
		entry.node = workflow.getNode(entry.node.name) ?? entry.node;
	}
	const execute = new WorkflowExecute(additionalData(options.credential), 'retry', data);
	return readRun(await execute.processRunExecutionData(workflow));
}

/** A person as an item. */
export function person(changes: Record<string, NodeParameterValueType>): INodeExecutionData {
	return { json: { ...PERSON, ...changes } as IDataObject };
}
