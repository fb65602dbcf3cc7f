import axios from 'axios';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { PENDING_IDENT_ID } from '../../sandbox';
import type { WorkflowJson } from '../../support/n8nClient';
import { waitFor } from '../../support/waiting';
import { useExamples } from '../exampleSupport';

const FILE = '08-appointment.json';
const ZONE = 'Europe/Berlin';
const bench = useExamples();
let formUrl = '';

const optionsSchema = z.object({ options: z.object({ path: z.string() }) });

/** Publishes the workflow. Gives its form's URL. */
async function publish(workflow: WorkflowJson): Promise<string> {
	await bench.import(workflow, { publish: true });
	const form = workflow.nodes.find(({ name }) => name === 'Appointment Form');
	return `${bench.n8n.url}/form/${optionsSchema.parse(form?.parameters).options.path}`;
}

beforeAll(async () => {
	const workflow = bench.read(FILE);
	formUrl = await publish({ ...workflow, settings: { ...workflow.settings, timezone: ZONE } });
});

/** In the order of the form's fields. */
interface Entry {
	ident: string;
	date: string;
	time: string;
	email: string;
	representative: string;
}

const entry = (changes: Partial<Entry> = {}): Entry => ({
	ident: PENDING_IDENT_ID,
	date: '2031-06-30',
	time: '15:20',
	email: 'jane.doe@example.com',
	representative: '42',
	...changes,
});

/** Fills in the form as a browser does. Gives the HTML of the page that it ends on. */
async function submit(filled: Entry, url = formUrl): Promise<string> {
	const { ident, date, time, email, representative } = filled;
	const body = new FormData();
	[ident, date, time, email, representative].forEach((value, index) =>
		body.append(`field-${index}`, value),
	);
	const answer = await axios.post<unknown>(url, body, { proxy: false });
	const { formWaitingUrl } = z.object({ formWaitingUrl: z.string() }).parse(answer.data);
	const waiting = new URL(formWaitingUrl);
	const at = (ending: string) => `${bench.n8n.url}${waiting.pathname}${ending}${waiting.search}`;
	await waitFor('The last page of the form', async () => {
		const { data } = await axios.get<unknown>(at('/n8n-execution-status'), { proxy: false });
		// n8n 1.x shows the last page of an execution that has ended.
		return data === 'form-waiting' || data === 'success' ? true : undefined;
	});
	const page = await axios.get<string>(at(''), { proxy: false });
	return page.data.replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, '');
}

const mailsTo = async (email: string) =>
	(await bench.neighbours.of('mail', bench.account)).mails.filter(({ to }) => to.includes(email));

const requests = (identId: string) =>
	bench.sandbox.appointments.filter((appointment) => appointment.identId === identId);

/** The lines of a calendar file, unfolded, by their names. */
function readCalendar(base64: string): Record<string, string> {
	const text = Buffer.from(base64, 'base64')
		.toString('utf8')
		.replaceAll(/\r\n[ \t]/g, '');
	const lines = text.split('\r\n').map((line) => line.split(/:(.*)/s));
	return Object.fromEntries(lines.map(([name = '', value = '']) => [name, value]));
}

test.each([
	['in summer', '2031-06-30', '2031-06-30T15:20+02:00', '20310630T132000Z', '20310630T135000Z'],
	['in winter', '2031-01-30', '2031-01-30T15:20+01:00', '20310130T142000Z', '20310130T145000Z'],
])(
	'%s: Identify gets the time with its offset, the customer a calendar entry in UTC',
	async (_season, date, sent, start, end) => {
		const { id } = bench.sandbox.seedIdent({ statusCode: '1' });
		const email = `${date}@example.com`;
		const url = `https://identify24.de/apply/${id}`;
		const page = await submit(entry({ ident: url, date, email }));
		expect(requests(id)).toMatchObject([{ terminDate: sent, terminUser: '42' }]);
		const [mail, ...more] = await mailsTo(email);
		expect(more).toEqual([]);
		const written = DateTime.fromISO(sent, { setZone: true });
		expect(mail).toMatchObject({
			from: '"Video identification" <noreply@example.com>',
			to: [email],
			subject: `Your video identification on ${written.toFormat('d MMMM yyyy')}, 15:20`,
		});
		expect(mail?.text).toContain(
			`${written.toFormat('d MMMM yyyy')} at 15:20 (UTC${written.toFormat('ZZ')})`,
		);
		expect(mail?.attachments).toMatchObject([
			{ fileName: 'event.ics', mediaType: 'text/calendar' },
		]);
		expect(readCalendar(mail?.attachments[0]?.base64 ?? '')).toMatchObject({
			DTSTART: start,
			DTEND: end,
			SUMMARY: 'Video identification',
			STATUS: 'CONFIRMED',
			UID: `${id}@identify24.de`,
		});
		expect(page).toContain('The appointment is set');
		expect(page).toContain(`${written.toFormat('d MMMM yyyy')} at 15:20. ${email}`);
	},
);

test('another time for the same ident moves the entry in the calendar', async () => {
	const { id } = bench.sandbox.seedIdent({ statusCode: '1' });
	const email = 'moved@example.com';
	await submit(entry({ ident: id, email }));
	// A calendar counts changes in whole numbers, here in seconds: nobody moves an appointment faster.
	const begun = Math.floor(Date.now() / 1000);
	await waitFor('The next second', () =>
		Math.floor(Date.now() / 1000) > begun ? true : undefined,
	);
	await submit(entry({ ident: id, email, time: '9:05' }));
	const entries = (await mailsTo(email)).map(({ attachments }) =>
		readCalendar(attachments[0]?.base64 ?? ''),
	);
	expect(entries.map(({ UID, DTSTART }) => [UID, DTSTART])).toEqual([
		[`${id}@identify24.de`, '20310630T132000Z'],
		[`${id}@identify24.de`, '20310630T070500Z'],
	]);
	const [first, second] = entries.map(({ SEQUENCE }) => Number(SEQUENCE));
	expect(second).toBeGreaterThan(first ?? Infinity);
});

test.each([
	['a time in the past', { date: '2020-01-30' }, ['30 January 2020 at 15:20 is in the past']],
	[
		'an ident that Identify does not know',
		{ ident: '00000000-0000-4000-8000-000000000000' },
		['No confirmation was sent', 'does not know this ident'],
	],
	['text that is no ident', { ident: 'Jane Doe' }, ['No confirmation was sent', 'Ident']],
	['a time that is none', { time: 'noon' }, ['Appointment Date', 'must be a date and time']],
	[
		'a time that clocks leave out',
		{ date: '2031-03-30', time: '02:30' },
		['Appointment Date', 'clocks jump'],
	],
])('%s: the last page says so, and nobody gets an e-mail', async (name, changes, words) => {
	const before = bench.sandbox.appointments.length;
	const email = `${name.replaceAll(' ', '-')}@example.com`;
	const page = await submit(entry({ ...changes, email }));
	for (const word of words) expect(page).toContain(word);
	expect(bench.sandbox.appointments).toHaveLength(before);
	expect(await mailsTo(email)).toEqual([]);
});

test('an answer of Identify lost: the page says that the appointment may be set', async () => {
	const { id } = bench.sandbox.seedIdent({ statusCode: '1' });
	bench.sandbox.faults.add({
		kind: 'reset',
		moment: 'afterCarriedOut',
		match: { path: '/ident/setOnboardifyAppointment', times: 1 },
	});
	const email = 'lost@example.com';
	const page = await submit(entry({ ident: id, email }));
	expect(page).toContain('may have been carried out');
	expect(requests(id)).toHaveLength(1);
	expect(await mailsTo(email)).toEqual([]);
});

test('the e-mail cannot be sent: the page says that the customer does not know yet', async () => {
	const id = await bench.n8n.createCredential({
		name: 'No Mail',
		type: 'smtp',
		data: {
			user: '',
			password: '',
			host: '127.0.0.1',
			port: 1,
			secure: false,
			disableStartTls: true,
		},
	});
	const workflow = bench.read(FILE);
	const nodes = workflow.nodes.map((node) =>
		node.name === 'Send Confirmation'
			? { ...node, credentials: { smtp: { id, name: 'No Mail' } } }
			: node,
	);
	const page = await submit(entry(), await publish({ ...workflow, nodes }));
	expect(page).toContain('The appointment is set, but the customer does not know it yet');
	expect(page).toContain('30 June 2031 at 15:20');
});
