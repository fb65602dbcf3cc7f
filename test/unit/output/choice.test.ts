import { identGet, identGetData } from '../../../nodes/Identify/contract/ident';
import { IDENT_FIELDS } from '../../../nodes/Identify/contract/identFields';
import { readJson } from '../../../nodes/Identify/contract/json';
import { identDataOutput, identOutput } from '../../../nodes/Identify/output/choice';
import { SAMPLE_RESPONSES } from '../contract/samples';

const ident = identGet.response.parse(readJson(SAMPLE_RESPONSES['ident/get'])).data;
const data = identGetData.response.parse(readJson(SAMPLE_RESPONSES['ident/getIdentData'])).data;

describe('the documented fields', () => {
	it('are those of the samples', () => {
		const names = [...Object.keys(ident), ...Object.keys(data.ident)];
		expect([...IDENT_FIELDS].sort()).toEqual([...new Set(names)].sort());
	});
});

describe('identOutput', () => {
	it('gives IDs and status, and nothing of the person', () => {
		expect(identOutput(ident, 'asked', { output: 'status', fields: [] })).toEqual({
			ident_id: 'ece4f137-31ea-11ee-849e-005056bb3f3f',
			project_id: '13',
			custom_id: '',
			status: 'Successful',
			status_code: '5',
		});
	});

	it('gives the selected fields, in their order, dates as in the simplified output', () => {
		const fields = ['created_at', 'id', 'postal_code', 'person_title', 'customer_id'];
		const json = identOutput(ident, 'asked', { output: 'selected', fields });
		expect(Object.entries(json)).toEqual([
			['created_at', '2023-08-03T12:45:56'],
			['ident_id', 'ece4f137-31ea-11ee-849e-005056bb3f3f'],
			['postal_code', '90763'],
			['person_title', ''],
			['customer_id', null],
		]);
	});

	it('finds a field in the sub-object and under the name of the attribute table', () => {
		const nested = { id: '1', address: { zip_code: '0123', country: 'PL' }, mobile_phone: '5' };
		const fields = ['postal_code', 'land', 'mobile_number', 'street'];
		expect(identOutput(nested, '1', { output: 'selected', fields })).toEqual({
			postal_code: '0123',
			land: 'PL',
			mobile_number: '5',
			street: null,
		});
	});
});

describe('identDataOutput', () => {
	it.each([
		['simplified', [], true],
		['selected', ['id', 'files'], true],
		['selected', ['id'], false],
		['status', [], false],
	] as const)('%s with %j has files: %s', (output, fields, hasFiles) => {
		const json = identDataOutput(data, 'asked', { output, fields });
		expect('files' in json).toBe(hasFiles);
		expect(json.ident_id).toBe('e9b57479-644d-11ef-b4ac-005056bb3f3f');
	});

	it('raw is untouched', () => {
		expect(identDataOutput(data, 'asked', { output: 'raw', fields: [] })).toEqual(data);
	});
});
