import { readAnswer } from '../../../nodes/Identify/client/answer';
import { answerInWords } from '../../../nodes/Identify/resources/webhook/answerWords';
import type { SecretUse } from '../../../nodes/Identify/resources/webhook/callbackUrl';

const SECRET = 'callback-secret-4711';

function words(
	status: number,
	body: unknown,
	{ use = 'none', location }: { use?: SecretUse; location?: string } = {},
): string {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const headers = location === undefined ? {} : { location };
	const answer = readAnswer({ statusCode: status, headers, body: text });
	return answerInWords(answer, use, [SECRET]);
}

const refused = (message: string) => ({ status: 'refused', message });

const UNREGISTERED = {
	code: 404,
	message: 'The requested webhook "POST 0b5e/callback" is not registered.',
	hint: 'The workflow must be active …',
};

describe('what the answer to a test callback means', () => {
	it.each<[number, unknown, RegExp]>([
		[200, { status: 'accepted' }, /^The trigger accepted it and started the workflow\.$/],
		[200, { status: 'ignored', reason: 'filtered' }, /started nothing: .*Statuses/],
		[200, { status: 'ignored', reason: 'repeated' }, /started nothing: .*Ignore Repeats For/],
		[200, { status: 'ignored', reason: 'late' }, /started nothing: it says "late"/],
		[200, { message: 'Workflow was started' }, /another node or service.*: Workflow was started/],
		[200, '<h1>Welcome</h1>', /another node or service.*<h1>Welcome/],
		[204, '', /another node or service listens there\.$/],
		[400, refused('The body has no status.'), /trigger refused it \(HTTP 400\): The body has/],
		[403, refused('The address ::1 may not call here.'), /may not call here\.$/],
		[403, refused('Identify does not know this ident (HTTP 404).'), /ident.*Give an ident that/],
		[503, refused('The callback could not be confirmed.'), /confirmed\. Give an ident that exists/],
		[404, UNREGISTERED, /does not listen.*test URL, click Execute step.*publish the workflow/],
		[
			404,
			{ message: 'This webhook is not registered for POST requests. Did you mean GET?' },
			/no Identify Trigger\. n8n says: This webhook is not registered for POST/,
		],
		[404, 'Cannot POST /x', /^The URL refused it \(HTTP 404\): Cannot POST/],
		[405, '', /^The URL refused it \(HTTP 405\)\.$/],
		[500, { message: 'Database is locked' }, /problem of its own \(HTTP 500\): Database is/],
		[502, '<html>Bad Gateway', /problem of its own \(HTTP 502\): <html>Bad/],
	])('%i %j', (status, body, wanted) => {
		expect(words(status, body)).toMatch(wanted);
	});

	it.each<[SecretUse, RegExp]>([
		['added', /seems to have another credential/],
		['none', /has no Callback Secret/],
		['given', /leave it out/],
		['foreign', /was not added.*copy it from the trigger/],
	])('a wrong secret, when it was %s', (use, wanted) => {
		const answer = words(401, refused('The callback URL needs ?secret=….'), { use });
		expect(answer).toMatch(/^The trigger refused it \(HTTP 401\): The callback URL needs/);
		expect(answer).toMatch(wanted);
	});

	it('advice that the trigger gives itself is not given twice', () => {
		const message = 'Identify does not know this ident. Switch Confirm With Identify off.';
		expect(words(403, refused(message))).toBe(`The trigger refused it (HTTP 403): ${message}`);
	});

	it('a redirect names where it leads, without its query', () => {
		const location = `https://example.com/x?secret=${SECRET}`;
		const answer = words(301, '', { location });
		expect(answer).toContain('redirects to https://example.com/x, which was not followed');
		expect(words(302, '')).toContain('redirects to elsewhere');
	});

	it.each<[number, unknown]>([
		[200, { message: `got ?secret=${SECRET}` }],
		[400, refused(`got ${SECRET}`)],
		[404, `Cannot POST /x?secret=${SECRET}`],
		[500, { message: encodeURIComponent(SECRET) }],
	])('a secret that is echoed is not repeated: %i %j', (status, body) => {
		expect(words(status, body)).not.toContain(SECRET);
	});

	it('long answers are cut', () => {
		expect(words(400, refused('x'.repeat(10_000))).length).toBeLessThan(700);
	});
});
