import type { IDataObject } from 'n8n-workflow';
import { data, locator, useAction } from './actionSupport';
import {
	ADDITIONAL,
	CUSTOM,
	DOCUMENT,
	PDF,
	PDF_SENT,
	PERSON,
	PERSON_SENT,
	parameters,
	toFile,
} from './createSupport';

const bench = useAction();

function expectSent(body: IDataObject) {
	bench.expectCalls({ method: 'POST', path: '/ident/create', body });
}

test('required fields alone: no other is sent', async () => {
	const execution = await bench.run('ident', 'create', parameters());
	expectSent(PERSON_SENT);
	const [ident] = bench.sandbox.created;
	expect(execution.json('Identify')).toStrictEqual([
		{
			ident_id: ident?.id,
			conference_url: `https://identify24.de/apply/${ident?.id}`,
			messages: [],
		},
	]);
});

test('every field of every collection, and a PDF from binary data', async () => {
	const changes = {
		project_id: locator('274'),
		additionalFields: ADDITIONAL,
		idDocument: DOCUMENT,
		customFields: CUSTOM,
		pdfSource: 'binary',
		pdfBinaryField: 'contract',
		options: { uppercase: true, concurrency: 2, timeout: 20_000, maxTries: 2 },
	};
	const before = [data({ pdf: PDF }), toFile('contract')];
	const execution = await bench.run('ident', 'create', parameters(changes), { before });
	expect(execution.errorMessage).toBeUndefined();
	expectSent({
		...PERSON_SENT,
		project_id: '274',
		...ADDITIONAL,
		birth_place: 'ŁÓDŹ',
		...DOCUMENT,
		id_issue_date: '2021-05-10',
		id_end_date: '2031-05-09',
		...CUSTOM,
		pdf_content: PDF_SENT,
	});
	expect(bench.calls[0]?.validation.uppercaseViolations).toEqual([]);
});

test.each([
	['binary, in the default field', { pdfSource: 'binary' }, { pdf_content: PDF_SENT }],
	['base64', { pdfSource: 'base64', pdf_content: PDF }, { pdf_content: PDF_SENT }],
	[
		'url',
		{ pdfSource: 'url', pdf_url: 'https://example.com/contract.pdf' },
		{ pdf_url: 'https://example.com/contract.pdf' },
	],
])('a PDF: %s', async (_source, changes, sent) => {
	const before = [data({ pdf: PDF }), toFile('data')];
	const execution = await bench.run('ident', 'create', parameters(changes), { before });
	expect(execution.errorMessage).toBeUndefined();
	expectSent({ ...PERSON_SENT, ...sent });
});

test('uppercase off: names and places as entered', async () => {
	await bench.run('ident', 'create', parameters({ options: { uppercase: false } }));
	expectSent({ project_id: '6', ...PERSON, birthday: '1981-09-05' });
});

test('expressions: countries by name or code, dates as people and n8n write them', async () => {
	const rows = [
		{ country: 'de', birthday: '05.09.1981' },
		{ country: 'DEU', birthday: '1981-09-05' },
		{ country: 'Germany', birthday: '1981-09-04T22:00:00Z' },
		{ country: 'Deutschland', birthday: '1981-09-05T00:00:00.000+02:00' },
	];
	const changes = { country: '={{ $json.country }}', birthday: '={{ $json.birthday }}' };
	const workflow = { timezone: 'Europe/Berlin' };
	const execution = await bench.run(
		'ident',
		'create',
		parameters({ ...changes, options: { concurrency: 1 } }),
		{ items: rows, workflow },
	);
	expect(execution.errorMessage).toBeUndefined();
	const body = { ...PERSON_SENT, country: 'DE', birthday: '1981-09-05' };
	bench.expectCalls(...rows.map(() => ({ method: 'POST', path: '/ident/create', body })));
});

test.each(['={{ DateTime.local(1981, 9, 5) }}', '={{ "1981-09-05".toDateTime() }}'])(
	'the birthday as a Luxon object: %s',
	async (birthday) => {
		const execution = await bench.run('ident', 'create', parameters({ birthday }));
		expect(execution.errorMessage).toBeUndefined();
		expectSent(PERSON_SENT);
	},
);
