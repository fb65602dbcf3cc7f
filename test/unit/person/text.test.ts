import { toListed, toUpper } from '../../../nodes/Identify/person/text';

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
