import type { IDataObject } from 'n8n-workflow';
import { PENDING_IDENT_ID } from '../sandbox';
import { emailOf, FROM_ITEM, PERSON } from '../support/person';
import { evaluate, locator, useAction, chain, source, node } from './actionSupport';

const bench = useAction();

/** Parameters that take the ident from the item's field `id`. */
const fromItem = { ident_id: locator('={{ $json.id }}') };

/** Items that name idents of the sandbox, told apart by `n`. */
function idents(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, n) => ({ n, id: bench.sandbox.seedIdent().id }));
}

describe('1,000 ident:get with an expired token', () => {
	test.each(['http', 'body'] as const)('401 as %s', async (unauthorizedForm) => {
		const { sandbox } = bench;
		await sandbox.configure({ unauthorizedForm });
		const items = idents(1_000);
		await bench.run('ident', 'get', { ident_id: locator(PENDING_IDENT_ID) });
		expect(sandbox.auth.attempts).toBe(1);
		expect(sandbox.expireTokens()).toBe(1);
		const expired = await bench.run('ident', 'get', fromItem, { items });
		expect(expired.json('Identify').map(({ ident_id }) => ident_id)).toEqual(
			items.map(({ id }) => id),
		);
		expect(sandbox.auth).toEqual({ attempts: 2, granted: 2, rejected: 0 });
		const next = await bench.run('ident', 'get', fromItem, { items: items.slice(0, 10) });
		expect(next.items('Identify')).toHaveLength(10);
		expect(sandbox.auth.attempts).toBe(2);
	});
});

describe('items are linked', () => {
	const after = [evaluate('Later', "={{ $('Source').item.json.n }}")];
	const linked = (n: number) => ({ value: String(n) });

	test('one result each', async () => {
		const items = idents(12);
		const parameters = { ...fromItem, options: { concurrency: 4 } };
		const execution = await bench.run('ident', 'get', parameters, { items, after });
		expect(execution.json('Later')).toMatchObject(items.map((_, n) => linked(n)));
	});

	test('several results each, or none', async () => {
		const items = idents(3);
		for (const [n, code] of [
			[0, 5],
			[2, 3],
		] as const) {
			await bench.sandbox.setStatus(String(items[n]?.id), code);
		}
		const parameters = { ...fromItem, fileTypes: ['screenshots'] };
		const execution = await bench.run('ident', 'downloadFiles', parameters, { items, after });
		expect(execution.json('Later')).toMatchObject([0, 0, 2, 2].map(linked));
	});

	test('failed ones too', async () => {
		const items = idents(3).map((item, n) => (n === 1 ? { ...item, id: 'unknown-ident' } : item));
		const settings = { onError: 'continueRegularOutput' };
		const execution = await bench.run('ident', 'get', fromItem, { items, after, settings });
		expect(execution.json('Later')).toMatchObject([0, 1, 2].map(linked));
	});
});

describe('an ident that Identify does not know', () => {
	const message = /^Identify does not know this ident: .*unknown-ident.* \(ident\/get, HTTP 404\)/;
	const items = () =>
		idents(3).map((item, n) => (n === 1 ? { ...item, id: 'unknown-ident' } : item));

	test('stops the workflow, names the item and how to get unstuck', async () => {
		const execution = await bench.run('ident', 'get', fromItem, { items: items() });
		expect(execution.status).toBe('error');
		expect(execution.errorMessage).toMatch(message);
		expect(execution.errorOf('Identify')).toMatchObject({
			httpCode: '404',
			description: expect.stringMatching(/Check Ident\. .*90 days/),
			context: { itemIndex: 1 },
		});
	});

	test('On Error: Continue', async () => {
		const execution = await bench.run('ident', 'get', fromItem, {
			items: items(),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(execution.status).toBe('success');
		expect(execution.json('Identify')).toMatchObject([
			{ status: 'Pending' },
			{
				error: expect.stringMatching(message),
				httpCode: 404,
				messages: ['Ident unknown-ident does not exist.'],
			},
			{ status: 'Pending' },
		]);
	});

	test('On Error: Continue (using error output)', async () => {
		const execution = await bench.run('ident', 'get', fromItem, {
			items: items(),
			settings: { onError: 'continueErrorOutput' },
		});
		expect(execution.status).toBe('success');
		expect(execution.json('Identify')).toMatchObject([
			{ status: 'Pending' },
			{ status: 'Pending' },
		]);
		expect(execution.items('Identify', { output: 1 })).toMatchObject([
			{
				json: { error: expect.stringMatching(message), httpCode: 404 },
				pairedItem: { item: 1 },
			},
		]);
	});
});

describe('50 items of which 3 are invalid', () => {
	const bad: Record<number, IDataObject> = {
		4: { email: 'nobody', birthday: '31.02.1981' },
		17: { country: 'Atlantis' },
		49: { person_last_name: '' },
	};
	const items = Array.from({ length: 50 }, (_, n) => ({
		n,
		...PERSON,
		birthday: '05.09.1981',
		email: emailOf(n),
		...bad[n],
	}));
	const parameters = { project_id: locator('6'), ...FROM_ITEM };

	test('nothing is sent, one message names all three and every field', async () => {
		const execution = await bench.run('ident', 'create', parameters, { items });
		expect(execution.status).toBe('error');
		expect(bench.sandbox.requests.count).toBe(0);
		const [, ...lines] = execution.errorMessage?.split(/Item (?=\d)/) ?? [];
		expect(lines).toHaveLength(3);
		expect(lines[0]).toMatch(/^4: (?=.*Email)(?=.*Birthday)/);
		expect(lines[1]).toMatch(/^17: Country .*Atlantis/);
		expect(lines[2]).toMatch(/^49: Last Name/);
	});

	test('On Error: Continue: the 47 go out, the 3 come back as errors', async () => {
		const after = [evaluate('Later', "={{ $('Source').item.json.n }}")];
		const settings = { onError: 'continueRegularOutput' };
		const execution = await bench.run('ident', 'create', parameters, { items, after, settings });
		const emails = bench.sandbox.created.map(({ fields }) => fields.email);
		expect(emails.sort()).toEqual(
			items.flatMap(({ n, email }) => (n in bad ? [] : [email])).sort(),
		);
		const failed = execution.json('Identify').flatMap(({ error }, n) => (error ? [n] : []));
		expect(failed).toEqual([4, 17, 49]);
		expect(execution.json('Later').map(({ value }) => Number(value))).toEqual(
			items.map(({ n }) => n),
		);
	});
});

test('two Identify nodes in one workflow share the stored token', async () => {
	const items = idents(3);
	const second = { ...bench.identify('ident', 'getData', fromItem), name: 'Second' };
	const rename = node('Rename', 'n8n-nodes-base.set', 3.4, {
		mode: 'raw',
		jsonOutput: '={{ { id: $json.ident_id } }}',
		options: {},
	});
	const first = bench.identify('ident', 'get', fromItem);
	const execution = await bench.n8n.runWorkflow(chain([...source(items), first, rename, second]));
	expect(execution.json('Second').map(({ ident_id }) => ident_id)).toEqual(
		items.map(({ id }) => id),
	);
	expect(bench.sandbox.auth.attempts).toBe(1);
	expect(bench.tokens).toHaveLength(1);
});
