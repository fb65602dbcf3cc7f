import { monthOf } from './calendarWords';
import { andThen, refused, understood, type Reading } from './reading';
import { fold, toLine, toName, withoutFraction } from './text';

/** Digits of postal codes, and how many zeros a code may begin with (which a number loses). */
const POSTAL_DIGITS: Readonly<Record<string, readonly [digits: number, zeros: number]>> = {
	AT: [4, 0],
	AU: [4, 1],
	BE: [4, 0],
	BG: [4, 0],
	CH: [4, 0],
	CN: [6, 1],
	CY: [4, 0],
	CZ: [5, 0],
	DE: [5, 1],
	DK: [4, 1],
	EE: [5, 0],
	ES: [5, 1],
	FI: [5, 2],
	FR: [5, 1],
	GR: [5, 0],
	HR: [5, 0],
	HU: [4, 0],
	IN: [6, 0],
	IT: [5, 2],
	JP: [7, 2],
	LI: [4, 0],
	LT: [5, 1],
	LU: [4, 0],
	LV: [4, 0],
	MX: [5, 1],
	NO: [4, 2],
	PL: [5, 2],
	PT: [7, 0],
	RO: [6, 1],
	SE: [5, 0],
	SI: [4, 0],
	SK: [5, 1],
	TR: [5, 1],
	UA: [5, 1],
	ZA: [4, 2],
};

/** Country marks that people put in front, besides the ISO code: `D-90402`. */
const MARKS: Readonly<Record<string, string>> = {
	AT: 'A',
	BE: 'B',
	DE: 'D',
	ES: 'E',
	FR: 'F',
	HU: 'H',
	IT: 'I',
	LI: 'FL',
	LU: 'L',
	NO: 'N',
	PT: 'P',
	SE: 'S',
	SI: 'SLO',
};

const digitsIn = (text: string) => text.replace(/\D/g, '');

function withoutMark(code: string, country: string): string {
	const found = /^([A-Z]{1,3})(?:\s?-\s?|\s)(?=\d)/i.exec(code);
	const mark = found?.[1]?.toUpperCase();
	return found && (mark === country || mark === MARKS[country])
		? code.slice(found[0].length)
		: code;
}

/**
 * Reads a postal code.
 *
 * @param entered - a text; or a number, as a spreadsheet holds codes, then without its zeros
 * @param country - the ISO 3166 code of the address; empty when it is unknown
 * @returns the code as it is entered, with its zeros and without the country in front; for Germany
 *   the five digits. A problem when the country's codes have another number of digits
 */
export function toZipCode(entered: string | number, country: string): Reading {
	const line = andThen(toLine(String(entered)), (text) => understood(withoutFraction(text)));
	const rule = Object.hasOwn(POSTAL_DIGITS, country) ? POSTAL_DIGITS[country] : undefined;
	if (line.problem !== undefined || line.value === '' || !rule) return line;
	const [count, zeros] = rule;
	const code = withoutMark(line.value.replace(/[–—−]/g, '-'), country);
	const digits = digitsIn(code);
	const wasNumber = typeof entered === 'number' || entered.trim() !== line.value;
	const isShort = digits.length < count && digits.length >= count - zeros;
	if (wasNumber && isShort && /^\d+(?:\.0+)?$/.test(String(entered).trim())) {
		return understood(digits.padStart(count, '0'));
	}
	if (!/^[\d\s-]+$/.test(code)) return refused(`must have ${count} digits for ${country}`);
	if (digits.length === count) return understood(country === 'DE' ? digits : code);
	const why =
		count - digits.length > 0 && count - digits.length <= zeros
			? ': a zero in front may have been lost'
			: '';
	return refused(`has ${digits.length} digits, but those of ${country} have ${count}${why}`);
}

const MADE_A_DATE = /^(?:\d{1,2}[.\s-]*(\p{L}{3,})|(\p{L}{3,})[\s-]*\d{1,2}|\d{4}-\d{2}-\d{2}.*)$/u;

/** Reads a house number. One that a spreadsheet has made a date (`5-5`: `05. Mai`) is refused. */
export function toHouseNumber(text: string): Reading {
	return andThen(toName(text), (line) => {
		const date = MADE_A_DATE.exec(line);
		const word = date?.[1] ?? date?.[2];
		return date && (word === undefined || monthOf(word) !== undefined)
			? refused('is a date: a spreadsheet may have made one of a number such as 5-5')
			: understood(withoutFraction(line));
	});
}

/** A street and the number in it. */
export interface StreetAndNumber {
	street: string;
	houseNumber: string;
}

const NUMBER = String.raw`\d{1,5}(?:\s?[a-z])?`;
/** `23`, `23 a`, `5-7`, `12/1234`, `10/12 m. 5`, `10 lok. 3`. */
const NUMBERS = String.raw`${NUMBER}(?:\s?[-/+]\s?(?:${NUMBER}|[a-z]))?(?:,?\s(?:m|lok)\.?\s?\d+)?`;
const NUMBER_LAST = new RegExp(
	String.raw`^(.*?)(?:,|\s)\s*(?:(?:nr|no|č|č\.\s?p)\.?\s?)?(${NUMBERS})$`,
	'iu',
);
const NUMBER_FIRST = new RegExp(String.raw`^(${NUMBER}(?:\s(?:bis|ter))?),?\s(\D+)$`, 'iu');

const LONGEST_STREET = 200;

/** Where the number stands in front of the street. */
const NUMBER_FIRST_COUNTRIES = new Set('AU CA FR GB IE IN LU MT NZ US ZA'.split(' '));

/** Words that a number behind them makes a name: `Straße 23` is a street in Berlin. */
const GENERIC = new Set(
	(
		'strasse|str|weg|platz|gasse|allee|ring|ufer|street|road|avenue|lane|highway|route|rue|ulica|ul|' +
		'aleja|namesti|postfach|packstation|box|po box'
	).split('|'),
);

/** The number of a street is the only one in it: `Hauptstr. 5 Whg 12` has two. `17. Juni` has none. */
const hasOtherNumber = (street: string) => /\d/.test(street.replace(/\b\d+\.\s?(?=\p{L})/gu, ''));

/**
 * Takes the house number out of a street that has it at its end (or, where that is usual, in front).
 *
 * @returns undefined when there is none, or when it may be part of the street's name
 */
export function splitStreet(text: string, country: string): StreetAndNumber | undefined {
	if (text.length > LONGEST_STREET) return undefined;
	const line = text.replace(/[–—−]/g, '-');
	const last = NUMBER_LAST.exec(line);
	const first = NUMBER_FIRST_COUNTRIES.has(country) ? NUMBER_FIRST.exec(line) : null;
	const [street = '', houseNumber = ''] = last
		? [last[1], last[2]]
		: first
			? [first[2], first[1]]
			: [];
	const name = fold(street);
	if (!/\p{L}{2}/u.test(name) || GENERIC.has(name) || hasOtherNumber(street)) return undefined;
	return { street: street.replace(/,$/, '').trim(), houseNumber };
}
