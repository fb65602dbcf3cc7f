/**
 * Reads JSON as Identify writes it: the documentation's samples of ident/get,
 * setOnboardifyAppointment and the webhook payload carry a comma before the closing brace, which
 * JSON forbids. Nothing else is repaired: a truncated body must not turn into data.
 *
 * @param text - a JSON text
 * @returns the parsed value
 * @throws SyntaxError when the text is not JSON, trailing commas aside
 */
export function readJson(text: string): unknown {
	const body = text.replace(/^\uFEFF/, '');
	try {
		return JSON.parse(body);
	} catch {
		return JSON.parse(withoutTrailingCommas(body));
	}
}

/** Matches a whole string (also an unterminated one, to stay linear) or a trailing comma. */
const STRING_OR_TRAILING_COMMA = /"(?:\\[^]|[^"\\])*\\?(?:"|$)|,(?=\s*[}\]])/g;

function withoutTrailingCommas(text: string): string {
	return text.replace(STRING_OR_TRAILING_COMMA, (match) => (match === ',' ? '' : match));
}
