import { toIdentId, toListed, toUpper } from '../../../nodes/Identify/input/text';

const ID = 'ece4f137-31ea-11ee-849e-005056bb3f3f';

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

describe('toIdentId', () => {
	it.each([
		ID,
		` ${ID}\n`,
		`https://identify24.de/apply/${ID}`,
		` https://identify24.de/apply/${ID} `,
		`https://identify24.de/apply/${ID}/`,
		`https://identify24.de/apply/${ID}?lang=de&from=mail`,
		`https://identify24.de/apply/${ID}/?lang=de`,
		`https://identify24.de/apply/${ID}#start`,
		`http://localhost:3000/${ID}`,
		`https://identify24.de/de/apply/${ID}//`,
	])('finds the ID in %j', (text) => {
		expect(toIdentId(text)).toBe(ID);
	});

	it.each(['4711', 'https://identify24.de', 'https://identify24.de/', 'not a url/at all', ''])(
		'leaves %j',
		(text) => {
			expect(toIdentId(text)).toBe(text);
		},
	);
});

describe('toListed', () => {
	const values = ['Personalausweis', 'Reisepass'];

	it.each([
		['Reisepass', 'Reisepass'],
		['reisepass', 'Reisepass'],
		[' PERSONALAUSWEIS ', 'Personalausweis'],
		['passport', 'passport'],
		['', ''],
	])('%j: %j', (text, expected) => {
		expect(toListed(text, values)).toBe(expected);
	});
});
