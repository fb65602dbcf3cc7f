import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { asItems, createFromItem, createParameters, people, useBench } from './support';

const bench = useBench();

/** Runs `ident:create`, which must refuse its input, and returns the message. */
async function refusal(parameters: INodeParameters, items?: INodeExecutionData[]) {
	const { error, json } = await bench().run('ident', 'create', parameters, { items });
	expect(json).toEqual([]);
	expect(bench().sandbox.requests.count).toBe(0);
	return error?.message ?? '';
}

const text = Buffer.from('This is a letter.').toString('base64');
const files = { contract: { data: text, mimeType: 'application/pdf' } };
const fromField = (field: string) => createFromItem({ pdfSource: 'binary', pdfBinaryField: field });

test('a file that is no PDF, whatever its media type says', async () => {
	const [first, second] = people(2);
	const items = [
		{ ...first!, binary: { contract: { ...files.contract, data: btoa('%PDF-1.7\n') } } },
		{ ...second!, binary: files },
	];
	const message = await refusal(fromField('contract'), items);
	expect(message).toMatch(/Item 1: Input Data Field Name .*not a PDF.*"contract"/);
});

test('a missing field: the message names those that are there', async () => {
	const items = people(1).map((item) => ({ ...item, binary: files }));
	const message = await refusal(fromField('data'), items);
	expect(message).toMatch(/Item 0: Input Data Field Name names no file of the item.*contract/);
	expect(message).toContain('"data"');
});

test('an item without files', async () => {
	const message = await refusal(fromField('data'), people(1));
	expect(message).toMatch(
		/Item 0: Input Data Field Name names no file of the item.*no file at all/,
	);
});

test('a file that n8n has lost: the message names the field', async () => {
	const id = 'filesystem-v2:workflows/1/executions/1/binary_data/gone';
	const contract = { id, data: 'filesystem-v2', mimeType: 'application/pdf' };
	const items = people(1).map((item) => ({ ...item, binary: { contract } }));
	const message = await refusal(fromField('contract'), items);
	expect(message).toMatch(/Item 0: Input Data Field Name names a file that n8n cannot read: /);
});

test.each([
	['not base64 at all', 'ä*?!', /Item 0: PDF Content is not base64/],
	['base64 cut off', `${btoa('%PDF-1.7\n').slice(0, 9)}`, /Item 0: PDF Content is not base64/],
	['base64 of something else', text, /Item 0: PDF Content is not a PDF/],
	['empty', '', /Item 0: PDF Content is required/],
	[
		'a data URI of something else',
		`data:application/pdf;base64,${text}`,
		/PDF Content is not a PDF/,
	],
])('base64 that is %s', async (_name, content, message) => {
	const parameters = createParameters({
		pdfSource: 'base64',
		pdf_content: '={{ $json.content }}',
	});
	expect(await refusal(parameters, asItems([{ content }]))).toMatch(message);
});

test.each(['', 'contract.pdf', 'file:///etc/passwd', 'https://'])('URL "%s"', async (url) => {
	const parameters = createParameters({ pdfSource: 'url', pdf_url: '={{ $json.url }}' });
	expect(await refusal(parameters, asItems([{ url }]))).toMatch(/Item 0: PDF URL (must be|is req)/);
});

test('other faults of the same item are named along with it', async () => {
	const items = people(1, { 0: { email: 'x', birthday: '' } });
	const message = await refusal(fromField('data'), items);
	expect(message).toMatch(/Email must be/);
	expect(message).toMatch(/Birthday is required/);
	expect(message).toMatch(/Input Data Field Name names no file/);
});

describe('the field given as a file instead of its name', () => {
	const pdf = { data: btoa('%PDF-1.7\n'), mimeType: 'application/pdf', fileName: 'contract.pdf' };
	const sentPdf = `data:@file/pdf;base64,${pdf.data}`;
	const create = async (field: string, item: INodeExecutionData, settings = {}) =>
		await bench().run('ident', 'create', fromField(field), { items: [item], settings });
	const [person] = people(1);

	test.each([
		['the file', '={{ $("Source").item.binary.contract }}'],
		['the file, of the item itself', '={{ $binary.contract }}'],
		['all files, of which there is one', '={{ $binary }}'],
		['a list of one', '={{ [$binary.contract] }}'],
		['its name', '={{ Object.keys($binary)[0] }}'],
	])('%s', async (_name, field) => {
		const { error } = await create(field, { ...person!, binary: { contract: pdf } });
		expect(error?.message).toBeUndefined();
		expect(bench().sandbox.created[0]?.fields.pdf_content).toBe(sentPdf);
	});

	test.each([
		['two files', '={{ $binary }}', /Input Data Field Name holds 2 files: give the name/],
		['no file', '={{ { name: "contract.pdf" } }}', /Input Data Field Name is no file: give/],
		['another kind of file', '={{ $binary.other }}', /is not a PDF \(it is "other"\)/],
	])('%s', async (_name, field, message) => {
		const other = { ...files.contract, fileName: 'letter.txt' };
		const { error } = await create(field, { ...person!, binary: { contract: pdf, other } });
		expect(error?.message).toMatch(message);
		expect(bench().sandbox.requests.count).toBe(0);
	});

	test.each([
		['contract', { contract: pdf }],
		['attachments.contract', { attachments: { contract: pdf } }],
	])('in a workflow that keeps files in the JSON: %s', async (field, json) => {
		const item = { json: { ...person!.json, ...json } };
		const { error } = await create(field, item, { binaryMode: 'combined' });
		expect(error?.message).toBeUndefined();
		expect(bench().sandbox.created[0]?.fields.pdf_content).toBe(sentPdf);
	});

	test('in such a workflow a wrong name is answered with those that are there', async () => {
		const item = { json: { ...person!.json, contract: pdf } };
		const { error } = await create('data', item, { binaryMode: 'combined' });
		expect(error?.message).toMatch(/names no file of the item: its files are in contract/);
	});
});
