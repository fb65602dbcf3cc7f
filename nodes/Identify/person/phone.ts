import {
	isSupportedCountry,
	parsePhoneNumberFromString,
	type CountryCode,
	type PhoneNumber,
} from 'libphonenumber-js/min';
import { eitherOf, refused, understood, type Reading } from './reading';
import { clean, withoutFraction } from './text';

/** "If no country code is provided, "0049" is assumed." */
const DOCUMENTED_COUNTRY = 'DE';

const EXAMPLE = 'e.g. +491511111111';

const DASHES = /[‐‑‒–—―−⁃]/g;

/** Mobile numbers, without their 0, where no other kind of number of the country is like them. */
const MOBILE: Readonly<Record<string, RegExp>> = {
	AT: /^6[5-9]\d{5,11}$/,
	DE: /^1(?:5\d{8,9}|[67]\d{8,9})$/,
};

/** Two numbers with all their blanks. */
const LONGEST = 60;

/** The shortest number with its country code, e.g. on Niue. */
const SHORTEST = 7;

function parse(digits: string, country?: CountryCode): PhoneNumber | undefined {
	return parsePhoneNumberFromString(digits, { defaultCountry: country, extract: false });
}

function validIn(country: CountryCode, digits: string): PhoneNumber | undefined {
	const number = parse(digits, country);
	return number?.isValid() ? number : undefined;
}

const length = (digits: string) => digits.replace(/\D/g, '').length;

/** A number with its country code. New ranges appear faster than metadata: its length decides. */
function international(digits: string): Reading {
	const number = parse(digits);
	if (number?.isPossible() && length(number.number) >= SHORTEST) return understood(number.number);
	if (!number) return refused(`has no country code that exists after the +, ${EXAMPLE}`);
	const country = number.country ?? `+${number.countryCallingCode}`;
	return refused(`has ${length(number.number)} digits, which no phone number of ${country} has`);
}

/**
 * A number that is valid in the country of the address, though not as a mobile number, and is
 * Germany's way of writing one: `0151 11111111` in Vienna.
 */
function foreignMobile(digits: string, local: PhoneNumber): Reading | undefined {
	const german = validIn(DOCUMENTED_COUNTRY, digits);
	const isGermanMobile = german && MOBILE[DOCUMENTED_COUNTRY]?.test(german.nationalNumber);
	if (!isGermanMobile || local.number === german.number) return undefined;
	return refused(`may be ${local.number} or ${german.number}: write it with its country code`);
}

/** A number as it is dialled within the country of the address, else within Germany. */
function national(digits: string, countries: readonly CountryCode[]): Reading {
	const found = countries.find((country) => validIn(country, digits));
	const number = found && validIn(found, digits);
	if (number) {
		return foreignMobile(digits, number) ?? understood(number.number);
	}
	return refused(
		`has ${length(digits)} digits and is no phone number of ${eitherOf(countries)}: write it with its country code, ${EXAMPLE}`,
	);
}

/** A number without + and without 0: a spreadsheet has taken one of them away, or none was needed. */
function bare(digits: string, countries: readonly CountryCode[]): Reading {
	const foreign = parse(`+${digits}`);
	const abroad = foreign?.isValid() ? foreign : undefined;
	const home = countries.find((country) => validIn(country, digits) !== undefined);
	const local = home && validIn(home, digits);
	if (!local) return abroad ? understood(abroad.number) : national(digits, countries);
	if (!abroad) return national(digits, countries);
	if (abroad.countryCallingCode === local.countryCallingCode) return understood(abroad.number);
	// Where numbers have a 0 in front, a bare one has either lost it or its +.
	const isWhole = parse(`0${digits}`, home)?.nationalNumber !== local.nationalNumber;
	const isLocal = isWhole || (home !== undefined && MOBILE[home]?.test(digits));
	if (isLocal) return national(digits, countries);
	return refused(`may be ${abroad.number} or ${local.number}: write it with + or 0 in front`);
}

/**
 * Brings a phone number to E.164, e.g. `+491511111111`. Without a country code it is one of the
 * address's country if it is valid there, else of Germany, as Identify assumes.
 *
 * @param text - as people write it, with blanks, dashes, slashes, brackets and `(0)`; 00 is as good
 *   as +; a number that a spreadsheet holds may lack its + or its 0
 * @param addressCountry - an ISO 3166 code; empty when it is unknown
 */
export function toPhone(text: string, addressCountry: string): Reading {
	const entered = withoutFraction(clean(text))
		.normalize('NFKC')
		.replace(DASHES, '-')
		.replace(/^tel:\s*/i, '');
	if (/^\d[.,]\d+E\+?\d+$/i.test(entered)) {
		return refused('was rounded by a spreadsheet: its last digits are lost');
	}
	if (entered.length > LONGEST || !/^\+?[()\d\s/.-]+$/.test(entered))
		return refused(`must be a phone number, ${EXAMPLE}`);
	const countries: CountryCode[] = [DOCUMENTED_COUNTRY];
	if (isSupportedCountry(addressCountry) && addressCountry !== DOCUMENTED_COUNTRY) {
		countries.unshift(addressCountry);
	}
	const digits = entered.replace(/[^+\d]/g, '');
	if (/^(?:\+|00)/.test(digits)) {
		// `+49 (0) 151`: the zero is for calls within the country.
		const dialled = entered.replace(/\(0\)/, '').replace(/[^+\d]/g, '');
		return international(dialled.replace(/^00/, '+'));
	}
	return digits.startsWith('0') ? national(digits, countries) : bare(digits, countries);
}
