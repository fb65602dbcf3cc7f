import { fold } from './text';

/** Names and abbreviations by number, in English, German, Polish, Czech and Slovak; folded. */
function numbered(lines: readonly string[], first: number): ReadonlyMap<string, number> {
	return new Map(
		lines.flatMap((line, index) =>
			line.split(' ').map((word): [string, number] => [fold(word), index + first]),
		),
	);
}

const MONTHS = numbered(
	[
		'january jan januar jänner jaenner styczeń stycznia sty leden ledna január januára I',
		'february feb februar feber luty lutego lut únor února február februára II',
		'march mar märz maerz mär mrz marzec marca březen března marec III',
		'april apr kwiecień kwietnia kwi duben dubna apríl apríla IV',
		'may mai maj maja květen května máj mája V',
		'june jun juni czerwiec czerwca cze červen června jún júna VI',
		'july jul juli lipiec lipca lip červenec července júl júla VII',
		'august aug sierpień sierpnia sie srpen srpna augusta VIII',
		'september sep sept wrzesień września wrz září zari septembra IX',
		'october oct oktober okt październik października paź říjen října október októbra X',
		'november nov listopad listopada lis listopadu novembra XI',
		'december dec dezember dez grudzień grudnia gru prosinec prosince decembra XII',
	],
	1,
);

/** From 1, Monday, as ISO 8601 counts. */
const WEEKDAYS = numbered(
	[
		'monday mon montag mo poniedziałek pon pondělí pondelok',
		'tuesday tue tues dienstag di wtorek wto úterý utorok',
		'wednesday wed mittwoch mi środa śro středa streda',
		'thursday thu thur thurs donnerstag do czwartek czw čtvrtek štvrtok',
		'friday fri freitag fr piątek pią pátek piatok',
		'saturday sat samstag sonnabend sa sobota sob',
		'sunday sun sonntag so niedziela nie neděle nedeľa',
	],
	1,
);

const ENGLISH_MONTHS =
	'January February March April May June July August September October November December'.split(
		' ',
	);

/** @returns 1 to 12 for a month's name or Roman number; undefined for any other word */
export const monthOf = (word: string): number | undefined => MONTHS.get(fold(word));

/** @returns 1 (Monday) to 7 for a weekday's name; undefined for any other word */
export const weekdayOf = (word: string): number | undefined => WEEKDAYS.get(fold(word));

/** @param month - 1 to 12; any other number is written out */
export const monthName = (month: number): string => ENGLISH_MONTHS[month - 1] ?? `month ${month}`;
