import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { PERSON, PERSON_SENT } from '../support/person';
import { expectNoSecrets } from './secrets';
import {
	asItems,
	bodyOf,
	createFromItem,
	createParameters,
	credentialFor,
	linkedTo,
	links,
	people,
	useBench,
} from './support';
import {
	GENERATED_PARAMETERS,
	generated,
	INPUTS,
	randomFrom,
	type CreateInput,
} from './validateRows';

const bench = useBench();

/** One problem of an item. */
interface Problem {
	field: string;
	label: string;
	problem: string;
	value: string | null;
}

/** What Validate says of an item. */
interface Verdict {
	valid: boolean;
	problems: Problem[];
	request: IDataObject | null;
}

async function verdicts({ parameters, items, timezone }: CreateInput): Promise<Verdict[]> {
	const settings = { timezone: timezone ?? 'Europe/Berlin' };
	const { json, error } = await bench().run('ident', 'validate', parameters, { items, settings });
	expect(error?.message).toBeUndefined();
	// As n8n stores them: nothing in them may be lost or fail on the way.
	return JSON.parse(JSON.stringify(json));
}

/** The message of Create for an item with these problems. */
function messageOf(problems: Problem[]): string {
	return problems
		.map(({ label, problem, value }) => {
			const shown = value === null ? '' : ` (it is "${value}")`;
			return `${label} ${problem}${shown}`;
		})
		.join('; ');
}

/** A request's body, of the PDF its size alone. */
function withoutFile(body: unknown): unknown {
	const { pdf_content: pdf, ...rest } = body as { pdf_content?: string };
	if (pdf === undefined) return rest;
	const bytes = Buffer.from(pdf.replace(/^.*;base64,/, ''), 'base64').length;
	return { ...rest, pdf_content: { bytes } };
}

/** Runs the same input through both, and compares item by item. */
async function expectAgreement(input: CreateInput): Promise<{ valid: number; invalid: number }> {
	const said = await verdicts(input);
	expect(bench().sandbox.requests.count).toBe(0);
	const { parameters, items, timezone = 'Europe/Berlin' } = input;
	const created = await bench().run('ident', 'create', parameters, {
		items,
		settings: { timezone },
		node: { onError: 'continueRegularOutput' },
	});
	expect(said).toHaveLength(items.length);
	const valid = said.filter((verdict) => verdict.valid);
	expect(valid.map(({ problems }) => problems)).toEqual(valid.map(() => []));
	const sent = bench().sandbox.requests.to('POST', '/ident/create');
	expect(sent.map((entry) => withoutFile(bodyOf(entry)))).toEqual(
		valid.map(({ request }) => request),
	);
	for (const [index, { valid: isValid, problems, request }] of said.entries()) {
		if (isValid) continue;
		const { error } = created.json[index] ?? {};
		expect(request).toBeNull();
		expect(problems.length).toBeGreaterThan(0);
		const [first] = problems;
		// Of an expression, Create gives n8n's own words.
		const failed = /^(?:has an expression that )?failed: ([^]*)$/.exec(first?.problem ?? '')?.[1];
		expect(error).toBe(failed ?? messageOf(problems));
	}
	return { valid: valid.length, invalid: said.length - valid.length };
}

describe('Create and Validate agree', () => {
	test('the rows are good and bad', () => {
		expect(INPUTS.length).toBeGreaterThanOrEqual(40);
		expect(new Set(INPUTS.map(({ name }) => name)).size).toBe(INPUTS.length);
	});

	test.each(INPUTS)('on $name', async (input) => {
		await expectAgreement(input);
	});

	test('on all rows, of which many are valid and many are not', async () => {
		const valid: boolean[] = [];
		for (const input of INPUTS) {
			for (const verdict of await verdicts(input)) valid.push(verdict.valid);
		}
		expect(valid.filter(Boolean).length).toBeGreaterThan(15);
		expect(valid.filter((isValid) => !isValid).length).toBeGreaterThan(15);
	});

	test.each([1, 2, 3, 4])('on people with odd values, seed %i', async (seed) => {
		const items = generated(seed, 150);
		const counts = await expectAgreement({
			name: `seed ${seed}`,
			parameters: GENERATED_PARAMETERS,
			items,
		});
		expect(counts.valid).toBeGreaterThan(20);
		expect(counts.invalid).toBeGreaterThan(20);
	});

	test('the generator gives the same for a seed, and other numbers for another', () => {
		const take = (seed: number) => Array.from({ length: 5 }, randomFrom(seed));
		expect(take(1)).toEqual(take(1));
		expect(take(1)).not.toEqual(take(2));
	});
});

describe('what Validate returns', () => {
	const one = async (parameters = createFromItem(), person: IDataObject = { ...PERSON }) => {
		const [verdict] = await verdicts({ name: '', parameters, items: asItems([person]) });
		return verdict;
	};

	test('of a valid item, the request as it would be sent', async () => {
		expect(await one()).toStrictEqual({ valid: true, problems: [], request: PERSON_SENT });
	});

	test.each([
		['base64', { pdfSource: 'base64', pdf_content: btoa('%PDF-1.7\n') }],
		['a data URI', { pdfSource: 'base64', pdf_content: `data:x/y;base64,${btoa('%PDF-1.7\n')}` }],
	])('of a PDF as %s, its size', async (_what, changes) => {
		expect(await one(createParameters(changes))).toStrictEqual({
			valid: true,
			problems: [],
			request: { ...PERSON_SENT, pdf_content: { bytes: 9 } },
		});
	});

	test('of a PDF in a file of the item, its size', async () => {
		const binary = { data: { data: btoa('%PDF-1.7\n1'), mimeType: 'application/pdf' } };
		const items: INodeExecutionData[] = [{ json: { ...PERSON }, binary }];
		const parameters = createFromItem({ pdfSource: 'binary', pdfBinaryField: 'data' });
		expect(await verdicts({ name: '', parameters, items })).toMatchObject([
			{ request: { pdf_content: { bytes: 10 } } },
		]);
	});

	test('of an invalid item, every problem with its parameter, its label and what it is', async () => {
		const parameters = createFromItem({
			additionalFields: { gender: '={{ "x" }}' },
			options: { maxTries: 99 },
		});
		const person = { ...PERSON, email: 'jane@example', city: '' };
		expect(await one(parameters, person)).toStrictEqual({
			valid: false,
			problems: [
				{
					field: 'options.maxTries',
					label: 'Options > Max Tries',
					problem: 'must be a whole number from 1 to 20',
					value: '99',
				},
				{
					field: 'additionalFields.gender',
					label: 'Additional Fields > Gender',
					problem: expect.stringMatching(/^must be one of/),
					value: 'x',
				},
				{
					field: 'email',
					label: 'Email',
					problem: expect.stringMatching(/^must be an e-mail address/),
					value: 'jane@example',
				},
				{
					field: 'city',
					label: 'City',
					problem: 'is required, but it is empty',
					value: null,
				},
			],
			request: null,
		});
	});

	test('of an expression that fails, the parameter that has it', async () => {
		const email = "={{ $('Not there').item.json.email }}";
		expect(await one(createFromItem({ email }))).toStrictEqual({
			valid: false,
			problems: [
				{
					field: 'email',
					label: 'Email',
					problem: expect.stringMatching(/^has an expression that failed: Referenced node/),
					value: null,
				},
			],
			request: null,
		});
	});

	test('one output for each item, linked to it, whatever On Error is', async () => {
		const items = people(3, { 1: { email: '' } });
		for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
			const run = await bench().run('ident', 'validate', createFromItem(), {
				items,
				node: { onError },
			});
			expect(run.error).toBeUndefined();
			expect(run.json.map(({ valid }) => valid)).toEqual([true, false, true]);
			expect(linkedTo(run.items)).toEqual(links(3));
		}
	});

	test('no longer value than a message shows, and no file', async () => {
		const pdf_content = `${'A'.repeat(100_000)}`;
		const verdict = await one(createParameters({ pdfSource: 'base64', pdf_content }));
		expect(JSON.stringify(verdict).length).toBeLessThan(500);
	});
});

describe('nothing is sent', () => {
	const items = [...people(5), ...people(2, { 0: { birthday: '9/5/1981' } })];

	test.each([
		['the right credential', {}],
		['a wrong key', { apiKey: 'wrong-key-4711' }],
		['an empty credential', { partner: '', apiKey: '' }],
		['a gateway that does not exist', { gatewayHost: 'https://nowhere.invalid' }],
		['no gateway at all', { gatewayHost: '' }],
	])('with %s, not even a login', async (_what, changes) => {
		const credential = credentialFor(bench().sandbox, changes);
		const run = await bench().run('ident', 'validate', createFromItem(), { items, credential });
		expect(run.error?.message).toBeUndefined();
		expect(run.json.map(({ valid }) => valid)).toEqual([...Array(5).fill(true), false, true]);
		expect(bench().sandbox.requests.count).toBe(0);
		expect(bench().sandbox.created).toEqual([]);
		// It need not even be looked up.
		expect(credential.lookups).toBe(0);
	});

	test('and no secret is shown', async () => {
		// Fetches a token, which n8n stores with the credential.
		await bench().run('project', 'getMany');
		const run = await bench().run('ident', 'validate', createFromItem(), { items });
		expect(bench().secrets).toHaveLength(3);
		expectNoSecrets(run, bench().secrets);
	});
});
