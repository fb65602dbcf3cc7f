import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { PERSON, PERSON_SENT } from '../support/person';
import {
	asItems,
	bodyOf,
	createFromItem,
	createParameters,
	expectDocumented,
	linkedTo,
	locator,
	people,
	useBench,
} from './support';

const bench = useBench();

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n');

/** The collections with every field of theirs, as entered. */
const COLLECTIONS = {
	additionalFields: {
		birth_place: 'Berlin',
		gender: 'FEMALE',
		person_title: 'Dr.',
		person_position: 'Managing director',
		international_code: 'DE',
		language: 'en',
	},
	idDocument: {
		type_of_id: 'Reisepass',
		id_number: 'LJFE8J32NDM',
		id_country: 'AT',
		id_issue_date: '2021-05-10T00:00:00',
		id_end_date: '2031-05-09',
		issuing_authority: 'Stadt Nürnberg',
	},
	customFields: {
		custom_id: 'CRM-4711',
		custom1: 'eins',
		custom2: 'zwei',
		custom3: 'drei',
		custom4: '{"vier":4}',
	},
};

const create = async (parameters: INodeParameters, items?: INodeExecutionData[]) =>
	await bench().run('ident', 'create', parameters, { items });

const CREATE = { method: 'POST', path: '/ident/create' };

test('required fields only: nothing else is sent', async () => {
	const { items } = await create(createParameters());
	const [ident] = bench().sandbox.created;
	expect(items).toStrictEqual([
		{
			json: {
				ident_id: ident?.id,
				conference_url: `https://identify24.de/apply/${ident?.id}`,
				messages: [],
			},
			pairedItem: { item: 0 },
		},
	]);
	expectDocumented(bench(), bench().call, { ...CREATE, body: PERSON_SENT });
	expect(bench().call.body.toString()).toContain('"city":"NÜRNBERG"');
});

test('every field of every collection', async () => {
	await create(createParameters(COLLECTIONS));
	expectDocumented(bench(), bench().call, {
		...CREATE,
		body: {
			...PERSON_SENT,
			...COLLECTIONS.additionalFields,
			...COLLECTIONS.idDocument,
			...COLLECTIONS.customFields,
			birth_place: 'BERLIN',
			id_issue_date: '2021-05-10',
		},
	});
});

test('optional fields left empty are absent', async () => {
	const empty = (fields: object) =>
		Object.fromEntries(Object.keys(fields).map((name, index) => [name, index % 2 ? '' : '  ']));
	const { error } = await create(
		createParameters({
			additionalFields: empty(COLLECTIONS.additionalFields),
			idDocument: empty(COLLECTIONS.idDocument),
			customFields: empty(COLLECTIONS.customFields),
		}),
	);
	expect(error).toBeUndefined();
	expectDocumented(bench(), bench().call, { ...CREATE, body: PERSON_SENT });
});

test('optional fields that an expression leaves undefined or null are absent', async () => {
	await create(
		createParameters({
			additionalFields: { gender: '={{ $json.nothing }}', birth_place: '={{ null }}' },
			idDocument: { id_country: '={{ $json.nothing }}', id_end_date: '={{ undefined }}' },
			customFields: { custom_id: '={{ $json.nothing }}' },
		}),
	);
	expectDocumented(bench(), bench().call, { ...CREATE, body: PERSON_SENT });
});

test.each([
	['list', '6', '6'],
	['id', '274', '274'],
	['id', 13, '13'],
])('project by %s (%p)', async (mode, value, sent) => {
	await create(createParameters({ project_id: locator(value, mode) }));
	expectDocumented(bench(), bench().call, {
		...CREATE,
		body: { ...PERSON_SENT, project_id: sent },
	});
});

test('options.uppercase off: names and places as entered', async () => {
	await create(
		createParameters({
			options: { uppercase: false },
			additionalFields: { birth_place: 'Berlin' },
		}),
	);
	expect(bodyOf(bench().call)).toStrictEqual({ project_id: '6', ...PERSON, birth_place: 'Berlin' });
});

test('options.uppercase on: only names, street, city and birth place are changed', async () => {
	await create(
		createParameters({
			...COLLECTIONS,
			options: { uppercase: true },
			house_no: '45a',
			country: 'GB',
			zip_code: 'ab1',
		}),
	);
	expect(bodyOf(bench().call)).toMatchObject({
		person_first_name: 'JANE',
		person_last_name: 'DOE',
		street: 'PARKSTR.',
		city: 'NÜRNBERG',
		birth_place: 'BERLIN',
		house_no: '45a',
		zip_code: 'ab1',
		email: 'jane.doe@example.com',
		person_title: 'Dr.',
		issuing_authority: 'Stadt Nürnberg',
	});
});

test('numbers from a spreadsheet are sent as texts, the phone number with its +', async () => {
	const items = asItems([{ ...PERSON, house_no: 45, zip_code: 90763, mobile_phone: 491511111111 }]);
	await create(createFromItem({ customFields: { custom_id: '={{ 4711 }}' } }), items);
	expectDocumented(bench(), bench().call, {
		...CREATE,
		body: { ...PERSON_SENT, mobile_phone: '+491511111111', custom_id: '4711' },
	});
});

test('each item has its own values, and its result is linked to it', async () => {
	const { items, json } = await create(
		createFromItem({ customFields: { custom1: '={{ $json.note }}' } }),
		people(3, { 1: { note: 'second', city: 'Fürth' } }),
	);
	expect(linkedTo(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	const emails = json.map(
		({ ident_id: id }) => bench().sandbox.idents.get(String(id))?.fields.email,
	);
	expect(emails).toEqual([0, 1, 2].map((index) => `person${index}@example.com`));
	const bodies = bench().calls.map(bodyOf);
	expect(bodies).toContainEqual({
		...PERSON_SENT,
		email: 'person1@example.com',
		city: 'FÜRTH',
		custom1: 'second',
	});
	expect(bodies).toContainEqual({ ...PERSON_SENT, email: 'person2@example.com' });
});

describe('PDF to sign', () => {
	const sent = `data:@file/pdf;base64,${PDF.toString('base64')}`;
	const withFile = (field: string): INodeExecutionData[] => [
		{
			json: {},
			binary: { [field]: { data: PDF.toString('base64'), mimeType: 'application/pdf' } },
		},
	];

	test('none, although other PDF parameters are left over', async () => {
		await create(
			createParameters({
				pdfSource: 'none',
				pdf_url: 'https://x.example/a.pdf',
				pdf_content: 'AAAA',
			}),
		);
		expectDocumented(bench(), bench().call, { ...CREATE, body: PERSON_SENT });
	});

	test.each(['data', 'contract'])('from the binary field %s', async (pdfBinaryField) => {
		await create(
			createParameters({ pdfSource: 'binary', pdfBinaryField }),
			withFile(pdfBinaryField),
		);
		expectDocumented(bench(), bench().call, {
			...CREATE,
			body: { ...PERSON_SENT, pdf_content: sent },
		});
	});

	test('from a URL', async () => {
		const pdf_url = 'https://example.com/contracts/4711.pdf?sig=a%20b';
		await create(createParameters({ pdfSource: 'url', pdf_url }));
		expectDocumented(bench(), bench().call, { ...CREATE, body: { ...PERSON_SENT, pdf_url } });
	});

	test.each([
		['bare', PDF.toString('base64'), sent],
		['in lines', PDF.toString('base64').replace(/.{20}/g, '$&\r\n'), sent],
		['with the documentation’s prefix', sent, sent],
		[
			'as a usual data URI',
			`data:application/pdf;base64,${PDF.toString('base64')}`,
			`data:application/pdf;base64,${PDF.toString('base64')}`,
		],
	])('as base64, %s', async (_name, pdf_content, wanted) => {
		await create(createParameters({ pdfSource: 'base64', pdf_content }));
		expectDocumented(bench(), bench().call, {
			...CREATE,
			body: { ...PERSON_SENT, pdf_content: wanted },
		});
	});
});
