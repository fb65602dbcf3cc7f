import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, root, sources } from './places';
import { arrowsOf, circleIn, roomOf, type Source } from './rooms';

/** The floors, lowest first: a room may use those below it. */
const FLOORS = [
	'contract',
	'person',
	'output',
	'client',
	'files',
	'input',
	'run',
	'waiting',
	'resources',
	'callback',
	'credentials',
	'hall',
];

/** What a room may use from outside the house; a room without an entry is free. */
const PACKAGES: Record<string, { packages: RegExp; types?: RegExp; rooms?: readonly string[] }> = {
	contract: { packages: /^zod$/, rooms: [] },
	// People's data is looked at without n8n: its runtime is not here, whatever its types are called.
	person: { packages: /^(?!n8n-)/, types: /^n8n-workflow$/, rooms: ['contract'] },
};

/** What only these files may mention: n8n's way to send a request has unwritten rules. */
const ONLY_IN = [
	{
		what: /httpRequestWithAuthentication|\bhttpRequest\b/,
		files: ['nodes/Identify/client/n8nRequest.ts'],
	},
	{
		what: /checkProcessed|removeProcessed|clearAllProcessed/,
		files: ['nodes/Identify/run/processed.ts'],
	},
];

const MOST_LINES = 220;

const isSource = (name: string) => /^(?:nodes|credentials)\//.test(name);

/** Every place where the sources break a rule, in words. */
function faultsOf(files: readonly Source[]): string[] {
	const arrows = arrowsOf(files);
	const faults: string[] = [];
	for (const { from, to, typeOnly } of arrows) {
		const room = roomOf(from);
		const rule = PACKAGES[room];
		if (to.startsWith('.') || to === 'something computed') {
			faults.push(`${from} imports ${to}, which is no file`);
		} else if (isSource(to)) {
			const other = roomOf(to);
			const up = FLOORS.indexOf(other) > FLOORS.indexOf(room);
			if (up) faults.push(`${from} uses ${to}, which is above it`);
			else if (rule?.rooms && other !== room && !rule.rooms.includes(other)) {
				faults.push(`${from} uses ${to}`);
			}
		} else if (rule && !rule.packages.test(to) && !(typeOnly && rule.types?.test(to))) {
			faults.push(`${from} uses ${to}`);
		}
	}
	for (const { file, text } of files) {
		if (file.startsWith('nodes/') && text.trimEnd().split('\n').length > MOST_LINES) {
			faults.push(`${file} has more than ${MOST_LINES} lines`);
		}
		if (!FLOORS.includes(roomOf(file))) faults.push(`${file} lies in no room`);
		if (roomOf(file) === 'hall' && !file.endsWith('.node.ts'))
			faults.push(`${file} is in the hall`);
		for (const { what, files: allowed } of ONLY_IN) {
			if (what.test(text) && !allowed.includes(file))
				faults.push(`${file} mentions ${what.source}`);
		}
	}
	const circle = circleIn(arrows);
	if (circle.length > 0) faults.push(`a circle: ${circle.join(' → ')}`);
	return faults.sort();
}

describe('the house', () => {
	it('keeps its rules', () => {
		expect(faultsOf(sources)).toEqual([]);
	});

	it('has nothing at the top of nodes/Identify but the nodes, their codex files and the rooms', () => {
		const top = readdirSync(join(root, 'nodes', 'Identify'), { withFileTypes: true });
		const files = top.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
		expect(files.filter((name) => !/^\w+\.node\.(?:ts|json)$/.test(name))).toEqual([]);
		const rooms = top.filter((entry) => entry.isDirectory()).map(({ name }) => name);
		expect(rooms.filter((name) => !FLOORS.includes(name))).toEqual([]);
		expect(filesIn(join(root, 'nodes')).filter((file) => !file.startsWith('Identify/'))).toEqual(
			[],
		);
	});
});

describe('the rules would find', () => {
	const N = 'nodes/Identify';
	const other = (file: string, text = '') => ({ file: `${N}/${file}`, text });

	it.each<[string, Source[]]>([
		[`${N}/contract/a.ts uses luxon`, [other('contract/a.ts', "import { D } from 'luxon';")]],
		[
			`${N}/contract/a.ts uses n8n-workflow`,
			[other('contract/a.ts', "import type { D } from 'n8n-workflow';")],
		],
		[
			`${N}/person/a.ts uses n8n-workflow`,
			[other('person/a.ts', "import { D, type E } from 'n8n-workflow';")],
		],
		[
			`${N}/output/a.ts uses ${N}/client/b.ts, which is above it`,
			[other('output/a.ts', "import type { B } from '../client/b';"), other('client/b.ts')],
		],
		[
			`a circle: ${N}/run/a.ts → ${N}/run/b.ts → ${N}/run/a.ts`,
			[other('run/a.ts', "import './b';"), other('run/b.ts', "export * from './a';")],
		],
		[`${N}/run/a.ts has more than 220 lines`, [other('run/a.ts', 'a();\n'.repeat(221))]],
		[`${N}/helpers.ts is in the hall`, [other('helpers.ts')]],
		[`${N}/misc/a.ts lies in no room`, [other('misc/a.ts')]],
		[`${N}/run/a.ts imports ./b, which is no file`, [other('run/a.ts', "import './b';")]],
		[
			`${N}/run/a.ts mentions httpRequestWithAuthentication|\\bhttpRequest\\b`,
			[other('run/a.ts', 'this.helpers.httpRequest({});')],
		],
	])('%s', (fault, files) => {
		expect(faultsOf(files)).toEqual([fault]);
	});

	it.each<[string, Source[]]>([
		['types of n8n among people', [other('person/a.ts', "import type { D } from 'n8n-workflow';")]],
		['only named types', [other('person/a.ts', "import { type D } from 'n8n-workflow';")]],
		['zod in the contract', [other('contract/a.ts', "import { z } from 'zod';")]],
		['a room below', [other('run/a.ts', "import { b } from '../client/b';"), other('client/b.ts')]],
		['220 lines', [other('run/a.ts', 'a();\n'.repeat(220))]],
	])('nothing wrong with %s', (_what, files) => {
		expect(faultsOf(files)).toEqual([]);
	});
});
