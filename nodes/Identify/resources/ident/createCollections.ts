import type { INodeProperties } from 'n8n-workflow';
import { ANY_VALUE, country, text } from './createFields';

/** What the documentation calls optional, of the person. */
export const additionalFields: INodeProperties = {
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
		text('Birth Place', 'birth_place', {
			placeholder: 'e.g. Berlin',
			description: 'The place where the person was born, as in the ID document',
		}),
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
			description:
				'Identify knows these two. An expression may also give a salutation, e.g. Frau or Mr.',
		},
		text('International Code', 'international_code', {
			placeholder: 'e.g. DE',
			description: 'Identify does not document it; in its samples it is a country code',
		}),
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
		text('Position', 'person_position', {
			placeholder: 'e.g. Managing director',
			description: 'What the person is in the company',
		}),
	],
};

/** What is known of the ID document beforehand. */
export const idDocument: INodeProperties = {
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
			description: 'The kind of document that the person will show',
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
		text('Issuing Authority', 'issuing_authority', {
			placeholder: 'e.g. Stadt Nürnberg',
			description: 'The government agency that issued the document',
		}),
		country('Issuing Country', 'id_country', 'The country that issued the document'),
		text('Number', 'id_number', {
			placeholder: 'e.g. LJFE8J32NDM',
			description: 'The number of the document, as printed on it',
		}),
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

const OF_YOUR_OWN =
	'A text of your own. It comes back in callbacks and with the raw data of the ident.';

/** Texts of the partner's own. */
export const customFields: INodeProperties = {
	displayName: 'Custom Fields',
	name: 'customFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description: 'Values of your own that Identify returns with the ident and in callbacks',
	options: [
		text('Custom 1', 'custom1', { description: OF_YOUR_OWN }),
		text('Custom 2', 'custom2', { description: OF_YOUR_OWN }),
		text('Custom 3', 'custom3', { description: OF_YOUR_OWN }),
		text('Custom 4', 'custom4', { description: OF_YOUR_OWN }),
		text('Custom ID', 'custom_id', {
			placeholder: 'e.g. CRM-4711',
			description:
				'Your own ID of the person. It comes back in callbacks and with the ident, but Identify cannot search for it: store it together with the ident ID.',
		}),
	],
};
