import { ID_TYPES, LANGUAGES } from '../contract/identCreate';
import { refused, understood, type Reading } from './reading';
import { fold } from './text';

/** Words of English, German, Polish, Czech and Slovak, folded. */
const wordList = (text: string) => new Set(text.split('|').map(fold));

const MALE = wordList(
	'male|m|man|mr|mister|herr|herrn|hr|mann|männlich|maskulin|pan|pán|mężczyzna|męska|męski|muž|mužské|mužský',
);
const FEMALE = wordList(
	'female|f|w|woman|mrs|ms|miss|frau|fr|weiblich|feminin|pani|paní|kobieta|żeńska|żeński|k|žena|ženské|ženský|ž',
);
const OTHER = wordList(
	'diverse|divers|d|x|other|andere|inter|nonbinary|non-binary|unknown|unbekannt',
);

const TITLES = wordList('dr|prof|professor|mag|ing|dipl|med|mgr|inż|rndr|judr|mudr|phd|sir');

/**
 * Brings a gender or a salutation to the documented `MALE` or `FEMALE`.
 *
 * @param text - e.g. `female`, `w`, `Frau`, `Herr Dr.`, `pani`
 */
export function toGender(text: string): Reading {
	const words = fold(text)
		.split(' ')
		.filter((word) => !TITLES.has(word));
	const [word = ''] = words;
	if (words.length === 1 && MALE.has(word)) return understood('MALE');
	if (words.length === 1 && FEMALE.has(word)) return understood('FEMALE');
	const choices = 'must be one of MALE, FEMALE';
	return refused(OTHER.has(word) ? `${choices}: Identify knows no other. Leave it empty` : choices);
}

/** What a language is called in the five languages, with its codes in ISO 639. */
const LANGUAGE_NAMES: Readonly<Record<(typeof LANGUAGES)[number], ReadonlySet<string>>> = {
	de: wordList(
		'de|deu|ger|deutsch|german|niemiecki|němčina|německy|německý|nemčina|nemecky|nemecký',
	),
	en: wordList('en|eng|englisch|english|angielski|angličtina|anglicky|anglický'),
	pl: wordList('pl|pol|polnisch|polish|polski|polština|polsky|polský|poľština|poľsky|poľský'),
	cs: wordList('cs|ces|cze|cz|tschechisch|czech|czeski|čeština|česky|český'),
	sk: wordList('sk|slk|slo|slowakisch|slovak|słowacki|slovenština|slovensky|slovenský|slovenčina'),
};

/**
 * Brings a language to one of the documented codes.
 *
 * @param text - a code, a locale (`de-DE`, `cs_CZ.UTF-8`) or a name of the language
 */
export function toLanguage(text: string): Reading {
	const name = fold(text.replace(/^([a-z]{2,3})[-_][a-z]{2,4}(?:[-_.@].*)?$/i, '$1'));
	const code = LANGUAGES.find((language) => LANGUAGE_NAMES[language].has(name));
	return code ? understood(code) : refused(`must be one of ${LANGUAGES.join(', ')}`);
}

const ID_CARD = wordList(
	'Personalausweis|Perso|Ausweis|ID card|identity card|national id card|id-karte|dowód osobisty|dowód|občanský průkaz|občiansky preukaz|identity_card|id_card',
);
const PASSPORT = wordList('Reisepass|Pass|passport|paszport|cestovní pas|cestovný pas|pas');

/** Brings a kind of ID document to the documented `Personalausweis` or `Reisepass`. */
export function toIdType(text: string): Reading {
	const name = fold(text);
	if (ID_CARD.has(name)) return understood(ID_TYPES[0]);
	if (PASSPORT.has(name)) return understood(ID_TYPES[1]);
	return refused(`must be one of ${ID_TYPES.join(', ')}`);
}
