import { toGender, toIdType, toLanguage } from '../../../nodes/Identify/person/salutation';
import { problemOf, valueOf } from './readings';

describe('toGender', () => {
	it.each([
		'MALE',
		'male',
		'm',
		'M',
		'Herr',
		'Hr.',
		'Herrn',
		'Mr',
		'Mr.',
		'Herr Dr.',
		'männlich',
		'Pan',
		'muž',
	])('%j is MALE', (text) => {
		expect(valueOf(toGender(text))).toBe('MALE');
	});

	it.each([
		'FEMALE',
		'female',
		'f',
		'w',
		'W',
		'Frau',
		'Fr.',
		'Mrs',
		'Ms.',
		'Frau Prof. Dr.',
		'weiblich',
		'Pani',
		'paní',
		'žena',
	])('%j is FEMALE', (text) => {
		expect(valueOf(toGender(text))).toBe('FEMALE');
	});

	it.each(['divers', 'd', 'X', 'other'])(
		'%j is refused, and the message says what to do',
		(text) => {
			expect(problemOf(toGender(text))).toMatch(/^must be one of MALE, FEMALE: .*Leave it empty/);
		},
	);

	it.each(['1', '2', 'Herr und Frau', 'Firma', 'Dr.', 'Jane', 'constructor'])(
		'%j is refused',
		(text) => {
			expect(problemOf(toGender(text))).toMatch(/^must be one of MALE, FEMALE$/);
		},
	);
});

describe('toLanguage', () => {
	it.each([
		['de', 'de'],
		['DE', 'de'],
		['de-DE', 'de'],
		['de_AT.UTF-8', 'de'],
		['Deutsch', 'de'],
		['ger', 'de'],
		['němčina', 'de'],
		['en-GB', 'en'],
		['English', 'en'],
		['cs_CZ', 'cs'],
		['cz', 'cs'],
		['čeština', 'cs'],
		['pl-PL', 'pl'],
		['polski', 'pl'],
		['sk', 'sk'],
		['slovenčina', 'sk'],
	])('%j is %s', (text, expected) => {
		expect(valueOf(toLanguage(text))).toBe(expected);
	});

	it.each(['fr', 'fr-FR', 'sl', 'Klingon', 'de-DE, en', '1', '__proto__'])(
		'%j is refused',
		(text) => {
			expect(problemOf(toLanguage(text))).toBe('must be one of de, en, pl, cs, sk');
		},
	);
});

describe('toIdType', () => {
	it.each([
		['Reisepass', 'Reisepass'],
		['reisepass', 'Reisepass'],
		['passport', 'Reisepass'],
		['paszport', 'Reisepass'],
		['PERSONALAUSWEIS', 'Personalausweis'],
		['ID card', 'Personalausweis'],
		['dowód osobisty', 'Personalausweis'],
		['Občanský průkaz', 'Personalausweis'],
	])('%j is %s', (text, expected) => {
		expect(valueOf(toIdType(text))).toBe(expected);
	});

	it.each(['ID', 'Führerschein', 'driving licence', '1'])('%j is refused', (text) => {
		expect(problemOf(toIdType(text))).toBe('must be one of Personalausweis, Reisepass');
	});
});
