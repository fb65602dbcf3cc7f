import { gzipSync } from 'node:zlib';
import { startSandbox, type Sandbox } from '../sandbox';
import { sharedN8n } from '../support/harness';
import {
	confirmations,
	credentialFor,
	OWN,
	payloadOf,
	publish,
	type TriggerOptions,
} from './triggerSupport';

const n8n = sharedN8n();
let sandbox: Sandbox;
let credentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox();
	credentialId = await credentialFor(n8n, sandbox);
});
afterEach(() => {
	for (const { id } of sandbox.webhooks.all) sandbox.webhooks.remove(id);
});
afterAll(async () => await sandbox.stop());

/** A trigger that the sandbox calls on every change. */
async function registered(options: TriggerOptions = {}) {
	const trigger = await publish(n8n, credentialId, options);
	sandbox.webhooks.register(trigger.url);
	return trigger;
}

describe('status changes 1, 2, 5 start three executions in order', () => {
	test.each(['callback', 'ident', 'identData'])('output %s', async (output) => {
		const ident = sandbox.seedIdent({
			companyName: 'Fürth & Söhne',
			fields: { custom_id: 'CRM-7', custom1: 'a', custom4: 'd' },
		});
		const trigger = await registered({ parameters: { output } });
		const deliveries = [];
		for (const code of [1, 2, 5]) deliveries.push(...(await sandbox.setStatus(ident.id, code)));
		expect(deliveries.map(({ httpStatus, state }) => [httpStatus, state])).toEqual(
			Array(3).fill([200, '3']),
		);
		const events = await trigger.events(3);
		const steps = [
			['Pending', '1'],
			['Running', '2'],
			['Successful', '5'],
		];
		expect(events).toEqual(
			steps.map(([status, code]) => ({
				...(output === 'callback'
					? {}
					: { [output === 'ident' ? 'ident' : 'data']: expect.anything() }),
				...payloadOf(sandbox, ident.id, { status, status_code: code }),
				...OWN,
				confirmed: true,
				event_key: `${ident.id}:${code}`,
			})),
		);
		expect(events.map(({ ident: asked }) => asked)).toEqual(
			steps.map(([status, code]) =>
				output === 'ident'
					? expect.objectContaining({
							ident_id: ident.id,
							status,
							status_code: code,
							email: 'jane.doe@identify24.de',
							custom_id: 'CRM-7',
						})
					: undefined,
			),
		);
		expect(events.map(({ data }) => data)).toEqual(
			steps.map(([status, code]) =>
				output === 'identData'
					? expect.objectContaining({
							ident: expect.objectContaining({ id: ident.id, status, status_code: code }),
							...(code === '5' && {
								identification_pdf: expect.objectContaining({ file_hash: expect.any(String) }),
								screenshots: expect.any(Array),
							}),
						})
					: undefined,
			),
		);
		expect(confirmations(sandbox, ident.id)).toBe(3);
	});
});

describe('a callback is read', () => {
	test('whatever its form', async () => {
		const trigger = await registered();
		const idents = [];
		for (const callbackFormat of ['json', 'jsonTrailingComma', 'form', 'text'] as const) {
			for (const callbackGzip of [false, true]) {
				await sandbox.configure({ callbackFormat, callbackGzip });
				const ident = sandbox.seedIdent({ fields: { custom1: 'ä=&+%" ,}' } });
				idents.push(ident);
				const [delivery] = await sandbox.setStatus(ident.id, 5);
				expect([callbackFormat, callbackGzip, delivery?.httpStatus, delivery?.answer]).toEqual([
					callbackFormat,
					callbackGzip,
					200,
					'{"status":"accepted"}',
				]);
			}
		}
		await sandbox.configure({ callbackFormat: 'json', callbackGzip: false });
		const events = await trigger.events(idents.length);
		expect(events.map(({ ident_id: id, custom1 }) => [id, custom1])).toEqual(
			idents.map(({ id }) => [id, 'ä=&+%" ,}']),
		);
	});

	test('from the sample of the documentation, verbatim, also gzip-encoded', async () => {
		const sample =
			'{ "ident_id": "xxxxx", "status": "xxxxx", "status_code": "xxxxx", "project_id": "xxxxx", "custom_id": "xxxxx", "company_name": "xxxxx", "first_name": "xxxxx", "last_name": "xxxxx", "custom1": "xxxxx", "custom2": "xxxxx", "custom3": "xxxxx", "custom4": "xxxxx", }';
		const trigger = await publish(n8n, credentialId, {
			parameters: { confirm: false },
			settings: { ignoreRepeatsFor: 0 },
		});
		const json = { 'content-type': 'application/json' };
		const zipped = { ...json, 'content-encoding': 'gzip' };
		expect((await trigger.post(sample, json)).status).toBe(200);
		expect((await trigger.post(gzipSync(sample), zipped)).status).toBe(200);
		const event = {
			...JSON.parse(sample.replace(', }', '}')),
			confirmed: false,
			...OWN,
			event_key: 'xxxxx:xxxxx',
		};
		expect(await trigger.events(2)).toEqual([event, event]);
	});
});

test('an event says when its callback arrived, not when Identify had confirmed it', async () => {
	const trigger = await publish(n8n, credentialId);
	const { id } = sandbox.seedIdent({ statusCode: '5' });
	await sandbox.configure({ latencyMs: 1_000 });
	const sentAt = Date.now();
	await trigger.post(payloadOf(sandbox, id));
	await sandbox.configure({ latencyMs: 0 });
	const [event] = await trigger.events(1);
	const [question] = sandbox.requests.to('GET', `/ident/get/${id}`);
	const receivedAt = Date.parse(String(event?.received_at));
	expect(receivedAt).toBeGreaterThanOrEqual(sentAt);
	expect(receivedAt).toBeLessThanOrEqual(Date.parse(question?.time ?? ''));
});

test('a callback is read as a multipart form, and in the charset that it declares', async () => {
	const trigger = await publish(n8n, credentialId, { parameters: { confirm: false } });
	const sample = () => {
		const { id } = sandbox.seedIdent({ statusCode: '5', fields: { custom1: 'Größe' } });
		return payloadOf(sandbox, id);
	};
	const send = async (body: Buffer, contentType: string) =>
		(await trigger.post(body, { 'content-type': contentType })).status;
	const json = () => JSON.stringify(sample());
	const parts = Object.entries(sample()).map(
		([name, value]) =>
			`--X\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${String(value)}\r\n`,
	);
	const statuses = [
		await send(Buffer.from(json(), 'latin1'), 'application/json; charset=ISO-8859-1'),
		await send(Buffer.from(json(), 'utf16le'), 'application/json; charset=utf-16'),
		await send(Buffer.from(`${parts.join('')}--X--\r\n`), 'multipart/form-data; boundary=X'),
	];
	expect(statuses).toEqual([200, 200, 200]);
	const events = await trigger.events(3);
	expect(events.map(({ custom1 }) => custom1)).toEqual(Array(3).fill('Größe'));
});

describe('the filters', () => {
	test.each([
		['Project IDs', { projectIds: '6; 13' }, {}],
		['Other Statuses', { otherStatuses: '7;Cancelled' }, { status: 'Cancelled', status_code: '9' }],
	])('take other separators than commas: %s', async (_name, settings, more) => {
		const trigger = await publish(n8n, credentialId, { parameters: { confirm: false }, settings });
		for (const project of ['6', '13', '7']) {
			const { id } = sandbox.seedIdent({ statusCode: '5', fields: { project_id: project } });
			await trigger.post(payloadOf(sandbox, id, project === '7' ? {} : more));
		}
		expect((await trigger.events(2)).map(({ project_id: id }) => id)).toEqual(['6', '13']);
	});

	test.each([
		['={{ "5" }}', ['5']],
		['={{ "5,4" }}', ['5', '4']],
		['={{ 5 }}', ['5']],
		['={{ ["4"] }}', ['4']],
	])('take Statuses of the expression %s', async (statuses, codes) => {
		const trigger = await publish(n8n, credentialId, { parameters: { statuses, confirm: false } });
		const { id } = sandbox.seedIdent();
		for (const code of [5, 2, 4]) {
			await sandbox.setStatus(id, code);
			await trigger.post(payloadOf(sandbox, id));
		}
		const events = await trigger.events(codes.length);
		expect(events.map(({ status_code: code }) => code)).toEqual(codes);
	});

	test('let through what is wanted, by the status that Identify confirms', async () => {
		const trigger = await registered({
			parameters: { statuses: ['4', '5'] },
			settings: { otherStatuses: '6, cancelled', projectIds: '6, 13' },
		});
		const ident = sandbox.seedIdent();
		for (const code of [1, 2, 3]) await sandbox.setStatus(ident.id, code);
		// Identify has it as 3, whatever this one says: it may be lost, so it is listed as failed.
		await sandbox.callbacks.forge({ status: 'Successful', status_code: '5' }, ident);
		await sandbox.setStatus(ident.id, 4);
		await sandbox.setStatus(ident.id, 6, 'Locked');
		await sandbox.setStatus(ident.id, 7, 'CANCELLED');
		const foreign = sandbox.seedIdent({ fields: { project_id: '99' } });
		await sandbox.setStatus(foreign.id, 5);
		await sandbox.callbacks.forge({ project_id: '6' }, foreign);
		await sandbox.setStatus(ident.id, 5);
		const answers = sandbox.callbacks.deliveries.slice(-10).map(({ answer }) => answer);
		const [accepted, filtered] = ['{"status":"accepted"}', expect.stringContaining('ignored')];
		expect(answers).toEqual([
			...Array(3).fill(filtered),
			expect.stringContaining('refused'),
			...Array(3).fill(accepted),
			filtered,
			filtered,
			accepted,
		]);
		const events = await trigger.events(4);
		expect(events.map(({ status_code: code }) => code)).toEqual(['4', '6', '7', '5']);
	});
});
