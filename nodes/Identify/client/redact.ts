/** The forms in which a secret may stand in a text: as it is, in JSON, in a URL. */
function formsOf(secret: string): string[] {
	return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
}

/** Replaces every secret in `text`, for texts that other parties wrote. */
export function redact(text: string, secrets: Iterable<string>): string {
	return [...secrets]
		.filter((secret) => secret.length >= 4)
		.flatMap(formsOf)
		.sort((a, b) => b.length - a.length)
		.reduce((safe, secret) => safe.replaceAll(secret, '*****'), text);
}
