import axios from 'axios';
import { z } from 'zod';
import { useExamples } from '../exampleSupport';

const FILE = '09-batch-from-spreadsheet.json';
const CREATE = '/ident/create';
const SENDING = 'Sending: if this stays, look in the partner portal before you empty this cell';
const UNKNOWN = 'Unknown: look in the partner portal before you empty this cell';
const bench = useExamples();

const PERSON = {
	first_name: 'Jane',
	last_name: 'Doe',
	birthday: '05.09.1981',
	email: 'jane.doe@example.com',
	mobile_phone: '01511 1111111',
	nationality: 'deutsch',
	street: 'Markgrafenstr.',
	house_no: '23',
	zip_code: '01067',
	city: 'Dresden',
	country: 'Germany',
	ident_id: '',
	conference_url: '',
	status: '',
	error: '',
};

type Row = typeof PERSON;

const columns = Object.keys(PERSON);

/** Types a sheet: one row for each. */
async function type(rows: ReadonlyArray<Partial<Row>>) {
	const cells = rows.map((row) => Object.values({ ...PERSON, ...row }));
	const url = `${bench.neighbours.addresses.url}/sheets/${bench.account}/identify-batch`;
	await axios.put(url, { title: 'People', rows: [columns, ...cells] }, { proxy: false });
}

async function sheet(): Promise<Array<Record<string, string>>> {
	const { spreadsheets } = await bench.neighbours.of('googleSheets', bench.account);
	const rows = spreadsheets['identify-batch']?.rows ?? [];
	return rows
		.slice(1)
		.map((cells) => Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ''])));
}

const updateSchema = z.object({
	valueInputOption: z.string(),
	data: z.array(z.object({ range: z.string(), values: z.array(z.array(z.unknown())) })),
});

/** Every update of cells so far, as Google was sent it. */
async function updates() {
	const { calls } = await bench.neighbours.of('googleSheets', bench.account);
	return calls
		.filter(({ path }) => path.endsWith('/values:batchUpdate'))
		.map(({ body }) => updateSchema.parse(body));
}

/** The cells of an update, with what was written into them. */
const cellsOf = ({ data }: z.infer<typeof updateSchema>) =>
	Object.fromEntries(data.map(({ range, values }) => [range, values[0]?.[0]]));

const run = async () => await bench.n8n.runWorkflow(bench.read(FILE));

const sent = () => bench.sandbox.requests.entries.filter(({ path }) => path === CREATE);

/** Runs, and gives the e-mail addresses of those who were invited by it. */
async function invited(): Promise<unknown[]> {
	const before = bench.sandbox.created.length;
	expect((await run()).errorMessage).toBeUndefined();
	return bench.sandbox.created.slice(before).map(({ fields }) => fields.email);
}

const mail = (name: string) => `${name}@example.com`;

afterEach(() => bench.sandbox.faults.clear());

test('valid rows get their ident, mistakes come back into their row, and what is done stays', async () => {
	const done = { ident_id: 'known', status: 'Created', email: mail('done') };
	await type([
		{},
		{ email: 'john.doe', birthday: '31.09.1980' },
		done,
		{ email: mail('second'), error: 'Email: wrong' },
	]);
	const earlier = (await updates()).length;
	expect((await invited()).sort()).toEqual([PERSON.email, mail('second')]);
	const identOf = (email: string) =>
		bench.sandbox.created.find(({ fields }) => fields.email === email);
	const [first, second] = [identOf(PERSON.email), identOf(mail('second'))];
	expect(first?.fields).toEqual({
		project_id: '6',
		person_first_name: 'JANE',
		person_last_name: 'DOE',
		birthday: '1981-09-05',
		email: PERSON.email,
		mobile_phone: '+4915111111111',
		nationality: 'DE',
		street: 'MARKGRAFENSTR.',
		house_no: '23',
		zip_code: '01067',
		city: 'DRESDEN',
		country: 'DE',
	});
	const made = (ident: typeof first) => ({
		ident_id: ident?.id,
		conference_url: expect.stringContaining(String(ident?.id)) as unknown,
		status: 'Created',
		error: '',
	});
	const [rowOne, rowTwo, rowThree, rowFour] = await sheet();
	expect(rowOne).toEqual({ ...PERSON, ...made(first) });
	expect(rowTwo).toMatchObject({ ident_id: '', status: '' });
	expect(rowTwo?.error).toMatch(/^Birthday: .*; Email: |^Email: .*; Birthday: /);
	expect(rowThree).toEqual({ ...PERSON, ...done });
	expect(rowFour).toEqual({ ...PERSON, email: mail('second'), ...made(second) });

	const written = (await updates()).slice(earlier);
	expect(new Set(written.map(({ valueInputOption }) => valueInputOption))).toEqual(
		new Set(['RAW']),
	);
	const cells = written.map(cellsOf);
	expect(cells).toHaveLength(3);
	// Mistakes first; then, before anybody is invited, their rows say so.
	expect(cells.slice(0, 2)).toEqual([
		{ 'People!O3': rowTwo?.error },
		{ 'People!N2': SENDING, 'People!O2': '', 'People!N5': SENDING, 'People!O5': '' },
	]);
	expect(cells.at(-1)).toMatchObject({
		'People!L2': first?.id,
		'People!N2': 'Created',
		'People!L5': second?.id,
	});
});

test('a second run invites nobody; a corrected row is taken', async () => {
	await type([{ email: mail('once') }, { email: 'wrong' }]);
	expect(await invited()).toEqual([mail('once')]);
	const before = await sheet();
	expect(await invited()).toEqual([]);
	expect(await sheet()).toEqual(before);
	await type([...before.slice(0, 1), { ...before[1], email: mail('corrected') }]);
	expect(await invited()).toEqual([mail('corrected')]);
	expect((await sheet())[1]).toMatchObject({ status: 'Created', error: '' });
});

test('an answer of Identify lost: the row says where to look, and is not sent again', async () => {
	await type([{ email: mail('lost') }, { email: mail('other') }]);
	const match = { path: CREATE, times: 1 };
	bench.sandbox.faults.add({ kind: 'reset', moment: 'afterCarriedOut', match });
	expect(await invited()).toHaveLength(2);
	const rows = await sheet();
	expect(rows.map(({ status }) => status).sort()).toEqual(['Created', UNKNOWN]);
	const lost = rows.find(({ status }) => status === UNKNOWN);
	expect(lost).toMatchObject({ ident_id: '', conference_url: '' });
	expect(lost?.error).toMatch(/may have been carried out/);
	expect(await invited()).toEqual([]);
	expect(await sheet()).toEqual(rows);
});

test('Identify refuses: the row says why, and the next run takes it again', async () => {
	await type([{ email: mail('refused') }]);
	bench.sandbox.faults.add({ kind: 'status', status: 403, match: { path: CREATE } });
	expect(await invited()).toEqual([]);
	expect(await sheet()).toMatchObject([{ status: '', ident_id: '' }]);
	expect((await sheet())[0]?.error).toMatch(/HTTP 403/);
	bench.sandbox.faults.clear();
	expect(await invited()).toEqual([mail('refused')]);
	expect(await sheet()).toMatchObject([{ status: 'Created', error: '' }]);
});

test('a run that ended in between: its rows are not sent again', async () => {
	await type([{ email: mail('between'), status: SENDING }]);
	const before = sent().length;
	expect(await invited()).toEqual([]);
	expect(sent()).toHaveLength(before);
	expect(await sheet()).toMatchObject([{ status: SENDING, ident_id: '' }]);
});

test('sixty rows are sent 25 at a time, each once, and each gets its own ident', async () => {
	await type(Array.from({ length: 60 }, (_, index) => ({ email: mail(`person${index}`) })));
	const earlier = (await updates()).length;
	expect(await invited()).toHaveLength(60);
	const sizes = (await updates()).slice(earlier).map((update) => {
		const marks = Object.values(cellsOf(update)).filter((value) => value === SENDING);
		return marks.length;
	});
	expect(sizes).toEqual([25, 0, 25, 0, 10, 0]);
	const byIdent = new Map(bench.sandbox.created.map(({ id, fields }) => [id, fields.email]));
	const rows = await sheet();
	expect(rows.map(({ ident_id: id }) => byIdent.get(id ?? ''))).toEqual(
		rows.map(({ email }) => email),
	);
});
