import { outcomeOf } from '../../../nodes/Identify/client/outcome';
import { Refusal } from '../../../nodes/Identify/callback/reply';
import type { Callback } from '../../../nodes/Identify/contract/callback';

/** "SAMPLE WEBHOOK PAYLOAD" of the documentation, verbatim. */
export const DOCUMENTED_SAMPLE =
	'{ "ident_id": "xxxxx", "status": "xxxxx", "status_code": "xxxxx", "project_id": "xxxxx", "custom_id": "xxxxx", "company_name": "xxxxx", "first_name": "xxxxx", "last_name": "xxxxx", "custom1": "xxxxx", "custom2": "xxxxx", "custom3": "xxxxx", "custom4": "xxxxx", }';

export const IDENT_ID = 'ece4f137-31ea-11ee-849e-005056bb3f3f';

/** A callback about IDENT_ID. */
export function callbackOf(more: Partial<Callback> = {}): Callback {
	return {
		ident_id: IDENT_ID,
		status: 'Successful',
		status_code: '5',
		project_id: '13',
		custom_id: 'A-1',
		company_name: 'Test Company',
		first_name: 'JANE',
		last_name: 'DOE',
		custom1: '',
		custom2: '',
		custom3: '',
		custom4: '',
		...more,
	};
}

/** What `work` refuses with; undefined when it refuses nothing. */
export function refusalOf(work: () => unknown): { status: number; message: string } | undefined {
	try {
		work();
		return undefined;
	} catch (error) {
		if (error instanceof Refusal) return { status: error.status, message: error.message };
		throw error;
	}
}

/** What `work` is refused with; undefined when it is not. */
export async function refusalFrom(
	work: Promise<unknown>,
): Promise<{ status: number; message: string } | undefined> {
	const outcome = await outcomeOf(work);
	return refusalOf(() => {
		if ('error' in outcome) throw outcome.error;
	});
}
