import { clean, fold, toLine, toName, toUpper } from '../../../nodes/Identify/person/text';
import { problemOf, valueOf } from './readings';

describe('toUpper', () => {
	it.each([
		['Jane', 'JANE'],
		['Weiß', 'WEIß'],
		['weiße straße', 'WEIßE STRAßE'],
		['ẞ', 'ẞ'],
		['Nürnberg', 'NÜRNBERG'],
		['Müller-Lüdenscheidt', 'MÜLLER-LÜDENSCHEIDT'],
		['łódź', 'ŁÓDŹ'],
		['dvořák', 'DVOŘÁK'],
		["O'Neill 3. Straße", "O'NEILL 3. STRAßE"],
		['istanbul', 'ISTANBUL'],
		['', ''],
	])('%j: %j', (text, expected) => {
		expect(toUpper(text)).toBe(expected);
	});

	it('changes nothing the second time', () => {
		expect(toUpper(toUpper('Weiße Straße'))).toBe('WEIßE STRAßE');
	});
});

describe('clean', () => {
	it.each([
		['decomposed umlauts', 'Mu\u0308ller', 'Müller'],
		['decomposed Polish and Czech letters', 'Lo\u0301dz\u0301 Dvor\u030Ca\u0301k', 'Lódź Dvořák'],
		['a zero-width space', 'Ja\u200Bne', 'Jane'],
		['a byte order mark', '\uFEFFJane', 'Jane'],
		['a zero-width joiner', 'Ja\u200Dne', 'Jane'],
		['a word joiner', 'Ja\u2060ne', 'Jane'],
		['direction marks', '\u202AJane\u202C \u200FDoe\u2066\u2069', 'Jane Doe'],
		['a soft hyphen', 'Mül\u00ADler', 'Müller'],
		['a variation selector', 'Jane\uFE0F', 'Jane'],
		['a no-break space', 'Jane\u00A0Doe', 'Jane Doe'],
		['a narrow no-break space', 'Jane\u202FDoe', 'Jane Doe'],
		['an ideographic space', 'Jane\u3000Doe', 'Jane Doe'],
		['a blank that Unicode calls a letter', 'Jane\u3164', 'Jane'],
		['line breaks', 'Jane\r\nDoe', 'Jane Doe'],
		['a line separator', 'Jane\u2028Doe', 'Jane Doe'],
		['a tab and many blanks', ' Jane \t  Doe ', 'Jane Doe'],
		['a control character', 'Ja\u0007ne', 'Jane'],
		['a no-break hyphen', 'Anna\u2011Lena', 'Anna-Lena'],
		['nothing but what no one sees', ' \u200B\u00AD\n', ''],
	])('mends %s', (_what, text, expected) => {
		expect(clean(text)).toBe(expected);
	});

	it.each(['Jane Doe', 'O’Neill', 'Smith & Sons', 'Đorđe', 'Nguyễn', '3. OG', '東京', ''])(
		'leaves %j',
		(text) => {
			expect(clean(text)).toBe(text);
		},
	);
});

describe('toLine and toName', () => {
	it.each([
		['O&#039;Neill', "O'Neill"],
		['O&#x27;Neill', "O'Neill"],
		['O&apos;Neill', "O'Neill"],
		['M&uuml;ller', 'Müller'],
		['M&amp;uuml;ller', 'Müller'],
		['Gro&szlig;', 'Groß'],
		['Jane&nbsp;Doe', 'Jane Doe'],
		['M&uuml;l&shy;ler', 'Müller'],
		['Smith &amp; Sons', 'Smith & Sons'],
		['&Lstrok;&oacute;d&zacute;', 'Łódź'],
	])('decode %j: %j', (text, expected) => {
		expect(valueOf(toLine(text))).toBe(expected);
		expect(valueOf(toName(text))).toBe(expected);
	});

	it.each(['Smith & Sons', 'A&B; C', 'AT&T', 'R&D;', '&uuml', 'a &b; c'])(
		'leave %j, which is no entity',
		(text) => {
			expect(valueOf(toName(text))).toBe(text);
		},
	);

	it.each(['M\uFFFDller', 'M&#xFFFD;ller', 'M&#0;ller', '\uFFFD'])('refuse %j', (text) => {
		expect(problemOf(toLine(text))).toMatch(/where letters were lost before this node/);
		expect(problemOf(toName(text))).toMatch(/where letters were lost before this node/);
	});

	it.each(['MÃ¼ller', 'GrÃ¶ÃŸe', 'Å\u0081Ã³dÅº', 'StraÃ\u009Fe', 'O\u0092Neill', 'JosÃ©'])(
		'refuse %j, which is in another encoding',
		(text) => {
			expect(problemOf(toLine(text))).toMatch(/garbled before this node/);
		},
	);

	it.each(['JOÃO', 'IRMÃ\u00A0MARIA', 'ÅSE', 'Ä', 'ÂNGELA', 'Žižka', 'Ærø'])(
		'let %j be',
		(text) => {
			expect(problemOf(toName(text))).toBe('');
		},
	);

	it.each(['M?ller', 'Stra?e', '?ukasz', 'Jos?'])(
		'a name is refused with a letter lost: %j',
		(text) => {
			expect(problemOf(toName(text))).toMatch(/"\?" where letters were lost/);
			expect(problemOf(toLine(text))).toBe('');
		},
	);
});

it.each([
	['Österreich', 'osterreich'],
	['Côte d’Ivoire', "cote d'ivoire"],
	['WEISSRUSSLAND', 'Weißrussland'],
	['Łódź', 'lodz'],
	['U.S.A.', 'usa'],
	['Bosnien-Herzegowina', 'bosnien  herzegowina'],
])('%j and %j are the same word', (one, other) => {
	expect(fold(one)).toBe(fold(other));
});
