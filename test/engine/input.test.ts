import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { SUCCESSFUL_IDENT_ID } from '../sandbox';
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

	test('$today is today in the workflow’s timezone', async () => {
		const parameters = createParameters({ idDocument: { id_issue_date: '={{ $today }}' } });
		const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Pacific/Kiritimati' });
		const before = today();
		const { id_issue_date: date } = await sent(parameters, undefined, 'Pacific/Kiritimati');
		expect([before, today()]).toContain(date);
	});

	test('$now is a moment, not a day', async () => {
		const message = await refusal(createParameters({ birthday: '={{ $now }}' }));
		expect(message).toMatch(/Birthday is a moment, not a day: \d\d:\d\d in .*Europe\/Berlin/);
	});

	test('the numbers of spreadsheets and other programs', async () => {
		const item = { ...PERSON, birthday: 29834 };
		const idDocument = { id_issue_date: '={{ 1620604800000 }}' };
		expect(await sent(createFromItem({ idDocument }), asItems([item]))).toMatchObject({
			birthday: '1981-09-05',
			id_issue_date: '2021-05-10',
		});
	});

	test('dates of the document are read the same way', async () => {
		const idDocument = { id_issue_date: '10.05.2021', id_end_date: '2031-05-09T00:00:00' };
		expect(await sent(createParameters({ idDocument }))).toMatchObject({
			id_issue_date: '2021-05-10',
			id_end_date: '2031-05-09',
		});
	});

	test.each([
		['31.02.1990', /is 31 February 1990, which does not exist/],
		['31 Feb 1981', /is 31 February 1981, which does not exist/],
		['1990-02-31T00:00:00', /is 31 February 1990, which does not exist/],
		['1990-13-01', /has the month 13, which does not exist/],
		['05.09.81', /has a year of two digits/],
		['9/5/1981', /may be 9 May 1981 or 5 September 1981/],
		['1981-09-04T12:00:00Z', /is a moment, not a day: 14:00 in .*Europe\/Berlin/],
		['yesterday', /must be a date that exists/],
		['1981', /is a number that is no day/],
	])('%s is no date: the message says why and shows it', async (birthday, cause) => {
		const message = await refusal(createFromItem(), asItems([{ ...PERSON, birthday }]));
		expect(message).toMatch(/Item 0: Birthday /);
		expect(message).toMatch(cause);
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
		const zip_code = ['AT', 'CH'].includes(code) ? '1010' : PERSON.zip_code;
		const items = asItems([{ ...PERSON, zip_code, nationality: entered, country: entered }]);
		const idDocument = { id_country: '={{ $json.country }}' };
		expect(await sent(createFromItem({ idDocument }), items)).toMatchObject({
			nationality: code,
			country: code,
			id_country: code,
		});
	});

	test.each([
		['Congo', /may be Republic of the Congo \(CG\) or Democratic Republic of the Congo \(CD\)/],
		['Korea', /may be South Korea \(KR\) or North Korea \(KP\)/],
		['Jugoslawien', /is a country that no longer exists/],
	])('%s is not guessed', async (nationality, cause) => {
		const message = await refusal(createFromItem(), asItems([{ ...PERSON, nationality }]));
		expect(message).toMatch(/Item 0: Nationality /);
		expect(message).toMatch(cause);
	});

	test('a nationality in words, and the entries of the dropdown', async () => {
		const items = asItems([{ ...PERSON, nationality: 'niemiecka', country: 'Germany (DE)' }]);
		expect(await sent(createFromItem(), items)).toMatchObject({ nationality: 'DE', country: 'DE' });
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

	test('what no one sees is mended: composed letters, zero-width marks, entities', async () => {
		const items = asItems([
			{
				...PERSON,
				person_first_name: 'Ju\u0308r\u200Bgen',
				person_last_name: 'O&#039;Neill\u00A0M&uuml;ller',
				email: 'juergen\u200B@example\u00AD.com',
				mobile_phone: '+49\u2011151\u202F11111111',
				street: 'Ko\u0308nig\nstraße',
				city: '\u202ANu\u0308rnberg\u202C',
			},
		]);
		expect(await sent(createFromItem(), items)).toMatchObject({
			person_first_name: 'JÜRGEN',
			person_last_name: "O'NEILL MÜLLER",
			email: 'juergen@example.com',
			mobile_phone: '+4915111111111',
			street: 'KÖNIG STRAßE',
			city: 'NÜRNBERG',
		});
	});

	test('what the partner’s own fields hold stays as it is', async () => {
		const customFields = { custom1: 'M&uuml;ller\u200B', custom_id: 'a\u00A0b' };
		expect(await sent(createParameters({ customFields }))).toMatchObject(customFields);
	});

	test('salutations, locales and other words for closed lists', async () => {
		const parameters = createParameters({
			additionalFields: { gender: '={{ "Frau Dr." }}', language: '={{ "cs_CZ" }}' },
			idDocument: { type_of_id: '={{ "passport" }}' },
		});
		expect(await sent(parameters)).toMatchObject({
			gender: 'FEMALE',
			language: 'cs',
			type_of_id: 'Reisepass',
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
			'phone number with too few digits',
			{ ...PERSON, mobile_phone: '0151' },
			/Item 0: Mobile Phone has 4 digits and is no phone number of DE/,
		],
		[
			'lost letter',
			{ ...PERSON, person_last_name: 'M\uFFFDller' },
			/Item 0: Last Name has a "\uFFFD" where letters were lost before this node/,
		],
		[
			'ZIP code that has lost its zero',
			{ ...PERSON, zip_code: '1067' },
			/Item 0: ZIP Code has 4 digits, but those of DE have 5/,
		],
		[
			'street without a number',
			{ ...PERSON, house_no: '' },
			/Item 0: House Number is required, but it is empty/,
		],
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

describe('addresses', () => {
	test.each([
		['Markgrafenstr. 23 a', 'MARKGRAFENSTR.', '23 a'],
		['Straße des 17. Juni 135', 'STRAßE DES 17. JUNI', '135'],
		['Hauptstr. 5-7', 'HAUPTSTR.', '5-7'],
	])('%s is split where the house number is empty', async (street, sentStreet, house_no) => {
		const items = asItems([{ ...PERSON, street, house_no: ' ' }]);
		expect(await sent(createFromItem(), items)).toMatchObject({ street: sentStreet, house_no });
	});

	test('a street keeps its number where there is a house number', async () => {
		const items = asItems([{ ...PERSON, street: 'Straße 23', house_no: 4 }]);
		expect(await sent(createFromItem(), items)).toMatchObject({
			street: 'STRAßE 23',
			house_no: '4',
		});
	});

	test('a ZIP code as a number gets its zero back; that of Vienna has none', async () => {
		const items = asItems([{ ...PERSON, zip_code: 1067 }]);
		expect(await sent(createFromItem(), items)).toMatchObject({ zip_code: '01067' });
		bench().reset();
		const vienna = { ...PERSON, zip_code: 1010, country: 'AT', mobile_phone: '0660 1234567' };
		expect(await sent(createFromItem(), asItems([vienna]))).toMatchObject({
			zip_code: '1010',
			country: 'AT',
			mobile_phone: '+436601234567',
		});
	});
});

describe('a project or an ident given as an object or a list', () => {
	test.each([
		['{{ $json.project }}', { project: { id: '6' } }],
		['{{ $json.project }}', { project: { id: 6, title: '911 Internet GmbH', status: 'Active' } }],
		['{{ $json.project }}', { project: ['6'] }],
		['{{ $json.project }}', { project: [{ id: 6 }] }],
		['{{ $json }}', { project_id: '6', id: 'x' }],
	])('={{ %s }} of %j', async (expression, json: IDataObject) => {
		const project_id = locator(`=${expression}`);
		expect(await sent(createParameters({ project_id }), asItems([json]))).toMatchObject({
			project_id: '6',
		});
	});

	test.each([
		[{ project: ['6', '13'] }, /Project is a list of 2 entries: give one ID/],
		[{ project: [] }, /Project is a list of 0 entries/],
		[{ project: { title: 'a', status: 'b' } }, /Project is an object without an obvious ID/],
	])('%j is refused', async (json: IDataObject, cause) => {
		const project_id = locator('={{ $json.project }}');
		const message = await refusal(createParameters({ project_id }), asItems([json]));
		expect(message).toMatch(cause);
		expect(message).not.toContain('[object Object]');
	});

	test('what Create returned is an ident', async () => {
		const created = {
			ident_id: SUCCESSFUL_IDENT_ID,
			conference_url: `https://identify24.de/apply/${SUCCESSFUL_IDENT_ID}`,
			messages: [],
		};
		const { json, error } = await bench().run(
			'ident',
			'get',
			{ ident_id: locator('={{ $json }}') },
			{ items: asItems([created]) },
		);
		expect(error?.message).toBeUndefined();
		expect(json).toMatchObject([{ ident_id: SUCCESSFUL_IDENT_ID }]);
	});
});

test('texts of a body are UTF-8, whatever is in them', async () => {
	const custom1 = 'Ω “quoted” \\ \u0007 😀 </script>';
	await sent(createParameters({ customFields: { custom1: `={{ ${JSON.stringify(custom1)} }}` } }));
	expect(bodyOf(bench().call)).toMatchObject({ custom1 });
	expect(bench().sandbox.created[0]?.fields.custom1).toBe(custom1);
});
