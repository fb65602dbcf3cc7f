/**
 * A chosen path as it stands in the URL: without blanks around it, and without slashes at its ends or
 * several where one is meant. n8n evaluates this function's own text, so it uses nothing from outside.
 *
 * @param entered - what a person entered in Settings > Path
 * @returns empty where nothing is chosen, or where it has other characters than the documented ones
 */
export function cleanPath(entered: unknown): string {
	const text = String(entered ?? '').trim();
	const parts = /^[A-Za-z0-9_/-]+$/.test(text) ? text.split('/') : [];
	return parts.filter((part) => part !== '').join('/');
}

/**
 * Where the trigger listens below n8n's own endpoint, for n8n and its editor to work out: at the chosen
 * path, else under the webhook ID, which changes when a workflow is imported or duplicated.
 */
export const WEBHOOK_PATH = `={{ (${String(cleanPath)})($parameter["settings"]?.["path"]) || ($webhookId ? $webhookId + "/" : "") + "callback" }}`;

/** How to write a path. */
const EXAMPLE = 'Write e.g. identify or identify/production';

/**
 * Why a chosen path cannot be taken: a clause that begins with the setting's name and ends with how to
 * write it; undefined when there is nothing wrong.
 *
 * @param entered - as stored: n8n resolves no expression there when it works out the URL
 */
export function pathProblem(entered: unknown): string | undefined {
	const isNothing = String(entered ?? '').trim() === '';
	if (isNothing || cleanPath(entered) !== '') return undefined;
	const name = 'Settings > Path';
	if (typeof entered !== 'string') return `${name} is no text. ${EXAMPLE}`;
	if (entered.startsWith('=')) {
		return `${name} is an expression, which n8n does not resolve there. ${EXAMPLE}`;
	}
	if (/^[\s/]*$/.test(entered)) return `${name} has neither letters nor digits. ${EXAMPLE}`;
	// Not the whole entry: a URL that somebody pasted may hold the secret.
	const others = entered
		.trim()
		.replace(/[A-Za-z0-9_/-]/g, '')
		.replace(/\s/g, ' ');
	const named = [...new Set(others)].map((char) => (char === ' ' ? 'a blank' : char));
	return `${name} has other characters than a-z, A-Z, 0-9, -, _ and /: ${named.join(', ')}. ${EXAMPLE}`;
}
