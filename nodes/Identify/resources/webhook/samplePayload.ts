import { ownFailure } from '../../client/failure';
import { callback, type Callback } from '../../contract/callback';
import type { Ident } from '../../contract/ident';
import { EVENT_FIELDS, identValue, type EventField } from '../../output/event';

/** The status that a callback reports. */
export interface Reported {
	status: string;
	status_code: string;
}

/** An ident that nobody takes for a real one. */
const MADE_UP: Partial<Record<EventField, string>> = {
	ident_id: 'made-up-for-a-test',
	project_id: '0',
	custom_id: 'test-callback',
	company_name: 'Test Company',
	first_name: 'TEST',
	last_name: 'CALLBACK',
};

function valueOf(ident: Ident | undefined, field: EventField): string {
	if (!ident) return MADE_UP[field] ?? '';
	return String(identValue(ident, field) ?? '');
}

/**
 * A callback as the documentation has it ("Webhook", Sample Payload): all twelve fields, in order, as
 * texts.
 *
 * @param ident - whose data to report; a made-up one's by default
 * @param identId - the ID that was asked for, in case the answer has none
 * @throws IdentifyFailure when Identify's answer does not make a callback
 */
export function samplePayload(
	reported: Reported,
	ident: Ident | undefined,
	identId: string,
): Callback {
	const values = Object.fromEntries(EVENT_FIELDS.map((field) => [field, valueOf(ident, field)]));
	const payload = callback.safeParse({
		...values,
		ident_id: values.ident_id || identId,
		...reported,
	});
	if (payload.success) return payload.data;
	const wrong = payload.error.issues.map(({ path }) => path.join('.')).join(', ');
	throw ownFailure('unsent', {
		message: `Identify's answer about the ident does not make a callback: ${wrong}`,
		advice: 'Nothing was sent. Give another ident, or none.',
	});
}
