import { createHash } from 'node:crypto';
import type { INodeExecutionData } from 'n8n-workflow';
import { PENDING_IDENT_ID, SUCCESSFUL_IDENT_ID } from '../sandbox';
import { n8nIs } from '../support/n8nVersion';
import { evaluate, locator, useAction } from './actionSupport';

const bench = useAction();

const OPTIONS = { concurrency: 3, maxTries: 2, timeout: 20_000 };
const CONFERENCE_URL = `https://identify24.de/apply/${SUCCESSFUL_IDENT_ID}`;

const SIMPLE = {
	ident_id: SUCCESSFUL_IDENT_ID,
	status: 'Successful',
	status_code: '5',
	project_id: '274',
	person_first_name: 'SVEN',
	person_last_name: 'FAERBER',
	email: 'sven@example.com',
	custom_id: 'My custom ID',
	created_at: '2024-09-13T10:25:26',
};

/** `data` as Identify answers it, read from the sandbox without n8n. */
async function answered(path: string): Promise<unknown> {
	// The sample of ident/get has a trailing comma.
	const text = (await bench.ask(path)).toString('utf8').replace(/,(\s*[}\]])/g, '$1');
	return (JSON.parse(text) as { data: unknown }).data;
}

test('auth:getToken', async () => {
	const execution = await bench.run('auth', 'getToken');
	const [login, ...others] = bench.sandbox.requests.entries;
	expect(others).toEqual([]);
	expect(login).toMatchObject({
		method: 'POST',
		path: '/auth',
		query: {},
		parsedBody: { PARTNER: bench.sandbox.partner, APIKEY: bench.sandbox.apiKey },
	});
	expect(login?.headers['content-type']).toBe('application/json');
	// n8n 2.20 hides from everyone what a node calls sensitive; the next node gets it all the same.
	const token: unknown = n8nIs('>=2.20 <2.41')
		? expect.objectContaining({ __redacted: true })
		: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
	expect(execution.json('Identify')).toEqual([{ token, messages: ['Successful..'] }]);
});

describe('ident:get', () => {
	const path = `/ident/get/${SUCCESSFUL_IDENT_ID}`;
	const simple = { ...SIMPLE, appointment_date: '2024-11-11T10:11:00Z' };

	test.each([
		['ID', locator(SUCCESSFUL_IDENT_ID)],
		['conference URL', locator(CONFERENCE_URL, 'url')],
	])('by %s, simplified', async (_mode, ident_id) => {
		const parameters = { ident_id, output: 'simplified', options: OPTIONS };
		const execution = await bench.run('ident', 'get', parameters);
		expect(execution.json('Identify')).toStrictEqual([simple]);
		bench.expectCalls({ method: 'GET', path });
	});

	test('raw', async () => {
		const parameters = { ident_id: locator(SUCCESSFUL_IDENT_ID), output: 'raw' };
		const execution = await bench.run('ident', 'get', parameters);
		bench.expectCalls({ method: 'GET', path });
		expect(execution.json('Identify')).toStrictEqual([await answered(path)]);
	});
});

describe('how much of an ident is told', () => {
	const { ident_id, status, status_code, project_id, custom_id } = SIMPLE;
	const selected = { output: 'selected', fields: ['birth_place', 'id', 'created_at'] };

	test.each(['get', 'getData'])('%s: IDs and status only', async (operation) => {
		const parameters = { ident_id: locator(SUCCESSFUL_IDENT_ID), output: 'status' };
		const execution = await bench.run('ident', operation, parameters);
		expect(execution.json('Identify')).toStrictEqual([
			{ ident_id, project_id, custom_id, status, status_code },
		]);
	});

	test.each(['get', 'getData'])('%s: selected fields', async (operation) => {
		const parameters = { ident_id: locator(SUCCESSFUL_IDENT_ID), ...selected };
		const execution = await bench.run('ident', operation, parameters);
		expect(execution.json('Identify')).toStrictEqual([
			{ birth_place: expect.any(String), ident_id, created_at: SIMPLE.created_at },
		]);
	});

	test('getData: the files alone', async () => {
		const parameters = { ident_id: locator(SUCCESSFUL_IDENT_ID), ...selected, fields: ['files'] };
		const execution = await bench.run('ident', 'getData', parameters);
		const files = expect.arrayContaining([expect.objectContaining({ file_type: 'signed_pdf' })]);
		expect(execution.json('Identify')).toStrictEqual([{ files }]);
	});

	test('waitForResult: other statuses that end it, a limit in fractions, selected fields', async () => {
		const parameters = {
			...selected,
			ident_id: locator(SUCCESSFUL_IDENT_ID),
			finalStatuses: ['4'],
			otherFinalStatuses: 'cancelled, successful',
			limitAmount: 0.5,
			limitUnit: 'minutes',
			options: OPTIONS,
		};
		const execution = await bench.run('ident', 'waitForResult', parameters);
		expect(execution.json('Identify')).toStrictEqual([
			{ birth_place: expect.any(String), ident_id, created_at: SIMPLE.created_at, final: true },
		]);
	});

	test('waitForResult: no status that ends it', async () => {
		const parameters = {
			ident_id: locator(SUCCESSFUL_IDENT_ID),
			finalStatuses: ['4'],
			limitAmount: 0.01,
			limitUnit: 'minutes',
		};
		const execution = await bench.run('ident', 'waitForResult', parameters);
		// The input, as n8n has it when the limit of a wait passes.
		expect(execution.json('Identify')).toStrictEqual([{}]);
	});
});

describe('ident:getChanges', () => {
	const path = `/ident/get/${SUCCESSFUL_IDENT_ID}`;
	const receivedAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
	const event = {
		ident_id: SUCCESSFUL_IDENT_ID,
		status: 'Successful',
		status_code: '5',
		project_id: '274',
		custom_id: 'My custom ID',
		company_name: '',
		first_name: 'SVEN',
		last_name: 'FAERBER',
		custom1: 'custom1',
		custom2: '',
		custom3: '',
		custom4: '',
		confirmed: true,
		event_key: `${SUCCESSFUL_IDENT_ID}:5`,
		source: 'check',
		received_at: receivedAt,
	};

	test.each([
		['ID', locator(SUCCESSFUL_IDENT_ID), '2', '2'],
		['conference URL', locator(CONFERENCE_URL, 'url'), '', null],
		['ID, the known status a number', locator(SUCCESSFUL_IDENT_ID), '={{ 2 }}', '2'],
	])('by %s: another status', async (_mode, ident_id, known_status_code, previous) => {
		const parameters = { ident_id, known_status_code, options: OPTIONS };
		const execution = await bench.run('ident', 'getChanges', parameters);
		expect(execution.json('Identify')).toStrictEqual([
			{ ...event, previous_status_code: previous },
		]);
		bench.expectCalls({ method: 'GET', path });
	});

	test.each(['5', '={{ 5 }}'])('the status known as %s: nothing goes on', async (known) => {
		const parameters = { ident_id: locator(SUCCESSFUL_IDENT_ID), known_status_code: known };
		const after = [evaluate('After', '={{ $json.event_key }}')];
		const execution = await bench.run('ident', 'getChanges', parameters, { after });
		expect(execution.status).toBe('success');
		expect(execution.json('Identify')).toEqual([]);
		expect(execution.runsOf('After')).toEqual([]);
		bench.expectCalls({ method: 'GET', path });
	});

	test('idents that are gone, one of them told before', async () => {
		const [gone, told] = [
			'00000000-0000-4000-8000-000000000001',
			'00000000-0000-4000-8000-000000000002',
		];
		const items = [
			{ id: gone, known: 2 },
			{ id: told, known: 'expired' },
		];
		const execution = await bench.run(
			'ident',
			'getChanges',
			{
				ident_id: locator('={{ $json.id }}'),
				known_status_code: '={{ $json.known }}',
				options: { ...OPTIONS, concurrency: 1 },
			},
			{ items },
		);
		expect(execution.json('Identify')).toStrictEqual([
			{
				ident_id: gone,
				expired: true,
				event_key: `${gone}:expired`,
				source: 'check',
				received_at: receivedAt,
				previous_status_code: '2',
			},
		]);
		bench.expectCalls(
			{ method: 'GET', path: `/ident/get/${gone}` },
			{ method: 'GET', path: `/ident/get/${told}` },
		);
	});

	test('a 404 of a proxy is an error, not an ident that is gone', async () => {
		bench.sandbox.faults.add({ kind: 'status', status: 404, html: true, match: { path } });
		const parameters = { ident_id: locator(SUCCESSFUL_IDENT_ID), known_status_code: '5' };
		const execution = await bench.run('ident', 'getChanges', parameters);
		expect(execution.status).toBe('error');
		expect(execution.errorMessage).toMatch(/does not come from the Identify API/);
	});
});

describe('ident:getData', () => {
	const path = `/ident/getIdentData/${SUCCESSFUL_IDENT_ID}`;

	test('simplified: the ident and its files', async () => {
		const parameters = { ident_id: locator(CONFERENCE_URL, 'url'), options: OPTIONS };
		const execution = await bench.run('ident', 'getData', parameters);
		bench.expectCalls({ method: 'GET', path });
		const [first, ...others] = execution.json('Identify');
		expect(others).toEqual([]);
		const { files, ...ident } = first ?? {};
		expect(ident).toStrictEqual({ ...SIMPLE, appointment_date: '2024-11-11T11:11:00' });
		const evidence = bench.sandbox.idents.get(SUCCESSFUL_IDENT_ID)?.files ?? [];
		expect(files).toEqual(
			evidence.map(({ section, fileName, path: address }) => ({
				file_type: section,
				file_name: fileName,
				file_date: expect.stringMatching(/^2024-09-13T10:2\d:\d\d$/),
				file_size: expect.stringMatching(/^[\d.]+ MB$/),
				file_hash: section.endsWith('_pdf') ? expect.stringMatching(/^[0-9a-f]{64}$/) : null,
				download_url: `${bench.sandbox.url}${address}`,
			})),
		);
	});

	test('raw', async () => {
		const parameters = { ident_id: locator(SUCCESSFUL_IDENT_ID), output: 'raw' };
		const execution = await bench.run('ident', 'getData', parameters);
		bench.expectCalls({ method: 'GET', path });
		expect(execution.json('Identify')).toStrictEqual([await answered(path)]);
	});
});

describe('ident:downloadFiles', () => {
	const listing = { method: 'GET', path: `/ident/getIdentData/${SUCCESSFUL_IDENT_ID}` };
	const files = () => bench.sandbox.idents.get(SUCCESSFUL_IDENT_ID)?.files ?? [];

	/** The files that n8n has stored, byte by byte, under the field given. */
	async function expectBytes(items: readonly INodeExecutionData[], field: string) {
		for (const [index, { json, binary }] of items.entries()) {
			expect(Object.keys(binary ?? {})).toEqual([field]);
			const stored = await bench.n8n.binaryData(binary?.[field]?.id ?? '');
			const original = await bench.ask(files()[index]?.path ?? '');
			expect(stored.equals(original)).toBe(true);
			const hash = createHash('sha256').update(original).digest('hex');
			if (json.file_hash !== null) expect(json.file_hash).toBe(hash);
		}
	}

	test('all files, into a field of one’s own', async () => {
		const fileTypes = ['identification_pdf', 'signed_pdf', 'recordings', 'screenshots'];
		const execution = await bench.run('ident', 'downloadFiles', {
			ident_id: locator(SUCCESSFUL_IDENT_ID),
			fileTypes,
			binaryField: 'evidence',
			options: { ...OPTIONS, verifyHash: true },
		});
		bench.expectCalls(listing, ...files().map(({ path }) => ({ method: 'GET', path })));
		const items = execution.items('Identify');
		expect(items.map(({ json }) => json)).toEqual(
			files().map(({ section, fileName }) => ({
				ident_id: SUCCESSFUL_IDENT_ID,
				file_type: section,
				file_name: expect.stringMatching(
					new RegExp(`^${SUCCESSFUL_IDENT_ID}_${section}(?:_[12])?[.](?:pdf|webm|png)$`),
				),
				original_file_name: fileName,
				sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
				file_date: expect.stringMatching(/^2024-09-13T10:2\d:\d\d$/),
				file_size: expect.stringMatching(/^[\d.]+ MB$/),
				file_hash: section.endsWith('_pdf') ? expect.stringMatching(/^[0-9a-f]{64}$/) : null,
				hash_verified: section.endsWith('_pdf') ? true : null,
			})),
		);
		expect(items.map(({ binary }) => binary?.evidence?.mimeType)).toEqual([
			'application/pdf',
			'application/pdf',
			'video/webm',
			'image/png',
			'image/png',
		]);
		await expectBytes(items, 'evidence');
	});

	test('the two PDFs by default, into the field data', async () => {
		const parameters = { ident_id: locator(CONFERENCE_URL, 'url') };
		const execution = await bench.run('ident', 'downloadFiles', parameters);
		const pdfs = files().slice(0, 2);
		bench.expectCalls(listing, ...pdfs.map(({ path }) => ({ method: 'GET', path })));
		const items = execution.items('Identify');
		expect(items).toHaveLength(2);
		await expectBytes(items, 'data');
	});

	test.each([
		[true, 'error', 0],
		[false, 'success', 1],
	])('verifyHash %s: a file with another hash', async (verifyHash, status, count) => {
		await bench.sandbox.configure({ wrongFileHash: true });
		const execution = await bench.run('ident', 'downloadFiles', {
			ident_id: locator(SUCCESSFUL_IDENT_ID),
			fileTypes: ['signed_pdf'],
			options: { verifyHash },
		});
		expect(execution.status).toBe(status);
		expect(execution.json('Identify').map(({ hash_verified }) => hash_verified)).toEqual(
			Array.from({ length: count }, () => false),
		);
		if (verifyHash) expect(execution.errorMessage).toMatch(/SHA-256 is [0-9a-f]{64}/);
	});
});

describe('ident:setAppointment', () => {
	test.each([
		['Europe/Berlin', '2030-06-30T15:20:00', '2030-06-30T15:20+02:00'],
		['America/New_York', '2030-06-30T15:20:00', '2030-06-30T15:20-04:00'],
		['America/New_York', '={{ DateTime.utc(2030, 1, 15, 14, 0) }}', '2030-01-15T09:00-05:00'],
	])('a workflow in %s, %s', async (timezone, entered, sent) => {
		const execution = await bench.run(
			'ident',
			'setAppointment',
			{
				ident_id: locator(PENDING_IDENT_ID),
				termin_date: entered,
				termin_user: '7',
				options: OPTIONS,
			},
			{ workflow: { timezone } },
		);
		const body = { ident_id: PENDING_IDENT_ID, termin_date: sent, termin_user: '7' };
		bench.expectCalls({ method: 'POST', path: '/ident/setOnboardifyAppointment', body });
		expect(execution.json('Identify')).toStrictEqual([
			{ ident_id: PENDING_IDENT_ID, insert_id: '1000001', termin_date: sent, messages: [] },
		]);
		expect(bench.sandbox.appointments).toMatchObject([{ terminDate: sent, terminUser: '7' }]);
	});
});

describe('project:get', () => {
	test.each(['list', 'id'])('by %s: a GET with a JSON body', async (mode) => {
		const parameters = { project_id: locator('13', mode), options: OPTIONS };
		const execution = await bench.run('project', 'get', parameters);
		bench.expectCalls({ method: 'GET', path: '/project/get', body: { project_id: 13 } });
		expect(execution.json('Identify')).toStrictEqual([
			{ id: '13', title: 'Test Company', status: 'Active' },
		]);
	});
});

describe.each([
	['project', '/project/getAll'],
	['webhook', '/webhook/getAll'],
])('%s:getMany', (resource, path) => {
	test('returnAll, limit and neither', async () => {
		// More entries than the default limit.
		for (let number = 1001; number <= 1060; number++) {
			const id = String(number);
			bench.sandbox.projects.set(id, { id, title: `Project ${id}`, status: 'Active' });
			bench.sandbox.webhooks.register(`https://example.com/webhook/${id}`);
		}
		const unlimited = await bench.run(resource, 'getMany', { returnAll: true, options: OPTIONS });
		const all = unlimited.json('Identify');
		const limited = await bench.run(resource, 'getMany', { returnAll: false, limit: 3 });
		const neither = await bench.run(resource, 'getMany');
		const call = { method: 'GET', path };
		bench.expectCalls(call, call, call);
		expect(all.length).toBeGreaterThanOrEqual(60);
		expect(all).toStrictEqual(await answered(path));
		expect(limited.json('Identify')).toStrictEqual(all.slice(0, 3));
		expect(neither.json('Identify')).toStrictEqual(all.slice(0, 50));
	});
});
