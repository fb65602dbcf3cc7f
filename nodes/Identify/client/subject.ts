/** What a call was about, as far as messages need it. */
export interface CallSubject {
	/** The documentation's name of the endpoint, e.g. `ident/create`. */
	section: string;
	/** Whether the call changes something at Identify. */
	changes: boolean;
	/** Texts that must not appear in a message; may grow while the call is under way. */
	secrets: Iterable<string>;
	/** Who is called where it is not Identify, and the setting that leads there. */
	callee?: { name: string; setting: string };
	/** By what a person finds in the partner portal whether it was carried out. */
	lookFor?: string | undefined;
}

/** How to get unstuck when no answer says what became of a call. */
export function whenUnknown({ changes, lookFor = 'it' }: CallSubject): string {
	return changes
		? `It may have been carried out nevertheless: look in the partner portal for ${lookFor}, before you send it again.`
		: 'Try again later.';
}

/** Who is called, and the setting that leads there. */
export function calleeOf({ callee }: CallSubject): { name: string; setting: string } {
	return callee ?? { name: 'Identify', setting: 'Gateway Host in the Identify API credential' };
}
