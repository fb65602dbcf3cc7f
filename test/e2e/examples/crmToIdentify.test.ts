import { chain, node, source } from '../actionSupport';
import { exampleCredentials } from '../../support/exampleCredentials';
import { useExamples } from '../exampleSupport';

const bench = useExamples();
let workflowId = '';

/** What a person has entered about Jane in HubSpot. */
const jane = {
	firstname: 'Jane',
	lastname: 'Doe',
	date_of_birth: '1981-09-05',
	mobilephone: '+49 151 1111111',
	address: 'Markgrafenstr. 23',
	zip: '90402',
	city: 'Nürnberg',
	country: 'Germany',
	identify_nationality: 'deutsch',
	identify_status: 'requested',
};

/** Creates or changes contacts by n8n's own node. */
async function save(contacts: ReadonlyArray<{ email: string } & Record<string, string>>) {
	const names = [...Object.keys(jane), 'identify_ident_id'];
	const execution = await bench.n8n.runWorkflow(
		chain([
			...source(contacts),
			node(
				'Save',
				'n8n-nodes-base.hubspot',
				2.1,
				{
					authentication: 'appToken',
					resource: 'contact',
					operation: 'upsert',
					email: '={{ $json.email }}',
					additionalFields: {
						customPropertiesUi: {
							customPropertiesValues: names.map((property) => ({
								property,
								value: `={{ $json.${property} ?? '' }}`,
							})),
						},
					},
					options: {},
				},
				{ credentials: bench.credentialFor('hubspotAppToken') },
			),
		]),
	);
	expect(execution.errorMessage).toBeUndefined();
}

const hubspot = async () => await bench.neighbours.of('hubspot', bench.account);
const contact = async (email: string) =>
	(await hubspot()).contacts.find(({ properties }) => properties.email === email);
const mailsTo = async (email: string) =>
	(await bench.neighbours.of('mail', bench.account)).mails.filter(({ to }) => to.includes(email));
const tasksOf = async (email: string) => {
	const id = (await contact(email))?.id;
	return (await hubspot()).engagements.filter(({ associations }) =>
		JSON.stringify(associations).includes(`"${id}"`),
	);
};
const createdFor = (email: string) =>
	bench.sandbox.created.filter(({ fields }) => fields.email === email);

const start = async () => await bench.n8n.startWorkflow(workflowId, 'Every 5 Minutes');
async function run() {
	const execution = await bench.n8n.waitForExecution(await start());
	expect(execution.errorMessage).toBeUndefined();
	return execution;
}

beforeAll(async () => {
	workflowId = await bench.import(bench.read('02-crm-to-identify.json'));
});
afterEach(() => bench.sandbox.faults.clear());

test('a requested contact is invited once; an invalid one becomes a task; others are left alone', async () => {
	const email = 'jane.doe@example.com';
	const bad = 'bad@example.com';
	await save([
		{ ...jane, email },
		{ ...jane, email: bad, country: 'Atlantis', zip: '' },
		{ ...jane, email: 'new@example.com', identify_status: '' },
		{ ...jane, email: 'open@example.com', identify_ident_id: 'ident-of-before' },
	]);
	await run();

	expect(bench.sandbox.created).toHaveLength(1);
	const [ident] = createdFor(email);
	const held = await contact(email);
	expect(ident?.fields).toEqual({
		project_id: '6',
		person_first_name: 'JANE',
		person_last_name: 'DOE',
		birthday: '1981-09-05',
		email,
		mobile_phone: '+491511111111',
		nationality: 'DE',
		street: 'MARKGRAFENSTR.',
		house_no: '23',
		zip_code: '90402',
		city: 'NÜRNBERG',
		country: 'DE',
		custom_id: `hubspot-${held?.id}`,
	});
	const link = held?.properties.identify_conference_url ?? '';
	expect(link).toContain(`/apply/${ident?.id}`);
	expect(held?.properties).toMatchObject({
		identify_status: 'invited',
		identify_ident_id: ident?.id,
	});
	expect(await mailsTo(email)).toMatchObject([
		{
			from: '"Identification" <noreply@example.com>',
			subject: 'Please identify yourself',
			text: `Hello,\n\nplease identify yourself by video. Have your ID document at hand and open this link:\n\n${link}\n\nThank you`,
			html: `<p>Hello,</p><p>please identify yourself by video. Have your ID document at hand and open this link:</p><p><a href="${link}">Start the video identification</a></p><p>Thank you</p>`,
		},
	]);

	const refused = await contact(bad);
	expect(refused?.properties.identify_status).toBe('invalid');
	expect(await mailsTo(bad)).toEqual([]);
	expect(await tasksOf(bad)).toMatchObject([
		{
			engagement: { type: 'TASK' },
			metadata: {
				subject: 'Identify: correct the details of this contact',
				body: 'Country: must be a country, e.g. DE, DEU, Germany or Deutschland; ZIP Code: is required, but it is empty. Correct the contact and set identify_status to requested again.',
				status: 'NOT_STARTED',
				forObjectType: 'CONTACT',
			},
			associations: { contactIds: [String(refused?.id)] },
		},
	]);
	expect((await contact('new@example.com'))?.properties.identify_status).toBe('');
	expect((await contact('open@example.com'))?.properties.identify_status).toBe('requested');

	const before = (await hubspot()).calls.length;
	await run();
	const calls = (await hubspot()).calls.slice(before).map(({ method, path }) => [method, path]);
	expect(calls).toEqual([['POST', '/crm/v3/objects/contacts/search']]);
	expect(bench.sandbox.created).toHaveLength(1);
});

test('two executions at once invite nobody twice', async () => {
	const people = ['a@example.com', 'b@example.com', 'c@example.com'];
	await save(people.map((email) => ({ ...jane, email })));
	const ids = await Promise.all([start(), start()]);
	for (const id of ids) {
		expect((await bench.n8n.waitForExecution(id)).errorMessage).toBeUndefined();
	}
	for (const email of people) {
		expect(createdFor(email)).toHaveLength(1);
		expect(await mailsTo(email)).toHaveLength(1);
		expect((await contact(email))?.properties.identify_status).toBe('invited');
	}
});

test('Create was carried out and its answer was lost: a person looks, and nobody is invited again', async () => {
	const email = 'lost@example.com';
	await save([{ ...jane, email }]);
	bench.sandbox.faults.add({
		kind: 'reset',
		moment: 'afterCarriedOut',
		match: { path: '/ident/create' },
	});
	await run();
	const held = await contact(email);
	expect(held?.properties.identify_status).toBe('check');
	expect(JSON.stringify(await tasksOf(email))).toContain(
		`Look in the partner portal for custom ID hubspot-${held?.id}`,
	);
	bench.sandbox.faults.clear();
	await run();
	expect(createdFor(email)).toHaveLength(1);
	expect(await mailsTo(email)).toEqual([]);
	expect(await tasksOf(email)).toHaveLength(1);
});

test('the e-mail cannot be sent: the link is in the contact, and a person has a task', async () => {
	const email = 'unsent@example.com';
	await save([{ ...jane, email }]);
	const { smtp } = exampleCredentials({
		sandbox: bench.sandbox,
		neighbours: bench.neighbours.addresses,
		account: `${bench.account}-revoked`,
	});
	if (!smtp) throw new Error('There is no credential for mail.');
	const credentials = {
		smtp: { id: await bench.n8n.createCredential(smtp), name: smtp.name },
	};
	const workflow = bench.read('02-crm-to-identify.json');
	const execution = await bench.n8n.runWorkflow({
		...workflow,
		nodes: workflow.nodes.map((own) =>
			own.name === 'E-Mail With the Link' ? { ...own, credentials } : own,
		),
	});
	expect(execution.errorMessage).toBeUndefined();
	const [ident] = createdFor(email);
	expect((await contact(email))?.properties).toMatchObject({
		identify_status: 'check',
		identify_ident_id: ident?.id,
		identify_conference_url: expect.stringContaining(`/apply/${ident?.id}`),
	});
	expect(await tasksOf(email)).toMatchObject([
		{ metadata: { subject: 'Identify: the link could not be sent' } },
	]);
});
