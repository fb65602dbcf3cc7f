import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { PERSON } from '../support/person';
import { asItems, bodyOf, createFromItem, createParameters, locator, useBench } from './support';

const bench = useBench();

/** Creates one ident and returns what Identify got; fails with the node's message. */
async function sent(
	parameters: INodeParameters,
	items: INodeExecutionData[] = asItems([PERSON]),
	timezone = 'Europe/Berlin',
): Promise<IDataObject> {
	const settings = { timezone };
	const { error } = await bench().run('ident', 'create', parameters, { items, settings });
	expect(error?.message).toBeUndefined();
	const body: IDataObject = JSON.parse(bench().call.body.toString('utf8'));
	return body;
}

/** Runs `ident:create`, which must refuse its input, and returns the message. */
async function refusal(parameters: INodeParameters, items?: INodeExecutionData[]) {
	const { error, json } = await bench().run('ident', 'create', parameters, { items });
	expect(json).toEqual([]);
	expect(bench().sandbox.requests.count).toBe(0);
	return error?.message ?? '';
}

describe('dates', () => {
	test.each([
		['n8n date-time', '1981-09-05T00:00:00'],
		['n8n date-time with a time', '1981-09-05T23:30:00'],
		['ISO date', '1981-09-05'],
		['DD.MM.YYYY', '05.09.1981'],
		['D.M.YYYY', '5.9.1981'],
		['with blanks', ' 05.09.1981 '],
		['midnight in Berlin as UTC', '1981-09-04T22:00:00.000Z'],
		['midnight in UTC', '1981-09-05T00:00:00.000Z'],
		['midnight with the offset of Berlin', '1981-09-05T00:00:00.000+02:00'],
		['midnight with another offset', '1981-09-05T00:00:00-07:00'],
	])('birthday as %s (%s)', async (_name, birthday) => {
		const item = { ...PERSON, birthday };
		expect(await sent(createFromItem(), asItems([item]))).toMatchObject({ birthday: '1981-09-05' });
		bench().reset();
		expect(await sent(createParameters({ birthday }))).toMatchObject({ birthday: '1981-09-05' });
	});

	test.each([
		"={{ DateTime.fromISO('1981-09-05') }}",
		"={{ DateTime.fromISO('1981-09-05', { zone: 'Asia/Tokyo' }) }}",
		"={{ DateTime.fromFormat('05/09/1981', 'dd/MM/yyyy') }}",
		"={{ DateTime.fromISO('1981-09-05').toISODate() }}",
		"={{ '1981-09-05'.toDateTime() }}",
		"={{ new Date('1981-09-05') }}",
		"={{ new Date('1981-09-05').toISOString() }}",
		"={{ DateTime.fromISO('1981-09-05').toFormat('dd.MM.yyyy') }}",
		'={{ $json.born.split(" ")[0] }}',
	])('birthday as expression %s', async (birthday) => {
		const items = asItems([{ born: '05.09.1981 12:00' }]);
		expect(await sent(createParameters({ birthday }), items)).toMatchObject({
			birthday: '1981-09-05',
		});
	});

	test('$now is today in the workflow’s timezone', async () => {
		const parameters = createParameters({ idDocument: { id_issue_date: '={{ $now }}' } });
		const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Pacific/Kiritimati' });
		const before = today();
		const { id_issue_date: date } = await sent(parameters, undefined, 'Pacific/Kiritimati');
		expect([before, today()]).toContain(date);
	});

	test('dates of the document are read the same way', async () => {
		const idDocument = { id_issue_date: '10.05.2021', id_end_date: '2031-05-09T00:00:00' };
		expect(await sent(createParameters({ idDocument }))).toMatchObject({
			id_issue_date: '2021-05-10',
			id_end_date: '2031-05-09',
		});
	});

	test.each([
		'31.02.1990',
		'1990-02-31',
		'1990-02-31T00:00:00',
		'1990-13-01',
		'05.09.81',
		'9/5/1981',
		'yesterday',
		'368496000000',
	])('%s is no date: the message says so and shows it', async (birthday) => {
		const message = await refusal(createFromItem(), asItems([{ ...PERSON, birthday }]));
		expect(message).toMatch(/Item 0: Birthday must be a date that exists/);
		expect(message).toContain(`"${birthday}"`);
	});
});

describe('countries', () => {
	test.each([
		['de', 'DE'],
		['DE', 'DE'],
		['DEU', 'DE'],
		['deu', 'DE'],
		['Germany', 'DE'],
		['Deutschland', 'DE'],
		['deutschland', 'DE'],
		[' Deutschland ', 'DE'],
		['Österreich', 'AT'],
		['ÖSTERREICH', 'AT'],
		['Austria', 'AT'],
		['Schweiz', 'CH'],
		['Türkei', 'TR'],
		['Turkey', 'TR'],
		['Polska', 'PL'],
		['Česko', 'CZ'],
		['Tschechien', 'CZ'],
		['Czech Republic', 'CZ'],
		['United Kingdom', 'GB'],
		['Großbritannien', 'GB'],
		['USA', 'US'],
		['Vereinigte Staaten', 'US'],
		['UK', 'GB'],
	])('%s is %s', async (entered, code) => {
		const items = asItems([{ ...PERSON, nationality: entered, country: entered }]);
		const idDocument = { id_country: '={{ $json.country }}' };
		expect(await sent(createFromItem({ idDocument }), items)).toMatchObject({
			nationality: code,
			country: code,
			id_country: code,
		});
	});

	test.each(['Germ', 'Bavaria', 'XX', '49'])('%s is no country', async (country) => {
		const message = await refusal(createFromItem(), asItems([{ ...PERSON, country }]));
		expect(message).toMatch(/Item 0: Country must be a country, e\.g\. DE, DEU, Germany/);
		expect(message).toContain(`"${country}"`);
	});
});

describe('letters', () => {
	test('ß and umlauts in upper case, as ID documents print them', async () => {
		const items = asItems([
			{
				...PERSON,
				person_first_name: 'Jürgen Đorđe',
				person_last_name: 'Weiß-Müller',
				street: 'Königstraße',
				city: 'Gießen',
			},
		]);
		const additionalFields = { birth_place: 'Łódź' };
		expect(await sent(createFromItem({ additionalFields }), items)).toMatchObject({
			person_first_name: 'JÜRGEN ĐORĐE',
			person_last_name: 'WEIß-MÜLLER',
			street: 'KÖNIGSTRAßE',
			city: 'GIEßEN',
			birth_place: 'ŁÓDŹ',
		});
		expect(bench().call.validation.uppercaseViolations).toEqual([]);
	});

	test('blanks around a text are cut off', async () => {
		const items = asItems([
			{ ...PERSON, person_first_name: '  Jane \n', email: ' a@example.com ' },
		]);
		expect(await sent(createFromItem(), items)).toMatchObject({
			person_first_name: 'JANE',
			email: 'a@example.com',
		});
	});

	test('closed lists are matched whatever their case', async () => {
		const parameters = createParameters({
			additionalFields: { gender: '={{ "female" }}', language: '={{ "EN" }}' },
			idDocument: { type_of_id: '={{ "personalausweis" }}' },
		});
		expect(await sent(parameters)).toMatchObject({
			gender: 'FEMALE',
			language: 'en',
			type_of_id: 'Personalausweis',
		});
	});
});

describe('bad values are named as the person sees them, and nothing is sent', () => {
	test.each([
		['email', { ...PERSON, email: 'jane@example' }, /Item 0: Email must be an e-mail address/],
		['phone', { ...PERSON, mobile_phone: 'none' }, /Item 0: Mobile Phone must be a phone number/],
		[
			'missing',
			{ ...PERSON, zip_code: undefined },
			/Item 0: ZIP Code is required, but it is empty/,
		],
		['null', { ...PERSON, street: null }, /Item 0: Street is required, but it is empty/],
		['blank', { ...PERSON, city: ' \t' }, /Item 0: City is required, but it is empty/],
		['object', { ...PERSON, city: { name: 'X' } }, /Item 0: City must be a text/],
		['list', { ...PERSON, house_no: ['1'] }, /Item 0: House Number must be a text/],
	])('%s', async (_name, person: IDataObject, message) => {
		expect(await refusal(createFromItem(), asItems([person]))).toMatch(message);
	});

	test.each([
		[{ additionalFields: { gender: '={{ "x" }}' } }, 'Additional Fields > Gender must be one of'],
		[
			{ additionalFields: { language: '={{ "fr" }}' } },
			'Additional Fields > Language must be one of',
		],
		[{ idDocument: { type_of_id: '={{ "ID" }}' } }, 'ID Document > Document Type must be one of'],
		[
			{ idDocument: { id_country: '={{ "Q" }}' } },
			'ID Document > Issuing Country must be a country',
		],
		[{ idDocument: { id_issue_date: 'x' } }, 'ID Document > Issue Date must be a date'],
		[{ idDocument: { id_end_date: 'x' } }, 'ID Document > Valid Until must be a date'],
		[{ project_id: locator('={{ "" }}') }, 'Project is required'],
		[{ project_id: locator('={{ $json.nothing }}', 'list') }, 'Project is required'],
		[{ pdfSource: '={{ "fax" }}', pdf_url: 'x', pdf_content: 'x' }, 'PDF to Sign must be one of'],
	])('%j', async (changes: INodeParameters, message) => {
		expect(await refusal(createParameters(changes))).toContain(`Item 0: ${message}`);
	});

	test('the message survives n8n’s own words for network errors', async () => {
		// n8n replaces a whole message in which it finds EACCES, ENOENT, EPERM and the like.
		const message = await refusal(
			createFromItem(),
			asItems([{ ...PERSON, email: 'info@freeaccess' }]),
		);
		expect(message).toMatch(/Item 0: Email must be an e-mail address/);
	});

	test.each(['', 'https://identify24.de/', 'a b', '../project/getAll', 'x?y=1'])(
		'ident "%s"',
		async (id) => {
			const { error } = await bench().run(
				'ident',
				'get',
				{ ident_id: locator('={{ $json.id }}') },
				{ items: asItems([{ id }]) },
			);
			expect(error?.message).toMatch(/Item 0: Ident (must be an ident ID|is required)/);
			expect(bench().sandbox.requests.count).toBe(0);
		},
	);
});

test('texts of a body are UTF-8, whatever is in them', async () => {
	const custom1 = 'Ω “quoted” \\ \u0007 😀 </script>';
	await sent(createParameters({ customFields: { custom1: `={{ ${JSON.stringify(custom1)} }}` } }));
	expect(bodyOf(bench().call)).toMatchObject({ custom1 });
	expect(bench().sandbox.created[0]?.fields.custom1).toBe(custom1);
});
