import { pdfContent } from '../../../nodes/Identify/contract/fields';
import { fromBase64, isPdf, toPdfContent } from '../../../nodes/Identify/resources/ident/pdf';

const PDF = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n', 'latin1');
const base64 = PDF.toString('base64');

describe('isPdf', () => {
	it.each([
		['a PDF', PDF, true],
		['one after other bytes', Buffer.concat([Buffer.alloc(1019), PDF]), true],
		['one too far behind', Buffer.concat([Buffer.alloc(1024), PDF]), false],
		['nothing', Buffer.alloc(0), false],
		['a ZIP file', Buffer.from('PK\u0003\u0004'), false],
		['HTML', Buffer.from('<!DOCTYPE html>'), false],
		['half a mark', Buffer.from('%PD'), false],
	])('%s: %s', (_what, file, expected) => {
		expect(isPdf(file)).toBe(expected);
	});
});

it('toPdfContent writes the documented form', () => {
	expect(toPdfContent(PDF)).toBe(`data:@file/pdf;base64,${base64}`);
	expect(pdfContent.safeParse(toPdfContent(PDF)).success).toBe(true);
});

describe('fromBase64', () => {
	it.each([
		['base64', base64],
		['base64 in lines', base64.replace(/(.{10})/g, '$1\r\n')],
		['base64 without padding', base64.replace(/=+$/, '')],
		['base64url', PDF.toString('base64url')],
		['the documented form', `data:@file/pdf;base64,${base64}`],
		['a data URI', `data:application/pdf;base64,${base64}`],
		['a data URI with a name', `data:application/pdf;filename=a.pdf;base64,${base64}`],
		['a data URI in upper case', `DATA:APPLICATION/PDF;BASE64,${base64}`],
	])('reads %s', (_what, text) => {
		expect(fromBase64(text)?.equals(PDF)).toBe(true);
	});

	it.each([
		['nothing', ''],
		['blanks', ' \n'],
		['a data URI without content', 'data:application/pdf;base64,'],
		['the file itself', PDF.toString('latin1')],
		['a web address', 'https://example.com/contract.pdf'],
		['a file name', 'contract.pdf'],
		['a data URI that is not base64', 'data:application/pdf,%25PDF'],
		['padding in the middle', `${base64.slice(0, 4)}=${base64.slice(4)}`],
		['an object', '{"data":"x"}'],
	])('refuses %s', (_what, text) => {
		expect(fromBase64(text)).toBeUndefined();
	});
});
