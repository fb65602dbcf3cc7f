import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Fault } from '../sandbox';
import { remembered, requestsWith, RETRY, WatchedCredential } from './onceSupport';
import { identFromItem, linkedTo, links, seedItems, useBench, withoutBackoff } from './support';

jest.setTimeout(120_000);

const COUNT = 60;
const FAULTY = 40;

const bench = useBench();
withoutBackoff();

const parameters = (options: INodeParameters) =>
	identFromItem({ termin_date: '2030-06-30T15:20', termin_user: '1', options });

const appoint = async (
	items: INodeExecutionData[],
	options: INodeParameters = { concurrency: 10 },
) => {
	const credential = new WatchedCredential(bench().credential);
	const result = await bench().run('ident', 'setAppointment', parameters(options), {
		items,
		node: RETRY,
		credential,
	});
	return { ...result, tries: credential.lookups };
};

const appointed = () => bench().sandbox.appointments.map(({ identId }) => identId);

test.each([402, 429])('%i at item 40: Retry On Fail sets each appointment once', async (status) => {
	const { sandbox } = bench();
	const items = seedItems(sandbox, COUNT);
	const ids = items.map(({ json }) => json.id);
	const times = status === 402 ? 1 : 3;
	const match = { body: { ident_id: String(ids[FAULTY]) }, times };
	sandbox.faults.add({ kind: 'status', status, match });
	const result = await appoint(items, { concurrency: status === 402 ? 10 : 1 });
	expect(result.error?.message).toBeUndefined();
	expect(result.tries).toBe(2);
	expect([...appointed()].sort()).toEqual([...ids].map(String).sort());
	expect(result.json.map(({ ident_id: id }) => id)).toEqual(ids);
	const inserts = new Map(sandbox.appointments.map((made) => [made.identId, made.insertId]));
	expect(result.json.map(({ insert_id: id }) => id)).toEqual(
		ids.map((id) => inserts.get(String(id))),
	);
	expect(linkedTo(result.items)).toEqual(links(COUNT));
	expect(remembered(result.run)).toEqual([]);
});

const UNKNOWN: Array<[string, Fault]> = [
	['reset', { kind: 'reset', moment: 'afterCarriedOut' }],
	['timeout', { kind: 'hang', moment: 'afterCarriedOut' }],
	['503', { kind: 'status', status: 503, moment: 'afterCarriedOut' }],
];

test.each(UNKNOWN)('a %s at item 40: never sent again, and said so', async (_name, fault) => {
	const { sandbox } = bench();
	const items = seedItems(sandbox, COUNT);
	const faulty = items[FAULTY]?.json.id;
	sandbox.faults.add({ ...fault, match: { body: { ident_id: String(faulty) } } });
	const { error, tries } = await appoint(items, { concurrency: 10, timeout: 3000 });
	expect(tries).toBe(3);
	expect(requestsWith(sandbox, 'ident_id', faulty)).toHaveLength(1);
	expect(appointed()).toEqual([...new Set(appointed())]);
	expect(appointed().filter((id) => id !== faulty)).toHaveLength(COUNT - 1);
	expect(error?.message).toContain(`${COUNT - 1} of ${COUNT} appointments were set`);
	expect(error?.description).toMatch(
		RegExp(`may have been carried out.*partner portal for the appointment of ident ${faulty} on 2`),
	);
	expect(error?.description).toMatch(/Retry On Fail|Retry of this execution/);
});
