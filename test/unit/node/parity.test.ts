import { COUNTRY_CODES } from '../../../nodes/Identify/contract/fields';
import {
	FILE_TYPES,
	identGet,
	identGetData,
	setOnboardifyAppointment,
} from '../../../nodes/Identify/contract/ident';
import {
	GENDERS,
	ID_TYPES,
	identCreate,
	LANGUAGES,
} from '../../../nodes/Identify/contract/identCreate';
import { projectGet, projectGetAll } from '../../../nodes/Identify/contract/project';
import { webhookGetAll } from '../../../nodes/Identify/contract/webhook';
import { IDENT_ATTRIBUTES } from '../contract/samples';
import { fieldsOf, find, parametersOf, valuesOf } from './parameters';

/** Parameters that only the node knows. */
const OWN = new Set(
	'output fields known_status_code fileTypes binaryField returnAll limit options additionalFields idDocument customFields pdfSource pdfBinaryField waitNotice finalStatuses otherFinalStatuses limitAmount limitUnit'.split(
		' ',
	),
);

const ENDPOINTS = [
	{ resource: 'ident', operation: 'create', endpoint: identCreate },
	{ resource: 'ident', operation: 'get', endpoint: identGet },
	{ resource: 'ident', operation: 'getData', endpoint: identGetData },
	{ resource: 'ident', operation: 'getChanges', endpoint: identGet },
	{ resource: 'ident', operation: 'validate', endpoint: identCreate },
	{ resource: 'ident', operation: 'downloadFiles', endpoint: identGetData },
	{ resource: 'ident', operation: 'setAppointment', endpoint: setOnboardifyAppointment },
	{ resource: 'ident', operation: 'waitForResult', endpoint: identGet },
	{ resource: 'project', operation: 'get', endpoint: projectGet },
	{ resource: 'project', operation: 'getMany', endpoint: projectGetAll },
	{ resource: 'webhook', operation: 'getMany', endpoint: webhookGetAll },
];

describe.each(ENDPOINTS)('$resource:$operation', ({ resource, operation, endpoint }) => {
	const parameters = parametersOf(resource, operation);

	it("has a parameter for every field of the request's schema, under its name, and no other", () => {
		const names = parameters
			.flatMap((parameter) => [
				parameter,
				...(parameter.name === 'options' ? [] : fieldsOf(parameter)),
			])
			.map(({ name }) => name)
			.filter((name) => !OWN.has(name));
		expect(names.sort()).toEqual(Object.keys(endpoint.request.shape).sort());
	});
});

describe('ident:create', () => {
	const parameters = parametersOf('ident', 'create');
	const documented = (required: string) =>
		Object.entries(IDENT_ATTRIBUTES).flatMap(([name, value]) => (value === required ? name : []));

	it.each(documented('Yes'))('%s, documented as required, is a required parameter', (name) => {
		expect(find(parameters, name).required).toBe(true);
	});

	it.each(documented('No'))('%s, documented as optional, can be left out', (name) => {
		const topLevel = parameters.find((parameter) => parameter.name === name);
		// Those at the top are shown only once the person has chosen to send a PDF.
		expect(topLevel?.displayOptions?.show?.pdfSource !== undefined || !topLevel).toBe(true);
	});

	it.each([
		['additionalFields.gender', GENDERS],
		['additionalFields.language', LANGUAGES],
		['idDocument.type_of_id', ID_TYPES],
		['nationality', COUNTRY_CODES],
		['country', COUNTRY_CODES],
		['idDocument.id_country', COUNTRY_CODES],
	])('%s offers the closed list of the contract', (path, values) => {
		expect(valuesOf(find(parameters, path)).sort()).toEqual([...values].sort());
	});
});

it('downloadFiles offers the sections of getIdentData', () => {
	const fileTypes = find(parametersOf('ident', 'downloadFiles'), 'fileTypes');
	expect(valuesOf(fileTypes).sort()).toEqual([...FILE_TYPES].sort());
});
