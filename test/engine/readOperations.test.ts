import { PENDING_IDENT_ID, SUCCESSFUL_IDENT_ID } from '../sandbox';
import {
	asItems,
	askDirectly,
	expectDocumented,
	identFromItem,
	identParameters,
	linkedTo,
	locator,
	useBench,
} from './support';

const bench = useBench();

const SVEN = {
	ident_id: SUCCESSFUL_IDENT_ID,
	status: 'Successful',
	status_code: '5',
	project_id: '274',
	person_first_name: 'SVEN',
	person_last_name: 'FAERBER',
	email: 'sven@example.com',
	custom_id: 'My custom ID',
	created_at: '2024-09-13T10:25:26',
	appointment_date: '2024-11-11T10:11:00Z',
};

const JANE = {
	ident_id: PENDING_IDENT_ID,
	status: 'Pending',
	status_code: '1',
	project_id: '6',
	person_first_name: 'JANE',
	person_last_name: 'DOE',
	email: 'jane.doe@identify24.de',
	custom_id: 'pending-sample',
	created_at: '2024-09-13T10:25:26',
	appointment_date: null,
};

/** `data` as Identify sent it, to the letter. */
async function rawData(path: string): Promise<string> {
	await bench().sandbox.configure({ trailingCommas: 'none' });
	const answer: { data: unknown } = JSON.parse((await askDirectly(bench(), path)).toString());
	return JSON.stringify(answer.data);
}

describe('auth:getToken', () => {
	test('returns a token and messages, and sends the documented login', async () => {
		const { items } = await bench().run('auth', 'getToken');
		const [login, ...others] = bench().sandbox.requests.entries;
		expect(others).toEqual([]);
		expect(items).toEqual([
			{
				json: {
					token: expect.stringMatching(/^ey[\w-]+\.[\w-]+\.[\w-]+$/),
					messages: ['Successful..'],
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(login).toMatchObject({ method: 'POST', path: '/auth', query: {}, status: 200 });
		expect(login?.headers['content-type']).toBe('application/json');
		expect(login?.parsedBody).toEqual({
			PARTNER: bench().sandbox.partner,
			APIKEY: bench().sandbox.apiKey,
		});
	});

	test('the token is good for calls of one’s own', async () => {
		const { json } = await bench().run('auth', 'getToken');
		bench().credential.data.token = String(json[0]?.token);
		await bench().run('project', 'getMany');
		expect(bench().sandbox.auth).toEqual({ attempts: 1, granted: 1, rejected: 0 });
	});

	test('one token serves all items of a run', async () => {
		const { items } = await bench().run('auth', 'getToken', {}, { items: asItems([{}, {}, {}]) });
		expect(linkedTo(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(new Set(items.map(({ json }) => json.token)).size).toBe(1);
		expect(bench().authRequests).toHaveLength(1);
	});
});

describe('ident:get', () => {
	const path = `/ident/get/${SUCCESSFUL_IDENT_ID}`;

	test('simplified: ten fields under the names of ident/create', async () => {
		const { items } = await bench().run('ident', 'get', identParameters());
		expect(items).toStrictEqual([{ json: SVEN, pairedItem: { item: 0 } }]);
		expectDocumented(bench(), bench().call, { method: 'GET', path });
	});

	test('simplified is the default; an ident without appointment', async () => {
		const { json } = await bench().run('ident', 'get', { ident_id: locator(PENDING_IDENT_ID) });
		expect(json).toStrictEqual([JANE]);
	});

	test('raw: the API’s data untouched', async () => {
		const { items, json } = await bench().run(
			'ident',
			'get',
			identParameters(SUCCESSFUL_IDENT_ID, { output: 'raw' }),
		);
		expect(JSON.stringify(json[0])).toBe(await rawData(path));
		expect(Object.keys(json[0] ?? {})).toHaveLength(43);
		expect(linkedTo(items)).toEqual([{ item: 0 }]);
	});

	test.each([
		['ID', SUCCESSFUL_IDENT_ID, 'id'],
		['conference URL', `https://identify24.de/apply/${SUCCESSFUL_IDENT_ID}`, 'url'],
		['conference URL with a slash', `https://identify24.de/apply/${SUCCESSFUL_IDENT_ID}/`, 'url'],
		[
			'conference URL with a query',
			`https://identify24.de/apply/${SUCCESSFUL_IDENT_ID}?l=de#x`,
			'url',
		],
		['conference URL as an ID', `https://identify24.de/apply/${SUCCESSFUL_IDENT_ID}`, 'id'],
		['ID as a conference URL', SUCCESSFUL_IDENT_ID, 'url'],
		['ID with blanks', ` ${SUCCESSFUL_IDENT_ID}\n`, 'id'],
	])('ident given as %s', async (_name, value, mode) => {
		const { json } = await bench().run('ident', 'get', {
			ident_id: locator(value, mode),
			options: {},
		});
		expect(json).toEqual([SVEN]);
		expectDocumented(bench(), bench().call, { method: 'GET', path });
	});

	test('selected fields, none selected: nothing is sent', async () => {
		const parameters = identParameters(SUCCESSFUL_IDENT_ID, { output: 'selected', fields: [] });
		const { error } = await bench().run('ident', 'get', parameters);
		expect(error?.message).toMatch(/Fields is required, but it is empty/);
		expect(bench().sandbox.requests.count).toBe(0);
	});

	test('every item has its own ident and output', async () => {
		const items = asItems([
			{ id: PENDING_IDENT_ID, output: 'simplified' },
			{ id: SUCCESSFUL_IDENT_ID, output: 'raw' },
		]);
		const parameters = identFromItem({ output: '={{ $json.output }}' });
		const { json, items: output } = await bench().run('ident', 'get', parameters, { items });
		expect(json[0]).toStrictEqual(JANE);
		expect(json[1]).toMatchObject({ id: SUCCESSFUL_IDENT_ID, postal_code: '90763' });
		expect(linkedTo(output)).toEqual([{ item: 0 }, { item: 1 }]);
	});
});

describe('ident:getData', () => {
	const path = `/ident/getIdentData/${SUCCESSFUL_IDENT_ID}`;

	test('simplified: the ident and one list of files', async () => {
		const { items } = await bench().run('ident', 'getData', identParameters());
		const data: {
			identification_pdf: { file_hash: string };
			signed_pdf: { file_hash: string };
			recordings: Array<{ file_name: string }>;
			screenshots: Array<{ file_name: string }>;
		} = JSON.parse(await rawData(path));
		const url = (name: string) => `${bench().sandbox.url}/download/29079/${name}`;
		const recording = data.recordings[0]?.file_name ?? '';
		const [first = '', second = ''] = data.screenshots.map((file) => file.file_name);
		const file = (type: string, name: string, date: string, size: string, hash: string | null) => ({
			file_type: type,
			file_name: name,
			file_date: date,
			file_size: size,
			file_hash: hash,
			download_url: url(name === 'identification_pdf' ? 'identification.pdf' : name),
		});
		const [pdfHash, signedHash] = [data.identification_pdf.file_hash, data.signed_pdf.file_hash];
		const files = [
			file('identification_pdf', 'identification_pdf', '2024-09-13T10:25:26', '0.05 MB', pdfHash),
			file('signed_pdf', 'signed.pdf', '2024-09-13T10:25:26', '0.05 MB', signedHash),
			file('recordings', recording, '2024-09-13T10:24:26', '0.25 MB', null),
			file('screenshots', first, '2024-09-13T10:23:26', '0.02 MB', null),
			file('screenshots', second, '2024-09-13T10:23:28', '0.02 MB', null),
		];
		const json = { ...SVEN, appointment_date: '2024-11-11T11:11:00', files };
		expect(items).toStrictEqual([{ json, pairedItem: { item: 0 } }]);
		expectDocumented(bench(), bench().calls[0]!, { method: 'GET', path });
	});

	test('simplified before success: no files', async () => {
		const { json } = await bench().run('ident', 'getData', { ident_id: locator(PENDING_IDENT_ID) });
		expect(json).toStrictEqual([{ ...JANE, files: [] }]);
	});

	test('raw: the API’s data untouched', async () => {
		const { json, items } = await bench().run('ident', 'getData', {
			...identParameters(),
			ident_id: locator(`https://identify24.de/apply/${SUCCESSFUL_IDENT_ID}`, 'url'),
			output: 'raw',
		});
		expect(JSON.stringify(json[0])).toBe(await rawData(path));
		expect(json[0]).toHaveProperty(['screenshots', 0, 'download_link']);
		expect(linkedTo(items)).toEqual([{ item: 0 }]);
	});
});

describe('project:get', () => {
	test.each([
		['id', 6],
		['id', '6'],
		['list', '6'],
	])('by %s (%p): a GET with a JSON body', async (mode, value) => {
		const { items } = await bench().run('project', 'get', {
			project_id: locator(value, mode),
			options: {},
		});
		const json = { id: '6', title: '911 Internet GmbH', status: 'Active' };
		expect(items).toStrictEqual([{ json, pairedItem: { item: 0 } }]);
		// The documentation's sample sends the ID as a number.
		const wanted = { method: 'GET', path: '/project/get', body: { project_id: 6 } };
		expectDocumented(bench(), bench().call, wanted);
		expect(bench().call.body.toString()).toBe('{"project_id":6}');
	});

	test('items are linked', async () => {
		const { json, items } = await bench().run(
			'project',
			'get',
			{ project_id: locator('={{ $json.project }}') },
			{ items: asItems([{ project: 13 }, { project: '99' }]) },
		);
		expect(json.map(({ title }) => title)).toEqual(['Test Company', 'Discontinued Campaign']);
		expect(linkedTo(items)).toEqual([{ item: 0 }, { item: 1 }]);
	});
});

describe.each([
	['project', '/project/getAll'],
	['webhook', '/webhook/getAll'],
])('%s:getMany', (resource, path) => {
	const titles = Array.from({ length: 60 }, (_, index) => `Entry ${index}`);

	beforeEach(() => {
		const { sandbox } = bench();
		sandbox.projects.clear();
		for (const [index, title] of titles.entries()) {
			const id = String(100 + index);
			sandbox.projects.set(id, { id, title, status: 'Active' });
			sandbox.webhooks.register(`https://example.com/callback/${index}`);
		}
	});

	test.each([
		['the first 50 by default', {}, 50],
		['up to Limit', { returnAll: false, limit: 7 }, 7],
		['all', { returnAll: true }, 60],
		['all, whatever Limit is left over', { returnAll: true, limit: 3 }, 60],
		['all, when there are fewer than Limit', { limit: 500 }, 60],
	])('%s', async (_name, parameters, count) => {
		const { json, items } = await bench().run(resource, 'getMany', { ...parameters, options: {} });
		const all: unknown[] = JSON.parse(await rawData(path));
		expect(all).toHaveLength(60);
		expect(json).toStrictEqual(all.slice(0, count));
		expect(linkedTo(items)).toEqual(Array.from({ length: count }, () => ({ item: 0 })));
		expectDocumented(bench(), bench().calls[0]!, { method: 'GET', path });
	});

	test('several input items give their lists one after the other', async () => {
		const { items } = await bench().run(
			resource,
			'getMany',
			{ limit: '={{ $json.limit }}' },
			{ items: asItems([{ limit: 2 }, { limit: 1 }]) },
		);
		expect(linkedTo(items)).toEqual([{ item: 0 }, { item: 0 }, { item: 1 }]);
	});
});

test('webhook:getMany returns the documented fields', async () => {
	bench().sandbox.webhooks.register('https://example.com/callback');
	const { json } = await bench().run('webhook', 'getMany');
	expect(json).toStrictEqual([
		{
			id: '1',
			status: '1',
			url: 'https://example.com/callback',
			created_at: '2024-09-13 10:25:26',
			updated_at: '2024-09-13 10:25:26',
		},
	]);
});

test('no webhooks give no items', async () => {
	const { items, error } = await bench().run('webhook', 'getMany');
	expect(error).toBeUndefined();
	expect(items).toEqual([]);
});

describe('answers as PHP gives them', () => {
	/** Answers every request but those for a token with `data`. */
	function answerWith(data: unknown): void {
		const body = JSON.stringify({ result: true, messages: [], data });
		bench().sandbox.faults.add({ kind: 'body', body, match: { method: 'GET' } });
	}

	test.each([
		['with a gap', { '0': { id: '6', title: 'a' }, '2': { id: '7' } }, ['6', '7']],
		['with keys', { first: { id: '9' }, second: { id: '8' } }, ['9', '8']],
		['with none, as an object', {}, []],
		['with none, as null', null, []],
		['with none, as empty text', '', []],
	])('a list %s', async (_how, list, ids) => {
		for (const resource of ['project', 'webhook']) {
			bench().reset();
			answerWith(list);
			const { json, error } = await bench().run(resource, 'getMany', { limit: 2, options: {} });
			expect(error).toBeUndefined();
			expect(json.map(({ id }) => id)).toEqual(ids);
			expect(json).toEqual(Object.values(list === null ? {} : list));
		}
	});

	test('files in lists with gaps; dates that were never set', async () => {
		const appointment = { appointment_date: '0000-00-00 00:00:00', created_at: '30-11--0001' };
		const file = (name: string) => ({ file_name: name, download_url: `https://x.de/${name}` });
		const data = {
			ident: { id: SUCCESSFUL_IDENT_ID, ...appointment },
			recordings: { '1': { ...file('1.webm'), file_date: '00-00-0000 00:00:00' } },
			screenshots: { '0': file('0.png'), '2': file('2.png') },
		};
		answerWith(data);
		const simplified = await bench().run('ident', 'getData', identParameters());
		expect(simplified.json[0]).toMatchObject({
			created_at: null,
			appointment_date: null,
			files: [
				{ file_type: 'recordings', file_name: '1.webm', file_date: null },
				{ file_type: 'screenshots', file_name: '0.png', file_date: null },
				{ file_type: 'screenshots', file_name: '2.png', file_date: null },
			],
		});
		const raw = await bench().run(
			'ident',
			'getData',
			identParameters(SUCCESSFUL_IDENT_ID, { output: 'raw' }),
		);
		expect(raw.json).toEqual([data]);
	});
});
