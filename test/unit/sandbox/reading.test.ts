import { PENDING_IDENT_ID, SUCCESSFUL_IDENT_ID, type JsonObject } from '../../sandbox';
import { Bench } from './support';
import {
	APPOINTMENT_CURL_BODY,
	APPOINTMENT_RAW_BODY,
	CREATE_CURL_BODY,
	IDENT_GET_FIELDS,
	PROJECT_GET_CURL_BODY,
} from './samples';

describe('the reading endpoints and appointments', () => {
	let bench: Bench;

	beforeAll(async () => {
		const now = () => Date.parse('2024-09-13T08:25:26Z');
		bench = await Bench.start({ now, trailingCommas: 'none' });
	});
	beforeEach(async () => await bench.renew());
	afterAll(async () => await bench.sandbox.stop());

	const dataOf = async (path: string) => {
		const { data } = (await bench.get(path)).json();
		return data as JsonObject;
	};

	describe('GET /ident/get', () => {
		it('has the fields of the sample in its order and formats', async () => {
			const created = (await bench.post('/ident/create', CREATE_CURL_BODY)).json();
			const answer = await bench.get(`/ident/get/${String(created.ident_id)}`);
			const { data, ...rest } = answer.json();
			expect(rest).toEqual({ result: true, messages: [] });
			expect(Object.keys(data as object)).toEqual(IDENT_GET_FIELDS);
			expect(data).toMatchObject({
				id: created.ident_id,
				project_id: '6',
				postal_code: '94670',
				land: 'DE',
				city: 'Nürnberg',
				mobile_number: '01511111111',
				id_type: 'Personalausweis',
				id_issuing_authority: 'Stadt Nürnberg',
				id_issue_date: '10-05-2021',
				id_expire_date: '09-05-2031',
				birthday: '1981-09-05',
				status: 'Pending',
				status_code: '1',
				created_at: '13-09-2024 10:25:26',
				appointment_date: '',
			});
		});

		it('has the sample’s trailing comma unless told otherwise', async () => {
			const path = `/ident/get/${PENDING_IDENT_ID}`;
			const plain = await bench.get(path);
			await bench.sandbox.configure({ trailingCommas: 'identGet' });
			const answer = await bench.get(path);
			expect(answer.text).toMatch(/"appointment_date":"",\}\}$/);
			expect(JSON.parse(answer.text.replace(',}}', '}}'))).toEqual(plain.json());
			expect((await bench.get('/project/getAll')).json().result).toBe(true);
			await bench.sandbox.configure({ trailingCommas: 'all' });
			expect((await bench.get('/project/getAll')).text).toMatch(/200,\}$/);
			expect((await bench.get('/webhook/getAll')).text).toMatch(/\[\],\}$/);
		});

		it('offers the variants that the documentation allows', async () => {
			await bench.sandbox.configure({
				idsAsNumbers: true,
				addressSubObject: true,
				unknownFields: true,
				omitEmptyFields: true,
			});
			const data = await dataOf(`/ident/get/${PENDING_IDENT_ID}`);
			expect(data).toMatchObject({
				project_id: 6,
				status_code: 1,
				address: { street: 'PARKSTR.', zip_code: '90763', city: 'FÜRTH', country: 'DE' },
				house_no: '45',
				risk_score: 12,
			});
			for (const name of ['street', 'postal_code', 'land', 'custom1', 'appointment_date']) {
				expect(data).not.toHaveProperty(name);
			}
		});

		it('answers 404 to an unknown, a foreign and an expired ident', async () => {
			const foreign = bench.sandbox.seedIdent({ partner: 'someone-else' }).id;
			for (const id of ['00000000-0000-4000-8000-000000000000', 'x', foreign]) {
				expect((await bench.get(`/ident/get/${id}`)).status).toBe(404);
			}
			bench.sandbox.clock.advance(90 * 24 * 3_600_000);
			await bench.login();
			expect((await bench.get(`/ident/get/${PENDING_IDENT_ID}`)).status).toBe(404);
		});
	});

	describe('GET /ident/getIdentData', () => {
		it('nests as in the sample', async () => {
			const data = await dataOf(`/ident/getIdentData/${SUCCESSFUL_IDENT_ID}`);
			expect(Object.keys(data)).toEqual([
				'ident',
				'identification_pdf',
				'signed_pdf',
				'recordings',
				'screenshots',
			]);
			expect(Object.keys(data.ident ?? {})).toEqual(['customer_id', ...IDENT_GET_FIELDS]);
			expect(data.ident).toMatchObject({
				id: SUCCESSFUL_IDENT_ID,
				project_id: '274',
				status: 'Successful',
				status_code: '5',
				appointment_date: '2024-11-11 11:11',
			});
			const unhashed = {
				file_name: 'signed.pdf',
				download_url: expect.stringMatching(/\/download\/\d+\/signed\.pdf$/),
				file_date: '13-09-2024 10:25:26',
				file_size: '0.05 MB',
			};
			const file_hash = expect.stringMatching(/^[0-9a-f]{64}$/);
			expect(data.signed_pdf).toEqual({ ...unhashed, file_hash });
			expect(data.recordings).toEqual([
				{
					...unhashed,
					file_name: expect.stringMatching(/\.webm$/),
					download_url: expect.stringMatching(/\.webm$/),
					file_date: '13-09-2024 10:24:26',
					file_size: '0.25 MB',
				},
			]);
			const screenshot = {
				file_name: expect.stringMatching(/^\d+\.png$/),
				download_link: expect.stringMatching(/\/download\/\d+\/\d+\.png$/),
				file_date: expect.any(String),
				file_size: '0.02 MB',
			};
			expect(data.screenshots).toEqual([screenshot, screenshot]);
		});

		it('has no files before success, or empty sections', async () => {
			const path = `/ident/getIdentData/${PENDING_IDENT_ID}`;
			expect(Object.keys(await dataOf(path))).toEqual(['ident']);
			await bench.sandbox.configure({ fileSectionsBeforeSuccess: 'empty' });
			expect(await dataOf(path)).toMatchObject({ identification_pdf: null, recordings: [] });
			await bench.sandbox.setStatus(PENDING_IDENT_ID, 5);
			expect(await dataOf(path)).toHaveProperty('identification_pdf.file_hash');
		});
	});

	describe('POST /ident/setOnboardifyAppointment', () => {
		const sample = APPOINTMENT_CURL_BODY.replace(/xxx[x-]+/, PENDING_IDENT_ID);

		it('stores the documented sample', async () => {
			const answer = await bench.post('/ident/setOnboardifyAppointment', sample);
			expect(answer.json()).toEqual({ result: true, messages: [], insert_id: '1000001' });
			expect(bench.sandbox.appointments).toMatchObject([
				{ identId: PENDING_IDENT_ID, terminDate: '2024-06-30T15:20+01:00', terminUser: '1' },
			]);
			expect(await dataOf(`/ident/get/${PENDING_IDENT_ID}`)).toMatchObject({
				appointment_date: '2024-06-30T14:20:00Z',
			});
			expect(await dataOf(`/ident/getIdentData/${PENDING_IDENT_ID}`)).toMatchObject({
				ident: { appointment_date: '2024-06-30 15:20' },
			});
		});

		it('answers 404 to the sample’s placeholder and 400 to its invalid JSON', async () => {
			const path = '/ident/setOnboardifyAppointment';
			expect((await bench.post(path, APPOINTMENT_CURL_BODY)).status).toBe(404);
			expect((await bench.post(path, APPOINTMENT_RAW_BODY)).status).toBe(400);
		});

		it.each([
			'2024-06-30T15:20',
			'2024-06-30T15:20:00+01:00',
			'2024-06-30 15:20+01:00',
			'2024-06-31T15:20+01:00',
			'2024-06-30T24:00+01:00',
			'2024-06-30T15:60Z',
			'2024-06-30T15:20+0100',
			'2024-06-30T15:20+25:00',
			'',
		])('refuses termin_date %j', async (termin_date) => {
			const body = { ident_id: PENDING_IDENT_ID, termin_date, termin_user: '1' };
			const answer = await bench.post('/ident/setOnboardifyAppointment', body);
			expect(answer.status).toBe(400);
			expect(String(answer.json().messages)).toContain('termin_date:');
			expect(bench.sandbox.appointments).toEqual([]);
		});

		it('names every missing field and takes Z', async () => {
			const empty = await bench.post('/ident/setOnboardifyAppointment', { extra: 1 });
			const messages = String(empty.json().messages);
			for (const name of ['ident_id:', 'termin_date:', 'termin_user:', 'extra:']) {
				expect(messages).toContain(name);
			}
			const body = {
				ident_id: PENDING_IDENT_ID,
				termin_date: '2024-06-30T15:20Z',
				termin_user: '1',
			};
			expect((await bench.post('/ident/setOnboardifyAppointment', body)).status).toBe(200);
		});
	});

	describe('projects and webhooks', () => {
		const six = { id: '6', title: '911 Internet GmbH', status: 'Active' };

		it('lists projects as in the sample', async () => {
			const answer = (await bench.get('/project/getAll')).json();
			expect(answer).toMatchObject({ result: true, messages: [], response_status: 200 });
			const projects = answer.data as object[];
			expect(projects[0]).toEqual(six);
			expect(projects.map((project) => Object.values(project)[0])).toEqual([
				'6',
				'13',
				'274',
				'99',
			]);
		});

		it.each([PROJECT_GET_CURL_BODY, '{"project_id":"6"}'])('gets a project by %s', async (body) => {
			const answer = await bench.get('/project/get', { body });
			expect(answer.json()).toEqual({
				result: true,
				messages: [],
				data: six,
				response_status: 200,
			});
		});

		it('wants the body on GET, not a query', async () => {
			expect((await bench.get('/project/get')).status).toBe(400);
			expect((await bench.get('/project/get?project_id=6')).status).toBe(400);
			expect((await bench.get('/project/get', { body: '{}' })).status).toBe(400);
			const unknown = await bench.get('/project/get', { body: '{"project_id":7}' });
			expect(unknown.status).toBe(404);
		});

		it('lists webhooks as in the sample', async () => {
			bench.sandbox.webhooks.register('https://xxxxxx.xxx');
			bench.sandbox.webhooks.register('https://other.example', 'someone-else');
			expect((await bench.get('/webhook/getAll')).json()).toEqual({
				result: true,
				response_status: 200,
				messages: [],
				data: [
					{
						id: '1',
						status: '1',
						url: 'https://xxxxxx.xxx',
						created_at: '2024-09-13 10:25:26',
						updated_at: '2024-09-13 10:25:26',
					},
				],
			});
		});
	});
});
