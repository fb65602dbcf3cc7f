import type { IDataObject, INode, INodeParameters, IWebhookFunctions } from 'n8n-workflow';

export const ident = (id: string, code: string) => ({
	result: true,
	response_status: 200,
	data: { id, status: `Status ${code}`, status_code: code, person_last_name: 'DOE' },
});

/** What came of a call of the resume URL, besides what `webhook` returned. */
export interface Seen {
	status: number | undefined;
	body: unknown;
	log: string[];
	asked: string[];
}

export interface Woken {
	items?: IDataObject[];
	parameters?: INodeParameters;
	node?: Partial<INode>;
	/** Answers a request to Identify. */
	answer?: (url: string) => Promise<object>;
	mode?: 'manual' | 'webhook';
	executionId?: string;
	/** Parts of the context that behave otherwise. */
	more?: object;
}

let executions = 0;

/** The context that n8n gives to a node that it wakes, as far as the package uses it. */
export function wokenContext({
	items = [{ id: 'a' }],
	parameters = {},
	node = {},
	answer = async (url) => await Promise.resolve(ident(url.split('/').at(-1) ?? '', '5')),
	mode = 'webhook',
	executionId = String(++executions),
	more = {},
}: Woken = {}): { context: IWebhookFunctions; seen: Seen } {
	const seen: Seen = { status: undefined, body: undefined, log: [], asked: [] };
	const response = {
		headersSent: false,
		status: (status: number) => {
			seen.status = status;
			return response;
		},
		json: (body: unknown) => {
			seen.body = body;
			return response;
		},
	};
	const stored: INode = {
		id: 'wait',
		name: 'Wait for Result',
		type: 'n8n-nodes-identify24.identify',
		typeVersion: 1,
		position: [0, 0],
		parameters: {
			resource: 'ident',
			operation: 'waitForResult',
			ident_id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			finalStatuses: ['5', '3', '4'],
			otherFinalStatuses: '',
			limitAmount: 1,
			limitUnit: 'days',
			output: 'status',
			options: { maxTries: 1 },
			...parameters,
		},
		...node,
	};
	const context = {
		getNode: () => stored,
		getMode: () => mode,
		getExecutionId: () => executionId,
		getWorkflow: () => ({ id: 'w1' }),
		getTimezone: () => 'Europe/Berlin',
		getResponseObject: () => response,
		logger: { warn: (message: string) => seen.log.push(message) },
		evaluateExpression: (expression: string, index: number) => {
			if (expression === '{{ $input.all() }}') return items.map((json) => ({ json }));
			const [, field] = /^\{\{ \$json\.(\w+) \}\}$/.exec(expression) ?? [];
			if (field === undefined) throw new Error(`no such expression: ${expression}`);
			return items[index]?.[field];
		},
		getCredentials: async () =>
			await Promise.resolve({
				gatewayHost: 'https://api.example.com',
				partner: 'p',
				apiKey: 'k3y-of-911',
				token: 'eyJ0',
			}),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, { url }: { url: string }) => {
				seen.asked.push(url.split('/').at(-1) ?? '');
				return { statusCode: 200, headers: {}, body: JSON.stringify(await answer(url)) };
			},
		},
		...more,
	};
	return { context: context as object as IWebhookFunctions, seen };
}
