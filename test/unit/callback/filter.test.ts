import { passes, type Filtered } from '../../../nodes/Identify/callback/filter';

const successful: Filtered = { status: 'Successful', status_code: '5', project_id: '13' };

function verdict(
	filters: { statuses?: string[]; projectIds?: string[] },
	event: Filtered = successful,
) {
	return passes(event, { statuses: undefined, projectIds: undefined, ...filters });
}

describe('the filters', () => {
	test('let everything pass when they are not set', () => {
		expect(verdict({})).toBe(true);
		expect(verdict({}, { status: '', status_code: '', project_id: '' })).toBe(true);
	});

	test('let nothing pass when they hold nothing readable', () => {
		expect(verdict({ statuses: [] })).toBe(false);
		expect(verdict({ projectIds: [] })).toBe(false);
	});

	test.each([
		[['5'], true],
		[['4', '5'], true],
		[['3'], false],
		[['1', '2', '3', '4'], false],
		// Not as a part of another code or text.
		[['55'], false],
		[['Success'], false],
		[['Successful'], true],
		[['sUCCESSFUL'], true],
		[['Cancelled'], false],
		[['Cancelled', 'successful'], true],
	])('statuses %j: %s', (statuses, expected) => {
		expect(verdict({ statuses })).toBe(expected);
	});

	test.each([
		[['13'], true],
		[['6', '13'], true],
		[['6'], false],
		[['1'], false],
		[['130'], false],
	])('project IDs %j: %s', (projectIds, expected) => {
		expect(verdict({ projectIds })).toBe(expected);
	});

	test('a status and a project must both be wanted', () => {
		expect(verdict({ statuses: ['5'], projectIds: ['6'] })).toBe(false);
		expect(verdict({ statuses: ['4'], projectIds: ['13'] })).toBe(false);
		expect(verdict({ statuses: ['5'], projectIds: ['13'] })).toBe(true);
	});

	test('a callback without a project has none of the wanted ones', () => {
		expect(verdict({ projectIds: ['13'] }, { ...successful, project_id: '' })).toBe(false);
	});
});
