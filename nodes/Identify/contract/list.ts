import { z } from 'zod';

/** An entry that PHP left empty, or a whole list of none. */
const nothing = z.union([z.null(), z.literal(''), z.literal(false)]);

type Nothing = z.infer<typeof nothing>;

/**
 * A list of an answer. PHP makes an object of a list with a gap (`{"0": …, "2": …}`) or with keys,
 * and has several forms of none.
 */
export function listOf<Entry extends z.ZodTypeAny>(entry: Entry) {
	const entryOrNothing = z.union([entry, nothing]);
	return z.union([z.array(entryOrNothing), z.record(entryOrNothing), nothing]);
}

/** What conforms to `listOf`. */
export type List<Entry> =
	| ReadonlyArray<Entry | Nothing>
	| Record<string, Entry | Nothing>
	| Nothing;

/** The entries of such a list, in its order; those that are nothing are left out. */
export function entriesOf<Entry extends object>(list: List<Entry>): Entry[] {
	const entries = Object.values(list || []);
	return entries.filter((entry): entry is Entry => typeof entry === 'object' && entry !== null);
}
