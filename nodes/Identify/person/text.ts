import { decode } from 'html-entities';
import { refused, understood, type Reading } from './reading';

/** Says nothing to a reader: zero-width and direction marks, soft hyphens, variation selectors. */
const FORMAT_CHARACTERS = /\p{Cf}|\u034F|\u115F|\u1160|\u17B4|\u17B5|[\uFE00-\uFE0F]/gu;

/** Blanks of all kinds; two that Unicode calls a letter and a symbol, and one a control. */
const BLANKS = /[\s\u0085\u2800\u3164]+/gu;

/** Those from U+0080 on are letters of another encoding. */
const CONTROLS = /(?![\u0080-\u009F])\p{Cc}/gu;

/** Hyphens that look like "-" and are none. */
const HYPHENS = /[\u2010\u2011]/g;

/** Letters outside ASCII as UTF-8 spells them, read as if they were Windows-1252: `MÃ¼ller`. */
const MISREAD =
	/[ÂÃÄÅ][\u0080-\u009F\u00A1-\u00AC\u00AE-\u00B3\u00B5-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013\u2014\u201A\u201C-\u201E\u2020-\u2022\u2026\u2030\u2039\u203A\u20AC\u2122]/u;

const lost = (mark: string) => refused(`has a "${mark}" where letters were lost before this node`);

/**
 * Removes what a person cannot see: any white space becomes one blank, format and control
 * characters go, letters are composed (NFC).
 */
export function clean(text: string): string {
	// Most texts of a run are plain ASCII without anything to mend.
	if (/^(?:[!-~]+ )*[!-~]+$/.test(text)) return text;
	return text
		.replace(FORMAT_CHARACTERS, '')
		.replace(BLANKS, ' ')
		.replace(CONTROLS, '')
		.replace(HYPHENS, '-')
		.normalize('NFC')
		.trim();
}

/** Decodes HTML entities, also those that were encoded twice; an `&` that begins none stays. */
function decodeEntities(text: string): string {
	let decoded = text;
	for (let round = 0; round < 3 && /&[#\w]+;/.test(decoded); round++) {
		decoded = decode(decoded, { level: 'html5', scope: 'strict' });
	}
	return decoded;
}

/**
 * Reads a line of text, e.g. a code or an e-mail address.
 *
 * @returns the text with entities decoded and invisible characters removed; a problem when letters
 *   were lost or garbled on the way
 */
export function toLine(text: string): Reading {
	const line = clean(decodeEntities(text));
	if (line.includes('\uFFFD')) return lost('\uFFFD');
	if (/[\u0080-\u009F]/.test(line) || MISREAD.test(line)) {
		return refused('has letters that were garbled before this node (a wrong character encoding)');
	}
	return understood(line);
}

/** Reads a name or a place, in which a question mark stands for a letter that was lost. */
export function toName(text: string): Reading {
	const line = toLine(text);
	return line.problem === undefined && /\p{L}\?|\?\p{L}/u.test(line.value) ? lost('?') : line;
}

/** Takes the `.0` off a whole number: tables that are read as numbers write `1067.0`. */
export const withoutFraction = (text: string): string => text.replace(/^(\d+)\.0+$/, '$1');

/**
 * Brings a name or place to the documented "All uppercase". German ß stays: ID documents print it
 * as it is in upper-case names, and SS would be another name (Weiß is not Weiss).
 */
export function toUpper(text: string): string {
	return text
		.split('ß')
		.map((part) => part.toUpperCase())
		.join('ß');
}

/** The form in which words are compared: no case, no accents, no punctuation, ß as ss. */
export function fold(text: string): string {
	return clean(text)
		.toLowerCase()
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/ß/g, 'ss')
		.replace(/ł/g, 'l')
		.replace(/đ/g, 'd')
		.replace(/ø/g, 'o')
		.replace(/æ/g, 'ae')
		.replace(/ı/g, 'i')
		.replace(/[’‘'`´ʼ.]/gu, '')
		.replace(/[^\p{L}\p{Nd}]+/gu, ' ')
		.trim();
}
