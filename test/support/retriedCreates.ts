/** What is said of an item that was sent before a kill. */
const DONE = /^This item was created already/;
const OPEN = /^This item may have been created already/;

export interface RetriedCreates {
	/** Everyone, in the order of the items. */
	emails: readonly string[];
	/** Who had an ident when n8n was killed. */
	before: ReadonlySet<string>;
	/** Who has one after the retry. */
	after: ReadonlySet<string>;
	/** The error message of each item in the retry; empty where there is none. */
	messages: readonly string[];
}

/** How many people the retry invited or told of, and whom it wronged: neither of the two, or told the untruth. */
export function fatesOf({ emails, before, after, messages }: RetriedCreates) {
	const fates = emails.map((email, index) => {
		const message = messages[index] ?? '';
		const wasBefore = before.has(email);
		if (DONE.test(message)) return { email, message, fate: wasBefore ? 'done' : 'wrong' };
		// Under way, or next: Identify may have it or not.
		if (OPEN.test(message)) return { email, message, fate: 'open' };
		const isInvited = message === '' && !wasBefore && after.has(email);
		return { email, message, fate: isInvited ? 'invited' : 'wrong' };
	});
	const of = (wanted: string) => fates.filter(({ fate }) => fate === wanted);
	return {
		invited: of('invited').length,
		done: of('done').length,
		open: of('open').length,
		wrong: of('wrong'),
	};
}
