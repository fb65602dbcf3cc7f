import * as countries from 'i18n-iso-countries/index';
import cs from 'i18n-iso-countries/langs/cs.json';
import de from 'i18n-iso-countries/langs/de.json';
import en from 'i18n-iso-countries/langs/en.json';
import pl from 'i18n-iso-countries/langs/pl.json';
import sk from 'i18n-iso-countries/langs/sk.json';
import type { INodePropertyOptions } from 'n8n-workflow';
import { COUNTRY_CODES } from '../contract/fields';

/** Country names in English and in the languages that Identify speaks ("language"). */
const LANGUAGE_FILES = [en, de, pl, cs, sk];
for (const language of LANGUAGE_FILES) countries.registerLocale(language);

/** Every country, by English name, for dropdowns. */
export const COUNTRY_OPTIONS: INodePropertyOptions[] = COUNTRY_CODES.map((code) => ({
	name: `${countries.getName(code, 'en', { select: 'official' }) ?? code} (${code})`,
	value: code,
})).sort((a, b) => a.name.localeCompare(b.name, 'en'));

/**
 * Brings a country to the documented form, "uppercase two-letter code as defined in ISO 3166".
 *
 * @param text - `de`, `DEU`, `Germany` or `Deutschland`; also Polish, Czech and Slovak names
 * @returns the alpha-2 code, or the text unchanged when it names no country
 */
export function toCountryCode(text: string): string {
	const entered = text.trim().normalize('NFC');
	const upper = entered.toUpperCase();
	if (COUNTRY_CODES.includes(upper)) return upper;
	const alpha2 = countries.alpha3ToAlpha2(upper);
	if (alpha2 !== undefined) return alpha2;
	for (const { locale } of LANGUAGE_FILES) {
		const code = countries.getSimpleAlpha2Code(entered, locale);
		if (code !== undefined) return code;
	}
	return text.trim();
}
