import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './places';

const file = join(root, 'docs', 'architecture.md');
const text = readFileSync(file, 'utf8');
const links = [...text.matchAll(/\[([^\]]+)\]\(([^)#]+)\)/g)].map(([, name = '', target = '']) => ({
	name,
	path: join(dirname(file), target),
}));

test('it names files', () => {
	expect(links.length).toBeGreaterThan(50);
});

test.each(links)('$name exists', ({ path }) => {
	expect(existsSync(path)).toBe(true);
});

test('every room of the house has its row', () => {
	const hall = join(root, 'nodes', 'Identify');
	const rooms = readdirSync(hall, { withFileTypes: true }).filter((entry) => entry.isDirectory());
	const named = links.map(({ path }) => path);
	for (const { name } of rooms) expect(named).toContain(join(hall, name));
});

test.each(
	[...text.matchAll(/`(\w+)` (?:in|of)\s+\[[^\]]+\]\(([^)]+)\)/g)].map(
		([, name = '', target = '']) => ({ name, target }),
	),
)('$name is in $target', ({ name, target }) => {
	expect(readFileSync(join(dirname(file), target), 'utf8')).toMatch(
		new RegExp(`\\b(?:function|async|async function) ${name}\\b`),
	);
});

test('every rule of n8n names the test that notices its end', () => {
	const [, table = ''] = text.split("## n8n's unwritten rules");
	const rows = table.split('\n').filter((line) => /^\| (?!rule |---)/.test(line));
	expect(rows.length).toBeGreaterThan(10);
	for (const row of rows) expect(row).toMatch(/\.test\.ts\) \|$/);
});
