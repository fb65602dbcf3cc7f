import { resources } from '../../nodes/Identify/resources';
import { identParameters, useBench } from './support';
import { runTool, type AgentKind } from './toolEngine';

const bench = useBench();

/** Every operation that a model must not call, with what the interface says of it. */
const REFUSED = resources.flatMap(({ value: resource, operations }) =>
	operations.flatMap(({ value: operation, name, notForTools }) =>
		notForTools === undefined ? [] : [{ resource, operation, name, notForTools }],
	),
);

test('what gives a token or files away is refused', () => {
	const names = REFUSED.map(({ resource, operation }) => `${resource}:${operation}`);
	expect(names).toEqual(expect.arrayContaining(['auth:getToken', 'ident:downloadFiles']));
});

const KINDS: AgentKind[] = ['function', 'engine'];

describe.each(KINDS)('called as a tool: %s', (kind) => {
	test.each(REFUSED)(
		'$resource:$operation asks Identify nothing, and says what to use instead',
		async ({ resource, operation, name, notForTools }) => {
			const { answers } = await runTool(kind, {
				credential: bench().credential,
				parameters: { resource, operation, ...identParameters() },
				calls: [{}],
			});
			expect(answers).toEqual([
				expect.stringContaining(`${name} cannot be used as a tool of an AI agent. ${notForTools}`),
			]);
			expect(bench().sandbox.requests.count).toBe(0);
		},
	);

	test('an operation that a model may call is carried out', async () => {
		const { answers } = await runTool(kind, {
			credential: bench().credential,
			parameters: { resource: 'ident', operation: 'get', ...identParameters() },
			calls: [{}],
		});
		expect(answers).toEqual([expect.stringContaining('Successful')]);
	});

	test('On Error: Continue gives the refusal as well, not the input', async () => {
		const { answers } = await runTool(kind, {
			credential: bench().credential,
			parameters: { resource: 'auth', operation: 'getToken' },
			calls: [{ said: 'by the model' }],
			node: { onError: 'continueRegularOutput' },
		});
		expect(answers).toEqual([expect.stringContaining('Get Token cannot be used as a tool')]);
		expect(answers.join()).not.toContain('by the model');
		expect(bench().sandbox.requests.count).toBe(0);
	});
});
