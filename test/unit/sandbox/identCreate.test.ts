import { countryCount } from '../../sandbox/countries';
import { Bench } from './support';
import { CREATE_CURL_BODY, CREATE_RAW_BODY, MINIMAL_CREATE } from './samples';

describe('POST /ident/create', () => {
	let bench: Bench;

	beforeAll(async () => {
		bench = await Bench.start();
	});
	beforeEach(async () => await bench.renew());
	afterAll(async () => await bench.sandbox.stop());

	const create = async (change: object) =>
		await bench.post('/ident/create', { ...MINIMAL_CREATE, ...change });
	const lastNotes = () => bench.sandbox.requests.entries.at(-1)?.validation;

	it('takes the documented sample as it stands', async () => {
		const answer = await bench.post('/ident/create', CREATE_CURL_BODY);
		const { ident_id, ...rest } = answer.json();
		expect(ident_id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
		expect(rest).toEqual({
			result: true,
			messages: [],
			conference_url: `https://identify24.de/apply/${String(ident_id)}`,
		});
		expect(bench.sandbox.created).toHaveLength(1);
		expect(bench.sandbox.created[0]).toMatchObject({
			id: ident_id,
			origin: 'api',
			statusCode: '1',
			fields: JSON.parse(CREATE_CURL_BODY),
		});
		expect(lastNotes()).toMatchObject({
			errors: [],
			uppercaseViolations: ['person_first_name', 'person_last_name', 'street', 'city'],
			undocumentedFields: [],
			emptyOptionalFields: [],
		});
	});

	it('finds nothing wrong with the raw sample but its project', async () => {
		const answer = await bench.post('/ident/create', CREATE_RAW_BODY);
		expect(answer.status).toBe(404);
		expect(answer.json().messages).toEqual(['Project xxx does not exist.']);
		expect(bench.sandbox.created).toEqual([]);
	});

	it('takes the required fields alone, and the project as a number', async () => {
		expect((await create({})).status).toBe(200);
		expect((await create({ project_id: 13 })).status).toBe(200);
		expect(bench.sandbox.created.map(({ fields }) => fields.project_id)).toEqual(['6', '13']);
		expect(lastNotes()).toMatchObject({ warnings: [], uppercaseViolations: [] });
	});

	it.each(Object.keys(MINIMAL_CREATE))('requires %s', async (name) => {
		for (const value of [undefined, '', '  ', null]) {
			const answer = await create({ [name]: value });
			expect(answer.status).toBe(400);
			expect(String(answer.json().messages)).toContain(`${name}:`);
		}
	});

	it.each([
		['birthday', '1981-02-30'],
		['birthday', '05.09.1981'],
		['id_issue_date', '2021-5-1'],
		['id_end_date', '2031-05-09T00:00:00Z'],
		['email', 'john.doe'],
		['email', 'john@doe'],
		['gender', 'male'],
		['type_of_id', 'Führerschein'],
		['nationality', 'de'],
		['nationality', 'XX'],
		['country', 'DEU'],
		['id_country', 'Germany'],
		['pdf_url', 'not a url'],
		['pdf_url', 'ftp://host/file.pdf'],
		['pdf_content', 'JVBERi0xLjQK'],
		['pdf_content', 'data:application/pdf;base64,'],
		['pdf_content', 'data:application/pdf;base64,@@@@'],
		['house_no', 23],
		['custom1', null],
		['custom2', true],
		['custom3', { nested: 1 }],
		['custom4', ['list']],
	])('refuses %s = %j', async (name, value) => {
		const answer = await create({ [name]: value });
		expect(answer.status).toBe(400);
		expect(answer.json()).toMatchObject({ result: false, response_status: 400 });
		expect(String(answer.json().messages)).toContain(`${name}:`);
		expect(bench.sandbox.created).toEqual([]);
	});

	it('names every bad field at once', async () => {
		const answer = await create({ email: 'x', birthday: 'y', country: 'z', surprise: 1 });
		expect(answer.json().messages).toEqual([
			expect.stringMatching(/^surprise: /),
			expect.stringMatching(/^birthday: /),
			expect.stringMatching(/^email: /),
			expect.stringMatching(/^country: /),
		]);
	});

	it('refuses undocumented fields, or only records them', async () => {
		expect((await create({ conference: 'x' })).status).toBe(400);
		expect(lastNotes()?.undocumentedFields).toEqual(['conference']);
		await bench.sandbox.configure({ undocumentedFields: 'record' });
		expect((await create({ conference: 'x' })).status).toBe(200);
		expect(lastNotes()?.undocumentedFields).toEqual(['conference']);
	});

	it('records lower case, or refuses it; ß counts as neither', async () => {
		expect((await create({ city: 'GIEßEN' })).status).toBe(200);
		expect(lastNotes()?.uppercaseViolations).toEqual([]);
		expect((await create({ city: 'Gießen', birth_place: 'Köln' })).status).toBe(200);
		expect(lastNotes()?.uppercaseViolations).toEqual(['birth_place', 'city']);
		await bench.sandbox.configure({ uppercase: 'reject' });
		expect((await create({ city: 'Gießen' })).status).toBe(400);
	});

	it('records empty optional fields and unsupported languages', async () => {
		expect((await create({ gender: '', custom1: ' ', language: 'fr' })).status).toBe(200);
		expect(lastNotes()).toMatchObject({
			emptyOptionalFields: ['gender', 'custom1'],
			warnings: ['language: "fr" is not supported, "de" is used'],
		});
	});

	it('notes content that is no PDF', async () => {
		const pdf = Buffer.from('%PDF-1.4\n').toString('base64');
		await create({ pdf_content: `data:application/pdf;base64,${pdf}` });
		expect(lastNotes()?.warnings).toEqual([]);
		await create({ pdf_content: 'data:application/pdf;base64,aGVsbG8=' });
		expect(lastNotes()?.warnings).toEqual(['pdf_content: not a PDF']);
	});

	it.each([
		['a list', '[]'],
		['a string', '"text"'],
		['nothing', ''],
		['broken JSON', '{"a":1,}'],
		['Latin-1', Buffer.from('{"city":"N\xfcrnberg"}', 'latin1')],
	])('refuses %s as a body', async (_name, body) => {
		const answer = await bench.post('/ident/create', body);
		expect(answer.status).toBe(400);
		expect(String(answer.json().messages)).toContain('JSON object');
	});

	it('answers 402 for an inactive project', async () => {
		expect((await create({ project_id: '99' })).status).toBe(402);
	});

	it('knows all 249 countries', () => {
		expect(countryCount).toBe(249);
	});
});
