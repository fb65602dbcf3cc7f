import { randomInt, randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { SecretHit } from '../support/secretSearch';
import { ActionBench, locator } from './actionSupport';
import {
	payloadOf,
	post,
	publish,
	PublishedTrigger,
	TRIGGER,
	triggerWorkflow,
} from './triggerSupport';

const bench = new ActionBench({});

beforeAll(async () => {
	await bench.start();
	await bench.renew();
});
afterAll(async () => await bench.stop());

/** Somebody whose data are nowhere else; and an ident, its ID and its custom ID. */
function somebody() {
	const word = () => randomUUID().slice(0, 13).toUpperCase();
	const data = {
		person_first_name: `FIRST-${word()}`,
		person_last_name: `LÄST-${word()}`,
		email: `${word().toLowerCase()}@example.com`,
		street: `STREET ${word()}`,
		mobile_phone: `+49151${randomInt(1e9, 1e10)}`,
		birth_place: `PLACE ${word()}`,
		custom1: `about ${word()}`,
	};
	const fields = { ...data, custom_id: `CRM-${word()}` };
	const { id } = bench.sandbox.seedIdent({ statusCode: '5', fields });
	return { id, data, customId: fields.custom_id, all: Object.values(data) };
}

type Somebody = ReturnType<typeof somebody>;

async function read(operation: string, { id }: Somebody, output: string): Promise<IDataObject> {
	const execution = await bench.run('ident', operation, { ident_id: locator(id), output });
	expect(execution.errorMessage).toBeUndefined();
	const [json = {}] = execution.json('Identify');
	return json;
}

/** The trigger in production, with and without confirmation, and a callback that it refuses. */
async function receive({ id, data }: Somebody, output: string): Promise<IDataObject[]> {
	const events: IDataObject[] = [];
	for (const confirm of [true, false]) {
		const { n8n, credentialId } = bench;
		const trigger = await publish(n8n, credentialId, { parameters: { output, confirm } });
		const undocumented = { reason: data.person_last_name, address: { street: data.street } };
		const payload = payloadOf(bench.sandbox, id, undocumented);
		expect((await trigger.post(payload)).body.status).toBe('accepted');
		expect((await trigger.post({ ...payload, ident_id: undefined })).status).toBe(400);
		if (confirm) expect((await trigger.post({ ...payload, ident_id: 'none' })).status).toBe(403);
		events.push(...(await trigger.events(1)));
	}
	return events;
}

/** The trigger in the editor, listening for a test event. */
async function testIt(somebodyElse: Somebody, output: string): Promise<IDataObject[]> {
	const { workflow, path } = triggerWorkflow(bench.credentialId, { parameters: { output } });
	const id = await bench.n8n.createWorkflow(workflow);
	await bench.n8n.execute(id, { name: TRIGGER });
	const url = `${bench.n8n.url}${path.replace('/webhook/', '/webhook-test/')}`;
	expect((await post(url, payloadOf(bench.sandbox, somebodyElse.id))).status).toBe(200);
	return await new PublishedTrigger(bench.n8n, id, url).events(1);
}

/** What was found of the person, each with the places. */
function foundOf(hits: readonly SecretHit[], all: readonly string[]) {
	return all.map((text) => [
		text,
		hits.some(({ secret, place }) => secret === text && place === 'execution_data.data'),
	]);
}

test('with IDs and Status Only nothing of the person is in n8n’s database, logs or files', async () => {
	const [hidden, simplified, raw] = [somebody(), somebody(), somebody()];
	const ids = {
		ident_id: hidden.id,
		status: 'Successful',
		status_code: '5',
		project_id: expect.anything(),
		custom_id: hidden.customId,
	};
	expect(await read('get', hidden, 'status')).toEqual(ids);
	expect(await read('getData', hidden, 'status')).toEqual(ids);
	const own = ['confirmed', 'event_key', 'received_at', 'source'];
	for (const event of [...(await receive(hidden, 'status')), ...(await testIt(hidden, 'status'))]) {
		expect(event).toMatchObject(ids);
		expect(Object.keys(event).sort()).toEqual([...Object.keys(ids), ...own].sort());
	}

	// The same with more: what would be there is found.
	await read('get', simplified, 'simplified');
	await read('getData', raw, 'raw');
	const called = somebody();
	await receive(called, 'callback');

	const hits = await bench.n8n.searchSecrets(
		[hidden, simplified, raw, called].flatMap(({ all, customId }) => [...all, customId]),
	);
	const { person_first_name: first, person_last_name: last, email } = simplified.data;
	expect(foundOf(hits, [first, last, email])).toEqual([
		[first, true],
		[last, true],
		[email, true],
	]);
	expect(foundOf(hits, raw.all)).toEqual(raw.all.map((text) => [text, true]));
	const { data } = called;
	const told = [data.person_first_name, data.person_last_name, data.street, data.custom1];
	expect(foundOf(hits, told)).toEqual(told.map((text) => [text, true]));

	// Of the hidden one the search finds the custom ID, which is theirs who chose it, and no more.
	expect(foundOf(hits, [hidden.customId])).toEqual([[hidden.customId, true]]);
	expect(hits.filter(({ secret }) => hidden.all.includes(secret))).toEqual([]);
});
