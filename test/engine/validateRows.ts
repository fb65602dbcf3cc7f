import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { PERSON } from '../support/person';
import { asItems, createFromItem, locator } from './support';

/** Input of Create and Validate alike. */
export interface CreateInput {
	name: string;
	parameters: INodeParameters;
	items: INodeExecutionData[];
	timezone?: string;
}

const PDF = Buffer.from('%PDF-1.7\n').toString('base64');
const LETTER = Buffer.from('This is a letter.').toString('base64');
const GONE = 'filesystem-v2:workflows/1/executions/1/binary_data/gone';
const files = (data: string) => ({ contract: { data, mimeType: 'application/pdf' } });

const person = (name: string, changes: IDataObject): CreateInput => ({
	name,
	parameters: createFromItem(),
	items: asItems([{ ...PERSON, ...changes }]),
});

const withParameters = (
	name: string,
	changes: INodeParameters,
	more: Partial<INodeExecutionData> = {},
): CreateInput => ({
	name,
	parameters: createFromItem(changes),
	items: [{ json: { ...PERSON }, ...more }],
});

const binary = (name: string, data: string, pdfBinaryField = 'contract') =>
	withParameters(name, { pdfSource: 'binary', pdfBinaryField }, { binary: files(data) });

/** Good and bad input, each kind of reading at least once. */
export const INPUTS: readonly CreateInput[] = [
	person('a person', {}),
	person('a name in lower case with ß', { person_last_name: 'weiß-müller' }),
	person('invisible characters', { person_first_name: 'Ju\u0308r\u200Bgen' }),
	person('lost letters', { person_last_name: 'M\uFFFDller' }),
	person('an HTML entity', { person_last_name: 'O&#039;Neill' }),
	person('a German date', { birthday: '05.09.1981' }),
	person('a day that does not exist', { birthday: '31.02.1990' }),
	person('a date with two readings', { birthday: '9/5/1981' }),
	person('a spreadsheet’s day', { birthday: 29834 }),
	person('a moment', { birthday: '1981-09-04T12:00:00Z' }),
	{ ...person('midnight elsewhere', { birthday: '1981-09-04T22:00:00Z' }), timezone: 'Asia/Tokyo' },
	person('no e-mail', { email: 'jane@example' }),
	person('an e-mail in which n8n finds an error code', { email: 'info@freeaccess' }),
	person('a phone without country code', { mobile_phone: '0151 11111111' }),
	person('too few digits', { mobile_phone: '0151' }),
	person('Vienna', { zip_code: 1010, country: 'AT', mobile_phone: '0660 1234567' }),
	person('a ZIP code as a number', { zip_code: 1067 }),
	person('a ZIP code that has lost its zero', { zip_code: '1067' }),
	person('a street with its number', { street: 'Markgrafenstr. 23 a', house_no: '' }),
	person('a street without', { house_no: '' }),
	person('a nationality in words', { nationality: 'niemiecka', country: 'Germany (DE)' }),
	person('two countries of a name', { nationality: 'Congo' }),
	person('no country', { country: 'Bavaria' }),
	person('an object for a text', { city: { name: 'X' } }),
	person('a list for a text', { house_no: ['1'] }),
	person('null, nothing and blanks', { street: null, zip_code: undefined, city: ' \t' }),
	person('nothing at all', Object.fromEntries(Object.keys(PERSON).map((name) => [name, '']))),
	withParameters('salutations and locales', {
		additionalFields: { gender: '={{ "Frau Dr." }}', language: '={{ "cs_CZ" }}' },
		idDocument: { type_of_id: '={{ "passport" }}', id_country: 'Deutschland' },
	}),
	withParameters('what is not in the lists', {
		additionalFields: { gender: '={{ "x" }}', language: '={{ "fr" }}' },
		idDocument: { type_of_id: '={{ "ID" }}', id_issue_date: 'x', id_end_date: 'x' },
	}),
	withParameters('custom fields', { customFields: { custom_id: ' CRM-4711 ', custom1: '&uuml;' } }),
	withParameters('as it is written', { options: { uppercase: false } }),
	withParameters('bad options', { options: { maxTries: 99, timeout: '={{ "soon" }}' } }),
	withParameters('a project in an object', { project_id: locator('={{ ({ id: 6 }) }}') }),
	withParameters('two projects', { project_id: locator('={{ ["6", "13"] }}') }),
	withParameters('no project', { project_id: locator('={{ "" }}') }),
	withParameters('a PDF by its address', {
		pdfSource: 'url',
		pdf_url: 'https://example.com/contract.pdf',
	}),
	withParameters('no address', { pdfSource: 'url', pdf_url: 'file:///etc/passwd' }),
	withParameters('a PDF as base64', { pdfSource: 'base64', pdf_content: PDF }),
	withParameters('a PDF as a data URI', {
		pdfSource: 'base64',
		pdf_content: `data:application/pdf;base64,${PDF}`,
	}),
	withParameters('base64 of something else', { pdfSource: 'base64', pdf_content: LETTER }),
	withParameters('no base64', { pdfSource: 'base64', pdf_content: 'ä*?!' }),
	binary('a PDF from a field', PDF),
	binary('a letter from a field', LETTER),
	binary('a field that is not there', PDF, 'data'),
	withParameters(
		'a file that n8n has lost',
		{ pdfSource: 'binary', pdfBinaryField: 'contract' },
		{ binary: { contract: { data: 'filesystem-v2', id: GONE, mimeType: 'application/pdf' } } },
	),
	withParameters('an unknown source', {
		pdfSource: '={{ "fax" }}',
		pdf_url: 'x',
		pdf_content: 'x',
	}),
	withParameters('an expression that fails', { email: "={{ $('Not there').item.json.email }}" }),
	withParameters('an expression that throws', {
		city: '={{ (() => { throw new Error("no city") })() }}',
	}),
];

/** Always the same numbers from 0 to 1 for a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const CIRCULAR: Record<string, unknown> = { a: 1 };
CIRCULAR.self = CIRCULAR;

/** What programs put where a text belongs. */
const ODD: readonly unknown[] = [
	undefined,
	null,
	'',
	' \u00A0\n',
	0,
	-1,
	1.5,
	Number.NaN,
	1e21,
	29834,
	368496000000,
	4711n,
	true,
	false,
	[],
	['DE'],
	{},
	{ id: 6 },
	{ value: 'DE' },
	CIRCULAR,
	new Date('1981-09-05T00:00:00Z'),
	new Date(Number.NaN),
	'undefined',
	'[object Object]',
	'\uD800',
	'\u202A\u200B\u00AD',
	'M\uFFFDller',
	'&#0;&amp;&nbsp;',
	'DE',
	'Deutschland',
	'Congo',
	'05.09.1981',
	'9/5/1981',
	'2030-03-31T02:30',
	'+49 151 11111111',
	'0151',
	'1067',
	1067,
	'jane.doe@example.com',
	'Parkstr. 23 a',
	'https://example.com/contract.pdf',
	'Herr',
	'de-DE',
	'passport',
	PDF,
	'x'.repeat(70),
	'={{ $json }}',
];

const FIELDS = {
	additionalFields: ['birth_place', 'gender', 'person_title', 'person_position', 'language'],
	idDocument: ['type_of_id', 'id_number', 'id_country', 'id_issue_date', 'issuing_authority'],
	customFields: ['custom_id', 'custom1'],
};

const fromItem = (names: readonly string[]) =>
	Object.fromEntries(names.map((name) => [name, `={{ $json.${name} }}`]));

/** Parameters that take every field from the item, `generated` ones. */
export const GENERATED_PARAMETERS: INodeParameters = createFromItem({
	project_id: locator('={{ $json.project_id }}'),
	additionalFields: fromItem(FIELDS.additionalFields),
	idDocument: fromItem(FIELDS.idDocument),
	customFields: fromItem(FIELDS.customFields),
	pdfSource: '={{ $json.pdfSource }}',
	...fromItem(['pdf_url', 'pdf_content', 'pdfBinaryField']),
	options: { concurrency: 1, uppercase: '={{ $json.uppercase }}' },
});

/** People of whom a few fields are odd, always the same for a seed. */
export function generated(seed: number, count: number): INodeExecutionData[] {
	const random = randomFrom(seed);
	const oneOf = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)];
	const rare = ['project_id', 'pdf_url', 'pdf_content', 'pdfBinaryField', 'uppercase'];
	const names = [...Object.keys(PERSON), ...Object.values(FIELDS).flat(), ...rare];
	return Array.from({ length: count }, () => {
		const json: Record<string, unknown> = {
			...PERSON,
			project_id: '6',
			pdfSource: oneOf(['none', 'none', 'url', 'base64', 'binary']),
			pdf_url: 'https://example.com/contract.pdf',
			pdf_content: PDF,
			pdfBinaryField: 'contract',
		};
		for (let number = Math.floor(random() * 4); number > 0; number--) {
			const name = oneOf(names);
			if (name !== undefined) json[name] = oneOf(ODD);
		}
		const item: INodeExecutionData = { json: {}, binary: files(oneOf([PDF, PDF, LETTER]) ?? PDF) };
		Object.assign(item.json, json);
		return item;
	});
}
