import type { Fault, RequestEntry } from '../sandbox';
import { emailOf } from '../support/person';
import {
	createdEmails,
	Door,
	hasEmail,
	ownersOf,
	remembered,
	requestsWith,
	RETRY,
	WatchedCredential,
} from './onceSupport';
import type { EngineResult, StoredCredential } from './engine';
import { expectNoSecrets } from './secrets';
import {
	createFromItem,
	credentialFor,
	linkedTo,
	links,
	people,
	useBench,
	withoutBackoff,
} from './support';

jest.setTimeout(120_000);

const COUNT = 200;
const FAULTY = 120;
const EMAILS = Array.from({ length: COUNT }, (_, index) => emailOf(index));

const bench = useBench();
withoutBackoff();

const invite = async (concurrency: number, credential: StoredCredential = bench().credential) =>
	await bench().run('ident', 'create', createFromItem({ options: { concurrency } }), {
		items: people(COUNT),
		node: RETRY,
		credential,
	});

/** 200 idents, none twice, each result beside its person, and nothing left to remember. */
function expectAllOnce({ run, items, json, error }: EngineResult): void {
	const { sandbox } = bench();
	expect(error?.message).toBeUndefined();
	expect(createdEmails(sandbox)).toEqual(EMAILS);
	expect(ownersOf(sandbox, json)).toEqual(EMAILS);
	expect(linkedTo(items)).toEqual(links(COUNT));
	expect(remembered(run)).toEqual([]);
}

describe('Retry On Fail over 200 items with a fault at item 120', () => {
	test.each([1, 10, 30])('402 once, concurrency %i', async (concurrency) => {
		const { sandbox } = bench();
		const match = { body: { email: emailOf(FAULTY) }, times: 1 };
		sandbox.faults.add({ kind: 'status', status: 402, match });
		const credential = new WatchedCredential(bench().credential);
		expectAllOnce(await invite(concurrency, credential));
		expect(credential.lookups).toBe(2);
		const tries = requestsWith(sandbox, 'email', emailOf(FAULTY));
		expect(tries.map(({ status }) => status)).toEqual([402, 200]);
	});

	test('429 until the tries are used up', async () => {
		const { sandbox } = bench();
		const match = { body: { email: emailOf(FAULTY) }, times: 3 };
		sandbox.faults.add({ kind: 'status', status: 429, match });
		const credential = new WatchedCredential(bench().credential);
		expectAllOnce(await invite(1, credential));
		expect(credential.lookups).toBe(2);
		const tries = requestsWith(sandbox, 'email', emailOf(FAULTY));
		expect(tries.map(({ status }) => status)).toEqual([429, 429, 429, 200]);
	});

	test('429 for everyone until the first try has failed', async () => {
		const { sandbox } = bench();
		let isOver = false;
		const predicate = () => !isOver && sandbox.created.length >= FAULTY;
		const path = '/ident/create';
		sandbox.faults.add({ kind: 'status', status: 429, match: { path, predicate } });
		const credential = new WatchedCredential(bench().credential, (tryNumber) => {
			isOver = tryNumber > 1;
		});
		expectAllOnce(await invite(10, credential));
		expect(credential.lookups).toBe(2);
	});

	test.each([1, 10])('connection refused, concurrency %i', async (concurrency) => {
		const { sandbox } = bench();
		const door = await Door.open(sandbox);
		try {
			const stored = credentialFor(sandbox, { gatewayHost: door.url });
			const credential = new WatchedCredential(stored, async (tryNumber) => {
				if (tryNumber > 1) await door.reopen();
			});
			// Requests under way when the door closes: they get their answers, the next are refused.
			const last = EMAILS.slice(FAULTY - concurrency, FAULTY);
			const isLast = ({ parsedBody }: RequestEntry) =>
				last.some((email) => hasEmail(parsedBody, email));
			sandbox.faults.add({ kind: 'delay', ms: 500, match: { predicate: isLast } });
			const running = invite(concurrency, credential);
			const areIn = () => sandbox.requests.entries.filter(isLast).length === concurrency;
			await sandbox.waitForRequest(areIn, 60_000);
			door.close();
			expectAllOnce(await running);
			expect(credential.lookups).toBe(2);
		} finally {
			door.end();
		}
	});

	test.each([1, 10])(
		'the token is refused and /auth is down, concurrency %i',
		async (concurrency) => {
			const { sandbox } = bench();
			const match = { body: { email: emailOf(FAULTY) }, times: 1 };
			sandbox.faults.add({ kind: 'expireTokens', match });
			const path = '/auth';
			sandbox.faults.add({ kind: 'status', status: 503, match: { path, nth: [2, 3, 4] } });
			const credential = new WatchedCredential(bench().credential);
			expectAllOnce(await invite(concurrency, credential));
			expect(credential.lookups).toBe(2);
			expect(bench().authRequests.map(({ status }) => status)).toEqual([200, 503, 503, 503, 200]);
		},
	);
});

const UNKNOWN: Array<[string, Fault]> = [
	['a reset after it was carried out', { kind: 'reset', moment: 'afterCarriedOut' }],
	['a reset before', { kind: 'reset' }],
	['a timeout after it was carried out', { kind: 'hang', moment: 'afterCarriedOut' }],
	['a 500 after it was carried out', { kind: 'status', status: 500, moment: 'afterCarriedOut' }],
	['a proxy’s 502', { kind: 'status', status: 502, html: true, moment: 'afterCarriedOut' }],
	['an answer cut off', { kind: 'truncate', moment: 'afterCarriedOut' }],
	['half an answer', { kind: 'truncate', framing: 'clean', moment: 'afterCarriedOut' }],
	['a web page', { kind: 'html', moment: 'afterCarriedOut' }],
];

describe('item 120, whose fate is unknown', () => {
	const OPTIONS = { concurrency: 10, timeout: 3000 };

	const inviteUnknown = async (fault: Fault, onError: 'stop' | 'continue' = 'stop') => {
		const match = { body: { email: emailOf(FAULTY) } };
		bench().sandbox.faults.add({ ...fault, match });
		const credential = new WatchedCredential(bench().credential);
		const goesOn = onError === 'continue' ? { onError: 'continueRegularOutput' as const } : {};
		const result = await bench().run('ident', 'create', createFromItem({ options: OPTIONS }), {
			items: people(COUNT),
			node: { ...RETRY, ...goesOn },
			credential,
		});
		return { result, tries: credential.lookups };
	};

	test.each(UNKNOWN)('%s: is never sent again, the others are created', async (_name, fault) => {
		const { sandbox } = bench();
		const { result, tries } = await inviteUnknown(fault);
		const { error } = result;
		expect(tries).toBe(3);
		expect(requestsWith(sandbox, 'email', emailOf(FAULTY))).toHaveLength(1);
		const others = EMAILS.filter((_email, index) => index !== FAULTY);
		expect(createdEmails(sandbox).filter((email) => email !== emailOf(FAULTY))).toEqual(others);
		// What happened, that it may exist, where to look, what was done, how to go on.
		expect(error?.message).toContain(`199 of ${COUNT} idents were created`);
		expect(error?.description).toContain(
			`may have been carried out nevertheless: look in the partner portal for the ident of JANE DOE, ${emailOf(FAULTY)}, before you send it again`,
		);
		expect(error?.description).toMatch(/Retry On Fail|Retry of this execution/);
		expect(error?.description).toMatch(/never sent again.*On Error to Continue/);
		expect(error?.context).toMatchObject({ itemIndex: FAULTY });
		expectNoSecrets(result, bench().secrets);
	});

	test('On Error: Continue gives the 199, and says of the one that it may exist', async () => {
		const { sandbox } = bench();
		const { result } = await inviteUnknown(
			{ kind: 'reset', moment: 'afterCarriedOut' },
			'continue',
		);
		expect(createdEmails(sandbox)).toEqual(EMAILS);
		const expected = EMAILS.map((email, index) => (index === FAULTY ? undefined : email));
		expect(ownersOf(sandbox, result.json)).toEqual(expected);
		expect(linkedTo(result.items)).toEqual(links(COUNT));
		expect(result.json[FAULTY]?.error).toMatch(/may have been carried out.*partner portal/);
	});
});

test('what may exist is named by its custom ID, and the person is not', async () => {
	const path = '/ident/create';
	bench().sandbox.faults.add({ kind: 'reset', moment: 'afterCarriedOut', match: { path } });
	const parameters = createFromItem({ customFields: { custom_id: 'CRM-4711' } });
	const { error } = await bench().run('ident', 'create', parameters, { items: people(1) });
	expect(error?.description).toContain('for the ident with the custom ID CRM-4711, before');
	const told = `${error?.message} ${error?.description}`;
	expect(told).not.toMatch(/JANE|DOE/i);
	expect(told).not.toContain(emailOf(0));
});

describe('On Error: Continue with Retry On Fail', () => {
	// n8n runs the node again when the first result is an error, though the run has ended well.
	test.each([
		['402', { kind: 'status', status: 402 }, 3],
		['a lost answer', { kind: 'reset', moment: 'afterCarriedOut' }, 1],
	] as Array<[string, Fault, number]>)('the first item fails by %s', async (_name, fault, sent) => {
		const { sandbox } = bench();
		sandbox.faults.add({ ...fault, match: { body: { email: emailOf(0) } } });
		const { json, items } = await bench().run('ident', 'create', createFromItem(), {
			items: people(20),
			node: { ...RETRY, onError: 'continueRegularOutput' },
		});
		expect(requestsWith(sandbox, 'email', emailOf(0))).toHaveLength(sent);
		const created = createdEmails(sandbox);
		expect(created).toEqual([...new Set(created)]);
		expect(ownersOf(sandbox, json).slice(1)).toEqual(EMAILS.slice(1, 20));
		expect(json[0]).toHaveProperty('error');
		expect(linkedTo(items)).toEqual(links(20));
	});
});
