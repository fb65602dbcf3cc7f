import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { PENDING_IDENT_ID, SUCCESSFUL_IDENT_ID, type Fault } from '../sandbox';
import { expectNoSecrets } from './secrets';
import {
	asItems,
	expectDocumented,
	identFromItem,
	linkedTo,
	locator,
	useBench,
	withoutBackoff,
} from './support';

const bench = useBench();
withoutBackoff();

const FROM_TABLE = identFromItem({ known_status_code: '={{ $json.known }}' });
const path = `/ident/get/${SUCCESSFUL_IDENT_ID}`;

async function changes(rows: IDataObject[], parameters: INodeParameters = FROM_TABLE) {
	return await bench().run('ident', 'getChanges', parameters, { items: asItems(rows) });
}

const SVEN = { id: SUCCESSFUL_IDENT_ID };

/** What the trigger emits for this ident, confirmed. */
const EVENT = {
	ident_id: SUCCESSFUL_IDENT_ID,
	status: 'Successful',
	status_code: '5',
	project_id: '274',
	custom_id: 'My custom ID',
	company_name: '',
	first_name: 'SVEN',
	last_name: 'FAERBER',
	custom1: 'custom1',
	custom2: '',
	custom3: '',
	custom4: '',
	confirmed: true,
	event_key: `${SUCCESSFUL_IDENT_ID}:5`,
	source: 'check',
	received_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
};

const gone = (id: string, previous: string | null = '2') => ({
	ident_id: id,
	expired: true,
	event_key: `${id}:expired`,
	source: 'check',
	received_at: EVENT.received_at,
	previous_status_code: previous,
});

describe('an ident whose status is another one', () => {
	test('is returned as the trigger would have, by one ident/get', async () => {
		const before = new Date().toISOString();
		const { items, json } = await changes([{ ...SVEN, known: '2' }]);
		expect(json).toStrictEqual([{ ...EVENT, previous_status_code: '2' }]);
		expect(linkedTo(items)).toEqual([{ item: 0 }]);
		expectDocumented(bench(), bench().call, { method: 'GET', path });
		const receivedAt = String(json[0]?.received_at);
		expect([before, receivedAt, new Date().toISOString()]).toEqual(
			[before, receivedAt, new Date().toISOString()].sort(),
		);
	});

	test.each([
		['empty', ''],
		['nothing', undefined],
		['null', null],
		['blank', '  '],
	])('also when the status known is %s', async (_what, known) => {
		const { json } = await changes([{ ...SVEN, known }]);
		expect(json).toStrictEqual([{ ...EVENT, previous_status_code: null }]);
	});

	test('is empty by default', async () => {
		const { json } = await changes([SVEN], identFromItem());
		expect(json).toStrictEqual([{ ...EVENT, previous_status_code: null }]);
	});

	test('by its conference URL, and as what Create returned', async () => {
		const url = `https://identify24.de/apply/${SUCCESSFUL_IDENT_ID}`;
		for (const value of ['={{ $json.url }}', '={{ $json }}']) {
			const parameters = { ident_id: locator(value, 'url'), known_status_code: '1' };
			const rows = [{ url, ident_id: SUCCESSFUL_IDENT_ID }];
			expect((await changes(rows, parameters)).json).toMatchObject([
				{ event_key: EVENT.event_key },
			]);
		}
	});

	test('has one key, whatever the spelling of the ID', async () => {
		const { json } = await changes([{ id: SUCCESSFUL_IDENT_ID.toUpperCase(), known: '1' }]);
		expect(json).toMatchObject([{ ident_id: SUCCESSFUL_IDENT_ID, event_key: EVENT.event_key }]);
	});

	test('and IDs that Identify sends as numbers are texts where they are keys', async () => {
		await bench().sandbox.configure({ idsAsNumbers: true });
		const { json } = await changes([{ ...SVEN, known: 2 }]);
		expect(json).toMatchObject([{ status_code: '5', event_key: EVENT.event_key }]);
	});
});

describe('an ident whose status is known', () => {
	test.each([
		['as a text', '5'],
		['as a number', 5],
		['with blanks', ' 5 '],
		['in words', 'Successful'],
		['in words, in small letters', 'successful'],
	])('%s, is not returned', async (_how, known) => {
		const { json, error } = await changes([{ ...SVEN, known }]);
		expect(error?.message).toBeUndefined();
		expect(json).toEqual([]);
		expect(bench().call.path).toBe(path);
	});

	test('of many, only those that changed are, in their order, each linked to its item', async () => {
		const rows = [
			{ ...SVEN, known: '5' },
			{ id: PENDING_IDENT_ID, known: '5' },
			{ ...SVEN, known: '2' },
			{ id: '00000000-0000-4000-8000-000000000000', known: '2' },
			{ id: PENDING_IDENT_ID, known: 1 },
		];
		const { items, json } = await changes(rows);
		expect(linkedTo(items)).toEqual([{ item: 1 }, { item: 2 }, { item: 3 }]);
		expect(json.map(({ event_key: key }) => key)).toEqual([
			`${PENDING_IDENT_ID}:1`,
			EVENT.event_key,
			'00000000-0000-4000-8000-000000000000:expired',
		]);
		expect(bench().calls).toHaveLength(5);
	});
});

describe('an ident that is gone', () => {
	const id = '00000000-0000-4000-8000-000000000000';

	test.each([
		['2', '2'],
		['', null],
	])('is returned as expired, when "%s" was known', async (known, previous) => {
		const { json, items } = await changes([{ id, known }]);
		expect(json).toStrictEqual([gone(id, previous)]);
		expect(linkedTo(items)).toEqual([{ item: 0 }]);
		expect(bench().calls).toHaveLength(1);
	});

	test('is so after 90 days', async () => {
		const ident = bench().sandbox.seedIdent({ statusCode: '5' });
		expect((await changes([{ id: ident.id, known: '5' }])).json).toEqual([]);
		bench().sandbox.clock.advance(90 * 24 * 60 * 60 * 1000);
		expect((await changes([{ id: ident.id, known: '5' }])).json).toEqual([gone(ident.id, '5')]);
	});

	test.each(['expired', 'Expired', ' expired '])(
		'is not returned again when "%s" was noted',
		async (known) => {
			const { json, error } = await changes([{ id, known }]);
			expect(error?.message).toBeUndefined();
			expect(json).toEqual([]);
		},
	);

	test('and comes back, e.g. since the credential was a wrong one, is a change', async () => {
		const { json } = await changes([{ ...SVEN, known: 'expired' }]);
		expect(json).toStrictEqual([{ ...EVENT, previous_status_code: 'expired' }]);
	});

	test('is so also when the body of a 200 says 404', async () => {
		bench().sandbox.faults.add({ kind: 'status', status: 404, inBody: true, match: { path } });
		const { json } = await changes([{ ...SVEN, known: '2' }]);
		expect(json).toStrictEqual([gone(SUCCESSFUL_IDENT_ID)]);
	});
});

describe('what says nothing about the ident is a failure, and no event', () => {
	const answer = (body: unknown, status = 200): Fault => ({
		kind: 'body',
		body: JSON.stringify(body),
		status,
	});
	const about = (data: object) => answer({ result: true, messages: [], data });

	test.each<[string, Fault, RegExp]>([
		['a proxy’s page with 404', { kind: 'status', status: 404, html: true }, /does not come from/],
		['a 404 without a body', { kind: 'empty', status: 404 }, /does not come from the Identify API/],
		['a gateway’s own 404', answer({ message: 'no Route matched' }, 404), /HTTP 404/],
		['a 400', { kind: 'status', status: 400 }, /rejected the request as invalid/],
		['a 403', { kind: 'status', status: 403 }, /no permission/],
		['a 403 in the body', { kind: 'status', status: 403, inBody: true }, /no permission/],
		['result: false', { kind: 'resultFalse', messages: ['Ident is locked'] }, /Ident is locked/],
		['a 500', { kind: 'status', status: 500 }, /problem of its own/],
		['a broken connection', { kind: 'reset' }, /connection broke/],
		['a web page', { kind: 'html' }, /not a JSON object/],
		['another ident', about({ id: 'x', status_code: '5' }), /answered about another ident/],
		['no status', about({ id: SUCCESSFUL_IDENT_ID }), /does not tell its status code/],
		[
			'a status without its code',
			about({ id: SUCCESSFUL_IDENT_ID, status: 'Successful', status_code: '' }),
			/does not tell its status code/,
		],
	])('%s', async (_what, fault, message) => {
		bench().sandbox.faults.add({ ...fault, match: { path } });
		const { json, error } = await changes([{ ...SVEN, known: '5' }]);
		expect(json).toEqual([]);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/\w/);
	});

	test('with On Error: Continue, of that item alone', async () => {
		bench().sandbox.faults.add({ ...about({ id: 'x', status_code: '5' }), match: { path } });
		const rows = [
			{ ...SVEN, known: '2' },
			{ id: PENDING_IDENT_ID, known: '5' },
		];
		const { json, items } = await bench().run('ident', 'getChanges', FROM_TABLE, {
			items: asItems(rows),
			node: { onError: 'continueRegularOutput' },
		});
		expect(json).toMatchObject([
			{ error: expect.stringMatching(/another ident than/) },
			{ event_key: `${PENDING_IDENT_ID}:1` },
		]);
		expect(linkedTo(items)).toEqual([{ item: 0 }, { item: 1 }]);
	});
});

describe('a known status code that can be none', () => {
	test.each<[string, unknown]>([
		['a list', ['5']],
		['an object', { status_code: '5' }],
		['true', true],
		['a fraction', 1.5],
		['several codes', '5, 4'],
		['several codes with blanks', '5 4'],
		['code and words', '5 Successful'],
	])('%s is refused before anything is sent', async (_what, known) => {
		const row: IDataObject = { ...SVEN };
		Object.assign(row, { known });
		const { error, json } = await changes([row]);
		expect(json).toEqual([]);
		expect(error?.message).toMatch(/Item 0: Known Status Code must be /);
		expect(bench().sandbox.requests.count).toBe(0);
	});

	test('and an ident that is none is named along with it', async () => {
		const { error } = await changes([{ id: 'a b', known: '5,4' }]);
		expect(error?.message).toMatch(/Known Status Code must be one status code, e\.g\. 2, or empty/);
		expect(error?.message).toMatch(/Ident must be an ident ID/);
	});
});

test('no secret is shown, whether it succeeds or fails', async () => {
	bench().sandbox.faults.add({ kind: 'status', status: 403, match: { path, times: 1 } });
	for (const known of ['2', '5', '2']) {
		const run = await changes([{ ...SVEN, known }]);
		expectNoSecrets(run, bench().secrets);
	}
});
