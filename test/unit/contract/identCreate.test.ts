import { identCreate } from '../../../nodes/Identify/contract/identCreate';
import { IDENT_ATTRIBUTES } from './samples';

const PDF = 'data:@file/pdf;base64,JVBERi0xLjcK';

const REQUIRED = {
	project_id: '6',
	birthday: '1981-09-05',
	email: 'johndoe@identify24.de',
	person_first_name: 'JOHN',
	person_last_name: 'DOE',
	mobile_phone: '01511111111',
	nationality: 'DE',
	street: 'MARKGRAFENSTR.',
	house_no: '23',
	zip_code: '94670',
	city: 'NÜRNBERG',
	country: 'DE',
};

/** The fields that an issue names when one field is changed. */
function issuesWith(change: Record<string, unknown>): string[] {
	const read = identCreate.request.safeParse({ ...REQUIRED, ...change });
	return (read.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const attributes = Object.entries(IDENT_ATTRIBUTES);
const named = (required: string) =>
	attributes.filter(([, value]) => value === required).map(([name]) => name);

describe('the fields of ident/create', () => {
	it('are the documented ones', () => {
		expect(Object.keys(identCreate.request.shape)).toEqual(attributes.map(([name]) => name));
	});

	it('are complete with the required ones', () => {
		expect(Object.keys(REQUIRED).sort()).toEqual(named('Yes').sort());
		expect(issuesWith({})).toEqual([]);
	});

	it.each(named('Yes'))('%s is required', (field) => {
		const issue = [`${field}: is required, but it is empty`];
		expect(issuesWith({ [field]: undefined })).toEqual(issue);
		expect(issuesWith({ [field]: '' })[0]).toBe(issue[0]);
		expect(issuesWith({ [field]: '  ' })[0]).toBe(issue[0]);
		expect(issuesWith({ [field]: null })).toHaveLength(1);
	});

	it.each(named('No'))('%s may be missing, but is not sent empty', (field) => {
		expect(issuesWith({ [field]: undefined })).toEqual([]);
		expect(issuesWith({ [field]: '' })[0]).toMatch(new RegExp(`^${field}: `));
	});

	it.each(attributes.map(([name]) => name))('%s is flat', (field) => {
		for (const value of [{ value: 'x' }, ['x'], true]) {
			expect(issuesWith({ [field]: value })).toEqual([expect.stringContaining(`${field}: `)]);
		}
	});

	it('names every faulty field at once', () => {
		const faults = issuesWith({ birthday: '5.9.81', email: 'x', country: 'Germany', city: '' });
		expect(faults).toHaveLength(4);
	});

	it.each(['address', 'postal_code', 'id_type', 'concurrency', 'ident_id', 'token', 'Email'])(
		'%s is not documented, and refused',
		(field) => {
			expect(issuesWith({ [field]: 'x' })).toEqual([expect.stringContaining(field)]);
		},
	);

	it('takes the project ID as a number', () => {
		expect(issuesWith({ project_id: 6 })).toEqual([]);
		expect(issuesWith({ project_id: -1 })).toHaveLength(1);
		expect(issuesWith({ project_id: 1.5 })).toHaveLength(1);
	});
});

const DATE = {
	good: ['1981-09-05', '2000-02-29', '1996-02-29', '1900-01-01', '2031-12-31'],
	bad: [
		'1981-9-5',
		'05.09.1981',
		'1981-09-05T00:00:00',
		'1981-02-29',
		'1900-02-29',
		'1981-02-30',
		'1981-04-31',
		'1981-13-01',
		'1981-00-10',
		'1981-01-00',
		'81-09-05',
		'19810905',
		'1981/09/05',
		'١٩٨١-٠٩-٠٥',
	],
};
const COUNTRY = {
	good: ['DE', 'AT', 'GB', 'XK'],
	bad: ['de', 'D', 'DEU', 'Germany', 'UK', 'XX'],
};

const FORMATS: Record<string, { good: string[]; bad: string[] }> = {
	birthday: DATE,
	id_issue_date: DATE,
	id_end_date: DATE,
	nationality: COUNTRY,
	country: COUNTRY,
	id_country: COUNTRY,
	email: {
		good: [
			'johndoe@identify24.de',
			'jane.doe+ident@sub.example.co.uk',
			"o'brien_1@example.io",
			'jürgen@müller.de',
			'x@xn--mller-kva.xn--p1ai',
		],
		bad: [
			'johndoe',
			'@example.com',
			'john@',
			'john@localhost',
			'john@@example.com',
			'john doe@example.com',
			'john@example..com',
			'john@-example.com',
			'john@example-.com',
			'john@example.com-',
			'john@example.com.',
			'.john@example.com',
			'john.@example.com',
			'jo..hn@example.com',
			'John <john@example.com>',
			'john@example.com, jane@example.com',
			'john@example.com;jane@example.com',
			'mailto:john@example.com',
			'john@exam ple.com',
			'john@example.com\njane@example.com',
		],
	},
	gender: { good: ['MALE', 'FEMALE'], bad: ['male', 'M', 'DIVERSE', 'OTHER'] },
	language: { good: ['de', 'en', 'pl', 'cs', 'sk'], bad: ['DE', 'fr', 'de-DE', 'german'] },
	type_of_id: {
		good: ['Personalausweis', 'Reisepass'],
		bad: ['personalausweis', 'ID card', 'Passport', 'Führerschein'],
	},
	mobile_phone: {
		good: ['01511111111', '+49 151 11111111', '0049 (151) 111-11.11', '+49/151/1111111'],
		bad: ['call me', '1234', '+', '0151-abc', 'johndoe@identify24.de'],
	},
	pdf_url: {
		good: ['https://xxxxxxxxxx.pdf', 'https://example.com/contract.pdf?v=1', 'http://x.de/a'],
		bad: ['example.com/contract.pdf', 'ftp://example.com/a.pdf', 'https://', 'file:///etc/passwd'],
	},
	pdf_content: {
		good: [PDF, 'data:application/pdf;base64,JVBERi0xLjc='],
		bad: [
			'JVBERi0xLjcK',
			'data:application/pdf;base64,',
			'data:application/pdf,JVBERi0xLjcK',
			'data:application/pdf;base64,JVBERi0 xLjcK',
			'data:application/pdf;base64,%PDF-1.7',
			`${PDF}\n`,
			`x${PDF}`,
		],
	},
};

describe.each(Object.entries(FORMATS))('%s', (field, { good, bad }) => {
	it.each(good)('may be %j', (value) => {
		expect(issuesWith({ [field]: value })).toEqual([]);
	});

	it.each(bad)('must not be %j', (value) => {
		expect(issuesWith({ [field]: value })).toEqual([expect.stringContaining(`${field}: `)]);
	});
});

describe('big and hostile values are checked in under a second', () => {
	it.each([
		['a PDF of 20 MB', 'pdf_content', `${PDF}${'A'.repeat(28_000_000)}`, 0],
		[
			'a PDF of 20 MB with a fault at its end',
			'pdf_content',
			`${PDF}${'A'.repeat(28_000_000)}!`,
			1,
		],
		['an e-mail address without an end', 'email', `a@${'a'.repeat(1_000_000)}`, 1],
		['an e-mail address of dots', 'email', `a@${'a.'.repeat(500_000)}!`, 1],
		['an e-mail address of dashes', 'email', `a@a${'-'.repeat(1_000_000)}`, 1],
		['a phone number of blanks', 'mobile_phone', ' '.repeat(1_000_000), 1],
		['a web address of slashes', 'pdf_url', `https://${'/'.repeat(1_000_000)}`, 1],
	])('%s', (_what, field, value, expected) => {
		const started = performance.now();
		expect(issuesWith({ [field]: value }).length > 0 ? 1 : 0).toBe(expected);
		expect(performance.now() - started).toBeLessThan(1000);
	});
});
