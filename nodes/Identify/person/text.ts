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

/** Finds the value of a closed list that was meant, whatever its case. */
export function toListed(text: string, values: readonly string[]): string {
	const entered = text.trim();
	return values.find((value) => value.toLowerCase() === entered.toLowerCase()) ?? entered;
}
