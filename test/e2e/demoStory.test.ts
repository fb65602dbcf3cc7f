import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startDemo } from '../demo/demo';
import { DEMO_ACCOUNT } from '../neighbours';
import { logIn, openBrowser } from '../support/browser';
import { exampleFiles, readExample } from '../support/exampleFile';
import { owner } from '../support/n8nClient';
import { startN8n, type N8nServer } from '../support/n8nServer';
import { locateTarball } from '../support/places';
import { documentPicture, picture } from '../support/pictures';
import { fillPlayground } from '../support/playground';

let folder: string;
let demo: Awaited<ReturnType<typeof startDemo>>;
let n8n: N8nServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	folder = mkdtempSync(join(process.env.N8N_IDENTIFY24_TEMP ?? tmpdir(), 'identify24-story-'));
	demo = await startDemo({ folder: join(folder, 'demo') });
	const { sandbox, neighbours } = demo;
	n8n = await startN8n({
		tarball: locateTarball(),
		userFolder: join(folder, 'n8n'),
		env: neighbours.env,
	});
	const workflows = await fillPlayground(n8n, {
		sandbox,
		neighbours: neighbours.addresses,
		account: DEMO_ACCOUNT,
	});
	const { email, password } = owner;
	demo.tell({ url: n8n.url, email, password, workflows, logs: [] });
	({ browser, page } = await openBrowser());
});
afterAll(async () => {
	await browser?.close();
	await n8n?.stop();
	await demo?.stop();
	await rm(folder, { recursive: true, force: true });
});

const PERSON: ReadonlyArray<readonly [label: string, value: string]> = [
	['First Name', 'Erika'],
	['Last Name', 'Mustermann'],
	['Birthday', '1964-08-12'],
	['Email', 'erika@example.com'],
	['Mobile Phone', '+491511111111'],
	['Street', 'Heidestr.'],
	['House Number', '17'],
	['ZIP Code', '51147'],
	['City', 'Köln'],
	['Country', 'Germany'],
	['Nationality', 'Germany'],
];

/** The page that a link of the story opens in a tab of its own. */
async function follow(from: Page, name: string): Promise<Page> {
	const opened = from.context().waitForEvent('page');
	await from.getByRole('list', { name: 'The story' }).getByRole('link', { name }).click();
	const next = await opened;
	await next.waitForLoadState();
	return next;
}

test('the story, by clicks alone: form, conference page, e-mail and Slack message', async () => {
	let clicks = 0;
	const first = page;
	await first.goto(demo.neighbours.url);
	await first.getByRole('link', { name: 'Open the form' }).waitFor();
	await documentPicture(first, 'first-page');

	clicks += 1;
	const form = await follow(first, 'Open the form');
	for (const [label, value] of PERSON) await form.getByLabel(label).fill(value);
	await picture(form, 'form');
	clicks += 1;
	await form.getByRole('button', { name: 'Continue' }).click();

	const conference = form;
	await conference.waitForURL(`${demo.sandbox.url}/apply/*`);
	const end = conference.getByRole('button', { name: 'Successful', exact: true });
	await end.waitFor();
	await picture(conference, 'conference-page');
	clicks += 1;
	await end.click();
	await conference.getByRole('link', { name: /^Identification PDF/ }).waitFor();
	await picture(conference, 'conference-page-ended');

	await first.bringToFront();
	await first.getByText('E-mail: arrived ✓. Slack: posted ✓.').waitFor();
	clicks += 2;
	const mail = await follow(first, 'Open the mail inbox');
	const message = mail.getByRole('button', { name: /to erika@example\.com/ });
	await message.first().waitFor();
	await picture(mail, 'mail');
	const slack = await follow(first, 'Open Slack');
	clicks += 1;
	await slack.getByRole('button', { name: /^#identify \(/ }).click();
	const [created] = demo.sandbox.created;
	await slack
		.getByText(created?.id ?? 'no ident')
		.first()
		.waitFor();
	await picture(slack, 'slack');

	expect(clicks).toBeLessThanOrEqual(10);
	expect(demo.sandbox.created).toHaveLength(1);
	expect(demo.neighbours.mail.book.of(DEMO_ACCOUNT).mails).toMatchObject([
		{ to: ['erika@example.com'], subject: expect.stringMatching(/successful/i) as string },
	]);
	const answers = demo.sandbox.callbacks.deliveries.map(({ httpStatus }) => httpStatus);
	expect([...new Set(answers)]).toEqual([200]);
});

test('from the first page, each example opens in the editor, with nothing amiss', async () => {
	await page.goto(demo.neighbours.url);
	const list = page.getByRole('region', { name: 'Example workflows' });
	await list.getByRole('link').first().waitFor();
	const links = list.getByRole('link').filter({ hasNotText: /^Form of/ });
	const examples = await links.evaluateAll((found) =>
		found.map((link) => ({ name: link.textContent ?? '', url: link.getAttribute('href') ?? '' })),
	);
	expect(examples.map(({ name }) => name)).toEqual(
		exampleFiles.map((file) => readExample(file).name),
	);

	const tab = await page.context().newPage();
	await logIn(tab, n8n);
	for (const [index, { url }] of examples.entries()) {
		await tab.goto(url);
		await tab.locator('[data-test-id="canvas-node"]').first().waitFor();
		// Red triangles: a credential or a parameter that is missing.
		expect([url, await tab.locator('[data-test-id="node-issues"]').count()]).toEqual([url, 0]);
		await tab.keyboard.press('1');
		await documentPicture(tab, `example-${exampleFiles[index]?.replace('.json', '') ?? ''}`);
	}
});
