import { IDENTIFY, useAction } from './actionSupport';

const bench = useAction();

/** What the editor asks n8n for when a person opens the dropdown or types into it. */
async function search(operation: string, filter?: string): Promise<unknown> {
	const resource = operation === 'create' ? 'ident' : 'project';
	return await bench.n8n.dynamicParameter('resource-locator-results', {
		path: 'parameters.project_id',
		methodName: 'searchProjects',
		nodeTypeAndVersion: { name: IDENTIFY, version: 1 },
		currentNodeParameters: { resource, operation },
		credentials: bench.credentials,
		...(filter !== undefined && { filter }),
	});
}

test.each(['create', 'get'])('%s: lists the projects of the account', async (operation) => {
	expect(await search(operation)).toEqual({
		results: [
			{ value: '6', name: '911 Internet GmbH (6, Active)' },
			{ value: '274', name: 'Account Opening (274, Active)' },
			{ value: '99', name: 'Discontinued Campaign (99, Inactive)' },
			{ value: '13', name: 'Test Company (13, Active)' },
		],
	});
	bench.expectCalls({ method: 'GET', path: '/project/getAll' });
});

test('asks anew each time', async () => {
	await search('create');
	bench.sandbox.projects.set('7', { id: '7', title: 'New one', status: 'Active' });
	expect(await search('create', 'new')).toEqual({
		results: [{ value: '7', name: 'New one (7, Active)' }],
	});
	expect(bench.sandbox.auth.attempts).toBe(1);
});

test.each([
	['ACCOUNT', ['274']],
	['13', ['13']],
	['internet gmbh', ['6']],
	['inactive', ['99']],
	['nothing like it', []],
])('filter %s', async (filter, values) => {
	expect(await search('create', filter)).toEqual({
		results: values.map((value) => expect.objectContaining({ value })),
	});
});

test('says why there is no list', async () => {
	await bench.renew({ apiKey: 'a-wrong-key' });
	await expect(search('create')).rejects.toThrow(
		/Identify refused the partner name or API key: No valid API key provided/,
	);
	await expect(search('create')).rejects.not.toThrow(/a-wrong-key/);
});
