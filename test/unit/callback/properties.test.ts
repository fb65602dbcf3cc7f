import type { INodeProperties } from 'n8n-workflow';
import { triggerProperties } from '../../../nodes/Identify/callback/properties';
import { STATUS_OPTIONS } from '../../../nodes/Identify/input/statusOptions';
import { fieldsOf, find, valuesOf } from '../node/parameters';

const named = (properties: readonly INodeProperties[]) =>
	properties.map(({ name, type, default: value }) => [name, type, value]);

test('the parameters are those that workflows store', () => {
	expect(named(triggerProperties)).toEqual([
		['setupNotice', 'notice', ''],
		['statuses', 'multiOptions', []],
		['confirm', 'boolean', true],
		['output', 'options', 'callback'],
		['settings', 'collection', {}],
		['options', 'hidden', { binaryData: true }],
	]);
	expect(valuesOf(find(triggerProperties, 'output'))).toEqual([
		'callback',
		'ident',
		'identData',
		'status',
	]);
});

test('the settings are those that workflows store', () => {
	expect(named(fieldsOf(find(triggerProperties, 'settings')))).toEqual([
		['checkRegistration', 'boolean', true],
		['ignoreRepeatsFor', 'number', 60],
		['ipAllowlist', 'string', ''],
		['otherStatuses', 'string', ''],
		['path', 'string', ''],
		['projectIds', 'string', ''],
	]);
});

describe('the statuses to choose from', () => {
	test('begin with the one that idents are documented to have', () => {
		expect(find(triggerProperties, 'statuses').options).toEqual(STATUS_OPTIONS);
		expect(STATUS_OPTIONS.map(({ name, value }) => [name, value])).toEqual([
			['Successful (5)', '5'],
			['Pending (1)', '1'],
			['Running (2)', '2'],
			['Success (3)', '3'],
			['Failed (4)', '4'],
		]);
		expect(STATUS_OPTIONS[0]?.description).toMatch(/documentation shows for idents/);
	});

	test.each(STATUS_OPTIONS.slice(1))('say that $name is documented for callbacks', (option) => {
		expect(option.description).toMatch(/documentation .* delivery of callbacks only/);
	});
});
