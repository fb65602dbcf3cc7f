import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import type { INode } from 'n8n-workflow';
import { startEngine } from './engine';
import { RETRY } from './onceSupport';
import { createFromItem, people, useBench } from './support';

/** Creates under way at once: all of them, so that none is left to be refused its turn. */
const COUNT = 5;
const PATH = '/ident/create';

const bench = useBench();
let warned: string[];

beforeEach(() => {
	warned = [];
	jest
		.spyOn(Container.get(Logger), 'warn')
		.mockImplementation((message) => void warned.push(message));
});
afterEach(() => jest.restoreAllMocks());

const NODES: Array<[string, Partial<INode>]> = [
	['On Error: Stop', {}],
	['On Error: Continue', { onError: 'continueRegularOutput' }],
	['On Error: Continue (using error output)', { onError: 'continueErrorOutput' }],
	['On Error: Continue, Retry On Fail', { ...RETRY, onError: 'continueRegularOutput' }],
];

/** Starts the run, and stops it when so many creates have been carried out without an answer. */
async function stopWhen(carriedOut: number, node: Partial<INode>): Promise<void> {
	const { sandbox, credential } = bench();
	const running = startEngine({
		credential,
		items: people(COUNT),
		parameters: {
			resource: 'ident',
			operation: 'create',
			...createFromItem({ options: { concurrency: COUNT } }),
		},
		node,
	});
	await sandbox.waitForRequest(() => {
		const creates = sandbox.requests.to('POST', PATH);
		return creates.filter((entry) => entry.carriedOut).length === carriedOut;
	});
	// Those that are answered must have been read.
	await new Promise((resolve) => setTimeout(resolve, 50));
	running.cancel();
	await running;
}

/** What the log says: how many were created, and how many more may have been. */
function told(): Array<{ done: number; more: number }> {
	return warned.flatMap((line) => {
		const done = /Before the execution was stopped, (\d+) of \d+ idents? w/.exec(line)?.[1];
		const more = /(\d+) more may have been/.exec(line)?.[1] ?? 0;
		return done === undefined ? [] : [{ done: Number(done), more: Number(more) }];
	});
}

describe.each(NODES)('%s', (_name, node) => {
	test('stopped while the last are under way: all of them are told', async () => {
		const { sandbox } = bench();
		// With a token: none of the creates has to fetch one.
		await bench().run('project', 'getMany');
		sandbox.faults.add({
			kind: 'hang',
			moment: 'afterCarriedOut',
			match: { path: PATH, nth: [3, 4, 5] },
		});
		await stopWhen(COUNT, node);
		expect(sandbox.created).toHaveLength(COUNT);
		expect(told()).toEqual([{ done: 2, more: 3 }]);
	});

	test('stopped while the create that fetched the token is under way: it is told', async () => {
		const { sandbox } = bench();
		const match = { path: PATH, nth: 1 };
		sandbox.faults.add({ kind: 'hang', moment: 'afterCarriedOut', match });
		await stopWhen(1, node);
		expect(sandbox.created).toHaveLength(1);
		expect(told()).toEqual([{ done: 0, more: 1 }]);
	});

	test('stopped while a token is fetched: nothing can have been created', async () => {
		const { sandbox } = bench();
		sandbox.faults.add({ kind: 'hang', moment: 'afterCarriedOut', match: { path: '/auth' } });
		const { credential } = bench();
		const parameters = { resource: 'ident', operation: 'create', ...createFromItem() };
		const running = startEngine({ credential, items: people(COUNT), parameters, node });
		await sandbox.waitForRequest(({ path, carriedOut }) => path === '/auth' && carriedOut);
		running.cancel();
		await running;
		expect(sandbox.created).toEqual([]);
		expect(told().filter(({ done, more }) => done + more > 0)).toEqual([]);
		sandbox.faults.clear();
	});
});
