import type { INodeProperties } from 'n8n-workflow';
import { COUNTRY_OPTIONS } from '../../person/countries';
import { optionsCollection } from '../options';
import { projectLocator } from '../project/projectLocator';

function text(
	displayName: string,
	name: string,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return { displayName, name, type: 'string', default: '', ...more };
}

/** The node understands more than the list has; without this the editor warns of such expressions. */
const ANY_VALUE = { allowArbitraryValues: true } as const;

function country(displayName: string, name: string, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		options: COUNTRY_OPTIONS,
		...ANY_VALUE,
		default: '',
		description: `${description}. An expression may also give a code or a name, e.g. de, DEU, Germany or Deutschland.`,
	};
}

const person: INodeProperties[] = [
	text('First Name', 'person_first_name', { required: true, placeholder: 'e.g. Jane' }),
	text('Last Name', 'person_last_name', { required: true, placeholder: 'e.g. Doe' }),
	{
		displayName: 'Birthday',
		name: 'birthday',
		type: 'dateTime',
		typeOptions: { dateOnly: true },
		default: '',
		required: true,
		description:
			'The day on which the person was born. An expression may also give YYYY-MM-DD or DD.MM.YYYY.',
	},
	text('Email', 'email', { required: true, placeholder: 'e.g. name@email.com' }),
	text('Mobile Phone', 'mobile_phone', {
		required: true,
		placeholder: 'e.g. +491511111111',
		description:
			"It is sent with its country code. A number without one is of the address's country if it is valid there, else of Germany.",
	}),
	{
		...country('Nationality', 'nationality', 'The nationality of the person'),
		required: true,
		description:
			'The nationality of the person. An expression may also give a code or words, e.g. de, DEU, Germany or deutsch.',
	},
	text('Street', 'street', { required: true, placeholder: 'e.g. Markgrafenstr.' }),
	text('House Number', 'house_no', { required: true, placeholder: 'e.g. 23' }),
	text('ZIP Code', 'zip_code', { required: true, placeholder: 'e.g. 90402' }),
	text('City', 'city', { required: true, placeholder: 'e.g. Nürnberg' }),
	{ ...country('Country', 'country', 'The country of the address'), required: true },
];

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		text('Academic Title', 'person_title', {
			placeholder: 'e.g. Dr.',
			description: 'Only if the title is part of the name and shown in ID documents',
		}),
		text('Birth Place', 'birth_place', { placeholder: 'e.g. Berlin' }),
		{
			displayName: 'Gender',
			name: 'gender',
			type: 'options',
			options: [
				{ name: 'Female', value: 'FEMALE' },
				{ name: 'Male', value: 'MALE' },
			],
			...ANY_VALUE,
			default: 'FEMALE',
		},
		text('International Code', 'international_code', { placeholder: 'e.g. DE' }),
		{
			displayName: 'Language',
			name: 'language',
			type: 'options',
			options: [
				{ name: 'Czech', value: 'cs' },
				{ name: 'English', value: 'en' },
				{ name: 'German', value: 'de' },
				{ name: 'Polish', value: 'pl' },
				{ name: 'Slovak', value: 'sk' },
			],
			...ANY_VALUE,
			default: 'de',
			description: 'The language of the identification. Identify speaks German if this is not set.',
		},
		text('Position', 'person_position', { placeholder: 'e.g. Managing director' }),
	],
};

const idDocument: INodeProperties = {
	displayName: 'ID Document',
	name: 'idDocument',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Document Type',
			name: 'type_of_id',
			type: 'options',
			options: [
				{ name: 'ID Card', value: 'Personalausweis' },
				{ name: 'Passport', value: 'Reisepass' },
			],
			...ANY_VALUE,
			default: 'Personalausweis',
		},
		{
			displayName: 'Issue Date',
			name: 'id_issue_date',
			type: 'dateTime',
			typeOptions: { dateOnly: true },
			default: '',
			description:
				'The day on which the document was issued. An expression may also give YYYY-MM-DD or DD.MM.YYYY.',
		},
		text('Issuing Authority', 'issuing_authority', { placeholder: 'e.g. Stadt Nürnberg' }),
		country('Issuing Country', 'id_country', 'The country that issued the document'),
		text('Number', 'id_number', { placeholder: 'e.g. LJFE8J32NDM' }),
		{
			displayName: 'Valid Until',
			name: 'id_end_date',
			type: 'dateTime',
			typeOptions: { dateOnly: true },
			default: '',
			description:
				'The day until which the document is valid. An expression may also give YYYY-MM-DD or DD.MM.YYYY.',
		},
	],
};

const pdf: INodeProperties[] = [
	{
		displayName: 'PDF to Sign',
		name: 'pdfSource',
		type: 'options',
		options: [
			{ name: 'None', value: 'none', description: 'The person signs no document' },
			{
				name: 'Binary File',
				value: 'binary',
				description: 'A PDF that an earlier node has put into the item',
			},
			{ name: 'URL', value: 'url', description: 'Identify fetches the PDF from this address' },
			{ name: 'Base64', value: 'base64', description: 'The content of a PDF as a base64 text' },
		],
		default: 'none',
		description: 'Where the PDF comes from that the person is to sign',
	},
	text('Input Data Field Name', 'pdfBinaryField', {
		default: 'data',
		required: true,
		displayOptions: { show: { pdfSource: ['binary'] } },
		hint: 'The name of the input field containing the PDF',
	}),
	text('PDF URL', 'pdf_url', {
		required: true,
		placeholder: 'e.g. https://example.com/contract.pdf',
		displayOptions: { show: { pdfSource: ['url'] } },
		description: 'Identify must be able to reach this address',
	}),
	text('PDF Content', 'pdf_content', {
		required: true,
		placeholder: 'e.g. JVBERi0xLjcK…',
		displayOptions: { show: { pdfSource: ['base64'] } },
		description: 'The PDF as base64, with or without data:…;base64, in front',
	}),
];

const customFields: INodeProperties = {
	displayName: 'Custom Fields',
	name: 'customFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description: 'Values of your own that Identify returns with the ident and in callbacks',
	options: [
		text('Custom 1', 'custom1'),
		text('Custom 2', 'custom2'),
		text('Custom 3', 'custom3'),
		text('Custom 4', 'custom4'),
		text('Custom ID', 'custom_id', {
			placeholder: 'e.g. CRM-4711',
			description: 'Your own ID of the person, to find the ident again',
		}),
	],
};

/** The parameters of `ident:create`, in the order shown. */
export const createProperties: INodeProperties[] = [
	projectLocator,
	...person,
	additionalFields,
	idDocument,
	...pdf,
	customFields,
	optionsCollection({
		displayName: 'Uppercase',
		name: 'uppercase',
		type: 'boolean',
		default: true,
		description:
			'Whether to send names, street, city and birth place in upper case, as Identify documents it',
	}),
];
