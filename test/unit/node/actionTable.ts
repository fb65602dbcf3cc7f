/**
 * The table of interface.md, "Action node `identify`": workflows store these names, so they may
 * never change within version 1 of the node.
 */

const OPTIONS = ['concurrency', 'timeout', 'maxTries'];

export interface ActionRow {
	resource: string;
	operation: string;
	/** Undefined where the operation asks no endpoint of its own. */
	endpoint?: string;
	/** The parameters that are visible with default values, in the order shown. */
	parameters: string[];
	/** What `options` offers; undefined where there are none. */
	options?: string[];
}

const CREATE_PARAMETERS = [
	'project_id',
	'person_first_name',
	'person_last_name',
	'birthday',
	'email',
	'mobile_phone',
	'nationality',
	'street',
	'house_no',
	'zip_code',
	'city',
	'country',
	'additionalFields',
	'idDocument',
	'pdfSource',
	'customFields',
	'options',
];

export const ACTION_TABLE: ActionRow[] = [
	{ resource: 'auth', operation: 'getToken', endpoint: 'POST /auth', parameters: [] },
	{
		resource: 'ident',
		operation: 'create',
		endpoint: 'POST /ident/create',
		parameters: CREATE_PARAMETERS,
		options: [...OPTIONS, 'uppercase'],
	},
	{
		resource: 'ident',
		operation: 'get',
		endpoint: 'GET /ident/get/{ident_id}',
		parameters: ['ident_id', 'output', 'options'],
		options: OPTIONS,
	},
	{
		resource: 'ident',
		operation: 'getData',
		endpoint: 'GET /ident/getIdentData/{ident_id}',
		parameters: ['ident_id', 'output', 'options'],
		options: OPTIONS,
	},
	{
		resource: 'ident',
		operation: 'downloadFiles',
		endpoint: 'GET /ident/getIdentData/{ident_id}',
		parameters: ['ident_id', 'fileTypes', 'binaryField', 'options'],
		options: [...OPTIONS, 'fileNames', 'manifest', 'verifyHash'],
	},
	{
		resource: 'ident',
		operation: 'setAppointment',
		endpoint: 'POST /ident/setOnboardifyAppointment',
		parameters: ['ident_id', 'termin_date', 'termin_user', 'options'],
		options: OPTIONS,
	},
	{
		resource: 'ident',
		operation: 'getChanges',
		endpoint: 'GET /ident/get/{ident_id}',
		parameters: ['ident_id', 'known_status_code', 'options'],
		options: OPTIONS,
	},
	{
		resource: 'ident',
		operation: 'validate',
		parameters: CREATE_PARAMETERS,
		options: [...OPTIONS, 'uppercase'],
	},
	{
		resource: 'ident',
		operation: 'waitForResult',
		endpoint: 'GET /ident/get/{ident_id}',
		parameters: [
			'ident_id',
			'finalStatuses',
			'otherFinalStatuses',
			'limitAmount',
			'limitUnit',
			'output',
			'options',
		],
		options: OPTIONS,
	},
	{
		resource: 'project',
		operation: 'get',
		endpoint: 'GET /project/get',
		parameters: ['project_id', 'options'],
		options: OPTIONS,
	},
	{
		resource: 'project',
		operation: 'getMany',
		endpoint: 'GET /project/getAll',
		parameters: ['returnAll', 'limit', 'options'],
		options: OPTIONS,
	},
	{
		resource: 'webhook',
		operation: 'getMany',
		endpoint: 'GET /webhook/getAll',
		parameters: ['returnAll', 'limit', 'options'],
		options: OPTIONS,
	},
	{
		resource: 'webhook',
		operation: 'sendTest',
		parameters: ['callbackUrl', 'ident_id', 'status_code', 'status', 'options'],
		options: OPTIONS,
	},
];

/** The fields of the collections of `ident:create`. */
export const COLLECTIONS: Record<string, string[]> = {
	additionalFields: [
		'birth_place',
		'gender',
		'person_title',
		'person_position',
		'international_code',
		'language',
	],
	idDocument: [
		'type_of_id',
		'id_number',
		'id_country',
		'id_issue_date',
		'id_end_date',
		'issuing_authority',
	],
	customFields: ['custom_id', 'custom1', 'custom2', 'custom3', 'custom4'],
};

/** The defaults that the interface fixes, by `resource:operation` and path. */
export const DEFAULTS: Array<[string, string, unknown]> = [
	['ident:create', 'project_id', { mode: 'list', value: '' }],
	['ident:create', 'pdfSource', 'none'],
	['ident:create', 'pdfBinaryField', 'data'],
	['ident:create', 'options.uppercase', true],
	['ident:get', 'ident_id', { mode: 'id', value: '' }],
	['ident:get', 'output', 'simplified'],
	['ident:getData', 'output', 'simplified'],
	['ident:downloadFiles', 'fileTypes', ['identification_pdf', 'signed_pdf']],
	['ident:downloadFiles', 'binaryField', 'data'],
	['ident:downloadFiles', 'options.fileNames', 'unique'],
	['ident:downloadFiles', 'options.manifest', false],
	['ident:downloadFiles', 'options.verifyHash', true],
	['ident:getChanges', 'known_status_code', ''],
	['ident:validate', 'pdfSource', 'none'],
	['ident:validate', 'options.uppercase', true],
	['ident:waitForResult', 'finalStatuses', ['5', '3', '4']],
	['ident:waitForResult', 'otherFinalStatuses', ''],
	['ident:waitForResult', 'limitAmount', 1],
	['ident:waitForResult', 'limitUnit', 'days'],
	['ident:waitForResult', 'output', 'simplified'],
	['project:get', 'project_id', { mode: 'list', value: '' }],
	['project:getMany', 'returnAll', false],
	['project:getMany', 'limit', 50],
	['webhook:getMany', 'returnAll', false],
	['webhook:getMany', 'limit', 50],
	['webhook:sendTest', 'ident_id', { mode: 'id', value: '' }],
	['webhook:sendTest', 'status_code', '5'],
	['webhook:sendTest', 'status', 'Successful'],
];
