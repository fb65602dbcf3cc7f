import type { IDataObject } from 'n8n-workflow';
import { SUCCESSFUL_IDENT_ID } from '../sandbox';
import { PERSON } from '../support/person';
import { locator, useAction } from './actionSupport';

/** Long enough for calls to overlap. */
const bench = useAction({ latencyMs: 40 });

const ident = { ident_id: locator(SUCCESSFUL_IDENT_ID) };
const person = { project_id: locator('6'), ...PERSON };

const rows: Array<[string, string, string, IDataObject]> = [
	['ident', 'create', '/ident/create', person],
	['ident', 'get', '/ident/get/', ident],
	['ident', 'getData', '/ident/getIdentData/', ident],
	['ident', 'downloadFiles', '/ident/getIdentData/', { ...ident, fileTypes: ['signed_pdf'] }],
	[
		'ident',
		'setAppointment',
		'/ident/setOnboardifyAppointment',
		{ ...ident, termin_date: '2030-06-30T15:20:00', termin_user: '1' },
	],
	['project', 'get', '/project/get', { project_id: locator('6') }],
	['project', 'getMany', '/project/getAll', { returnAll: false, limit: 1 }],
	['webhook', 'getMany', '/webhook/getAll', { returnAll: false, limit: 1 }],
];

test.each(rows)(
	'%s:%s heeds concurrency, timeout and maxTries',
	async (resource, operation, path, parameters) => {
		const { sandbox } = bench;
		sandbox.webhooks.register('https://example.com/webhook');
		sandbox.faults.add({ kind: 'hang', match: { path, nth: 3 } });
		const options = { concurrency: 2, timeout: 700, maxTries: 1 };
		const execution = await bench.run(
			resource,
			operation,
			{ ...parameters, options },
			{
				items: [0, 1, 2, 3, 4].map((n) => ({ n })),
				settings: { onError: 'continueRegularOutput' },
			},
		);
		expect(Math.max(...bench.calls.map(({ inFlight }) => inFlight))).toBe(2);
		// Five items, each tried once.
		const tried = bench.calls.filter((call) => call.path.startsWith(path));
		expect(tried).toHaveLength(5);
		const output = execution.json('Identify');
		expect(output).toHaveLength(5);
		const failed = output.filter(({ error }) => error !== undefined);
		expect(failed).toMatchObject([{ error: expect.stringMatching(/did not answer .* in time/) }]);
	},
);

test.each(rows)('%s:%s is tried again when told so', async (resource, operation, path, more) => {
	const { sandbox } = bench;
	sandbox.webhooks.register('https://example.com/webhook');
	sandbox.faults.add({ kind: 'status', status: 429, retryAfter: 0, match: { path, times: 1 } });
	const execution = await bench.run(resource, operation, { ...more, options: { maxTries: 2 } });
	expect(execution.errorMessage).toBeUndefined();
	expect(execution.items('Identify')).toHaveLength(1);
	expect(bench.calls.filter((call) => call.path.startsWith(path))).toHaveLength(2);
});
