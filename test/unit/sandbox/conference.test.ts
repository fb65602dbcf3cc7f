import {
	PENDING_IDENT_ID,
	SUCCESSFUL_IDENT_ID,
	startSandbox,
	type JsonObject,
} from '../../sandbox';
import { ask, Bench, Receiver } from './support';

describe('the conference page', () => {
	let bench: Bench;
	beforeAll(async () => {
		bench = await Bench.start();
	});
	beforeEach(async () => await bench.renew());
	afterAll(async () => await bench.sandbox.stop());

	const look = async (id: string) => await bench.control('GET', `conference/${id}`);

	it('opens without the headers of the API and is no request to it', async () => {
		const page = await ask('GET', `${bench.sandbox.url}/apply/${PENDING_IDENT_ID}`);
		expect(page.status).toBe(200);
		expect(page.headers['content-security-policy']).toContain("default-src 'self'");
		for (const [, path] of page.text.matchAll(/(?:href|src)="(\/__sandbox\/pages\/[^"]+)"/g)) {
			expect((await ask('GET', bench.sandbox.url + path)).status).toBe(200);
		}
		expect(bench.sandbox.requests.count).toBe(0);
	});

	it('says what it is about and that it has ended, or that there is none', async () => {
		const pending = (await look(PENDING_IDENT_ID)).json();
		expect(pending).toMatchObject({
			firstName: 'JANE',
			project: '911 Internet GmbH',
			final: false,
		});
		expect(pending.files).toEqual([]);
		expect((await look(SUCCESSFUL_IDENT_ID)).json()).toMatchObject({ final: true });
		expect((await look('none')).status).toBe(404);
	});

	it('shows the files of an identification that it has ended, and they open', async () => {
		bench.sandbox.webhooks.register('http://127.0.0.1:9/nobody');
		await bench.control('POST', `idents/${PENDING_IDENT_ID}/status`, { status_code: '5' });
		const ident = (await look(PENDING_IDENT_ID)).json();
		expect(ident).toMatchObject({ final: true, deliveries: [{ state: '4' }] });
		const files = ident.files as JsonObject[];
		expect(files).toHaveLength(5);
		for (const { url } of files) {
			const file = await ask('GET', bench.sandbox.url + String(url));
			expect(file.status).toBe(200);
			expect(file.headers['content-type']).toMatch(/^(application\/pdf|video\/webm|image\/png)$/);
			const headers = { range: 'bytes=10-19' };
			const part = await ask('GET', bench.sandbox.url + String(url), { headers });
			expect(part.status).toBe(206);
			expect(part.body).toEqual(file.body.subarray(10, 20));
		}
	});

	it('has no files of a failed identification', async () => {
		await bench.control('POST', `idents/${PENDING_IDENT_ID}/status`, { status_code: '4' });
		expect((await look(PENDING_IDENT_ID)).json()).toMatchObject({ final: true, files: [] });
	});
});

it('loses as many callbacks as were to be swallowed, and no more', async () => {
	const bench = await Bench.start();
	const receiver = await Receiver.start();
	bench.sandbox.webhooks.register(receiver.url);
	await bench.control('POST', 'deliveries/swallow', { times: 1 });
	const [lost] = await bench.sandbox.setStatus(PENDING_IDENT_ID, 2);
	expect(lost).toMatchObject({ state: '4', error: 'Swallowed: it was never sent.' });
	const [sent] = await bench.sandbox.setStatus(PENDING_IDENT_ID, 5);
	expect(sent).toMatchObject({ state: '3' });
	expect(receiver.received).toHaveLength(1);
	await bench.sandbox.stop();
	await receiver.stop();
});

it('keeps idents, URLs and callbacks over a restart, and counts on', async () => {
	const first = await startSandbox();
	const { id } = first.seedIdent();
	first.webhooks.register('http://127.0.0.1:9/nobody');
	await first.setStatus(id, 5);
	const saved = JSON.stringify(first.save());
	await first.stop();
	const second = await startSandbox({ seed: false });
	second.load(JSON.parse(saved) as ReturnType<typeof second.save>);
	expect(JSON.stringify(second.save())).toBe(saved);
	expect(second.idents.get(id)?.statusCode).toBe('5');
	expect(second.webhooks.register('http://127.0.0.1:9/other').id).toBe('2');
	await second.setStatus(id, 4);
	expect(second.callbacks.deliveries.map((delivery) => delivery.id)).toEqual(['1', '2', '3']);
	await second.stop();
});
