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
