import { passes, type Filtered } from '../../../nodes/Identify/callback/filter';

const successful: Filtered = { status: 'Successful', status_code: '5', project_id: '13' };

function verdict(
	filters: { statuses?: string[]; otherStatuses?: string; projectIds?: string },
	event: Filtered = successful,
) {
	return passes(event, { statuses: [], otherStatuses: '', projectIds: '', ...filters });
}

describe('the filters', () => {
	test('let everything pass when they are empty', () => {
		expect(verdict({})).toBe(true);
		expect(verdict({ otherStatuses: ' , ', projectIds: ' ' })).toBe(true);
		expect(verdict({}, { status: '', status_code: '', project_id: '' })).toBe(true);
	});

	test.each([
		[['5'], true],
		[['4', '5'], true],
		[['3'], false],
		[['1', '2', '3', '4'], false],
		// Not as a part of another code.
		[['55'], false],
	])('statuses %j: %s', (statuses, expected) => {
		expect(verdict({ statuses })).toBe(expected);
	});

	test.each([
		['5', true],
		['Successful', true],
		['sUCCESSFUL', true],
		[' Cancelled , successful ', true],
		['Success', false],
		['Cancelled', false],
	])('other statuses "%s": %s', (otherStatuses, expected) => {
		expect(verdict({ otherStatuses })).toBe(expected);
	});

	test('statuses and other statuses add up', () => {
		const filters = { statuses: ['4'], otherStatuses: '6, Cancelled' };
		expect(verdict(filters)).toBe(false);
		expect(verdict(filters, { ...successful, status: 'Failed', status_code: '4' })).toBe(true);
		expect(verdict(filters, { ...successful, status: 'Something', status_code: '6' })).toBe(true);
		expect(verdict(filters, { ...successful, status: 'CANCELLED', status_code: '7' })).toBe(true);
	});

	test.each([
		['13', true],
		['6, 13', true],
		['6', false],
		['1', false],
		['130', false],
	])('project IDs "%s": %s', (projectIds, expected) => {
		expect(verdict({ projectIds })).toBe(expected);
	});

	test('a status and a project must both be wanted', () => {
		expect(verdict({ statuses: ['5'], projectIds: '6' })).toBe(false);
		expect(verdict({ statuses: ['4'], projectIds: '13' })).toBe(false);
		expect(verdict({ statuses: ['5'], projectIds: '13' })).toBe(true);
	});

	test('a callback without a project has none of the wanted ones', () => {
		expect(verdict({ projectIds: '13' }, { ...successful, project_id: '' })).toBe(false);
	});
});
