/** What became of a value that a person entered: its documented form, or why it has none. */
export type Reading =
	| { readonly value: string; readonly problem?: undefined }
	| {
			/** Completes the sentence "<Field> …", naming the cause. */
			readonly problem: string;
	  };

export const understood = (value: string): Reading => ({ value });

export const refused = (problem: string): Reading => ({ problem });

/** Hands what was understood on to the next reader; a problem stays as it is. */
export function andThen(reading: Reading, next: (value: string) => Reading): Reading {
	return reading.problem === undefined ? next(reading.value) : reading;
}

/** Joins `["a", "b", "c"]` as `a, b or c`. */
export function eitherOf(words: readonly string[]): string {
	return words.length < 2
		? words.join('')
		: `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
