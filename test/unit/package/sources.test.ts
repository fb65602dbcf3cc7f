import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copySources, root, sources, temporaryFolder } from './places';
import { scan } from './scanner';
import { sourceFaults } from './sourceFaults';

const MINUTE = 60_000;

describe('sourceFaults', () => {
	it.each([
		['const a: any = 1;', 'any'],
		['let a: Array<Record<string, any>>;', 'any'],
		['const a = z.any();', 'any'],
		['const a = b as string;', 'cast'],
		['const a = b as unknown as string;', 'cast'],
		['const a = <string>b;', 'cast'],
		['const a = z.custom<string>();', 'cast'],
		['const a = b!;', 'non-null assertion'],
		['a.b!.c();', 'non-null assertion'],
		['class A { b!: string; }', 'definite assignment'],
		['// eslint-disable-next-line no-console', 'comment'],
		['/* eslint-disable */', 'comment'],
		['// @ts-expect-error', 'comment'],
		['// TODO: finish', 'comment'],
	])('finds the fault of %j', (text, fault) => {
		expect(sourceFaults('a.ts', text)[0]).toContain(`a.ts:1 ${fault}`);
	});

	it.each([
		"const a = ['x'] as const;",
		"import type { B as C } from 'b';",
		"import * as d from 'd';",
		"export { e as f } from 'e';",
		'const a = b satisfies string;',
		'if (!a && b !== c) d();',
		"const any = 'any as string';",
		'/** Any text, as a person enters it. */',
		'const a = z.custom<string>((value) => isText(value));',
	])('lets %j pass', (text) => {
		expect(sourceFaults('a.ts', text)).toEqual([]);
	});
});

describe('the sources', () => {
	it('are all read here', () => {
		expect(sources.length).toBeGreaterThan(40);
	});

	it.each(sources)(
		'$file has no any, no cast, no lint disable and no leftover',
		({ file, text }) => {
			expect(sourceFaults(file, text)).toEqual([]);
		},
	);
});

describe("n8n's scanner", () => {
	it(
		'passes the sources',
		async () => {
			expect(await scan(root, 'sources')).toEqual({ passed: true });
		},
		2 * MINUTE,
	);

	it(
		'would not pass a fault',
		async () => {
			const folder = temporaryFolder();
			copySources(folder);
			const file = join(folder, 'nodes', 'Identify', 'run', 'itemLoop.ts');
			appendFileSync(file, "\nconsole.log('here');\nsetTimeout(() => undefined, 1);\n");
			const { passed, details } = await scan(folder, 'sources');
			rmSync(folder, { recursive: true, force: true });
			expect(passed).toBe(false);
			expect(details).toMatch(/itemLoop\.ts[^]*no-console/);
		},
		2 * MINUTE,
	);
});
