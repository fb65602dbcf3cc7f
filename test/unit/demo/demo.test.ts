import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo } from '../../demo/demo';
import { saveContact } from '../../neighbours/hubspot';
import { MINIMAL_CREATE } from '../sandbox/samples';
import { ask } from '../sandbox/support';

describe('the demo', () => {
	let folder: string;
	const running: Array<Awaited<ReturnType<typeof startDemo>>> = [];
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'identify24-demo-'));
	});
	afterEach(async () => {
		for (const demo of running.splice(0)) await demo.stop();
		await rm(folder, { recursive: true, force: true });
	});

	const begin = async () => {
		const demo = await startDemo({ folder });
		running.push(demo);
		return demo;
	};
	const end = async () => await running.pop()?.stop();
	const mail = {
		at: '2030-01-01T10:00:00.000Z',
		from: 'a@example.com',
		to: ['b@example.com'],
		subject: '<b>Termin</b>',
		text: 'text',
		html: '<script>alert(1)</script>',
		attachments: [{ fileName: 'termin.ics', mediaType: 'text/calendar', base64: 'QkVHSU4=' }],
	};

	it('keeps idents, callback URLs, mails, messages and contacts over a restart', async () => {
		const first = await begin();
		const { id } = first.sandbox.seedIdent({ statusCode: '5' });
		first.sandbox.webhooks.register('http://127.0.0.1:9/callback');
		const { books } = first.neighbours;
		books.mail.of('demo').mails.push(mail);
		books.slack.of('demo').channels.push({ id: 'C1', name: 'identify' });
		saveContact(books.hubspot.of('demo'), 'erika@example.com', { firstname: 'Erika' });
		await end();
		const { sandbox, neighbours, trouble } = await begin();
		expect(trouble).toBeUndefined();
		expect(sandbox.idents.get(id)?.statusCode).toBe('5');
		expect(sandbox.webhooks.all).toMatchObject([{ url: 'http://127.0.0.1:9/callback' }]);
		expect(neighbours.books.mail.of('demo').mails).toEqual([mail]);
		expect(neighbours.books.slack.of('demo').channels).toHaveLength(2);
		expect(neighbours.books.hubspot.of('demo').contacts).toMatchObject([
			{ properties: { firstname: 'Erika' } },
		]);
	});

	it('starts empty, and says why, where the saved state cannot be read', async () => {
		writeFileSync(join(folder, 'state.json'), '{"sandbox":');
		const { sandbox, trouble } = await begin();
		expect(trouble).toContain('state.json.broken');
		expect(sandbox.idents.size).toBe(2);
	});

	it('serves each page with all that it loads, and nothing from elsewhere', async () => {
		const { neighbours } = await begin();
		for (const path of ['/', '/mail', '/slack', '/crm']) {
			const page = await ask('GET', neighbours.url + path);
			expect(page.status).toBe(200);
			expect(page.headers['content-security-policy']).toContain("default-src 'self'");
			const loaded = [...page.text.matchAll(/(?:href|src)="(\/pages\/[^"]+)"/g)];
			expect(loaded).toHaveLength(2);
			for (const [, file] of loaded) {
				expect((await ask('GET', neighbours.url + file)).status).toBe(200);
			}
		}
	});

	it('gives mails with attachments to download', async () => {
		const { neighbours } = await begin();
		neighbours.books.mail.of('demo').mails.push(mail);
		const feed = (await ask('GET', `${neighbours.url}/feed/mail`)).json();
		expect(feed.mails).toMatchObject([{ id: 0, attachments: [{ bytes: 5 }] }]);
		const file = await ask('GET', `${neighbours.url}/feed/mail/0/attachments/0`);
		expect(file.text).toBe('BEGIN');
		expect(file.headers['content-disposition']).toBe('attachment; filename=termin.ics');
		const other = await ask('GET', `${neighbours.url}/feed/mail?account=other`);
		expect(other.json()).toEqual({ mails: [] });
	});

	it('adds contacts, but not for a form on a page elsewhere', async () => {
		const { neighbours } = await begin();
		const url = `${neighbours.url}/crm/contacts`;
		const body = JSON.stringify({ email: 'erika@example.com', city: 'Bonn', other: 'x' });
		const plain = await ask('POST', url, { body, headers: { 'content-type': 'text/plain' } });
		expect(plain.status).toBe(415);
		const headers = { 'content-type': 'application/json' };
		expect((await ask('POST', url, { body, headers })).status).toBe(201);
		expect((await ask('POST', url, { body: '{}', headers })).status).toBe(400);
		const [contact] = neighbours.books.hubspot.of('demo').contacts;
		expect(contact?.properties).toMatchObject({ email: 'erika@example.com', city: 'Bonn' });
		expect(contact?.properties).not.toHaveProperty('other');
	});

	it('tells how far the story has come', async () => {
		const { sandbox, neighbours } = await begin();
		const story = async () => (await ask('GET', `${neighbours.url}/story`)).json();
		expect(await story()).toMatchObject({ ident: null, mailed: false, posted: false });
		const login = JSON.stringify({ PARTNER: sandbox.partner, APIKEY: sandbox.apiKey });
		const json = { 'content-type': 'application/json' };
		const auth = await ask('POST', `${sandbox.url}/auth`, { body: login, headers: json });
		const created = await ask('POST', `${sandbox.url}/ident/create`, {
			body: JSON.stringify(MINIMAL_CREATE),
			headers: {
				...json,
				'x-api-partner': sandbox.partner,
				'x-api-token': String(auth.json().token),
			},
		});
		const { ident_id: id, conference_url: page } = created.json();
		expect(page).toBe(`${sandbox.url}/apply/${String(id)}`);
		expect(await story()).toMatchObject({ ident: { conferencePage: page, final: false } });
		sandbox.webhooks.register('http://127.0.0.1:9/callback');
		const { books } = neighbours;
		const past = new Date(Date.now() - 60_000).toISOString();
		books.mail.of('demo').mails.push({ ...mail, at: past });
		await sandbox.setStatus(String(id), 5);
		expect(await story()).toMatchObject({ ident: { final: true }, mailed: false, posted: false });
		books.mail.of('demo').mails.push({ ...mail, at: new Date().toISOString() });
		expect(await story()).toMatchObject({ mailed: true, posted: false });
	});
});
