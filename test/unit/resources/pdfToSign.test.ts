import { pdfContent } from '../../../nodes/Identify/contract/fields';
import { InvalidItem } from '../../../nodes/Identify/input/invalidItem';
import { createProperties } from '../../../nodes/Identify/resources/ident/createProperties';
import { pdfToSign } from '../../../nodes/Identify/resources/ident/createPdf';
import { Item } from '../../../nodes/Identify/input/item';
import { contextWith } from '../input/stubs';

/** The fields that are sent, and what is wrong with the item. */
async function read(parameters: Record<string, unknown>) {
	const context = contextWith(parameters);
	const item = new Item(context, 0, createProperties);
	const { fields } = await pdfToSign(item, context);
	const sent = Object.entries(fields).map(([name, { text }]) => [name, text]);
	try {
		item.finish();
	} catch (error) {
		if (error instanceof InvalidItem) return { sent: {}, faults: error.message };
		throw error;
	}
	return { sent: Object.fromEntries(sent), faults: '' };
}

// Its base64 has "+" and "/", which base64url writes differently.
const PDF = Buffer.from('%PDF-1.7\n\u00fb\u00ff\u00fe?>\u00ff\n', 'latin1');
const base64 = PDF.toString('base64');

describe('the PDF source base64', () => {
	it.each([
		['base64', base64],
		['base64 in lines', base64.replace(/(.{8})/g, '$1\n')],
		['base64url', PDF.toString('base64url')],
		['the documented form', `data:@file/pdf;base64,${base64}`],
		['a data URI', `data:application/pdf;base64,${base64}`],
		['a data URI as jsPDF writes it', `data:application/pdf;filename=a.pdf;base64,${base64}`],
		['a data URI in upper case', `DATA:APPLICATION/PDF;BASE64,${base64}`],
		['a data URI of base64url', `data:application/pdf;base64,${PDF.toString('base64url')}`],
	])('sends %s in a form that the contract takes', async (_what, pdf_content) => {
		const { sent, faults } = await read({ pdfSource: 'base64', pdf_content });
		expect(faults).toBe('');
		expect(pdfContent.safeParse(sent.pdf_content).error?.issues ?? []).toEqual([]);
		const content = String(sent.pdf_content).split(';base64,')[1] ?? '';
		expect(Buffer.from(content, 'base64').equals(PDF)).toBe(true);
	});

	it.each([
		['nothing', '', /^PDF Content is required/],
		['no base64', 'contract.pdf', /^PDF Content is not base64 \(it is "contract\.pdf"\)/],
		['another file', Buffer.from('PK\u0003\u0004').toString('base64'), /^PDF Content is not a PDF/],
	])('refuses %s', async (_what, pdf_content, faults) => {
		expect(await read({ pdfSource: 'base64', pdf_content })).toEqual({
			sent: {},
			faults: expect.stringMatching(faults),
		});
	});
});

describe('the other PDF sources', () => {
	const pdf_url = 'https://example.com/contract.pdf';

	it('none sends nothing, whatever the hidden fields hold', async () => {
		const hidden = { pdf_url, pdf_content: base64, pdfBinaryField: 'data' };
		expect(await read({ pdfSource: 'none', ...hidden })).toEqual({ sent: {}, faults: '' });
		expect(await read(hidden)).toEqual({ sent: {}, faults: '' });
	});

	it('url sends the address alone', async () => {
		expect(await read({ pdfSource: 'url', pdf_url, pdf_content: base64 })).toEqual({
			sent: { pdf_url },
			faults: '',
		});
	});

	it.each([
		['url without an address', { pdfSource: 'url', pdf_url: ' ' }, /^PDF URL is required/],
		[
			'binary without a file',
			{ pdfSource: 'binary', pdfBinaryField: 'data' },
			/^Input Data Field Name names no file of the item: it has no file at all/,
		],
		[
			'a source that is none',
			{ pdfSource: 'ftp' },
			/^PDF to Sign must be one of none, binary, url, base64/,
		],
	])('refuses %s', async (_what, parameters, faults) => {
		expect((await read(parameters)).faults).toMatch(faults);
	});
});
