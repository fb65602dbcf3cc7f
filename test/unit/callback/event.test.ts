import { buildEvent, callbackKey } from '../../../nodes/Identify/callback/event';
import type { Evidence } from '../../../nodes/Identify/callback/confirm';
import type { TriggerSettings } from '../../../nodes/Identify/callback/settings';
import type { Callback } from '../../../nodes/Identify/contract/callback';
import { ident, type Ident } from '../../../nodes/Identify/contract/ident';
import { callbackOf, IDENT_ID, refusalOf } from './support';

/** ident/get about IDENT_ID, as in the documentation's sample. */
function identOf(more: Partial<Ident> = {}): Ident {
	return ident.parse({
		id: IDENT_ID,
		project_id: '13',
		company_name: 'Test Company',
		person_first_name: 'JANE',
		person_last_name: 'DOE',
		email: 'jane.doe@identify24.de',
		custom_id: 'A-1',
		custom1: '',
		custom2: '',
		custom3: '',
		custom4: '',
		status: 'Successful',
		status_code: '5',
		created_at: '03-08-2023 12:45:56',
		appointment_date: '2023-08-03T15:00:00Z',
		...more,
	});
}

function build(
	callback: Partial<Callback> = {},
	evidence: Partial<Evidence> = {},
	settings: Partial<Pick<TriggerSettings, 'confirm' | 'output'>> = {},
) {
	return buildEvent(
		callbackOf(callback),
		{ ident: undefined, data: undefined, ...evidence },
		{ confirm: true, output: 'callback', ...settings },
		RECEIVED_AT,
	);
}

const RECEIVED_AT = '2026-11-25T16:40:00.123Z';
/** What the trigger itself adds. */
const OWN = { source: 'callback', received_at: RECEIVED_AT };

const unconfirmed = { confirm: false } as const;

describe('an event that Identify confirms', () => {
	test('says what the callback said, that it is confirmed, and its key', () => {
		const { json, agrees } = build({}, { ident: identOf() });
		expect(json).toEqual({
			...callbackOf(),
			...OWN,
			confirmed: true,
			event_key: `${IDENT_ID}:5`,
		});
		expect(agrees).toBe(true);
	});

	test('has Identify’s status, and keeps what the callback said otherwise', () => {
		const running = identOf({ status: 'Running', status_code: '2' });
		const { json, filtered, agrees } = build({}, { ident: running });
		expect(json).toMatchObject({
			status: 'Running',
			status_code: '2',
			callback_status: 'Successful',
			callback_status_code: '5',
			confirmed: true,
			event_key: `${IDENT_ID}:2`,
		});
		expect(filtered).toEqual({ status: 'Running', status_code: '2', project_id: '13' });
		expect(agrees).toBe(false);
	});

	test.each([
		['text', { status: 'Done' }, { callback_status: 'Done', callback_status_code: '5' }],
		['code', { status_code: '4' }, { callback_status: 'Successful', callback_status_code: '4' }],
	])('keeps both words where only the %s differs', (_name, said, kept) => {
		const { json } = build(said, { ident: identOf() });
		expect(json).toMatchObject({ status: 'Successful', status_code: '5', ...kept });
	});

	test('does not mind whether a code is a number or a text', () => {
		const { json, agrees } = build({ status_code: 5 }, { ident: identOf({ status_code: '5' }) });
		expect(agrees).toBe(true);
		expect(json.status_code).toBe('5');
		expect(json).not.toHaveProperty('callback_status');
		expect(build({}, { ident: identOf({ status_code: 5 }) }).json.event_key).toBe(`${IDENT_ID}:5`);
	});

	test('has Identify’s own value of every field that ident/get knows', () => {
		const own = identOf({
			project_id: 6,
			person_first_name: 'JOHN',
			custom_id: 'B-2',
			custom3: 'c',
		});
		const forged = { project_id: '7', first_name: 'X', custom_id: 'X', custom3: 'X' };
		expect(build(forged, { ident: own }).json).toMatchObject({
			project_id: 6,
			first_name: 'JOHN',
			last_name: 'DOE',
			custom_id: 'B-2',
			custom3: 'c',
		});
	});

	test('keeps the callback’s value of a field that ident/get leaves out or has as null', () => {
		const sparse = identOf({ custom1: null, company_name: undefined });
		expect(build({ custom1: 'kept', company_name: 'Kept' }, { ident: sparse }).json).toMatchObject({
			custom1: 'kept',
			company_name: 'Kept',
		});
	});

	test('is known by Identify’s spelling of the ident’s ID', () => {
		const shouted = { ident_id: IDENT_ID.toUpperCase() };
		const [one, other] = [build({}, { ident: identOf() }), build(shouted, { ident: identOf() })];
		expect(other.json.event_key).toBe(one.json.event_key);
		expect(other.key).toBe(one.key);
	});

	test.each([
		['no status', { status: undefined, status_code: undefined }],
		['an empty one', { status: '', status_code: null }],
		// The code is what filters and event_key go by: it must not be the callback's own word.
		['a status without its code', { status: 'Running', status_code: undefined }],
	])('does not come about when ident/get has %s', (_name, more) => {
		expect(refusalOf(() => build({}, { ident: identOf(more) }))?.status).toBe(503);
	});
});

describe('an event whose status Identify tells in words alone', () => {
	const worded = identOf({ status: 'Running', status_code: undefined });

	test('does not take its code from a forged callback that says the same words', () => {
		const forged = { status: 'Running', status_code: '5' };
		expect(refusalOf(() => build(forged, { ident: worded }))?.status).toBe(503);
	});
});

describe('an event that is not confirmed', () => {
	test('says what the callback said, and that it is not confirmed', () => {
		expect(build({ status_code: 5, reason: 'new' }, {}, unconfirmed).json).toEqual({
			...callbackOf(),
			...OWN,
			reason: 'new',
			confirmed: false,
			event_key: `${IDENT_ID}:5`,
		});
	});

	test('stays so when ident/get was asked for the output alone', () => {
		const running = identOf({ status: 'Running', status_code: '2' });
		const { json } = build({}, { ident: running }, { ...unconfirmed, output: 'ident' });
		expect(json).toMatchObject({ status_code: '5', confirmed: false, ident: { status_code: '2' } });
	});
});

describe('the output', () => {
	const data = { ident: identOf(), signed_pdf: { file_name: 'signed.pdf' } };

	test('ident adds the simplified ident', () => {
		const { json } = build({}, { ident: identOf() }, { output: 'ident' });
		expect(json.ident).toEqual({
			ident_id: IDENT_ID,
			status: 'Successful',
			status_code: '5',
			project_id: '13',
			person_first_name: 'JANE',
			person_last_name: 'DOE',
			email: 'jane.doe@identify24.de',
			custom_id: 'A-1',
			created_at: '2023-08-03T12:45:56',
			appointment_date: '2023-08-03T15:00:00Z',
		});
		expect(json).not.toHaveProperty('data');
	});

	test('identData adds the raw identification data', () => {
		const { json } = build({}, { ident: identOf(), data }, { output: 'identData' });
		expect(json.data).toEqual(data);
		expect(json).not.toHaveProperty('ident');
	});

	describe('status has IDs and status alone', () => {
		const status = { output: 'status' } as const;
		const ids = {
			ident_id: IDENT_ID,
			status: 'Successful',
			status_code: '5',
			project_id: '13',
			custom_id: 'A-1',
			event_key: `${IDENT_ID}:5`,
			...OWN,
		};

		test('of a confirmed event', () => {
			const { json } = build({ reason: 'Jane', custom1: 'Doe' }, { ident: identOf() }, status);
			expect(json).toEqual({ ...ids, confirmed: true });
		});

		test('of one that is not confirmed', () => {
			const { json } = build({ reason: 'Jane' }, {}, { ...status, confirm: false });
			expect(json).toEqual({ ...ids, confirmed: false });
		});

		test('with what the callback said, where Identify says something else', () => {
			const running = identOf({ status: 'Running', status_code: '2' });
			expect(build({}, { ident: running }, status).json).toEqual({
				...ids,
				status: 'Running',
				status_code: '2',
				event_key: `${IDENT_ID}:2`,
				confirmed: true,
				callback_status: 'Successful',
				callback_status_code: '5',
			});
		});

		test('each always there', () => {
			const bare = { project_id: undefined, custom_id: undefined };
			expect(build(bare, {}, { ...status, confirm: false }).json).toEqual({
				...ids,
				project_id: null,
				custom_id: null,
				confirmed: false,
			});
		});

		test('and is the same event as in every other output', () => {
			const [one, other] = [
				build({}, { ident: identOf() }, status),
				build({}, { ident: identOf() }),
			];
			expect([one.key, one.filtered, one.claimed]).toEqual([
				other.key,
				other.filtered,
				other.claimed,
			]);
		});
	});

	test('callback adds nothing', () => {
		const { json } = build({}, { ident: identOf(), data });
		expect(json).not.toHaveProperty('ident');
		expect(json).not.toHaveProperty('data');
	});
});

describe('the keys', () => {
	test('do not depend on when a callback arrived: a repeat stays one', () => {
		const settings = { confirm: false, output: 'callback' } as const;
		const nothing = { ident: undefined, data: undefined };
		const [first, repeat] = ['2026-11-25T16:40:00.000Z', '2026-11-25T16:40:07.000Z'].map((at) =>
			buildEvent(callbackOf(), nothing, settings, at),
		);
		expect(repeat?.key).toBe(first?.key);
		expect(repeat?.json.received_at).not.toBe(first?.json.received_at);
	});

	test('are equal for callbacks that say the same, and for those alone', () => {
		expect(callbackKey(callbackOf({ status_code: 5 }))).toBe(callbackKey(callbackOf()));
		for (const name of Object.keys(callbackOf())) {
			expect(callbackKey(callbackOf({ [name]: 'other' }))).not.toBe(callbackKey(callbackOf()));
		}
	});

	test('cannot be made equal by moving text from one field to the next', () => {
		expect(callbackKey(callbackOf({ custom1: 'a","b', custom2: '' }))).not.toBe(
			callbackKey(callbackOf({ custom1: 'a', custom2: 'b' })),
		);
	});
});
