import axios from 'axios';
import { z } from 'zod';
import { waitFor } from '../../support/waiting';
import { useExamples } from '../exampleSupport';

const bench = useExamples();

/** In the order of the form's fields. */
const jane = {
	firstName: 'Jane',
	lastName: 'Doe',
	birthday: '1981-09-05',
	email: 'jane.doe@example.com',
	phone: '+491511111111',
	street: 'Markgrafenstr.',
	houseNumber: '23',
	zip: '90402',
	city: 'Nürnberg',
	country: 'Germany',
	nationality: 'deutsch',
};

let formUrl = '';
let workflowId = '';

beforeAll(async () => {
	const workflow = bench.read('01-form-to-identify.json');
	workflowId = await bench.import(workflow, { publish: true });
	const form = workflow.nodes.find(({ name }) => name === 'Form');
	const { options } = z.object({ options: z.object({ path: z.string() }) }).parse(form?.parameters);
	formUrl = `${bench.n8n.url}/form/${options.path}`;
});

/** Fills in the form as a browser does. Gives the HTML of the page that it ends on. */
async function submit(person: typeof jane): Promise<string> {
	const body = new FormData();
	Object.values(person).forEach((value, index) => body.append(`field-${index}`, value));
	const answer = await axios.post<unknown>(formUrl, body, { proxy: false });
	const waiting = new URL(
		z.object({ formWaitingUrl: z.string() }).parse(answer.data).formWaitingUrl,
	);
	const at = (ending: string) => `${bench.n8n.url}${waiting.pathname}${ending}${waiting.search}`;
	await waitFor('The last page of the form', async () => {
		const { data } = await axios.get<unknown>(at('/n8n-execution-status'), { proxy: false });
		return data === 'form-waiting' ? true : undefined;
	});
	const page = await axios.get<string>(at(''), { proxy: false });
	// The page's own script does this: the execution goes on once the page is shown.
	await axios.post(at(''), undefined, { proxy: false });
	return page.data.replaceAll('&#x3D;', '=');
}

test('the form shows its fields and ends on the conference page', async () => {
	const { data } = await axios.get<string>(formUrl, { proxy: false });
	for (const label of ['First Name', 'Birthday', 'ZIP Code', 'Nationality']) {
		expect(data).toContain(label);
	}
	const page = await submit(jane);
	const [ident] = bench.sandbox.created;
	expect(bench.sandbox.created).toHaveLength(1);
	expect(ident?.fields).toEqual({
		project_id: '6',
		person_first_name: 'JANE',
		person_last_name: 'DOE',
		birthday: '1981-09-05',
		email: 'jane.doe@example.com',
		mobile_phone: '+491511111111',
		nationality: 'DE',
		street: 'MARKGRAFENSTR.',
		house_no: '23',
		zip_code: '90402',
		city: 'NÜRNBERG',
		country: 'DE',
	});
	expect(page).toContain(`/apply/${ident?.id}`);
});

test('details that cannot be sent: a page says which; corrected, the form works', async () => {
	const before = bench.sandbox.created.length;
	const page = await submit({ ...jane, phone: '12', country: 'Atlantis' });
	expect(page).toContain('Please check your details');
	expect(page).toContain('Mobile Phone: ');
	expect(page).toContain('Country: ');
	expect(bench.sandbox.created).toHaveLength(before);
	expect(await submit(jane)).toContain(`/apply/${bench.sandbox.created.at(-1)?.id}`);
	expect(bench.sandbox.created).toHaveLength(before + 1);
});

test.each([
	[402, 'Please go back and try again'],
	[500, 'Please do not fill in the form again'],
])(
	'Identify answers Create with %i: a page in plain words, and a failed execution',
	async (status, words) => {
		const before = (await bench.n8n.listExecutions(workflowId)).map(({ id }) => id);
		bench.sandbox.faults.add({
			kind: 'status',
			status,
			match: { path: '/ident/create', times: 1 },
		});
		const page = await submit(jane);
		expect(page).toContain('This did not work');
		expect(page).toContain(words);
		const failed = await waitFor('A failed execution', async () => {
			const all = await bench.n8n.listExecutions(workflowId);
			return all.find(({ id, status: state }) => !before.includes(id) && state === 'error');
		});
		expect((await bench.n8n.getExecution(failed.id)).errorMessage).toContain(String(status));
	},
);
