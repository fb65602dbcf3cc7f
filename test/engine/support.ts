import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';
import {
	SUCCESSFUL_IDENT_ID,
	startSandbox,
	type RequestEntry,
	type Sandbox,
	type SandboxOptions,
} from '../sandbox';
import { emailOf, FROM_ITEM, PERSON } from '../support/person';
import {
	initEngine,
	runEngine,
	StoredCredential,
	type EngineResult,
	type EngineRun,
} from './engine';

/** 10:25:26 in Berlin: the documentation's sample of created_at. */
export const NOW = Date.parse('2024-09-13T08:25:26Z');

type RunMore = Omit<Partial<EngineRun>, 'parameters'>;

/** A sandbox, a credential that fits it, and the node between them. */
export class Bench {
	private constructor(
		readonly sandbox: Sandbox,
		public credential: StoredCredential,
	) {}

	static async start(options: SandboxOptions = {}): Promise<Bench> {
		const sandbox = await startSandbox({ now: () => NOW, ...options });
		return new Bench(sandbox, credentialFor(sandbox));
	}

	/** As freshly started, without a stored token. */
	reset(): void {
		this.sandbox.reset();
		this.credential = credentialFor(this.sandbox);
	}

	async run(
		resource: string,
		operation: string,
		parameters: INodeParameters = {},
		more: RunMore = {},
	): Promise<EngineResult> {
		return await runEngine({
			credential: this.credential,
			...more,
			parameters: { resource, operation, ...parameters },
		});
	}

	/** Requests for anything but a token. */
	get calls(): RequestEntry[] {
		return this.sandbox.requests.entries.filter(({ path }) => path !== '/auth');
	}

	/** The only request for anything but a token. */
	get call(): RequestEntry {
		const [call, ...others] = this.calls;
		if (!call || others.length > 0) throw new Error(`${this.calls.length} calls instead of one`);
		return call;
	}

	get authRequests(): RequestEntry[] {
		return this.sandbox.requests.to('POST', '/auth');
	}

	/** Secrets that Identify or the person has given away: none may be seen afterwards. */
	get secrets(): string[] {
		const tokens = this.calls.map(({ headers }) => headers['x-api-token'] ?? '');
		const { apiKey, callbackSecret, token } = this.credential.data;
		const all = [apiKey, callbackSecret, token, ...tokens].map(String);
		return [...new Set(all)].filter((secret) => secret !== '');
	}
}

export function credentialFor(
	sandbox: Sandbox,
	changes: ICredentialDataDecryptedObject = {},
): StoredCredential {
	return new StoredCredential({
		gatewayHost: sandbox.url,
		partner: sandbox.partner,
		apiKey: sandbox.apiKey,
		callbackSecret: 'callback-secret-4711',
		...changes,
	});
}

/** One sandbox for the tests of a file, as new for each of them. */
export function useBench(options: SandboxOptions = {}): () => Bench {
	let bench: Bench | undefined;
	const get = () => {
		if (!bench) throw new Error('The sandbox is not up yet.');
		return bench;
	};
	beforeAll(async () => {
		await initEngine();
		bench = await Bench.start(options);
	});
	beforeEach(() => get().reset());
	afterAll(async () => await bench?.sandbox.stop());
	return get;
}

/** Backoff without waiting: its jitter is 0. What Retry-After demands is still waited for. */
export function withoutBackoff(): void {
	beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
	afterEach(() => jest.restoreAllMocks());
}

/** A resource locator as the editor stores it. */
export function locator(value: string | number, mode = 'id'): INodeParameters {
	return { __rl: true, mode, value };
}

/** Each item as the JSON that an earlier node gave. */
export function asItems(json: IDataObject[]): INodeExecutionData[] {
	return json.map((fields) => ({ json: fields }));
}

/** The parameters of ident:create, as the editor stores them. */
export function createParameters(changes: INodeParameters = {}): INodeParameters {
	return {
		project_id: locator('6'),
		...PERSON,
		additionalFields: {},
		idDocument: {},
		pdfSource: 'none',
		customFields: {},
		options: {},
		...changes,
	};
}

/** Parameters of ident:create that take every field of the person from the item. */
export function createFromItem(changes: INodeParameters = {}): INodeParameters {
	return createParameters({ ...FROM_ITEM, ...changes });
}

/** Items of ident:create, told apart by their e-mail address. */
export function people(count: number, changes: Record<number, IDataObject> = {}) {
	const numbers = Array.from({ length: count }, (_, index) => index);
	return asItems(
		numbers.map((index) => ({
			...PERSON,
			email: emailOf(index),
			...changes[index],
		})),
	);
}

/** Parameters of the operations on one ident. */
export function identParameters(
	id: string = SUCCESSFUL_IDENT_ID,
	changes: INodeParameters = {},
): INodeParameters {
	return { ident_id: locator(id), options: {}, ...changes };
}

/** Parameters of those operations that take the ident from the item's field `id`. */
export function identFromItem(changes: INodeParameters = {}): INodeParameters {
	return identParameters('={{ $json.id }}', changes);
}

/** Seeds idents and returns items that name them. */
export function seedItems(sandbox: Sandbox, count: number): INodeExecutionData[] {
	const idents = Array.from({ length: count }, () => sandbox.seedIdent({ statusCode: '2' }));
	return asItems(idents.map(({ id }) => ({ id })));
}

export function linkedTo(items: INodeExecutionData[]): unknown[] {
	return items.map(({ pairedItem }) => pairedItem);
}

export function links(count: number): unknown[] {
	return Array.from({ length: count }, (_, item) => ({ item }));
}

/** The JSON of a request's body. */
export function bodyOf({ body }: RequestEntry): unknown {
	const parsed: unknown = JSON.parse(body.toString('utf8'));
	return parsed;
}

/**
 * A request as the documentation wants it: the three headers, the path without a query, and a body
 * only where one is documented.
 */
export function expectDocumented(
	bench: Bench,
	entry: RequestEntry,
	wanted: { method: string; path: string; body?: unknown },
): void {
	expect(`${entry.method} ${entry.path}`).toBe(`${wanted.method} ${wanted.path}`);
	expect(entry.query).toEqual({});
	expect(entry.headers).toMatchObject({
		'x-api-partner': bench.sandbox.partner,
		'x-api-token': bench.credential.data.token,
		'content-type': 'application/json',
	});
	if (wanted.body === undefined) expect(entry.body.toString()).toBe('');
	else expect(bodyOf(entry)).toStrictEqual(wanted.body);
	expect(entry.validation).toEqual({
		errors: [],
		warnings: [],
		uppercaseViolations: [],
		undocumentedFields: [],
		emptyOptionalFields: [],
	});
}

/** Asks the sandbox directly, so that outputs can be compared with what Identify really sent. */
export async function askDirectly(bench: Bench, path: string): Promise<Buffer> {
	const { sandbox, credential } = bench;
	const headers = {
		'x-api-partner': sandbox.partner,
		'x-api-token': String(credential.data.token),
		'content-type': 'application/json',
	};
	const response = await fetch(new URL(path, sandbox.url), { headers });
	if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
	return Buffer.from(await response.arrayBuffer());
}
