/**
 * Brings a name or place to the documented "All uppercase". German ß stays: ID documents print it
 * as it is in upper-case names, and SS would be another name (Weiß is not Weiss).
 */
export function toUpper(text: string): string {
	return text
		.split('ß')
		.map((part) => part.toUpperCase())
		.join('ß');
}

/**
 * Takes the ident ID out of what a person pasted.
 *
 * @param text - an ID, or a conference URL such as `https://identify24.de/apply/<ID>`
 * @returns the ID, or the text unchanged
 */
export function toIdentId(text: string): string {
	const entered = text.trim();
	if (!URL.canParse(entered)) return entered;
	const segments = new URL(entered).pathname.split('/').filter((segment) => segment !== '');
	return segments.at(-1) ?? entered;
}

/** Finds the value of a closed list that was meant, whatever its case. */
export function toListed(text: string, values: readonly string[]): string {
	const entered = text.trim();
	return values.find((value) => value.toLowerCase() === entered.toLowerCase()) ?? entered;
}
