import { mobilePhone } from '../../../nodes/Identify/contract/fields';
import { toPhone } from '../../../nodes/Identify/person/phone';
import { problemOf, valueOf } from './readings';

describe('toPhone', () => {
	it.each([
		['+491511111111', '', '+491511111111'],
		['+49 151 1111 1111', 'DE', '+4915111111111'],
		['+49 151–1111–1111', 'DE', '+4915111111111'],
		['+49\u2011151\u201111111111', 'DE', '+4915111111111'],
		['+49\u00A0151\u202F11111111', 'DE', '+4915111111111'],
		['\u202A+4915111111111\u202C', 'DE', '+4915111111111'],
		['+49 (0)151 11111111', '', '+4915111111111'],
		['+49 (0) 151/1111-1111', '', '+4915111111111'],
		['0049 151 11111111', '', '+4915111111111'],
		['＋４９ 151 11111111', '', '+4915111111111'],
		['tel:+4915111111111', '', '+4915111111111'],
		['+1 (202) 555-0123', 'DE', '+12025550123'],
		['+39 015 1234567', 'IT', '+390151234567'],
	])('%j with the country %j is %s', (text, country, expected) => {
		expect(valueOf(toPhone(text, country))).toBe(expected);
		expect(mobilePhone.safeParse(expected).success).toBe(true);
	});

	it.each([
		['01511111111', 'DE', '+491511111111'],
		['0151 11111111', '', '+4915111111111'],
		['(0151) 11111111', 'DE', '+4915111111111'],
		['0660 1234567', 'AT', '+436601234567'],
		['079 123 45 67', 'CH', '+41791234567'],
		['601 234 567', 'PL', '+48601234567'],
		['603 123 456', 'CZ', '+420603123456'],
		['06 12 34 56 78', 'FR', '+33612345678'],
		['01 51 23 45 67', 'FR', '+33151234567'],
		['01 5123456', 'AT', '+4315123456'],
		['0664 1234567', 'AT', '+436641234567'],
	])('%j is a number of %s: %s', (text, country, expected) => {
		expect(valueOf(toPhone(text, country))).toBe(expected);
	});

	it.each([
		['0170 1234567', 'CH'],
		['0170 1234567', 'PL'],
		['0170 1234567', 'AQ'],
		['0170 1234567', 'nowhere'],
	])('%j, which is none of %s, is German', (text, country) => {
		expect(valueOf(toPhone(text, country))).toBe('+491701234567');
	});

	it.each([
		['4915111111111', 'DE', '+4915111111111'],
		['4915111111111.0', 'DE', '+4915111111111'],
		['491511111111', 'DE', '+491511111111'],
		['15111111111', 'DE', '+4915111111111'],
		['15122345678', 'DE', '+4915122345678'],
		['436601234567', 'AT', '+436601234567'],
		['6601234567', 'AT', '+436601234567'],
		['501234567', 'PL', '+48501234567'],
		['48501234567', 'PL', '+48501234567'],
		['3201234567', 'IT', '+393201234567'],
		['612345678', 'ES', '+34612345678'],
		['2025550123', 'US', '+12025550123'],
		['791234567', 'CH', '+41791234567'],
		['905123456', 'SK', '+421905123456'],
		['380501234567', 'UA', '+380501234567'],
	])('%s, as a spreadsheet holds it, in %s is %s', (text, country, expected) => {
		expect(valueOf(toPhone(text, country))).toBe(expected);
	});

	it.each([
		['436601234567', 'DE', /may be \+436601234567 or \+49436601234567/],
		['6641234567', 'IT', /may be \+6641234567 or \+496641234567/],
		['12025550123', 'DE', /may be \+12025550123 or \+4912025550123/],
		['5012345678', 'TR', /may be \+5012345678 or \+905012345678/],
		['0151 11111111', 'AT', /may be \+4315111111111 or \+4915111111111/],
		['15111111111', 'AT', /may be \+4315111111111 or \+4915111111111/],
		['0151 1234567', 'IT', /may be \+3901511234567 or \+491511234567/],
		['none', 'DE', /must be a phone number/],
		['0151 11111111 or 0171 2222222', 'DE', /must be a phone number/],
		['0151 11111111 / 0171 2222222', 'DE', /has 23 digits and is no phone number of DE/],
		['123', 'DE', /has 3 digits and is no phone number of DE/],
		['0660', 'AT', /has 4 digits and is no phone number of AT or DE/],
		['+999 123456', '', /no country code that exists/],
		['+', '', /no country code that exists|must be a phone number/],
		['+49 151 1', '', /has 6 digits, which no phone number of DE has/],
		['+49 151 12345678901234', '', /has \d+ digits, which no phone number of DE has/],
		['4,91511E+12', 'DE', /rounded by a spreadsheet/],
		['4.91511E+12', 'DE', /rounded by a spreadsheet/],
		['15111+111111', 'DE', /must be a phone number/],
	])('%j with %j is refused with its cause', (text, country, cause) => {
		expect(problemOf(toPhone(text, country))).toMatch(cause);
	});
});
