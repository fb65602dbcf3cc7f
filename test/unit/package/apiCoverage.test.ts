import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places';

const page = readFileSync(join(root, 'docs', 'api-coverage.md'), 'utf8');

/** The rows of all tables on the page, by their cells. */
const rows = page
	.split('\n')
	.filter((line) => line.startsWith('| ') && !/^\| (?:sentence|---)/.test(line))
	.map((line) =>
		line
			.split(/(?<!\\)\|/)
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);

/** `[path](../path)`, of a test with ` › ` and its name. */
const FILE = /^\[([^\]]+)\]\(\.\.\/([^)]+)\)$/;
const TEST = /^\[([^\]]+)\]\(\.\.\/([^)]+)\) › `([^`]+)`$/;

/** The sections of the documentation, each of which must be there. */
const SECTIONS =
	'auth ident/create ident/setOnboardifyAppointment ident/get ident/getIdentData project/getAll project/get webhook/getAll Webhook Errors'.split(
		' ',
	);

it.each(SECTIONS)('has the section %s', (section) => {
	expect(page).toContain(`\n## ${section}\n`);
});

it('has many rows', () => {
	expect(rows.length).toBeGreaterThan(90);
});

describe.each(rows.map((cells) => [cells[0] ?? '', cells] as const))('%s', (_sentence, cells) => {
	const [sentence = '', honoured = '', tested = ''] = cells;

	it('has three cells, none of them empty', () => {
		expect(cells).toHaveLength(3);
		expect([sentence, honoured, tested]).not.toContain('');
	});

	it('names a file and a test that exist, or says why there is nothing to do', () => {
		if (honoured.startsWith('needs nothing: ')) {
			expect(tested).toBe('none: nothing to honour');
			return;
		}
		const [, fileText = '', file = ''] = FILE.exec(honoured) ?? [];
		const [, testText = '', testFile = '', name = ''] = TEST.exec(tested) ?? [];
		expect([fileText, testText]).toEqual([file, testFile]);
		expect(file).not.toBe('');
		expect(existsSync(join(root, file))).toBe(true);
		expect(testFile).toMatch(/^test\/.*\.test\.ts$/);
		expect(readFileSync(join(root, testFile), 'utf8')).toContain(name);
	});
});
