import { setOnboardifyAppointment } from '../../../nodes/Identify/contract/ident';
import {
	DEFAULT_CONCURRENCY,
	DEFAULT_MAX_TRIES,
	DEFAULT_TIMEOUT_MS,
	Item,
} from '../../../nodes/Identify/input/item';
import { InvalidItem } from '../../../nodes/Identify/input/invalidItem';
import { createProperties } from '../../../nodes/Identify/resources/ident/createProperties';
import { setAppointment } from '../../../nodes/Identify/resources/ident/setAppointment';
import { itemWith, luxonDate } from './stubs';

const item = (parameters: Record<string, unknown>) => itemWith(createProperties, parameters, 7);

/** What is wrong with an item after `read`, empty when nothing is. */
function faultsOf(read: Item): string {
	try {
		read.finish();
	} catch (error) {
		if (error instanceof InvalidItem) return error.message;
		throw error;
	}
	return '';
}

describe('text', () => {
	it.each<[unknown, string]>([
		['Jane', 'Jane'],
		['  Jane ', 'Jane'],
		[42, '42'],
		[0, '0'],
		[false, 'false'],
		[null, ''],
		[undefined, ''],
	])('%j: %j', (value, expected) => {
		const read = item({ city: value });
		expect(read.text('city')).toBe(expected);
		expect(faultsOf(read)).toBe('');
	});

	it.each<[unknown]>([[{ name: 'x' }], [['x']]])('%j is refused by the label', (value) => {
		const read = item({ city: value });
		expect(read.text('city')).toBe('');
		expect(faultsOf(read)).toMatch(/^City must be a text/);
	});

	it("of a Luxon object, as n8n's expressions give it, is its ISO form", () => {
		const read = item({ birthday: luxonDate('1981-09-05') });
		expect(read.text('birthday')).toBe('1981-09-05T00:00:00.000+02:00');
		expect(faultsOf(read)).toBe('');
	});
});

it.each<[unknown, boolean]>([
	[true, true],
	['true', true],
	[false, false],
	['false', false],
	['', true],
	['maybe', true],
])('boolean %j with the fallback true: %j', (value, expected) => {
	expect(item({ options: { uppercase: value } }).boolean('options.uppercase', true)).toBe(expected);
});

it.each<[unknown, string]>([
	['6', '6'],
	[6, '6'],
	[{ __rl: true, mode: 'list', value: '6' }, '6'],
	[{ __rl: true, mode: 'id', value: 6 }, '6'],
	[{ __rl: true, mode: 'id', value: '' }, ''],
	[{ __rl: true, mode: 'list' }, ''],
	['', ''],
	[null, ''],
])('located %j: %j', (value, expected) => {
	expect(item({ project_id: value }).located('project_id')).toBe(expected);
});

it.each<[unknown, string]>([
	[{ __rl: true, mode: 'id', value: { id: '6' } }, '6'],
	[{ __rl: true, mode: 'id', value: { project_id: 6, id: 'x' } }, '6'],
	[{ __rl: true, mode: 'id', value: ['6'] }, '6'],
	[{ __rl: true, mode: 'id', value: [{ id: 6 }] }, '6'],
	[{ __rl: true, mode: 'list', value: { name: '6' } }, '6'],
	[{ __rl: true, mode: 'id', value: ' 6\u200B ' }, '6'],
	[{ __rl: true, mode: 'id', value: 6n }, '6'],
])('located %p: one obvious ID is taken', (value, expected) => {
	const read = item({ project_id: value });
	expect(read.located('project_id')).toBe(expected);
	expect(faultsOf(read)).toBe('');
});

const circular: Record<string, unknown> = { a: 1 };
circular.self = circular;

it.each<[unknown, RegExp]>([
	[['6', '13'], /^Project is a list of 2 entries: give one ID/],
	[[], /^Project is a list of 0 entries/],
	[[['6']], /^Project is a list in a list: give one ID/],
	[{ title: 'a', status: 'b' }, /^Project is an object without an obvious ID/],
	[{ id: { id: 6 } }, /^Project is an object without an obvious ID/],
	[{}, /^Project is an object without an obvious ID/],
	[circular, /^Project is an object without an obvious ID.*JSON cannot hold/],
	[true, /^Project must be an ID/],
])('located %p: nothing is guessed', (value, fault) => {
	const read = item({ project_id: { __rl: true, mode: 'id', value } });
	expect(read.located('project_id')).toBe('');
	expect(faultsOf(read)).toMatch(fault);
});

describe('read', () => {
	it('gives the documented form and the parameter', () => {
		const read = item({ city: ' x ' });
		const field = read.read('city', (text) => ({ value: `${text}!` }));
		expect(field).toEqual({ text: 'x!', path: 'city' });
	});

	it('asks nobody about an empty field', () => {
		const never = () => {
			throw new Error('asked');
		};
		expect(item({ city: ' ' }).read('city', never)).toEqual({ text: '', path: 'city' });
	});

	it('reports a problem with what was entered', () => {
		const read = item({ city: 'x' });
		expect(read.read('city', () => ({ problem: 'is odd' }))).toEqual({ text: '', path: 'city' });
		expect(faultsOf(read)).toBe('City is odd (it is "x")');
	});
});

describe('options that cannot be resolved', () => {
	const failing = () =>
		new Item(
			Object.assign(Object.create(null), {
				getNodeParameter: () => {
					throw new Error('an expression failed');
				},
			}),
			0,
			createProperties,
		);

	it('leave the concurrency of the run as it is by default', () => {
		expect(failing().concurrency()).toBe(DEFAULT_CONCURRENCY);
	});

	it('are the failure of the item whose settings are read', () => {
		expect(() => failing().settings()).toThrow('an expression failed');
	});
});

describe('settings', () => {
	it('have defaults', () => {
		const defaults = { timeout: DEFAULT_TIMEOUT_MS, maxTries: DEFAULT_MAX_TRIES };
		expect(item({}).settings()).toEqual(defaults);
		expect(item({ options: { timeout: '', maxTries: null } }).settings()).toEqual(defaults);
	});

	it('are read from the options, as numbers or texts', () => {
		expect(item({ options: { timeout: 5000, maxTries: '7' } }).settings()).toEqual({
			timeout: 5000,
			maxTries: 7,
		});
	});

	it.each([0, -1, 1.5, 21, 'many', Number.NaN, Number.POSITIVE_INFINITY])(
		'refuse %p tries',
		(maxTries) => {
			const read = item({ options: { maxTries } });
			read.settings();
			expect(faultsOf(read)).toMatch(/^Options > Max Tries must be a whole number from 1 to 20/);
		},
	);
});

describe('check', () => {
	const fields = (ident_id: string, termin_date: string, termin_user: string) => ({
		ident_id: { text: ident_id, path: 'ident_id' },
		termin_date: { text: termin_date, path: 'termin_date' },
		termin_user: { text: termin_user, path: 'termin_user' },
	});
	const appointment = (parameters: Record<string, unknown>) =>
		itemWith(setAppointment.properties, parameters, 7);

	it('hands out the fields as they are sent', () => {
		const sent = fields('a-1', '2030-06-30T15:20+02:00', '1');
		expect(appointment({}).check(setOnboardifyAppointment, sent).fields).toEqual({
			ident_id: 'a-1',
			termin_date: '2030-06-30T15:20+02:00',
			termin_user: '1',
		});
	});

	it('names every field that is wrong by its label and value, with the item', () => {
		const read = appointment({ ident_id: { mode: 'id', value: 'a b' }, termin_date: 'soon' });
		expect.assertions(2);
		try {
			read.check(setOnboardifyAppointment, fields('a b', 'soon', ''));
		} catch (error) {
			expect(error).toMatchObject({ name: 'InvalidItem', itemIndex: 7 });
			expect(error instanceof Error ? error.message : '').toMatch(
				/^Ident must be an ident ID.*\(it is "a b"\); Appointment Date must be .*\(it is "soon"\); Representative ID is required, but it is empty$/,
			);
		}
	});

	it('adds what was reported before, once a field', () => {
		const read = appointment({});
		read.report('termin_user', 'must be a text');
		read.report('options.timeout', 'is wrong');
		expect(() => read.check(setOnboardifyAppointment, fields('a-1', '', ''))).toThrow(
			/^Representative ID must be a text; Options > Timeout is wrong; Appointment Date is required/,
		);
	});
});
