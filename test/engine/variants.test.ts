import { SUCCESSFUL_IDENT_ID, type SandboxSettings } from '../sandbox';
import {
	createParameters,
	identParameters,
	locator,
	seedItems,
	identFromItem,
	useBench,
} from './support';

const bench = useBench();

const ALL = ['identification_pdf', 'signed_pdf', 'recordings', 'screenshots'];

/** Every reading the documentation's samples and wording allow. */
const VARIANTS: Array<[string, Partial<SandboxSettings>]> = [
	['a trailing comma in every answer', { trailingCommas: 'all' }],
	['no trailing comma', { trailingCommas: 'none' }],
	['ids as numbers', { idsAsNumbers: true }],
	['the address in a sub-object', { addressSubObject: true }],
	['unknown fields', { unknownFields: true }],
	['optional fields missing', { omitEmptyFields: true }],
	[
		'all of it at once',
		{
			trailingCommas: 'all',
			idsAsNumbers: true,
			addressSubObject: true,
			unknownFields: true,
			omitEmptyFields: true,
		},
	],
];

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

describe.each(VARIANTS)('%s', (_name, settings) => {
	beforeEach(async () => await bench().sandbox.configure(settings));

	test('ident:get and ident:getData simplify it to the same', async () => {
		const get = await bench().run('ident', 'get', identParameters());
		expect(get.json).toEqual([{ ...SIMPLE, appointment_date: '2024-11-11T10:11:00Z' }]);
		const data = await bench().run('ident', 'getData', identParameters());
		expect(data.json).toEqual([
			{ ...SIMPLE, appointment_date: '2024-11-11T11:11:00', files: expect.any(Array) },
		]);
		expect(data.json[0]?.files).toHaveLength(5);
	});

	test('raw keeps what Identify sent', async () => {
		const parameters = identParameters(undefined, { output: 'raw' });
		const { json } = await bench().run('ident', 'get', parameters);
		const [data] = json;
		expect(data?.project_id).toBe(settings.idsAsNumbers ? 274 : '274');
		expect(data?.status_code).toBe(settings.idsAsNumbers ? 5 : '5');
		expect(data?.city).toBe(settings.addressSubObject ? undefined : 'FÜRTH');
		expect(data?.address).toEqual(
			settings.addressSubObject
				? { street: 'PARKSTR.', zip_code: '90763', city: 'FÜRTH', country: 'DE' }
				: undefined,
		);
		expect(data?.future_section).toEqual(
			settings.unknownFields ? { nested: ['value', null] } : undefined,
		);
		expect(data?.person_title).toBe(settings.omitEmptyFields ? undefined : '');
	});

	test('the other operations work', async () => {
		const id = settings.idsAsNumbers ? 6 : '6';
		const project = {
			id,
			title: '911 Internet GmbH',
			status: 'Active',
			...(settings.unknownFields ? { created_by: 'portal' } : {}),
		};
		const get = await bench().run('project', 'get', { project_id: locator('6') });
		expect(get.json).toEqual([project]);
		const all = await bench().run('project', 'getMany');
		expect(all.json).toHaveLength(4);
		expect(all.json[0]).toEqual(project);

		bench().sandbox.webhooks.register('https://example.com/hook');
		const webhooks = await bench().run('webhook', 'getMany');
		expect(webhooks.json).toMatchObject([{ id: settings.idsAsNumbers ? 1 : '1' }]);

		const created = await bench().run('ident', 'create', createParameters());
		const identId = bench().sandbox.created[0]?.id;
		expect(created.json).toMatchObject([{ ident_id: identId, messages: [] }]);

		const appointed = await bench().run(
			'ident',
			'setAppointment',
			identParameters(identId, { termin_date: '2030-06-30T15:20', termin_user: '1' }),
		);
		expect(appointed.json).toMatchObject([{ insert_id: '1000001' }]);

		const token = await bench().run('auth', 'getToken');
		expect(token.json).toMatchObject([{ messages: ['Successful..'] }]);

		const files = await bench().run(
			'ident',
			'downloadFiles',
			identParameters(undefined, { fileTypes: ALL }),
		);
		expect(files.items).toHaveLength(5);
	});
});

test.each(['absent', 'empty'] as const)('file sections before success: %s', async (sections) => {
	const { sandbox } = bench();
	await sandbox.configure({ fileSectionsBeforeSuccess: sections });
	const items = seedItems(sandbox, 1);
	const data = await bench().run('ident', 'getData', identFromItem(), { items });
	expect(data.json[0]?.files).toEqual([]);
	const parameters = identFromItem({ fileTypes: ALL });
	const files = await bench().run('ident', 'downloadFiles', parameters, { items });
	expect(files.error).toBeUndefined();
	expect(files.items).toEqual([]);
});

test('an ident with hardly any field', async () => {
	const body = '{"result":true,"data":{"status":"Running","status_code":2}}';
	bench().sandbox.faults.add({ kind: 'body', body, match: { path: '/ident/get/' } });
	const { json } = await bench().run('ident', 'get', identParameters());
	expect(json).toEqual([
		{
			ident_id: SUCCESSFUL_IDENT_ID,
			status: 'Running',
			status_code: '2',
			project_id: null,
			person_first_name: null,
			person_last_name: null,
			email: null,
			custom_id: null,
			created_at: null,
			appointment_date: null,
		},
	]);
});

test('an answer to ident/create with the ID alone, as the documentation’s text has it', async () => {
	const body = '{"ident_id":"ece4f137-31ea-11ee-849e-005056bb3f3f"}';
	bench().sandbox.faults.add({ kind: 'body', body, match: { path: '/ident/create' } });
	const { json } = await bench().run('ident', 'create', createParameters());
	expect(json).toEqual([
		{ ident_id: 'ece4f137-31ea-11ee-849e-005056bb3f3f', conference_url: null, messages: [] },
	]);
});

test.each([
	['messages as one text', '"messages":"Welcome"', ['Welcome']],
	['messages null', '"messages":null', []],
	['no messages', '"x":1', []],
])('%s', async (_name, part, messages) => {
	const body = `{"result":true,${part},"ident_id":4711}`;
	bench().sandbox.faults.add({ kind: 'body', body, match: { path: '/ident/create' } });
	const { json } = await bench().run('ident', 'create', createParameters());
	expect(json).toEqual([{ ident_id: '4711', conference_url: null, messages }]);
});

test('JSON that calls itself a web page is read all the same', async () => {
	bench().sandbox.faults.add({ kind: 'wrongContentType', moment: 'afterCarriedOut' });
	const { json } = await bench().run('ident', 'get', identParameters());
	expect(json).toMatchObject([SIMPLE]);
});
