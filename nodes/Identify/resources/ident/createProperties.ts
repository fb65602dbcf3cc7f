import type { INodeProperties } from 'n8n-workflow';
import { optionsCollection } from '../options';
import { projectLocator } from '../project/projectLocator';
import { additionalFields, customFields, idDocument } from './createCollections';
import { country, text } from './createFields';

const person: INodeProperties[] = [
	text('First Name', 'person_first_name', {
		required: true,
		placeholder: 'e.g. Jane',
		description: 'All first names, as in the ID document',
	}),
	text('Last Name', 'person_last_name', {
		required: true,
		placeholder: 'e.g. Doe',
		description: 'As in the ID document',
	}),
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
	text('Email', 'email', {
		required: true,
		placeholder: 'e.g. name@email.com',
		description:
			'The address of the person. Identify does not document that it writes to it: send the link yourself.',
	}),
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
	text('Street', 'street', {
		required: true,
		placeholder: 'e.g. Markgrafenstr.',
		description: 'With the house number in it if House Number is empty',
	}),
	text('House Number', 'house_no', {
		required: true,
		placeholder: 'e.g. 23',
		description: 'An expression may give nothing where the number is part of Street',
	}),
	text('ZIP Code', 'zip_code', {
		required: true,
		placeholder: 'e.g. 90402',
		description: 'A number, as spreadsheets give it, gets its leading zeros back',
	}),
	text('City', 'city', {
		required: true,
		placeholder: 'e.g. Nürnberg',
		description: 'The city of the address',
	}),
	{ ...country('Country', 'country', 'The country of the address'), required: true },
];

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
