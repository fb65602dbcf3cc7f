import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { readSettings } from '../../../nodes/Identify/callback/settings';

/** The settings of a node; `computed` has what its expressions give. */
function settingsOf(parameters: IDataObject, computed: IDataObject = {}) {
	const context: IHookFunctions = Object.create(null);
	Object.assign(context, {
		getNode: () => ({ parameters }),
		getNodeParameter: (name: string) => {
			if (!(name in computed)) throw new Error('The expression fails');
			return computed[name];
		},
	});
	return readSettings(context);
}

const statuses = (value: unknown) =>
	settingsOf({ statuses: '={{ $vars.x }}' }, { statuses: value as never });

describe('Statuses', () => {
	test.each<[unknown, string[] | undefined]>([
		[undefined, undefined],
		[[], undefined],
		[
			['5', '4'],
			['5', '4'],
		],
	])('as selected: %j', (value, list) => {
		expect(settingsOf(value === undefined ? {} : { statuses: value as never })).toMatchObject({
			statuses: list,
			problems: [],
		});
	});

	test.each<[unknown, string[] | undefined]>([
		['5', ['5']],
		['5,4', ['5', '4']],
		['5; 4', ['5', '4']],
		['5 4', ['5', '4']],
		['5\n4', ['5', '4']],
		[5, ['5']],
		[
			[5, '4'],
			['5', '4'],
		],
		['["5","4"]', ['5', '4']],
		['[5]', ['5']],
		['In Review, Successful', ['In Review', 'Successful']],
		[[], undefined],
	])('as an expression that gives %j', (value, list) => {
		expect(statuses(value)).toMatchObject({ statuses: list, problems: [] });
	});

	test.each<[unknown, RegExp]>([
		[undefined, /^Statuses is an expression that gives nothing\. /],
		[null, /gives nothing/],
		['', /gives nothing/],
		[{ a: '5' }, /gives neither a list nor a text/],
		[true, /gives neither/],
		[[['5']], /gives neither/],
		[Number.NaN, /gives neither/],
	])('that cannot be read, as %j, let nothing pass, and say so', (value, problem) => {
		const { statuses: list, problems } = statuses(value);
		expect(list).toEqual([]);
		expect(problems).toEqual([expect.stringMatching(problem)]);
	});

	test('whose expression fails let nothing pass', () => {
		const settings = settingsOf({ statuses: '={{ $json.x }}' });
		expect(settings).toMatchObject({
			statuses: [],
			problems: [expect.stringMatching(/gives nothing/)],
		});
	});
});

describe('Other Statuses', () => {
	test.each<[string, string[] | undefined]>([
		['', undefined],
		[' , ', undefined],
		['6, Cancelled', ['6', 'Cancelled']],
		['6;Cancelled', ['6', 'Cancelled']],
		['6\nIn Review\r\n', ['6', 'In Review']],
		['6 7', ['6', '7']],
	])('%j', (otherStatuses, list) => {
		expect(settingsOf({ settings: { otherStatuses } })).toMatchObject({
			statuses: list,
			problems: [],
		});
	});

	test.each(['6 Cancelled', '6|Cancelled', '6/7', '["6"'])(
		'may be read in two ways: %s',
		(text) => {
			const { problems } = settingsOf({ settings: { otherStatuses: text } });
			expect(problems).toEqual([
				expect.stringContaining(
					`Settings > Other Statuses has entries that may be one status or several: ${text}.`,
				),
			]);
		},
	);

	test('add to Statuses', () => {
		const both = settingsOf({ statuses: ['5'], settings: { otherStatuses: '6' } });
		expect(both.statuses).toEqual(['5', '6']);
	});

	test('that cannot be read add nothing, and do not open the gate', () => {
		const computed = { settings: { otherStatuses: undefined } };
		const entered = { settings: { otherStatuses: '={{ $vars.x }}' } };
		expect(settingsOf(entered, computed)).toMatchObject({
			statuses: [],
			problems: [expect.any(String)],
		});
		expect(settingsOf({ ...entered, statuses: ['5'] }, computed).statuses).toEqual(['5']);
	});
});

describe('Project IDs', () => {
	test.each<[string, string[] | undefined]>([
		['', undefined],
		['6, 13', ['6', '13']],
		['6; 13', ['6', '13']],
		['6 13', ['6', '13']],
		['6\n13\t14', ['6', '13', '14']],
		['6\u00A013', ['6', '13']],
	])('%j', (projectIds, list) => {
		expect(settingsOf({ settings: { projectIds } })).toMatchObject({
			projectIds: list,
			problems: [],
		});
	});

	test.each(['6/13', '6|13', '#6', '"6"'])('%s is no ID', (projectIds) => {
		expect(settingsOf({ settings: { projectIds } }).problems).toEqual([
			expect.stringContaining(
				`Settings > Project IDs has entries that are no project ID: ${projectIds}.`,
			),
		]);
	});

	test('of an expression beside plain settings', () => {
		const entered = { settings: { projectIds: '={{ [6, 13] }}', otherStatuses: '' } };
		const computed = { settings: { projectIds: [6, 13], otherStatuses: '' } };
		expect(settingsOf(entered, computed)).toMatchObject({
			projectIds: ['6', '13'],
			statuses: undefined,
			problems: [],
		});
	});
});

describe('IP Allowlist', () => {
	test('is undefined when it is empty', () => {
		for (const ipAllowlist of ['', ' , ']) {
			expect(settingsOf({ settings: { ipAllowlist } }).ranges).toBeUndefined();
		}
	});

	test('lets nobody in when nothing of it can be read', () => {
		const settings = settingsOf({ settings: { ipAllowlist: 'identify24.de' } });
		expect(settings).toMatchObject({
			ranges: [],
			problems: [
				'Settings > IP Allowlist has entries that are neither an IP address nor a range: identify24.de. Write e.g. 203.0.113.7 or 203.0.113.0/24',
			],
		});
		expect(settingsOf({ settings: '={{ fails }}' }).ranges).toBeUndefined();
	});
});

describe('Path', () => {
	const pathOf = (path: unknown, computed: IDataObject = {}) => {
		const settings = settingsOf({ settings: { path: path as never } }, computed);
		return { path: settings.path, problems: settings.problems };
	};

	test.each([
		['identify', 'identify'],
		['/identify/production/', 'identify/production'],
		['  a//b///c ', 'a/b/c'],
		['Kunde_1-B/2', 'Kunde_1-B/2'],
		[5, '5'],
	])('%j', (entered, path) => {
		expect(pathOf(entered)).toEqual({ path, problems: [] });
	});

	test.each(['', '  ', undefined, null])('is not chosen: %j', (entered) => {
		expect(pathOf(entered)).toEqual({ path: '', problems: [] });
	});

	test.each([
		['kunden münchen', 'has other characters than a-z, A-Z, 0-9, -, _ and /: a blank, ü.'],
		['identify/:id', 'has other characters than a-z, A-Z, 0-9, -, _ and /: :.'],
		['../rest', 'has other characters than a-z, A-Z, 0-9, -, _ and /: ..'],
		['a%2Fb?c=d', 'has other characters than a-z, A-Z, 0-9, -, _ and /: %, ?, =.'],
		['a\nb\tc', 'has other characters than a-z, A-Z, 0-9, -, _ and /: a blank.'],
		['/', 'has neither letters nor digits.'],
		[' // ', 'has neither letters nor digits.'],
		['={{ $json.path }}', 'is an expression, which n8n does not resolve there.'],
		[{ a: 1 }, 'is no text.'],
	])('%j is refused, and never a part of the URL', (entered, what) => {
		const { path, problems } = pathOf(entered);
		expect(path).toBe('');
		expect(problems).toEqual([
			`Settings > Path ${what} Write e.g. identify or identify/production`,
		]);
	});

	test('of a pasted URL is refused without its secret', () => {
		const { problems } = pathOf('https://n8n.example.com/webhook/x?secret=Tr0ub4dor');
		expect(problems.join()).not.toContain('Tr0ub4dor');
	});

	test('counts as it is stored, though n8n can resolve it here', () => {
		const { path, problems } = pathOf('={{ "identify" }}', { settings: { path: 'identify' } });
		expect([path, problems]).toEqual(['', [expect.stringContaining('is an expression')]]);
	});
});

describe('the other settings', () => {
	test('are safe when they are missing or unreadable', () => {
		const safe = { confirm: true, output: 'callback', windowMs: 60_000, checkRegistration: true };
		expect(settingsOf({})).toMatchObject(safe);
		expect(
			settingsOf({ confirm: '={{ fails }}', output: 5, settings: { ignoreRepeatsFor: {} } }),
		).toMatchObject(safe);
	});

	test('are read as they are', () => {
		expect(
			settingsOf({
				confirm: false,
				output: 'ident',
				settings: { ignoreRepeatsFor: '5', checkRegistration: false },
			}),
		).toMatchObject({ confirm: false, output: 'ident', windowMs: 5_000, checkRegistration: false });
	});
});
