import { COUNTRY_CODES, countryCode } from '../../../nodes/Identify/contract/fields';
import { COUNTRY_OPTIONS, toCountryCode } from '../../../nodes/Identify/person/countries';

describe('toCountryCode', () => {
	it.each([
		['DE', 'DE'],
		['de', 'DE'],
		[' de ', 'DE'],
		['DEU', 'DE'],
		['deu', 'DE'],
		['Germany', 'DE'],
		['GERMANY', 'DE'],
		['Deutschland', 'DE'],
		['deutschland ', 'DE'],
		['Österreich', 'AT'],
		['österreich', 'AT'],
		['ÖSTERREICH', 'AT'],
		['O\u0308sterreich', 'AT'],
		['Austria', 'AT'],
		['Niemcy', 'DE'],
		['Německo', 'DE'],
		['Nemecko', 'DE'],
		['Türkei', 'TR'],
		['Schweiz', 'CH'],
		['Vereinigte Staaten von Amerika', 'US'],
		['USA', 'US'],
		['United Kingdom', 'GB'],
		['Großbritannien', 'GB'],
		['Tschechien', 'CZ'],
		['Niederlande', 'NL'],
		['Kosovo', 'XK'],
	])('%j is %s', (text, code) => {
		expect(toCountryCode(text)).toBe(code);
	});

	it.each(['Atlantis', 'ZZ', 'XYZ', '49', '', 'Germany and Austria', 'constructor', '__proto__'])(
		'leaves %j, which the contract then refuses',
		(text) => {
			expect(toCountryCode(text)).toBe(text);
			expect(countryCode.safeParse(text).success).toBe(false);
		},
	);

	it.each(COUNTRY_CODES)('knows %s, in lower case too', (code) => {
		expect(toCountryCode(code)).toBe(code);
		expect(toCountryCode(code.toLowerCase())).toBe(code);
	});
});

describe('COUNTRY_OPTIONS', () => {
	const names = COUNTRY_OPTIONS.map(({ name }) => name);
	const values = COUNTRY_OPTIONS.map(({ value }) => value);

	it('offer every country once', () => {
		expect([...values].sort()).toEqual([...COUNTRY_CODES]);
		expect(new Set(names).size).toBe(names.length);
	});

	it('are sorted by English name', () => {
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		expect(names).toContain('Germany (DE)');
	});

	it('show a name with the code, never the code alone', () => {
		for (const { name, value } of COUNTRY_OPTIONS) {
			expect(name).toMatch(new RegExp(`^\\p{L}.{2,} \\(${value}\\)$`, 'u'));
		}
	});

	it('can be entered by the name shown', () => {
		for (const { name, value } of COUNTRY_OPTIONS) {
			expect(toCountryCode(name.replace(/ \(..\)$/, ''))).toBe(value);
		}
	});
});
