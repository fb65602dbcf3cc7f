import { readAnswer, type Answer } from '../../../nodes/Identify/client/answer';
import type { CallSubject } from '../../../nodes/Identify/client/subject';

export const API_KEY = 'k3y-of-911-internet';
export const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5MTEifQ.c2lnbmF0dXJl';
export const SECRETS = [API_KEY, TOKEN];

const subject = (section: string, changes = false): CallSubject => ({
	section,
	changes,
	secrets: SECRETS,
});

/** Calls that only read, and the two that change something at Identify. */
export const READING = [
	'auth',
	'ident/get',
	'ident/getIdentData',
	'project/get',
	'webhook/getAll',
].map((section) => subject(section));
export const CHANGING = ['ident/create', 'ident/setOnboardifyAppointment'].map((section) =>
	subject(section, true),
);
export const [GET, CREATE] = [subject('ident/get'), subject('ident/create', true)];
export const AUTH = subject('auth');
export const subjectOf = subject;

/** An answer as n8n's helper returns it: status, headers, body as text. */
export function answerWith(
	statusCode: number,
	body: object | string,
	headers: Record<string, string> = {},
): Answer {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return readAnswer({ statusCode, headers, body: text });
}
