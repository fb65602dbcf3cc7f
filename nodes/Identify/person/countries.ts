import * as countries from 'i18n-iso-countries/index';
import cs from 'i18n-iso-countries/langs/cs.json';
import de from 'i18n-iso-countries/langs/de.json';
import en from 'i18n-iso-countries/langs/en.json';
import pl from 'i18n-iso-countries/langs/pl.json';
import sk from 'i18n-iso-countries/langs/sk.json';
import type { INodePropertyOptions } from 'n8n-workflow';
import { COUNTRY_CODES } from '../contract/fields';
import {
	FORMER_NAMES,
	NO_COUNTRY_NAMES,
	OTHER_CODES,
	OTHER_NAMES,
	SHARED_NAMES,
} from './countryNames';
import { NATIONALITY_WORDS } from './nationalityWords';
import { eitherOf, refused, understood, type Reading } from './reading';
import { clean, fold } from './text';

countries.registerLocale(en);

const nameOf = (code: string) => countries.getName(code, 'en', { select: 'official' }) ?? code;

const label = (code: string) => `${nameOf(code)} (${code})`;

/** Every country, by English name, for dropdowns. */
export const COUNTRY_OPTIONS: INodePropertyOptions[] = COUNTRY_CODES.map((code) => ({
	name: label(code),
	value: code,
})).sort((a, b) => a.name.localeCompare(b.name, 'en'));

const UNKNOWN = 'must be a country, e.g. DE, DEU, Germany or Deutschland';

/** The longest official name has 59 letters. */
const LONGEST_NAME = 150;

/** Words that names have or lack without meaning another country, in the five languages. */
const IDLE = new Set('the of and und a i der die das'.split(' '));

/** Words for the form of a state, which change nothing where the rest names a country. */
const FORMS = new Set(
	'republic republik republika kingdom konigreich koenigreich krolestwo kralovstvi kralovstvo islamic islamische'.split(
		' ',
	),
);

/** A name without case, accents, punctuation and word order: `Korea, Republic of` as said. */
function keyOf(name: string): string {
	const words = fold(name)
		.split(' ')
		.filter((word) => !IDLE.has(word))
		.map((word) => (word === 'st' || word === 'sankt' ? 'saint' : word));
	return words.sort().join(' ');
}

/** How German is written without umlauts. */
const spelledOut = (text: string) =>
	text.replace(/[äöü]/gi, (letter) => `${{ ä: 'a', ö: 'o', ü: 'u' }[letter.toLowerCase()] ?? ''}e`);

/** The countries that a word may stand for. */
class Dictionary {
	private readonly codes = new Map<string, readonly string[]>();

	constructor(private readonly keyOf: (name: string) => string) {}

	add(name: string, code: string): void {
		for (const key of new Set([this.keyOf(name), this.keyOf(spelledOut(name))])) {
			const known = this.find(key);
			if (!known.includes(code)) this.codes.set(key, [...known, code]);
		}
	}

	find(key: string): readonly string[] {
		return this.codes.get(key) ?? [];
	}
}

/** Built when the first name is looked up: most workflows send codes. */
function lazily<Value>(build: () => Value): () => Value {
	let built: { value: Value } | undefined;
	return () => (built ??= { value: build() }).value;
}

const names = lazily(() => {
	const dictionary = new Dictionary(keyOf);
	for (const language of [en, de, pl, cs, sk]) {
		for (const [code, called] of Object.entries(language.countries)) {
			for (const name of [called].flat()) dictionary.add(name, code);
		}
	}
	for (const [code, called] of Object.entries(OTHER_NAMES)) {
		for (const name of called.split('|')) dictionary.add(name, code);
	}
	for (const [called, shared] of Object.entries(SHARED_NAMES)) {
		for (const name of called.split('|')) for (const code of shared) dictionary.add(name, code);
	}
	return dictionary;
});

const keysOf = (list: string) => new Set(list.split('|').map(keyOf));
const former = lazily(() => keysOf(FORMER_NAMES));
const stateless = lazily(() => keysOf(NO_COUNTRY_NAMES));
const otherCodes = new Map(Object.entries(OTHER_CODES));

/** The countries that a code or name may stand for. */
function candidates(text: string): readonly string[] {
	const upper = text.toUpperCase();
	if (COUNTRY_CODES.includes(upper)) return [upper];
	const code = otherCodes.get(upper) ?? countries.alpha3ToAlpha2(upper);
	if (code !== undefined) return [code];
	const key = keyOf(text);
	const found = names().find(key);
	if (found.length > 0) return found;
	const core = key.split(' ').filter((word) => !FORMS.has(word));
	return names().find(core.join(' '));
}

const CODE_FIRST = /^([A-Z]{2,3})\s*[-–:/,]\s*(.+)$/;
const TWO = /^(.+?)\s*(?:[/(,]|\s[-–]\s)\s*([^()]+)\)?$/;

/** What a code and a name, or two names, side by side stand for: what both say. */
function pair(text: string): readonly string[] {
	const [, first = '', second = ''] = CODE_FIRST.exec(text) ?? TWO.exec(text) ?? [];
	if (first === '') return [];
	const [one, other] = [candidates(first), candidates(second)];
	const both = one.filter((code) => other.includes(code));
	if (both.length > 0) return both;
	return one.length > 0 && other.length > 0 ? [...one, ...other] : [];
}

function only(codes: readonly string[]): Reading | undefined {
	const [code] = codes;
	if (code === undefined) return undefined;
	return codes.length === 1
		? understood(code)
		: refused(`may be ${eitherOf(codes.map(label))}: give the code`);
}

function noCountry(text: string): Reading {
	const key = keyOf(text);
	if (former().has(key)) return refused("is a country that no longer exists: give today's code");
	return refused(stateless().has(key) ? 'is no country: ISO 3166 has no code for it' : UNKNOWN);
}

/**
 * Brings a country to the documented form, "uppercase two-letter code as defined in ISO 3166".
 *
 * @param text - `de`, `DEU`, `Germany`, `Deutschland`, `Germany (DE)`; also Polish, Czech and Slovak
 *   names, and the codes of passports
 */
export function toCountryCode(text: string): Reading {
	const entered = clean(text);
	if (entered.length > LONGEST_NAME) return refused(UNKNOWN);
	return only(candidates(entered)) ?? only(pair(entered)) ?? noCountry(entered);
}

/** Endings of adjectives and nouns, longest first. */
const ENDINGS = 'ischer innen ego eho em en er es in ie ka y a e i n s'.split(' ');

const joined = (text: string) => fold(text).replaceAll(' ', '');

const adjectives = lazily(() => {
	const dictionary = new Dictionary(joined);
	for (const line of NATIONALITY_WORDS.trim().split('\n')) {
		const [code = '', ...words] = line.split(' ');
		for (const word of words) dictionary.add(word, code);
	}
	return dictionary;
});

/** The countries whose people a word describes. */
function described(text: string): readonly string[] {
	const word = joined(text);
	const whole = adjectives().find(word);
	if (whole.length > 0) return whole;
	const stems = ENDINGS.filter((ending) => word.endsWith(ending)).map((ending) =>
		word.slice(0, -ending.length),
	);
	return stems.map((stem) => adjectives().find(stem)).find((codes) => codes.length > 0) ?? [];
}

/**
 * Brings a nationality to the code of its country.
 *
 * @param text - a country as for `toCountryCode`, or a nationality: `deutsch`, `German`, `niemiecka`
 */
export function toNationality(text: string): Reading {
	const country = toCountryCode(text);
	if (country.problem !== UNKNOWN || text.length > LONGEST_NAME) return country;
	return only(described(clean(text))) ?? refused(`${country.problem}, or a nationality`);
}
