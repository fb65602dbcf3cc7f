import { callback } from '../../../nodes/Identify/contract/callback';
import { samplePayload } from '../../../nodes/Identify/resources/webhook/samplePayload';

const REPORTED = { status: 'Successful', status_code: '5' };

it('a made-up ident makes a callback of the contract, with every documented field', () => {
	const payload = samplePayload(REPORTED, undefined, '');
	expect(callback.parse(payload)).toEqual(payload);
	expect(Object.keys(payload)).toEqual(callback.keyof().options);
	expect(payload).toMatchObject(REPORTED);
});

it('what Identify sends as numbers, as null or not at all is sent as texts', () => {
	const ident = { id: 4711, project_id: 6, custom1: null, custom2: true, person_last_name: 'DOE' };
	expect(samplePayload(REPORTED, ident, 'asked')).toMatchObject({
		ident_id: '4711',
		project_id: '6',
		custom_id: '',
		custom1: '',
		custom2: 'true',
		first_name: '',
		last_name: 'DOE',
	});
	expect(samplePayload(REPORTED, {}, 'asked').ident_id).toBe('asked');
});

it('the status is the one that was entered, whatever the ident has', () => {
	const ident = { id: 'a', status: 'Pending', status_code: '1' };
	expect(samplePayload(REPORTED, ident, 'a')).toMatchObject(REPORTED);
});

it('an answer that makes no callback is refused, and nothing is sent', () => {
	expect(() => samplePayload(REPORTED, { id: 'a/b' }, 'asked')).toThrow(
		/does not make a callback: ident_id\. Nothing was sent/,
	);
});
