import { FILE_TYPES, type FileType } from '../../../nodes/Identify/contract/ident';
import { fileNameOf, nameFiles, type Naming } from '../../../nodes/Identify/files/fileName';

const URL_OF_PDF = 'https://api.identify24.de/download/xxx/identification.pdf';

describe('fileNameOf', () => {
	it.each<[string, FileType, string | null, string, string, string]>([
		[
			'the sample of a PDF',
			'identification_pdf',
			'identification_pdf',
			URL_OF_PDF,
			'identification_pdf.pdf',
			'application/pdf',
		],
		[
			'another PDF',
			'signed_pdf',
			'signed.pdf',
			'https://x.de/signed.pdf',
			'signed.pdf',
			'application/pdf',
		],
		[
			'a recording',
			'recordings',
			'65e5a013502a2.webm',
			'https://x.de/a',
			'65e5a013502a2.webm',
			'video/webm',
		],
		['a screenshot', 'screenshots', '28804.png', 'https://x.de/a', '28804.png', 'image/png'],
		['another picture', 'screenshots', 'a.JPG', 'https://x.de/a', 'a.JPG', 'image/jpeg'],
		['another video', 'recordings', 'a.mp4', 'https://x.de/a', 'a.mp4', 'video/mp4'],
		[
			'no name',
			'signed_pdf',
			null,
			'https://x.de/d/signed.pdf?t=1',
			'signed.pdf',
			'application/pdf',
		],
		[
			'an empty name',
			'signed_pdf',
			'',
			'https://x.de/d/signed.pdf',
			'signed.pdf',
			'application/pdf',
		],
		['no name at all', 'recordings', null, 'https://x.de/', 'recordings.webm', 'video/webm'],
		[
			'no extension, one in the address',
			'recordings',
			'clip',
			'https://x.de/1.mp4',
			'clip.mp4',
			'video/mp4',
		],
		['no extension anywhere', 'screenshots', 'shot', 'https://x.de/1', 'shot.png', 'image/png'],
		[
			'an extension that is not its kind',
			'signed_pdf',
			'a.exe',
			'https://x.de/1',
			'a.exe.pdf',
			'application/pdf',
		],
		[
			'umlauts',
			'signed_pdf',
			'Prüfung Weiß.pdf',
			'https://x.de/1',
			'Prüfung Weiß.pdf',
			'application/pdf',
		],
		[
			'no name, an address with percent signs',
			'signed_pdf',
			null,
			'https://x.de/d/Signed%20PDF%20M%C3%BCller.pdf',
			'Signed PDF Müller.pdf',
			'application/pdf',
		],
		[
			'no name, an address that a browser would encode',
			'signed_pdf',
			null,
			'https://x.de/d/Signed PDF Müller.pdf?x=%41',
			'Signed PDF Müller.pdf',
			'application/pdf',
		],
		[
			'no name, a decomposed umlaut',
			'signed_pdf',
			null,
			'https://x.de/d/Mu%CC%88ller.pdf',
			'Müller.pdf',
			'application/pdf',
		],
		[
			'a name with a decomposed umlaut',
			'signed_pdf',
			'Mu\u0308ller.pdf',
			'https://x.de/d/1',
			'Müller.pdf',
			'application/pdf',
		],
		[
			'percent signs that encode nothing',
			'signed_pdf',
			null,
			'https://x.de/d/100%25%20sicher%20%zz%FC%2.pdf',
			'100% sicher %zz%FC%2.pdf',
			'application/pdf',
		],
		[
			'percent signs encoded twice, decoded once',
			'signed_pdf',
			null,
			'https://x.de/d/a%2520b.pdf',
			'a%20b.pdf',
			'application/pdf',
		],
		[
			'percent signs in a name that was given, which may mean themselves',
			'signed_pdf',
			'100%20.pdf',
			'https://x.de/d/a.pdf',
			'100%20.pdf',
			'application/pdf',
		],
		[
			'an address whose encoded name means a path',
			'signed_pdf',
			null,
			'https://x.de/d/..%2F..%2Fetc%5Cpasswd%00.pdf',
			'_.._etc_passwd.pdf',
			'application/pdf',
		],
		['an encoded extension', 'recordings', 'clip', 'https://x.de/1%2Emp4', 'clip.mp4', 'video/mp4'],
	])('of %s', (_what, type, name, url, fileName, mediaType) => {
		expect(fileNameOf(type, name, url)).toEqual({ fileName, mediaType });
	});

	const HOSTILE = [
		'../../../etc/passwd',
		'..\\..\\windows\\system32\\a.pdf',
		'/etc/passwd',
		'C:\\a.pdf',
		'..',
		'.',
		'...',
		'.htaccess',
		' .hidden.pdf',
		'a\u0000.pdf',
		'a\r\nContent-Type: text/html.pdf',
		'invoice\u202Efdp.exe',
		'con',
		'CON.pdf',
		'nul.',
		'Com1.pdf',
		'LPT9',
		'aux.tar.pdf',
		'a:b|c?d*e<f>g"h.pdf',
		'a.pdf ',
		'a.pdf...',
		`${'x'.repeat(300)}.pdf`,
		`${'x'.repeat(50)}.${'y'.repeat(95)}.pdf`,
		`${'x'.repeat(50)} ${'y'.repeat(95)}.pdf`,
		`${'😀'.repeat(60)}x.pdf`,
		'   ',
		'',
	];

	it.each(HOSTILE)('is safe on any system for %j', (name) => {
		for (const type of FILE_TYPES) {
			const { fileName, mediaType } = fileNameOf(type, name, `https://x.de/${name}`);
			expect(fileName).toMatch(
				/^[^\s.\\/:*?"<>|\p{Cc}\p{Cf}\p{Cs}][^\\/:*?"<>|\p{Cc}\p{Cf}\p{Cs}]*$/u,
			);
			expect(fileName).not.toMatch(/[\s.]$/);
			expect(fileName).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
			expect(fileName).toMatch(/\.(pdf|webm|png)$/);
			expect(fileName.length).toBeLessThanOrEqual(110);
			expect(mediaType).toMatch(/^(application\/pdf|video\/webm|image\/png)$/);
		}
	});
});

describe('nameFiles', () => {
	const file = (type: FileType, name: string | null, url = 'https://x.de/1') => ({
		file_type: type,
		file_name: name,
		download_url: url,
	});
	const namesOf = (naming: Naming, ...files: Array<ReturnType<typeof file>>) =>
		nameFiles(naming, 'ece4f137', files).map(({ fileName }) => fileName);

	it('unique: ident, type, a number only where there are several', () => {
		const names = namesOf(
			'unique',
			file('identification_pdf', 'identification_pdf'),
			file('recordings', 'a.mp4'),
			file('screenshots', '1.PNG'),
			file('screenshots', '2.jpg'),
			file('screenshots', '3.png'),
		);
		expect(names).toEqual([
			'ece4f137_identification_pdf.pdf',
			'ece4f137_recordings.mp4',
			'ece4f137_screenshots_1.png',
			'ece4f137_screenshots_2.jpg',
			'ece4f137_screenshots_3.png',
		]);
	});

	it('unique: two idents never share a name, whatever Identify calls the files', () => {
		const files = [file('signed_pdf', 'signed.pdf'), file('recordings', null)];
		const [first, second] = ['a', 'b'].map((id) => nameFiles('unique', id, files));
		for (const { fileName } of first ?? []) {
			expect(second?.map((other) => other.fileName)).not.toContain(fileName);
		}
	});

	it('unique: nothing of what Identify says can make it a path', () => {
		expect(namesOf('unique', file('signed_pdf', '../../evil.pdf'))).toEqual([
			'ece4f137_signed_pdf.pdf',
		]);
	});

	it.each([
		[
			['a.png', 'a.png', 'a.png'],
			['a.png', 'a_2.png', 'a_3.png'],
		],
		[
			['a.png', 'A.PNG'],
			['a.png', 'A_2.PNG'],
		],
		// A name that is free for one is another's own.
		[
			['a.png', 'a.png', 'a_2.png'],
			['a.png', 'a_3.png', 'a_2.png'],
		],
		[
			['a_2.png', 'a.png', 'a.png', 'a.png'],
			['a_2.png', 'a.png', 'a_3.png', 'a_4.png'],
		],
		[
			['M\u00FC.png', 'Mu\u0308.png'],
			['M\u00FC.png', 'M\u00FC_2.png'],
		],
		[
			['a/b.png', 'a:b.png'],
			['a_b.png', 'a_b_2.png'],
		],
	])('original: %j become %j', (given, names) => {
		expect(namesOf('original', ...given.map((name) => file('screenshots', name)))).toEqual(names);
	});

	it('original: also files of different types are told apart', () => {
		const names = namesOf(
			'original',
			file('identification_pdf', 'scan.pdf'),
			file('signed_pdf', 'scan.pdf'),
		);
		expect(names).toEqual(['scan.pdf', 'scan_2.pdf']);
	});
});
