import type { Fault } from '../sandbox';
import { ROWS } from './failureRows';
import {
	createFromItem,
	createParameters,
	identFromItem,
	identParameters,
	locator,
	people,
	seedItems,
	useBench,
	withoutBackoff,
} from './support';
import { expectNoSecrets } from './secrets';

const bench = useBench();
withoutBackoff();

const MAYBE = /may have been carried out.*partner portal/;
/** Impatient only where there is nothing to wait for. */
const optionsFor = ({ kind }: Fault) => ({
	maxTries: 2,
	concurrency: 1,
	...(kind === 'hang' ? { timeout: 700 } : {}),
});

describe.each(ROWS)('$name', ({ fault, message, httpCode, unsettled, refusedUnread }) => {
	const options = optionsFor(fault);

	test('reading: says what happened, for the item that it happened to', async () => {
		const { sandbox } = bench();
		const items = seedItems(sandbox, 3);
		const path = `/ident/get/${String(items[1]?.json.id)}`;
		sandbox.faults.add({ ...fault, match: { path } });
		const result = await bench().run('ident', 'get', identFromItem({ options }), {
			items,
		});
		expect(result.error?.message).toMatch(message);
		expect(result.error?.description).toMatch(/\w.*\.$/);
		expect(result.error?.description).not.toMatch(MAYBE);
		expect(result.error?.httpCode ?? null).toBe(httpCode);
		expect(result.error?.context).toMatchObject({ itemIndex: 1 });
		const tries = bench().calls.filter((call) => call.path === path).length;
		expect(tries).toBe(unsettled || refusedUnread ? 2 : 1);
		expectNoSecrets(result, bench().secrets);
	});

	test('creating: says whether it may have been done, and never does it twice', async () => {
		const { sandbox } = bench();
		sandbox.faults.add({ ...fault, match: { body: { email: 'person1@example.com' } } });
		const result = await bench().run('ident', 'create', createFromItem({ options }), {
			items: people(3),
		});
		expect(result.error?.message).toMatch(message);
		expect(result.error?.httpCode ?? null).toBe(httpCode);
		expect(result.error?.context).toMatchObject({ itemIndex: 1 });
		const said = `${result.error?.message} ${result.error?.description}`;
		expect(MAYBE.test(said)).toBe(unsettled ?? false);
		expect(bench().calls).toHaveLength(refusedUnread ? 3 : 2);
		const done = fault.moment !== undefined;
		expect(sandbox.created).toHaveLength(done ? 2 : 1);
		expectNoSecrets(result, bench().secrets);
	});

	test('On Error: Continue: the item says all of it, the others go on', async () => {
		const { sandbox } = bench();
		sandbox.faults.add({ ...fault, match: { body: { email: 'person1@example.com' } } });
		const { json } = await bench().run('ident', 'create', createFromItem({ options }), {
			items: people(3),
			node: { onError: 'continueRegularOutput' },
		});
		expect(json.map(({ error }) => error === undefined)).toEqual([true, false, true]);
		expect(json[1]?.error).toMatch(message);
		expect(MAYBE.test(String(json[1]?.error))).toBe(unsettled ?? false);
		expect(json[1]).toHaveProperty('httpCode', httpCode === null ? null : Number(httpCode));
		const messages = 'messages' in fault ? fault.messages : undefined;
		if (messages) expect(json[1]?.messages).toEqual(messages);
	});
});

test('setAppointment is not repeated either, and says so', async () => {
	bench().sandbox.faults.add({
		kind: 'reset',
		moment: 'afterCarriedOut',
		match: { path: '/ident/setOnboardifyAppointment' },
	});
	const { error } = await bench().run(
		'ident',
		'setAppointment',
		identParameters(undefined, { termin_date: '2030-06-30T15:20', termin_user: '1' }),
	);
	expect(`${error?.message} ${error?.description}`).toMatch(MAYBE);
	expect(bench().sandbox.appointments).toHaveLength(1);
	expect(bench().calls).toHaveLength(1);
});

test('creating with the very first token: a lost answer is not repeated', async () => {
	bench().sandbox.faults.add({
		kind: 'reset',
		moment: 'afterCarriedOut',
		match: { path: '/ident/create' },
	});
	const { error } = await bench().run('ident', 'create', createParameters());
	expect(bench().credential.data.token).not.toBe('');
	expect(`${error?.message} ${error?.description}`).toMatch(MAYBE);
	expect(bench().sandbox.created).toHaveLength(1);
});

describe('real refusals of the API', () => {
	test('402: an inactive project', async () => {
		const { error } = await bench().run(
			'ident',
			'create',
			createParameters({ project_id: locator('99') }),
		);
		expect(error?.message).toMatch(/could not carry it out: Project 99 is inactive/);
		expect(error?.httpCode).toBe('402');
	});

	test('404: an unknown project', async () => {
		for (const [resource, operation, parameters] of [
			['ident', 'create', createParameters({ project_id: locator('4711') })],
			['project', 'get', { project_id: locator('4711') }],
		] as const) {
			const { error } = await bench().run(resource, operation, parameters);
			expect(error?.message).toMatch(/does not know this project: Project 4711 does not exist/);
			expect(error?.description).toMatch(/Pick the project from the list/);
		}
	});

	test('404: an ident after 90 days', async () => {
		const { sandbox } = bench();
		const [item] = seedItems(sandbox, 1);
		sandbox.clock.advance(91 * 24 * 3600 * 1000);
		const { error } = await bench().run('ident', 'get', identFromItem(), { items: [item!] });
		expect(error?.message).toMatch(/does not know this ident/);
		expect(error?.description).toMatch(/90 days/);
	});
});

describe('429', () => {
	const match = { path: '/ident/create', times: 1 };

	test.each([
		['seconds', 1],
		['a date', { date: 2 }],
	])('Retry-After as %s is waited for', async (_name, retryAfter) => {
		const { sandbox } = bench();
		sandbox.faults.add({ kind: 'status', status: 429, retryAfter, match });
		const start = performance.now();
		const { error } = await bench().run('ident', 'create', createParameters());
		expect(error).toBeUndefined();
		// A date has whole seconds, so up to one of the two may be cut off.
		expect(performance.now() - start).toBeGreaterThan(990);
		expect(sandbox.created).toHaveLength(1);
		expect(bench().calls.map((call) => call.status)).toEqual([429, 200]);
	});

	test('a server that allows two at once: every ident is created, each once', async () => {
		const { sandbox } = bench();
		await sandbox.configure({ maxInFlight: 2, latencyMs: 5 });
		jest.spyOn(Math, 'random').mockImplementation(() => 0.1);
		const options = { maxTries: 20, concurrency: 4 };
		const { json } = await bench().run('ident', 'create', createFromItem({ options }), {
			items: people(20),
		});
		expect(json).toHaveLength(20);
		const emails = sandbox.created.map(({ fields }) => fields.email);
		expect(emails).toHaveLength(20);
		expect(new Set(emails).size).toBe(20);
	});
});
