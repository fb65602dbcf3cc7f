import { getAlpha2Codes } from 'i18n-iso-countries';
import { COUNTRY_CODES, countryCode } from '../../../nodes/Identify/contract/fields';

describe('COUNTRY_CODES', () => {
	it('are the alpha-2 codes of ISO 3166, sorted', () => {
		expect([...COUNTRY_CODES]).toEqual(Object.keys(getAlpha2Codes()).sort());
	});

	it('are 249 countries and Kosovo', () => {
		expect(new Set(COUNTRY_CODES).size).toBe(250);
		expect(COUNTRY_CODES).toContain('XK');
	});

	it.each(['de', 'DEU', 'Germany', 'UK', 'EU', 'ZZ', 'DE ,AT', 'D', '276', 'toString'])(
		'do not let %j pass',
		(code) => {
			expect(countryCode.safeParse(code).success).toBe(false);
		},
	);
});
