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

const EXCERPT_LENGTH = 80;

/** The beginning of a text of another party, in one line. */
export function excerptOf(text: string, secrets: Iterable<string>): string {
	const safe = redact(text.slice(0, 10_000), secrets).replace(/\s+/g, ' ').trim();
	return safe.slice(0, EXCERPT_LENGTH);
}
