import { splitStreet, toHouseNumber, toZipCode } from '../../../nodes/Identify/person/address';
import { toCountryCode, toNationality } from '../../../nodes/Identify/person/countries';
import { toAppointmentDate, toCalendarDate } from '../../../nodes/Identify/person/dates';
import { toPhone } from '../../../nodes/Identify/person/phone';
import { toGender, toIdType, toLanguage } from '../../../nodes/Identify/person/salutation';
import { toLine, toName } from '../../../nodes/Identify/person/text';

const SIZE = 200_000;
const times = (part: string) => part.repeat(Math.ceil(SIZE / part.length));

const READERS: Array<[string, (text: string) => unknown]> = [
	['toName', toName],
	['toLine', toLine],
	['toCalendarDate', (text) => toCalendarDate(text, 'Europe/Berlin')],
	['toAppointmentDate', (text) => toAppointmentDate(text, 'Europe/Berlin')],
	['toCountryCode', toCountryCode],
	['toNationality', toNationality],
	['toPhone', (text) => toPhone(text, 'DE')],
	['toZipCode', (text) => toZipCode(text, 'DE')],
	['toHouseNumber', toHouseNumber],
	['splitStreet', (text) => splitStreet(text, 'GB')],
	['toGender', toGender],
	['toLanguage', toLanguage],
	['toIdType', toIdType],
];

describe.each(READERS)('%s', (_name, read) => {
	it.each([
		'a',
		' ',
		'a ',
		'1',
		'1 ',
		'1(',
		'(a',
		'&',
		'&#',
		'&amp;',
		'&a',
		'\u200B ',
		'1.',
		'1a-',
		'a,',
		'ä ',
		'+1',
		'u\u0308',
	])('is not kept busy by a long text of %j', (part) => {
		const started = performance.now();
		read(times(part));
		read(`${times(part)}!`);
		// Milliseconds when it is linear; minutes when it is not.
		expect(performance.now() - started).toBeLessThan(3000);
	});
});
