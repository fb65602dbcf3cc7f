import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesIn, root } from './places';

const FOLDERS = ['docs', 'examples', 'nodes', 'test', 'scripts', '.github'];

/** Every Markdown file of the repository. */
const pages = [
	...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'],
	...FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
		filesIn(join(root, folder))
			.filter((file) => file.endsWith('.md') && !file.includes('node_modules/'))
			.map((file) => `${folder}/${file}`),
	),
];

const textOf = (page: string) => readFileSync(join(root, page), 'utf8');

/** The text without code, in which brackets are no links. */
const proseOf = (page: string) =>
	textOf(page)
		.replaceAll(/^```[\s\S]*?^```$/gm, '')
		.replaceAll(/`[^`\n]*`/g, '');

/** A heading's anchor, as GitHub makes it. */
const anchorOf = (heading: string) =>
	heading
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
		.trim()
		.replaceAll(' ', '-');

const anchorsOf = (page: string) =>
	[...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Each relative link with the page it stands on. */
const links = pages.flatMap((page) =>
	[...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, target = '']) => target)
		.filter((target) => !/^[a-z]+:/.test(target))
		.map((target) => [page, target] as const),
);

it('finds links', () => {
	expect(links.length).toBeGreaterThan(100);
});

it.each([...new Map(links.map((link) => [link.join(), link])).values()])(
	'%s: %s leads somewhere',
	(page, target) => {
		const [file = '', anchor] = target.split('#');
		const path = file === '' ? page : join(dirname(page), file);
		expect(existsSync(join(root, path)) ? path : 'nothing').toBe(path);
		if (anchor !== undefined) expect(anchorsOf(path)).toContain(anchor);
	},
);

describe.each(['SECURITY.md', 'docs/data-protection.md'])('%s', (page) => {
	const tests = [
		...textOf(page).matchAll(/\]\(([^)]+\.test\.ts)\)\s*›\s*((?:`[^`]+`(?:,\s+)?)+)/g),
	].flatMap(([, file = '', names = '']) =>
		[...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => [file, name] as const),
	);

	it('names tests', () => {
		expect(tests.length).toBeGreaterThan(5);
	});

	it.each(tests)('%s has the test %s', (file, name) => {
		expect(readFileSync(join(root, dirname(page), file), 'utf8')).toContain(name);
	});
});
