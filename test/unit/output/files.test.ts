import { identGetData } from '../../../nodes/Identify/contract/ident';
import { readJson } from '../../../nodes/Identify/contract/json';
import { listFiles } from '../../../nodes/Identify/output/ident';
import { SAMPLE_RESPONSES } from '../contract/samples';

const HASH = 'ad00dc69f4f145342e74baccb9986987566849b8bd213b5920a8f2a238006e37';
const FIELDS = ['file_type', 'file_name', 'file_date', 'file_size', 'file_hash', 'download_url'];

/** The files of an answer whose `data` has these sections. */
function filesOf(sections: object) {
	return listFiles(identGetData.response.parse({ data: { ident: { id: '1' }, ...sections } }).data);
}

describe('listFiles', () => {
	const { data } = identGetData.response.parse(readJson(SAMPLE_RESPONSES['ident/getIdentData']));

	it("gives the documentation's five files in one form, in its order", () => {
		const files = listFiles(data);
		expect(files.map(({ file_type, file_name }) => [file_type, file_name])).toEqual([
			['identification_pdf', 'identification_pdf'],
			['signed_pdf', 'signed.pdf'],
			['recordings', '65e5a013502a2.webm'],
			['screenshots', '28804.png'],
			['screenshots', '54071.png'],
		]);
		for (const file of files) expect(Object.keys(file)).toEqual(FIELDS);
	});

	it('reads download_url and download_link, dates and hashes', () => {
		const [pdf, , recording, screenshot] = listFiles(data);
		expect(pdf).toEqual({
			file_type: 'identification_pdf',
			file_name: 'identification_pdf',
			file_date: '2024-02-21T11:10:25',
			file_size: '1.42 MB',
			file_hash: HASH,
			download_url: 'https://api.identify24.de/download/xxx/identification.pdf',
		});
		expect(recording?.file_hash).toBeNull();
		expect(screenshot?.download_url).toBe('https://api.identify24.de/download/29078/28804.png');
	});

	const file = { file_name: 'a.pdf', download_url: 'https://x.de/a.pdf' };

	it.each([
		['no sections', {}],
		['null', { identification_pdf: null, signed_pdf: null, recordings: null, screenshots: null }],
		['empty lists', { identification_pdf: [], signed_pdf: [], recordings: [], screenshots: [] }],
		['empty texts', { identification_pdf: '', signed_pdf: '', recordings: '', screenshots: '' }],
		['false', { identification_pdf: false, recordings: false }],
		['an empty object', { identification_pdf: {}, recordings: [{}] }],
		['an unknown section', { contracts: [file] }],
	])('gives nothing for %s', (_what, sections) => {
		expect(filesOf(sections)).toEqual([]);
	});

	it('reads a list where one file is documented, and one file where a list is', () => {
		const names = filesOf({ signed_pdf: [file, file], recordings: file, screenshots: [file] });
		expect(names.map(({ file_type }) => file_type)).toEqual([
			'signed_pdf',
			'signed_pdf',
			'recordings',
			'screenshots',
		]);
	});

	it.each<[string, object, string[]]>([
		['a list with a gap', { '0': { file_name: 'a' }, '2': { file_name: 'c' } }, ['a', 'c']],
		['a list that begins at 1', { '1': { file_name: 'b' } }, ['b']],
		['a list of more than ten', { '10': { file_name: 'k' }, '9': { file_name: 'j' } }, ['j', 'k']],
		['files under IDs', { x7: { file_name: 'a' }, b3: { file_name: 'b' } }, ['a', 'b']],
		['a list with nothing between', [null, { file_name: 'a' }, ''], ['a']],
		['a keyed list with nothing between', { '0': null, '1': { file_name: 'a' } }, ['a']],
	])('reads %s', (_what, section, names) => {
		const expected = (type: string) => names.map((name) => [type, name]);
		const shown = filesOf({ recordings: section, screenshots: section, signed_pdf: section });
		expect(shown.map(({ file_type, file_name }) => [file_type, file_name])).toEqual([
			...expected('signed_pdf'),
			...expected('recordings'),
			...expected('screenshots'),
		]);
	});

	it('takes whichever address is filled', () => {
		const [screenshot, recording, none] = filesOf({
			recordings: [
				{ file_name: 'a', download_url: '', download_link: 'https://x.de/a' },
				{ file_name: 'b', download_url: 'https://x.de/b', download_link: 'https://x.de/c' },
				{ file_name: 'c', file_hash: '', file_size: 12 },
			],
		});
		expect(screenshot?.download_url).toBe('https://x.de/a');
		expect(recording?.download_url).toBe('https://x.de/b');
		expect(none).toMatchObject({ download_url: null, file_hash: null, file_size: '12' });
	});
});
