import { describeAnswer, unreadable } from '../../../nodes/Identify/client/describeAnswer';
import type { IdentifyFailure } from '../../../nodes/Identify/client/failure';
import { redact } from '../../../nodes/Identify/client/redact';
import { answerWith, API_KEY, AUTH, CREATE, GET, SECRETS, TOKEN } from './subjects';

const textOf = (failure: IdentifyFailure) =>
	`${failure.message}${failure.stack}${JSON.stringify(failure.details)}`;

/** Identify, or whoever answers in its place, repeats what it was sent. */
const ECHOES = [400, 401, 403, 404, 409, 429, 500, 200].flatMap((status) => [
	{ status, how: 'as a message', body: { result: false, messages: [`key ${API_KEY}: no`, TOKEN] } },
	{ status, how: 'as a text', body: { result: false, messages: `${TOKEN}${API_KEY}` } },
	{
		status,
		how: 'in an object',
		body: { result: false, messages: [{ headers: { token: TOKEN }, key: API_KEY }] },
	},
	{ status, how: 'in HTML', body: `<p>${API_KEY} ${TOKEN}</p>` },
	{ status, how: 'in text that is cut', body: `${'x'.repeat(70)}${API_KEY}` },
	{ status, how: 'in a token that is cut', body: `${'x'.repeat(40)}${TOKEN}` },
]);

describe('a secret that is echoed', () => {
	it.each(ECHOES)('$how with HTTP $status stays out of the error', ({ status, body }) => {
		for (const subject of [AUTH, GET, CREATE]) {
			const text = textOf(describeAnswer(answerWith(status, body), subject));
			// Not even a part of it.
			for (const secret of SECRETS) expect(text).not.toContain(secret.slice(0, 8));
		}
	});

	it('stays out of what is said of an answer that is not as documented', () => {
		const answer = answerWith(200, `"${TOKEN}`);
		expect(textOf(unreadable(answer, GET, 'has no token'))).not.toContain(TOKEN.slice(0, 8));
	});
});

describe('redact', () => {
	it.each([
		['every occurrence', 'abcd and abcd', ['abcd'], '***** and *****'],
		['characters that mean something in patterns', 'a.c$d a1c$d', ['a.c$d'], '***** a1c$d'],
		['nothing for empty secrets', 'abc', ['', ''], 'abc'],
		['a secret that contains another, whole', 'abcd-1234', ['abcd', 'abcd-1234'], '*****'],
	])('replaces %s', (_what, text, secrets, expected) => {
		expect(redact(text, secrets)).toBe(expected);
	});
});

it('a secret with quotes, echoed inside an object, stays out of the error', () => {
	const secret = 'p"ss\\word-123';
	const answer = answerWith(400, { messages: [{ APIKEY: secret }] });
	const failure = describeAnswer(answer, { ...AUTH, secrets: [secret] });
	expect(failure.message).not.toContain('word-123');
	expect(failure.details.messages.join('')).not.toContain('word-123');
});
