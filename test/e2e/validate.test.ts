import type { IDataObject } from 'n8n-workflow';
import { data, evaluate, locator, node, useAction, type RunMore } from './actionSupport';
import {
	ADDITIONAL,
	CUSTOM,
	DOCUMENT,
	parameters,
	PDF,
	PERSON,
	PERSON_SENT,
	toFile,
} from './createSupport';

const bench = useAction();

/** Validates; not even a login may be sent. */
async function validate(changes: IDataObject = {}, more: RunMore = {}) {
	const execution = await bench.run('ident', 'validate', parameters(changes), more);
	expect(execution.errorMessage).toBeUndefined();
	expect(bench.sandbox.requests.count).toBe(0);
	return execution;
}

const valid = (request: IDataObject) => ({ valid: true, problems: [], request });

test('required fields alone', async () => {
	const execution = await validate();
	expect(execution.json('Identify')).toStrictEqual([valid(PERSON_SENT)]);
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
	const execution = await validate(changes, { before });
	expect(execution.json('Identify')).toStrictEqual([
		valid({
			...PERSON_SENT,
			project_id: '274',
			...ADDITIONAL,
			birth_place: 'ŁÓDŹ',
			...DOCUMENT,
			id_issue_date: '2021-05-10',
			id_end_date: '2031-05-09',
			...CUSTOM,
			pdf_content: { bytes: Buffer.from(PDF, 'base64').length },
		}),
	]);
});

test.each([
	[
		'base64',
		{ pdfSource: 'base64', pdf_content: PDF },
		{ pdf_content: { bytes: Buffer.from(PDF, 'base64').length } },
	],
	[
		'url',
		{ pdfSource: 'url', pdf_url: 'https://example.com/contract.pdf' },
		{ pdf_url: 'https://example.com/contract.pdf' },
	],
])('a PDF: %s', async (_source, changes, sent) => {
	const execution = await validate(changes);
	expect(execution.json('Identify')).toStrictEqual([valid({ ...PERSON_SENT, ...sent })]);
});

test('uppercase off: names and places as entered', async () => {
	const execution = await validate({ options: { uppercase: false } });
	expect(execution.json('Identify')).toStrictEqual([
		valid({ project_id: '6', ...PERSON, birthday: '1981-09-05' }),
	]);
});

test('good and bad items, and an IF that parts them; with a wrong key', async () => {
	await bench.renew({ apiKey: 'wrong' });
	const items = [
		{ mail: 'a@example.com', day: '05.09.1981' },
		{ mail: 'b@example', day: '9/5/1981' },
		{ mail: 'c@example.com', day: '1981-09-05' },
	];
	const email = '={{ $json.mail }}';
	const conditions = {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: [
			{
				id: 'c1',
				leftValue: '={{ $json.valid }}',
				rightValue: '',
				operator: { type: 'boolean', operation: 'true', singleValue: true },
			},
		],
		combinator: 'and',
	};
	const after = [
		node('Valid?', 'n8n-nodes-base.if', 2.2, { conditions, options: {} }),
		evaluate('Row', '={{ $("Source").item.json.mail }}'),
	];
	const execution = await validate({ email, birthday: '={{ $json.day }}' }, { items, after });
	const verdicts = execution.json('Identify');
	expect(verdicts.map(({ valid: isValid }) => isValid)).toEqual([true, false, true]);
	expect(verdicts[1]).toStrictEqual({
		valid: false,
		problems: [
			{
				field: 'birthday',
				label: 'Birthday',
				problem: expect.stringMatching(/^may be 9 May 1981 or 5 September 1981/),
				value: '9/5/1981',
			},
			{
				field: 'email',
				label: 'Email',
				problem: expect.stringMatching(/^must be an e-mail address/),
				value: 'b@example',
			},
		],
		request: null,
	});
	expect(execution.json('Valid?')).toHaveLength(2);
	expect(execution.json('Valid?', { output: 1 })).toHaveLength(1);
	// Each verdict leads back to its row.
	expect(execution.json('Row').map(({ value }) => value)).toEqual([
		'a@example.com',
		'c@example.com',
	]);
});

test('an expression that fails is a problem of its item', async () => {
	const execution = await validate({ email: "={{ $('Not there').item.json.email }}" });
	expect(execution.status).toBe('success');
	expect(execution.json('Identify')).toMatchObject([
		{ valid: false, problems: [{ field: 'email', label: 'Email' }], request: null },
	]);
});
