import { setFlagsFromString } from 'node:v8';
import { createParameters, useBench } from './support';

/**
 * In a process that has compiled many regular expressions, as n8n has after a while, V8 stops
 * optimising them. A check of the whole base64 text by one expression then runs out of stack from
 * about 3 MB on. The flag brings V8 there at once.
 */
beforeAll(() => setFlagsFromString('--no-regexp-optimization'));
afterAll(() => setFlagsFromString('--regexp-optimization'));

const bench = useBench();

const PDF = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(9 * 1024 * 1024, 'x')]);
const BASE64 = PDF.toString('base64');

test.each([
	['binary', { pdfSource: 'binary', pdfBinaryField: 'data' }],
	['base64', { pdfSource: 'base64', pdf_content: '={{ $json.content }}' }],
])('a PDF of 9 MB from %s arrives whole', async (_name, changes) => {
	const binary = { data: { data: BASE64, mimeType: 'application/pdf' } };
	const { error } = await bench().run('ident', 'create', createParameters(changes), {
		items: [{ json: { content: BASE64 }, binary }],
	});
	expect(error?.message).toBeUndefined();
	const content = bench().sandbox.created[0]?.fields.pdf_content ?? '';
	expect(Buffer.from(content.split(',')[1] ?? '', 'base64').equals(PDF)).toBe(true);
});
