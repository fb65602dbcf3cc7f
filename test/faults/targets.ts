import { createHash } from 'node:crypto';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { readBinary } from '../engine/engine';
import {
	asItems,
	createFromItem,
	identFromItem,
	locator,
	people,
	seedItems,
	type Bench,
} from '../engine/support';

/**
 * What kind of request a fault strikes. `reading` changes nothing; `changing` does; `file` is a
 * download; `token` is POST /auth for its own sake, `refresh` the one before another request.
 */
export type RequestClass = 'reading' | 'changing' | 'file' | 'token' | 'refresh';

/** One request of one operation, and how to tell that the operation did what it should. */
export interface Target {
	name: string;
	class: RequestClass;
	resource: string;
	operation: string;
	/** The request that is struck; a path that ends in `/` is a prefix. */
	method: string;
	path: string;
	/** Which of the matching requests is the first of the item that is struck; so many items are before it. */
	firstNth: number;
	/** Tries that it has at most. */
	maxTries: number;
	/** Input of one run. */
	items: (bench: Bench) => INodeExecutionData[];
	parameters: (options: INodeParameters) => INodeParameters;
	/** The item whose results `outputs` are: throws when they are wrong. */
	check: (bench: Bench, input: INodeExecutionData, outputs: INodeExecutionData[]) => unknown;
}

export const LIST_OF_FILES = 'ident:downloadFiles, its list of files';
export const THE_FILE = 'ident:downloadFiles, the file';

export const FIRST_CREATE = 'ident:create, with the token fetched for it';

/** Items in a run: mostly one before the struck one, and one after. */
export const ITEMS = 3;

const MAX_TRIES = 2;
/** auth:getToken has no options: three tries, as by default. */
const TOKEN_TRIES = 3;

type Check = Target['check'];

function seedIdentified({ sandbox }: Bench): INodeExecutionData[] {
	const idents = Array.from({ length: ITEMS }, () => sandbox.seedIdent({ statusCode: '5' }));
	return asItems(idents.map(({ id }) => ({ id })));
}

const threeEmpty = () => asItems(Array.from({ length: ITEMS }, () => ({})));

function only(outputs: INodeExecutionData[]): INodeExecutionData {
	const [output, ...others] = outputs;
	if (!output || others.length > 0) throw new Error(`${outputs.length} results instead of one`);
	return output;
}

const namesIdent: Check = (_bench, input, outputs) => {
	expect(only(outputs).json).toMatchObject({ ident_id: input.json.id });
};

const isFinalIdent: Check = (_bench, input, outputs) => {
	expect(only(outputs).json).toMatchObject({ ident_id: input.json.id, final: true });
};

const namesRawIdent: Check = (_bench, input, outputs) => {
	const { files, ...ident } = only(outputs).json;
	expect(ident).toMatchObject({ ident_id: input.json.id });
	expect(files).toHaveLength(5);
};

const isCreated: Check = ({ sandbox }, input, outputs) => {
	const ident = sandbox.idents.get(String(only(outputs).json.ident_id));
	expect(ident?.fields.email).toBe(input.json.email);
};

const isAppointed: Check = ({ sandbox }, input, outputs) => {
	const { json } = only(outputs);
	const made = sandbox.appointments.find(({ insertId }) => insertId === json.insert_id);
	expect(made?.identId).toBe(input.json.id);
	expect(json.ident_id).toBe(input.json.id);
};

const isFile: Check = async (_bench, input, outputs) => {
	const output = only(outputs);
	expect(output.json).toMatchObject({ ident_id: input.json.id, hash_verified: true });
	const bytes = await readBinary(output);
	const hash = createHash('sha256').update(bytes).digest('hex');
	expect(output.json.file_hash).toBe(hash);
};

const hasToken: Check = (_bench, _input, outputs) => {
	expect(only(outputs).json.token).toMatch(/^eyJ/);
};

const isProject: Check = ({ sandbox }, _input, outputs) => {
	expect(only(outputs).json).toEqual(sandbox.projects.get('6'));
};

const isProjectList: Check = ({ sandbox }, _input, outputs) => {
	expect(outputs).toHaveLength(sandbox.projects.size);
};

const isWebhookList: Check = ({ sandbox }, _input, outputs) => {
	expect(outputs.length).toBe(sandbox.webhooks.all.length);
	expect(outputs.length).toBeGreaterThan(0);
};

const isTestCallback: Check = (_bench, input, outputs) => {
	const { json } = only(outputs);
	expect(json).toMatchObject({ http_status: 404, payload: { ident_id: input.json.id } });
};

interface Shape extends Pick<Target, 'resource' | 'operation' | 'check'> {
	class?: RequestClass;
	method?: string;
	path: string;
	items: Target['items'];
	parameters?: Target['parameters'];
	name?: string;
	firstNth?: number;
	maxTries?: number;
}

const target = (shape: Shape): Target => ({
	name: `${shape.resource}:${shape.operation}`,
	class: 'reading',
	method: 'GET',
	// One request for the item before.
	firstNth: 2,
	maxTries: MAX_TRIES,
	parameters: (options) => ({ options }),
	...shape,
});

const fileParameters: Target['parameters'] = (options) =>
	identFromItem({ fileTypes: ['signed_pdf'], options });

const create = {
	resource: 'ident',
	operation: 'create',
	method: 'POST',
	items: () => people(ITEMS),
	parameters: (options: INodeParameters) => createFromItem({ options }),
	check: isCreated,
};

const isChange: Check = (_bench, input, outputs) => {
	expect(only(outputs).json).toMatchObject({
		ident_id: input.json.id,
		status_code: '2',
		previous_status_code: '1',
		event_key: `${String(input.json.id)}:2`,
	});
};

/** Operations without any request; test/engine/validate.test.ts shows that none leaves. */
export const SEND_NOTHING: readonly string[] = ['ident:validate'];

/** All other operations of the public interface, and all requests that they consist of. */
export const TARGETS: readonly Target[] = [
	target({
		resource: 'auth',
		operation: 'getToken',
		class: 'token',
		method: 'POST',
		path: '/auth',
		firstNth: 1,
		maxTries: TOKEN_TRIES,
		items: () => asItems([{}]),
		parameters: () => ({}),
		check: hasToken,
	}),
	target({ ...create, class: 'changing', path: '/ident/create' }),
	target({
		...create,
		name: FIRST_CREATE,
		class: 'changing',
		path: '/ident/create',
		firstNth: 1,
	}),
	target({
		...create,
		name: 'POST /auth before ident:create',
		class: 'refresh',
		path: '/auth',
		firstNth: 1,
	}),
	target({
		resource: 'ident',
		operation: 'get',
		path: '/ident/get/',
		items: ({ sandbox }) => seedItems(sandbox, ITEMS),
		parameters: (options) => identFromItem({ options }),
		check: namesIdent,
	}),
	target({
		resource: 'ident',
		operation: 'getData',
		path: '/ident/getIdentData/',
		items: seedIdentified,
		parameters: (options) => identFromItem({ options }),
		check: namesRawIdent,
	}),
	target({
		resource: 'ident',
		operation: 'getChanges',
		path: '/ident/get/',
		items: ({ sandbox }) => seedItems(sandbox, ITEMS),
		parameters: (options) => identFromItem({ known_status_code: '1', options }),
		check: isChange,
	}),
	target({
		resource: 'ident',
		operation: 'downloadFiles',
		name: LIST_OF_FILES,
		path: '/ident/getIdentData/',
		items: seedIdentified,
		parameters: fileParameters,
		check: isFile,
	}),
	target({
		resource: 'ident',
		operation: 'downloadFiles',
		name: THE_FILE,
		class: 'file',
		path: '/download/',
		items: seedIdentified,
		parameters: fileParameters,
		check: isFile,
	}),
	target({
		resource: 'ident',
		operation: 'setAppointment',
		class: 'changing',
		method: 'POST',
		path: '/ident/setOnboardifyAppointment',
		items: ({ sandbox }) => seedItems(sandbox, ITEMS),
		parameters: (options) =>
			identFromItem({ termin_date: '2030-06-30T15:20', termin_user: '1', options }),
		check: isAppointed,
	}),
	target({
		resource: 'ident',
		operation: 'waitForResult',
		path: '/ident/get/',
		items: seedIdentified,
		parameters: (options) => identFromItem({ options }),
		check: isFinalIdent,
	}),
	target({
		resource: 'project',
		operation: 'get',
		path: '/project/get',
		items: threeEmpty,
		parameters: (options) => ({ project_id: locator('6'), options }),
		check: isProject,
	}),
	target({
		resource: 'project',
		operation: 'getMany',
		path: '/project/getAll',
		items: threeEmpty,
		check: isProjectList,
	}),
	target({
		resource: 'webhook',
		operation: 'getMany',
		path: '/webhook/getAll',
		items: ({ sandbox }) => {
			sandbox.webhooks.register('https://n8n.example.com/webhook/callback');
			return threeEmpty();
		},
		check: isWebhookList,
	}),
	// The callback itself goes elsewhere: the sandbox has nothing there, and says so.
	target({
		resource: 'webhook',
		operation: 'sendTest',
		path: '/ident/get/',
		items: ({ sandbox }) =>
			seedItems(sandbox, ITEMS).map(({ json }) => ({
				json: { ...json, url: `${sandbox.url}/webhook/callback` },
			})),
		parameters: (options) => identFromItem({ callbackUrl: '={{ $json.url }}', options }),
		check: isTestCallback,
	}),
];
