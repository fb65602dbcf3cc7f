import { COUNTRY_CODES } from '../../../nodes/Identify/contract/fields';
import {
	COUNTRY_OPTIONS,
	toCountryCode,
	toNationality,
} from '../../../nodes/Identify/person/countries';
import { NATIONALITY_WORDS } from '../../../nodes/Identify/person/nationalityWords';
import { problemOf, valueOf } from './readings';

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
		expect(valueOf(toCountryCode(text))).toBe(code);
	});

	it.each([
		['Moldova', 'MD'],
		['Republic of Moldova', 'MD'],
		['Oesterreich', 'AT'],
		['OESTERREICH', 'AT'],
		['Republik Österreich', 'AT'],
		['Tuerkei', 'TR'],
		['Turkiye', 'TR'],
		['Aegypten', 'EG'],
		['Daenemark', 'DK'],
		['Slovak Republic', 'SK'],
		['Slovenská republika', 'SK'],
		['Czechia', 'CZ'],
		['Viet Nam', 'VN'],
		['Weißrussland', 'BY'],
		['WEISSRUSSLAND', 'BY'],
		['Holland', 'NL'],
		['The Netherlands', 'NL'],
		['die Niederlande', 'NL'],
		['England', 'GB'],
		['Scotland', 'GB'],
		['UK', 'GB'],
		['U.K.', 'GB'],
		['Cote d’Ivoire', 'CI'],
		["Côte d'Ivoire", 'CI'],
		['Côte d`Ivoire', 'CI'],
		['Bosnien-Herzegowina', 'BA'],
		['Bosnia & Herzegovina', 'BA'],
		['Trinidad &  Tobago', 'TT'],
		['Saint Lucia', 'LC'],
		['St. Lucia', 'LC'],
		['Sankt Lucia', 'LC'],
		['Korea, Republic of', 'KR'],
		['Republic of Korea', 'KR'],
		['Korea (South)', 'KR'],
		['Iran, Islamic Republic of', 'IR'],
		['Bundesrepublik Deutschland', 'DE'],
		['Federal Republic of Germany', 'DE'],
		['Syria', 'SY'],
		['Laos', 'LA'],
		['Macedonia', 'MK'],
		['Taiwan', 'TW'],
		['Republic of China', 'TW'],
		['China', 'CN'],
		['Guinea', 'GN'],
		['Ireland', 'IE'],
		['Democratic Republic of the Congo', 'CD'],
		['Congo, Democratic Republic of the', 'CD'],
		['Congo-Brazzaville', 'CG'],
		['Ger\u200Bmany', 'DE'],
		['Deutschland\u00A0', 'DE'],
		['D', 'DE'],
		['GBR', 'GB'],
		['GBD', 'GB'],
		['RKS', 'XK'],
		['EL', 'GR'],
	])('%j, as people and passports write it, is %s', (text, code) => {
		expect(valueOf(toCountryCode(text))).toBe(code);
	});

	it.each([
		['Germany (DE)', 'DE'],
		['Deutschland (DEU)', 'DE'],
		['DE - Germany', 'DE'],
		['DE: Deutschland', 'DE'],
		['Germany, DE', 'DE'],
		['Austria / Österreich', 'AT'],
		['Congo (CD)', 'CD'],
		['Guinea-Bissau (GW)', 'GW'],
	])('%j says it twice: %s', (text, code) => {
		expect(valueOf(toCountryCode(text))).toBe(code);
	});

	it.each([
		['Congo', ['Republic of the Congo (CG)', 'Democratic Republic of the Congo (CD)']],
		['Kongo', ['Republic of the Congo (CG)', 'Democratic Republic of the Congo (CD)']],
		['Korea', ['South Korea (KR)', 'North Korea (KP)']],
		['Virgin Islands', ['(VG)', '(VI)']],
		['St. Martin', ['(MF)', '(SX)']],
		['Guiana', ['(GF)', '(GY)']],
		['Germany (AT)', ['Germany (DE)', 'Austria (AT)']],
		['Germany / Austria', ['Germany (DE)', 'Austria (AT)']],
	])('%j is refused, and all that it may be are named', (text, named) => {
		const problem = problemOf(toCountryCode(text));
		expect(problem).toMatch(/^may be .* or .*: give the code$/);
		for (const name of named) expect(problem).toContain(name);
	});

	it.each(['Jugoslawien', 'Yugoslavia', 'Tschechoslowakei', 'ČSSR', 'Soviet Union', 'UdSSR'])(
		'%j is refused as a country of the past',
		(text) => {
			expect(problemOf(toCountryCode(text))).toMatch(/no longer exists/);
		},
	);

	it.each(['stateless', 'staatenlos', 'XXA'])('%j is refused as no country', (text) => {
		expect(problemOf(toCountryCode(text))).toMatch(/is no country/);
	});

	it.each([
		'Atlantis',
		'ZZ',
		'XYZ',
		'49',
		'Germ',
		'Germany and Austria',
		'Bavaria',
		'deutsch',
		'constructor',
		'__proto__',
		'republic',
		'the',
	])('%j is no country', (text) => {
		expect(problemOf(toCountryCode(text))).toMatch(/^must be a country, e\.g\. DE, DEU, Germany/);
	});

	it.each(COUNTRY_CODES)('knows %s, in lower case too', (code) => {
		expect(valueOf(toCountryCode(code))).toBe(code);
		expect(valueOf(toCountryCode(code.toLowerCase()))).toBe(code);
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

	it('can be entered by the name shown, with and without the code', () => {
		for (const { name, value } of COUNTRY_OPTIONS) {
			expect(valueOf(toCountryCode(name))).toBe(value);
			expect(valueOf(toCountryCode(name.replace(/ \(..\)$/, '')))).toBe(value);
		}
	});
});

describe('toNationality', () => {
	it.each([
		['deutsch', 'DE'],
		['Deutsche', 'DE'],
		['Deutsche/r', 'DE'],
		['DEUTSCH', 'DE'],
		['German', 'DE'],
		['niemiecka', 'DE'],
		['niemieckie', 'DE'],
		['německá', 'DE'],
		['nemecké', 'DE'],
		['österreichisch', 'AT'],
		['oesterreichisch', 'AT'],
		['Österreicherin', 'AT'],
		['austriacka', 'AT'],
		['rakouské', 'AT'],
		['Swiss', 'CH'],
		['Schweizer', 'CH'],
		['polnisch', 'PL'],
		['polska', 'PL'],
		['poľská', 'PL'],
		['česká', 'CZ'],
		['slovenská', 'SK'],
		['slovinská', 'SI'],
		['türkisch', 'TR'],
		['Turkish', 'TR'],
		['ukraińskie', 'UA'],
		['British', 'GB'],
		['englisch', 'GB'],
		['American', 'US'],
		['Südafrikanisch', 'ZA'],
		['South African', 'ZA'],
		['nigerian', 'NG'],
		['Nigerien', 'NE'],
		['südkoreanisch', 'KR'],
		['saudi-arabisch', 'SA'],
		['kosovarisch', 'XK'],
		['Dutch', 'NL'],
		['DE', 'DE'],
		['Germany', 'DE'],
		['Germany (DE)', 'DE'],
	])('%j is %s', (text, code) => {
		expect(valueOf(toNationality(text))).toBe(code);
	});

	it.each([
		['koreanisch', ['KP', 'KR']],
		['Congolese', ['CD', 'CG']],
		['Dominican', ['DM', 'DO']],
		['Kongo', ['CD', 'CG']],
	])('%j is refused, and all that it may be are named', (text, codes) => {
		const problem = problemOf(toNationality(text));
		for (const code of codes) expect(problem).toContain(`(${code})`);
	});

	it.each(['jugoslawisch', 'Soviet', 'tschechoslowakisch'])('%j is of the past', (text) => {
		expect(problemOf(toNationality(text))).toMatch(/no longer exists/);
	});

	it.each(['Klingon', 'European', 'EU', 'christlich', '-', 'constructor'])('%j is none', (text) => {
		expect(problemOf(toNationality(text))).toMatch(/^must be a country, .* or a nationality$/);
	});

	it('knows words of every country of the United Nations', () => {
		const codes = new Set(NATIONALITY_WORDS.match(/^[A-Z]{2}(?= )/gm));
		expect(codes.size).toBeGreaterThan(175);
		for (const code of codes) expect(COUNTRY_CODES).toContain(code);
	});

	it('reads each of its own words with the endings of its language', () => {
		for (const line of NATIONALITY_WORDS.trim().split('\n')) {
			const [code = '', ...words] = line.split(' ');
			for (const word of words) {
				for (const form of [word, word.toUpperCase(), `${word}e`, `${word}a`]) {
					const reading = toNationality(form);
					expect(`${form}: ${valueOf(reading)}`).toContain(code);
				}
			}
		}
	});
});
