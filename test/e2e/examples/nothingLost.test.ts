import { useExamples } from '../exampleSupport';
import { waitFor } from '../../support/waiting';
import { caller } from './subworkflow';
import { ExampleTable, withTables } from './tables';

const FILE = '04-nothing-lost.json';
const CHANNEL = '#identify-follow-up';
const bench = useExamples();
const table = new ExampleTable(bench.n8n, 'Identify open idents');
let workflowId = '';

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000 - 60_000).toISOString();

const run = async () => {
	const id = await bench.n8n.startWorkflow(workflowId, 'Every 15 Minutes');
	const execution = await bench.n8n.waitForExecution(id);
	expect(execution.errorMessage).toBeUndefined();
	return execution;
};
const texts = async (part: string) =>
	(await bench.neighbours.of('slack', bench.account)).messages
		.filter(({ channel, text }) => channel === CHANNEL && text.includes(part))
		.map(({ text }) => text);
const mails = async (to: string) =>
	(await bench.neighbours.of('mail', bench.account)).mails.filter((mail) => mail.to.includes(to));
const rowOf = async (ident: string) =>
	(await table.rows()).find(({ ident_id: id }) => id === ident);
const open = (ident: string, email: string, age: number, more = {}) => ({
	ident_id: ident,
	status_code: '1',
	state: 'open',
	email,
	conference_url: `https://example.com/conference/${ident}`,
	created_at: daysAgo(age),
	reminders: 0,
	warned: '',
	...more,
});
const pending = () => bench.sandbox.seedIdent({ statusCode: '1' }).id;

withTables(bench, { file: FILE, trigger: 'Every 15 Minutes' }, () => {
	beforeAll(async () => {
		await table.remove();
		workflowId = await bench.import(bench.read(FILE), { publish: true });
		await run();
	});
	afterAll(async () => await table.remove());

	test('another workflow adds an ident once, with what its reminders need', async () => {
		const ident = pending();
		const input = {
			ident_id: ident,
			email: 'added@example.com',
			conference_url: 'https://example.com/c',
		};
		for (const workflow of [caller(workflowId, input), caller(workflowId, input)]) {
			const execution = await bench.n8n.runWorkflow(workflow);
			expect(execution.errorMessage).toBeUndefined();
		}
		const rows = (await table.rows()).filter(({ ident_id: id }) => id === ident);
		expect(rows).toMatchObject([
			{
				status_code: '1',
				state: 'open',
				email: 'added@example.com',
				conference_url: 'https://example.com/c',
			},
		]);
		expect(Date.now() - Date.parse(String(rows[0]?.created_at))).toBeLessThan(60_000);
	});

	test('what a swallowed callback did not tell is found and told once, and the row closes', async () => {
		const swallowed = pending();
		await bench.sandbox.configure({ callbackMode: 'hold' });
		await bench.sandbox.setStatus(swallowed, '5');
		await bench.sandbox.configure({ callbackMode: 'send' });
		const gone = '00000000-0000-4000-8000-000000000404';
		await table.insert([
			open(swallowed, 'swallowed@example.com', 0),
			open(gone, 'gone@example.com', 80, { reminders: 7, warned: 'yes' }),
		]);
		await run();
		await run();
		expect(await texts(swallowed)).toEqual([`Ident ${swallowed} is now: Successful (5).`]);
		expect(await texts(gone)).toEqual([`Identify no longer has ident ${gone}.`]);
		expect(await rowOf(swallowed)).toMatchObject({
			status_code: '5',
			state: 'closed',
			email: '',
			conference_url: '',
		});
		expect(await rowOf(gone)).toMatchObject({ status_code: 'expired', state: 'closed', email: '' });
		expect(await mails('swallowed@example.com')).toEqual([]);
	});

	test('what a callback told is not told again by the check; an ident first seen there is noted', async () => {
		const ident = pending();
		await bench.sandbox.setStatus(ident, '2');
		await waitFor('The first message', async () =>
			(await texts(ident)).length === 1 ? true : undefined,
		);
		expect(await rowOf(ident)).toMatchObject({ status_code: '2', state: 'open' });
		await bench.sandbox.setStatus(ident, '5');
		await waitFor('The closed row', async () =>
			(await rowOf(ident))?.state === 'closed' ? true : undefined,
		);
		await waitFor('The second message', async () =>
			(await texts(ident)).length === 2 ? true : undefined,
		);
		// As if the row had not been written: only Remove Duplicates stands between.
		await table.insert([open(ident, '', 0)]);
		await run();
		expect(await texts(ident)).toEqual([
			`Ident ${ident} is now: Running (2).`,
			`Ident ${ident} is now: Successful (5).`,
		]);
	});

	test('a person is reminded after 1, 3 and 7 days, each once; the team is warned once before the end', async () => {
		const late = {
			day0: pending(),
			day1: pending(),
			day3: pending(),
			day7: pending(),
			end: pending(),
		};
		await table.insert([
			open(late.day0, 'day0@example.com', 0.5),
			open(late.day1, 'day1@example.com', 1),
			open(late.day3, 'day3@example.com', 3, { reminders: 1 }),
			open(late.day7, 'day7@example.com', 7, { reminders: 3 }),
			open(late.end, 'end@example.com', 76, { reminders: 7 }),
			open(pending(), 'before@example.com', 75, { reminders: 7 }),
		]);
		await run();
		await run();
		expect(await mails('day0@example.com')).toEqual([]);
		for (const [name, day] of [
			['day1', 1],
			['day3', 3],
			['day7', 7],
		] as const) {
			const ident = late[name];
			const sent = await mails(`${name}@example.com`);
			expect(sent).toMatchObject([
				{ subject: 'Please complete your identification', from: 'identify@example.com' },
			]);
			expect(sent[0]?.text).toContain(`https://example.com/conference/${ident}`);
			expect(await rowOf(ident)).toMatchObject({ reminders: day, state: 'open' });
		}
		expect(await mails('end@example.com')).toEqual([]);
		const last = new Date(Date.parse(daysAgo(76)) + 90 * 86_400_000);
		const warnings = await texts('Identify deletes it on');
		expect(warnings).toEqual([
			expect.stringMatching(
				new RegExp(
					`^Ident ${late.end} is still open. Identify deletes it on \\d{4}-\\d\\d-\\d\\d.$`,
				),
			),
		]);
		const named = Date.parse(warnings[0]?.slice(-11, -1) ?? '');
		expect(Math.abs(named - last.getTime())).toBeLessThan(2 * 86_400_000);
	});
});
