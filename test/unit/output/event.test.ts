import { buildEvent } from '../../../nodes/Identify/callback/event';
import { ident, type Ident } from '../../../nodes/Identify/contract/ident';
import { changeEvent, EVENT_FIELDS, expiredEvent } from '../../../nodes/Identify/output/event';
import { callbackOf, IDENT_ID } from '../callback/support';

/** What ident/get says of the ident of `callbackOf`. */
const identOf = (more: Partial<Ident> = {}): Ident =>
	ident.parse({
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
		...more,
	});

const CHECK = { identId: IDENT_ID, known: '2', receivedAt: '2026-11-25T16:00:00.000Z' };

const FOUND = {
	source: 'check',
	received_at: CHECK.receivedAt,
	previous_status_code: '2',
};

describe('the event of a change', () => {
	it('is what the trigger emits for the callback, and where it comes from', () => {
		const evidence = { ident: identOf(), data: undefined };
		const { json } = buildEvent(
			callbackOf(),
			evidence,
			{ confirm: true, output: 'callback' },
			'now',
		);
		const change = changeEvent(identOf(), CHECK);
		expect(change).toMatchObject({ ...json, source: 'check', received_at: CHECK.receivedAt });
		expect(change.event_key).toBe(json.event_key);
		expect(Object.keys(change)).toEqual([
			...EVENT_FIELDS,
			'confirmed',
			'event_key',
			'source',
			'received_at',
			'previous_status_code',
		]);
	});

	it('has null where ident/get has nothing, and nothing else of the person', () => {
		expect(changeEvent({ id: 'a-1', status_code: 5, email: 'x@example.com' }, CHECK)).toEqual({
			...Object.fromEntries(EVENT_FIELDS.map((field) => [field, null])),
			ident_id: 'a-1',
			status_code: '5',
			confirmed: true,
			event_key: 'a-1:5',
			...FOUND,
		});
	});

	it('is known by Identify’s spelling of the ID, or the one asked for where it tells none', () => {
		const shouted = { ...CHECK, identId: IDENT_ID.toUpperCase() };
		expect(changeEvent(identOf(), shouted)).toMatchObject({
			ident_id: IDENT_ID,
			event_key: `${IDENT_ID}:5`,
		});
		expect(changeEvent(identOf({ id: undefined }), CHECK).ident_id).toBe(IDENT_ID);
	});

	it('has texts for IDs and status, whatever Identify sends', () => {
		expect(changeEvent(identOf({ id: 4711, status: 5, status_code: 5 }), CHECK)).toMatchObject({
			ident_id: '4711',
			status: '5',
			status_code: '5',
			event_key: '4711:5',
		});
	});

	it('has null for a status that was not known', () => {
		expect(changeEvent(identOf(), { ...CHECK, known: '' }).previous_status_code).toBeNull();
	});
});

it('the event of an ident that is gone has a key of its own', () => {
	expect(expiredEvent(CHECK)).toStrictEqual({
		ident_id: IDENT_ID,
		expired: true,
		event_key: `${IDENT_ID}:expired`,
		...FOUND,
	});
	expect(expiredEvent({ ...CHECK, known: '' }).previous_status_code).toBeNull();
});
