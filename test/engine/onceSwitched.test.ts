import type { INodeExecutionData } from 'n8n-workflow';
import { startSandbox } from '../sandbox';
import { emailOf } from '../support/person';
import type { EngineRun } from './engine';
import { createdEmails, ownersOf, requestsWith, retryExecution } from './onceSupport';
import { createFromItem, credentialFor, people, useBench, withoutBackoff } from './support';

const bench = useBench();
withoutBackoff();

/** Two people: the first is created, the second refused, so that the execution can be retried. */
async function failSecond(items: INodeExecutionData[] = people(2)) {
	const { sandbox, credential } = bench();
	const parameters = createFromItem({ options: { concurrency: 1 } });
	sandbox.faults.add({
		kind: 'status',
		status: 402,
		match: { path: '/ident/create', body: { email: emailOf(1) }, times: 1 },
	});
	const failed = await bench().run('ident', 'create', parameters, { items });
	expect(sandbox.created).toHaveLength(1);
	const options: EngineRun = {
		credential,
		parameters: { resource: 'ident', operation: 'create', ...parameters },
		items,
	};
	return { failed: failed.run, options };
}

test('retried as it was: the first is not sent again', async () => {
	const { failed, options } = await failSecond();
	const { json } = await retryExecution(failed, options);
	const { sandbox } = bench();
	expect(ownersOf(sandbox, json)).toEqual([emailOf(0), emailOf(1)]);
	expect(createdEmails(sandbox)).toEqual([emailOf(0), emailOf(1)]);
});

test.each([
	['another credential', { identifyApi: { id: '2', name: 'Identify Production' } }],
	['the same credential, made to point elsewhere', undefined],
])('retried with %s: both are created there', async (_what, credentials) => {
	const { failed, options } = await failSecond();
	const production = await startSandbox();
	try {
		const { json, error } = await retryExecution(failed, {
			...options,
			credential: credentialFor(production),
			node: credentials && { credentials },
		});
		expect(error?.message).toBeUndefined();
		expect(ownersOf(production, json)).toEqual([emailOf(0), emailOf(1)]);
	} finally {
		await production.stop();
	}
});

test('retried with another operation: what was created is no appointment', async () => {
	const { sandbox } = bench();
	const seeded = [0, 1].map(() => sandbox.seedIdent({ statusCode: '2' }).id);
	const items = people(2, { 0: { id: seeded[0] ?? '' }, 1: { id: seeded[1] ?? '' } });
	const { failed, options } = await failSecond(items);
	const { json, error } = await retryExecution(failed, {
		...options,
		parameters: {
			resource: 'ident',
			operation: 'setAppointment',
			ident_id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			termin_date: '2030-06-30T15:20',
			termin_user: '1',
			options: {},
		},
	});
	expect(error?.message).toBeUndefined();
	expect(json.map(({ ident_id: id }) => id)).toEqual(seeded);
	expect(json.every(({ insert_id: id }) => id !== undefined)).toBe(true);
	expect(sandbox.appointments.map(({ identId }) => identId)).toEqual(seeded);
	expect(requestsWith(sandbox, 'email', emailOf(0))).toHaveLength(1);
});
