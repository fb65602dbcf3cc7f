import { splitStreet, toHouseNumber, toZipCode } from '../../../nodes/Identify/person/address';
import { problemOf, valueOf } from './readings';

describe('toZipCode', () => {
	it.each([
		[1067, 'DE', '01067'],
		[90402, 'DE', '90402'],
		[1010, 'AT', '1010'],
		[8001, 'CH', '8001'],
		[1000, 'FR', '01000'],
		[118, 'IT', '00118'],
		[150, 'NO', '0150'],
		[10100, 'XX', '10100'],
	])('the number %j in %s is %s', (entered, country, expected) => {
		expect(valueOf(toZipCode(entered, country))).toBe(expected);
	});

	it.each([
		['01067', 'DE', '01067'],
		['D-01067', 'DE', '01067'],
		['DE 01067', 'DE', '01067'],
		['010 67', 'DE', '01067'],
		['01067\u200B', 'DE', '01067'],
		['A-1010', 'AT', '1010'],
		['1067.0', 'DE', '01067'],
		['90402.0', 'DE', '90402'],
		['CH-8001', 'CH', '8001'],
		['00-950', 'PL', '00-950'],
		['110 00', 'CZ', '110 00'],
		['SW1A 1AA', 'GB', 'SW1A 1AA'],
		['1012 AB', 'NL', '1012 AB'],
		['1067', '', '1067'],
		['', 'DE', ''],
	])('the text %j in %s is %s', (entered, country, expected) => {
		expect(valueOf(toZipCode(entered, country))).toBe(expected);
	});

	it.each([
		['1067', 'DE', /has 4 digits, but those of DE have 5: a zero in front may have been lost/],
		['1000', 'FR', /has 4 digits, but those of FR have 5: a zero/],
		[106, 'DE', /has 3 digits, but those of DE have 5/],
		[900402, 'DE', /has 6 digits/],
		['10115', 'AT', /has 5 digits, but those of AT have 4/],
		['A-1010', 'DE', /must have 5 digits for DE/],
		['01067 Dresden', 'DE', /must have 5 digits/],
		['O1067', 'DE', /must have 5 digits/],
		['9\uFFFD402', 'DE', /letters were lost/],
	])('%j in %s is refused with its cause', (entered, country, cause) => {
		expect(problemOf(toZipCode(entered, country))).toMatch(cause);
	});
});

describe('toHouseNumber', () => {
	it.each([
		['23', '23'],
		['23 a', '23 a'],
		['23\u00A0a', '23 a'],
		['12/1234', '12/1234'],
		['5-7', '5-7'],
		['23.0', '23'],
		['12 bis', '12 bis'],
	])('%j is %s', (text, expected) => {
		expect(valueOf(toHouseNumber(text))).toBe(expected);
	});

	it.each([
		'05. Mai',
		'5-May',
		'May-05',
		'05. Mär',
		'2024-05-05',
		'2024-05-04T22:00:00.000Z',
		'7 lip',
	])('%j was a number before a spreadsheet made a date of it', (text) => {
		expect(problemOf(toHouseNumber(text))).toMatch(/^is a date: a spreadsheet may have made/);
	});
});

describe('splitStreet', () => {
	it.each([
		['Markgrafenstr. 23 a', 'DE', 'Markgrafenstr.', '23 a'],
		['Markgrafenstr. 23a', 'DE', 'Markgrafenstr.', '23a'],
		['Straße des 17. Juni 135', 'DE', 'Straße des 17. Juni', '135'],
		['Hauptstraße 5-7', 'DE', 'Hauptstraße', '5-7'],
		['Hauptstraße 5 – 7', 'DE', 'Hauptstraße', '5 - 7'],
		['Hauptstraße 5a-c', 'DE', 'Hauptstraße', '5a-c'],
		['Hauptstraße, 5', 'DE', 'Hauptstraße', '5'],
		['Hauptstraße Nr. 5', 'DE', 'Hauptstraße', '5'],
		['Platz der Republik 1', 'DE', 'Platz der Republik', '1'],
		['Dorf 12', 'AT', 'Dorf', '12'],
		['Vinohradská 12/1234', 'CZ', 'Vinohradská', '12/1234'],
		['Vinohradská č.p. 12', 'CZ', 'Vinohradská', '12'],
		['ul. Marszałkowska 10/12 m. 5', 'PL', 'ul. Marszałkowska', '10/12 m. 5'],
		['10 Downing Street', 'GB', 'Downing Street', '10'],
		['221B Baker Street', 'GB', 'Baker Street', '221B'],
		['12 bis, rue de Rivoli', 'FR', 'rue de Rivoli', '12 bis'],
	])('%j in %s', (text, country, street, houseNumber) => {
		expect(splitStreet(text, country)).toEqual({ street, houseNumber });
	});

	it.each([
		['Markgrafenstr.', 'DE'],
		['Straße des 17. Juni', 'DE'],
		// A street of that name is in Berlin.
		['Straße 23', 'DE'],
		['Str. 23', 'DE'],
		['Hauptstraße 5 Whg 12', 'DE'],
		['Hauptstraße 5, 3. OG', 'DE'],
		['Postfach 1234', 'DE'],
		['Packstation 101', 'DE'],
		['P.O. Box 12', 'GB'],
		['5th Avenue', 'US'],
		['10 Hauptstraße', 'DE'],
		['23', 'DE'],
		['', 'DE'],
	])('%j in %s has no house number that is sure', (text, country) => {
		expect(splitStreet(text, country)).toBeUndefined();
	});
});
