import { isSuccess, isUnauthorized } from '../../../nodes/Identify/client/answer';
import { describeAnswer } from '../../../nodes/Identify/client/describeAnswer';
import { answerWith, AUTH, CHANGING, CREATE, GET, READING, subjectOf } from './subjects';

const SAID = 'birthday is missing';
const failed = (response_status: number) => ({ result: false, response_status, messages: [SAID] });

/** Each error code of the documentation's "Errors": what is said, and how to get unstuck. */
const DOCUMENTED: Array<[number, RegExp, RegExp]> = [
	[400, /rejected the request as invalid/, /Correct the fields/],
	[402, /valid, but Identify could not carry it out/, /Read what Identify says/],
	[403, /no permission/, /Ask Identify to allow it/],
	[404, /does not know this ident/, /Check Ident.* 90 days/],
	[409, /conflicts with another/, /partner portal/],
	[429, /too many requests/, /Lower Concurrency/],
	[500, /problem of its own/, /Try again later/],
	[502, /problem of its own/, /Try again later/],
	[503, /problem of its own/, /Try again later/],
	[504, /problem of its own/, /Try again later/],
];

describe.each(DOCUMENTED)('HTTP %i', (status, message, advice) => {
	it.each([
		['by HTTP', answerWith(status, failed(status))],
		['by HTTP alone', answerWith(status, { messages: [SAID] })],
		['in the body of a 200', answerWith(200, failed(status))],
		['in the body, as a text', answerWith(200, { response_status: `${status}`, messages: SAID })],
	])('is described when reported %s', (_how, answer) => {
		expect(isSuccess(answer)).toBe(false);
		const { details } = describeAnswer(answer, GET);
		expect(details.answered).toBe(true);
		expect(details.message).toMatch(message);
		expect(details.message).toContain(`: ${SAID} (ident/get, HTTP ${status})`);
		expect(details.advice).toMatch(advice);
		expect(details.httpCode).toBe(status);
		expect(details.messages).toEqual([SAID]);
	});

	it('is described without a word of Identify', () => {
		const { details } = describeAnswer(answerWith(status, {}), GET);
		expect(details.message).toMatch(message);
		expect(details.message).toMatch(new RegExp(`[^:] \\(ident/get, HTTP ${status}\\)$`));
		expect(details.messages).toEqual([]);
	});
});

describe('HTTP 401', () => {
	const answers: Array<[string, ReturnType<typeof answerWith>]> = [
		['by HTTP', answerWith(401, { messages: ['Unauthorized'] })],
		['in the body of a 200', answerWith(200, failed(401))],
		['in the body beside result: true', answerWith(200, { result: true, response_status: 401 })],
	];

	it.each(answers)('of /auth, reported %s, is about the API key', (_how, answer) => {
		expect(isUnauthorized(answer)).toBe(true);
		const { details } = describeAnswer(answer, AUTH);
		expect(details.message).toMatch(/refused the partner name or API key/);
		expect(details.advice).toMatch(/Check Partner Name and API Key/);
		expect(details.httpCode).toBe(401);
	});

	it.each(answers)('of a call, reported %s, is about the token', (_how, answer) => {
		const { details } = describeAnswer(answer, GET);
		expect(details.message).toMatch(/refused the token/);
		expect(details.advice).toMatch(/Partner Name and API Key/);
		expect(details.httpCode).toBe(401);
	});
});

describe('result: false in a 200', () => {
	it.each([
		['without a status', { result: false, messages: [SAID] }],
		['with the status 200', { result: false, response_status: 200, messages: [SAID] }],
		['as a text', { result: 'false', messages: SAID }],
	])('is a failure %s', (_how, body) => {
		const answer = answerWith(200, body);
		expect(isSuccess(answer)).toBe(false);
		const { details } = describeAnswer(answer, CREATE);
		expect(details).toMatchObject({ fate: 'refused', httpCode: 200, messages: [SAID] });
		expect(details.message).toContain(SAID);
		expect(details.advice).not.toBe('');
	});
});

describe('that there is no such thing', () => {
	it.each<[string, ReturnType<typeof answerWith>]>([
		['by HTTP', answerWith(404, failed(404))],
		['by HTTP, the body says only that it failed', answerWith(404, { result: false })],
		['by HTTP, the body has messages alone', answerWith(404, { messages: ['Not Found'] })],
		['in the body of a 200', answerWith(200, failed(404))],
		['in the body, as a text', answerWith(200, { response_status: '404' })],
	])('is said by Identify %s', (_how, answer) => {
		expect(describeAnswer(answer, GET).details.notFound).toBe(true);
	});

	it.each<[string, ReturnType<typeof answerWith>]>([
		['a web page', answerWith(404, '<html>404</html>')],
		['nothing', answerWith(404, '')],
		['JSON of a gateway', answerWith(404, { message: 'no Route matched with those values' })],
		['JSON of a framework', answerWith(404, { status: 404, error: 'Not Found', path: '/ident' })],
		['JSON that is no object', answerWith(404, '["Not Found"]')],
		['an answer that contradicts itself', answerWith(404, { result: true, messages: [] })],
		['another status in the body', answerWith(404, failed(403))],
		['a 400', answerWith(400, failed(400))],
		['a 403', answerWith(403, failed(403))],
		['a 410', answerWith(410, failed(410))],
		['a failure in a 200', answerWith(200, { result: false, messages: ['Not Found'] })],
		['a web page in a 200', answerWith(200, '<html>404</html>')],
	])('is not said by %s', (_how, answer) => {
		expect(describeAnswer(answer, GET).details).not.toHaveProperty('notFound');
	});
});

describe('404', () => {
	it.each([
		['ident/create', /this project/, /Pick the project from the list/],
		['project/get', /this project/, /Pick the project from the list/],
		['ident/getIdentData', /this ident/, /Check Ident/],
		['ident/setOnboardifyAppointment', /this ident/, /Check Ident/],
		['project/getAll', /does not know what was asked for/, /./],
	])('of %s says what is unknown', (section, message, advice) => {
		const { details } = describeAnswer(answerWith(404, failed(404)), subjectOf(section));
		expect(details.message).toMatch(message);
		expect(details.advice).toMatch(advice);
	});
});

describe('HTML instead of JSON', () => {
	const html = '<!DOCTYPE html>\n<html>\n\t<head><title>Welcome to nginx!</title></head></html>';

	it.each([
		[200, 'unknown'],
		[401, 'refused'],
		[403, 'refused'],
		[404, 'refused'],
		[405, 'refused'],
		[407, 'refused'],
	])('with HTTP %i points at Gateway Host', (status, fate) => {
		const { details } = describeAnswer(answerWith(status, html), GET);
		expect(details).toMatchObject({ fate, answered: false, httpCode: status, messages: [] });
		expect(details.message).toContain('begins with "<!DOCTYPE html> <html> <head><title>Welcome');
		expect(details.message).toContain(`HTTP ${status}`);
		expect(details.advice).toMatch(/Check Gateway Host/);
		expect(details.advice).toMatch(/proxy or firewall/);
	});

	it.each([502, 503, 504])('with HTTP %i stays a problem of the server', (status) => {
		const { details } = describeAnswer(answerWith(status, html), GET);
		expect(details).toMatchObject({ fate: 'unknown', httpCode: status, messages: [] });
		expect(details.message).toMatch(/problem of its own/);
		expect(details.message).not.toContain('<');
	});

	it.each([400, 401, 403, 404, 405, 407, 408, 413, 414, 415, 421, 422, 429, 431, 451])(
		'with HTTP %i says by its status that nothing was created',
		(status) => {
			const { details } = describeAnswer(answerWith(status, html), CREATE);
			expect(details.fate).toBe('refused');
			expect(details.advice).not.toMatch(/may have been carried out/);
		},
	);

	it.each(['', '[]', '"ok"', 'null', '{"result":true,"data":{'])('or %j is unreadable', (body) => {
		const { details } = describeAnswer(answerWith(200, body), GET);
		expect(details).toMatchObject({ fate: 'unknown', answered: false, httpCode: 200 });
	});
});

it.each([301, 302, 303, 307, 308])('the redirect %i is not followed', (status) => {
	const answer = answerWith(status, '', { location: 'https://elsewhere.example/' });
	expect(isSuccess(answer)).toBe(false);
	const { details } = describeAnswer(answer, GET);
	expect(details.message).toMatch(/redirects to another address, which was not followed/);
	expect(details.advice).toMatch(/Gateway Host/);
	expect(details.httpCode).toBe(status);
});

it('the Retry-After of a 429 is kept', () => {
	const { details } = describeAnswer(answerWith(429, failed(429), { 'retry-after': '7' }), GET);
	expect(details.retryAfterMs).toBe(7000);
	expect(describeAnswer(answerWith(429, failed(429)), GET).details).not.toHaveProperty(
		'retryAfterMs',
	);
});

it('a trailing comma does not hide the words of an error', () => {
	const answer = answerWith(400, '{ "result": false, "messages": [ "birthday is missing", ], }');
	expect(describeAnswer(answer, CREATE).details.messages).toEqual([SAID]);
});

describe('whether it may have been carried out', () => {
	const MAYBE = /may have been carried out/;
	const unsettled = [
		answerWith(500, failed(500)),
		answerWith(502, '<html>'),
		answerWith(503, {}),
		answerWith(504, ''),
		answerWith(200, '<html>'),
		answerWith(200, '{"result":true,"ident_id":'),
	];
	const settled = [400, 401, 402, 403, 404, 429].map((status) =>
		answerWith(status, failed(status)),
	);

	it.each(CHANGING)('is said of $section where it is not known', (subject) => {
		for (const answer of unsettled) {
			expect(describeAnswer(answer, subject).details.advice).toMatch(MAYBE);
		}
		for (const answer of settled) {
			expect(describeAnswer(answer, subject).details.advice).not.toMatch(MAYBE);
		}
	});

	it.each(READING)('is not said of $section', (subject) => {
		for (const answer of [...unsettled, ...settled]) {
			expect(describeAnswer(answer, subject).details.advice).not.toMatch(MAYBE);
		}
	});
});
